/** Specifications from files: read, and everything that was found in them with its place. */
import { readSpecification } from "../yawl/files/read.ts";
import type { Fault, FaultDetail } from "../yawl/model/fault.ts";
import type { Specification } from "../yawl/model/specification.ts";
import { readFileOf } from "./command.ts";
import type { Terminal } from "./terminal.ts";

/** Something that was found in a file. */
export interface Finding extends FaultDetail {
  /** a note says what is kept without being understood */
  readonly severity: "error" | "warning" | "note";
}

/** A specification, unless there are errors. */
export interface Source {
  readonly file: string;
  readonly specification?: Specification;
  readonly findings: readonly Finding[];
}

export async function openSource(terminal: Terminal, file: string): Promise<Source> {
  const text = await readFileOf(terminal, file);
  const read = readSpecification(text, contentTypeOf(file, text));
  if (!read.ok) return { file, findings: errorsOf(read.fault) };
  const { specification, warnings } = read.value;
  const notes = (specification.unread ?? []).map(({ path, line }): Finding => {
    return { severity: "note", element: path, line, message: "This is kept, but not understood." };
  });
  const found = warnings.map((detail): Finding => ({ severity: "warning", ...detail }));
  return { file, specification, findings: [...found, ...notes] };
}

/** The specification; errors are printed, warnings are left to `mizzen check`. */
export async function openSpecification(
  terminal: Terminal,
  file: string,
): Promise<Specification | undefined> {
  const { specification, findings } = await openSource(terminal, file);
  if (!specification) terminal.err(linesOf(file, findings));
  return specification;
}

/** Media type by the extension; without one by the first character. */
function contentTypeOf(file: string, text: string): string {
  if (/\.(yawl|xml|ywl)$/i.test(file)) return "application/xml";
  if (/\.ya?ml$/i.test(file)) return "application/yaml";
  if (/\.json$/i.test(file)) return "application/json";
  return /^\s*</.test(text) ? "application/xml" : "application/yaml";
}

export function errorsOf({ message, details = [] }: Fault): readonly Finding[] {
  if (details.length === 0) return [{ severity: "error", message }];
  return details.map((detail) => ({ severity: "error", ...detail }));
}

/** Findings as compilers print them: `file:line:column: error: sentence (element)`. */
export function linesOf(file: string, findings: readonly Finding[]): string {
  return findings
    .map(({ severity, line, column, element, message }) => {
      const place = line === undefined ? "" : `:${line}${column === undefined ? "" : `:${column}`}`;
      const where = element === undefined ? "" : ` (${element})`;
      return `${nameOf(file)}${place}: ${severity}: ${message}${where}\n`;
    })
    .join("");
}

export function nameOf(file: string): string {
  return file === "-" ? "stdin" : file;
}
