/** What a reader of specification files finds besides the specification: faults, warnings, and what it left unread. */
import type { FaultDetail } from "../spec/fault.ts";

/** More findings of one kind than this help nobody; the rest is counted. */
const MOST = 1000;

export class Findings {
  readonly errors: FaultDetail[] = [];
  readonly warnings: FaultDetail[] = [];
  readonly unread: { readonly path: string; readonly line: number }[] = [];
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

  /** Notes a part that nobody has read; the path is only made when it is kept. */
  leaveUnread(path: () => string, line: number): void {
    if (this.unread.length < MOST) this.unread.push({ path: path(), line });
  }
}

/** A value from a file in quotes for a message, cut when it is long. */
export function quoted(value: string): string {
  return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`;
}
