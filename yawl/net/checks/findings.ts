/** Findings of the static checks, and how they name elements. */
import type { FaultDetail } from "../../model/fault.ts";
import type { Place } from "../../model/specification.ts";

/** Errors and warnings of one specification, each at its element. */
export class Findings {
  readonly errors: FaultDetail[] = [];
  /** warnings and notes */
  readonly warnings: FaultDetail[] = [];

  /** A case could not run. */
  error(path: readonly string[], place: Place | undefined, message: string, code?: string): void {
    this.errors.push(finding(path, place, message, code));
  }

  /** A case can run, but something looks wrong. */
  warn(path: readonly string[], place: Place | undefined, message: string, code?: string): void {
    this.warnings.push({ severity: "warning", ...finding(path, place, message, code) });
  }

  /** Nothing is wrong, but somebody may want to know. */
  note(path: readonly string[], place: Place | undefined, message: string, code?: string): void {
    this.warnings.push({ severity: "note", ...finding(path, place, message, code) });
  }
}

function finding(
  path: readonly string[],
  place: Place | undefined,
  message: string,
  code: string | undefined,
): FaultDetail {
  return {
    ...(code === undefined ? {} : { code }),
    ...(path.length > 0 ? { element: path.join("/") } : {}),
    ...(place ? { line: place.line, column: place.column } : {}),
    message,
  };
}

/** An element as a person knows it: its name, and its id when that says something else. */
export function called({ id, name }: { readonly id: string; readonly name?: string }): string {
  return name === undefined || name === "" || name === id ? `"${id}"` : `"${name}" (${id})`;
}

/** At most `most` of the entries, then how many more there are. */
export function listed(entries: readonly string[], most = 10): string {
  const shown = entries.slice(0, most).join(", ");
  return entries.length > most ? `${shown} and ${entries.length - most} more` : shown;
}
