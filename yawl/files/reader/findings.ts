/** What a reader of specification files finds besides the specification: faults, warnings, and what it left unread. */
import type { FaultDetail } from "../../model/fault.ts";
import type { Unread } from "../../model/kept.ts";

/** More findings of one kind than this help nobody; the rest is counted. */
const MOST = 1000;
/** Most characters of what is kept without being understood. */
const MAX_KEPT = 8_000_000;

/** Errors and warnings of one file, with their places. */
export class Findings {
  readonly errors: FaultDetail[] = [];
  readonly warnings: FaultDetail[] = [];
  readonly unread: Unread[] = [];
  private keptLength = 0;
  private isFull = false;
  /** number of errors, those that are not kept included */
  errorCount = 0;

  error(detail: FaultDetail): void {
    this.errorCount += 1;
    if (this.errors.length < MOST) this.errors.push(detail);
  }

  warn(detail: FaultDetail): void {
    if (this.warnings.length < MOST) this.warnings.push(detail);
    else if (this.warnings.length === MOST)
      this.warnings.push({ message: `There are more than ${MOST} warnings.` });
  }

  /** Keeps a part that nobody has read, with a warning; beyond a limit only says so. */
  leaveUnread(make: () => Unread): void {
    if (this.unread.length === MOST || this.keptLength > MAX_KEPT) {
      if (!this.isFull) this.warn({ message: "The file has more that is not understood; it is not kept." });
      this.isFull = true;
      return;
    }
    const unread = make();
    const { path, line, column, xml } = unread;
    this.unread.push(unread);
    this.keptLength += xml.length;
    this.warn({
      code: "not-understood",
      element: path,
      line,
      column,
      message: "This is not understood; it is kept as it is.",
    });
  }
}

/** A value from a file in quotes for a message, cut when it is long. */
export function quoted(value: string): string {
  return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`;
}
