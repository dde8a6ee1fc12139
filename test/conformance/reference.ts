/** The reference engine's specifications and traces, where they lie beside the project. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import { follow } from "./follow.ts";
import { readTrace } from "./trace.ts";

/** Folder with `specs/` and `traces/`, from the project's root. */
export const REFERENCE = "../shared/yawl";

export interface Conformance {
  readonly name: string;
  /** what the reference engine came to */
  readonly reference: string;
  /** what Mizzen came to: a case's status, or that the file is refused */
  readonly status: string;
  readonly steps: number;
  readonly differences: readonly string[];
}

/** @returns a line a trace, in order of their names; nothing when the folder is not there */
export async function conformance(
  only?: string,
  where: "inside" | "in blocks" = "inside",
): Promise<readonly Conformance[] | undefined> {
  if (!existsSync(path.join(REFERENCE, "traces"))) return undefined;
  const specs = await readdir(path.join(REFERENCE, "specs"));
  const traces = await readdir(path.join(REFERENCE, "traces"));
  const results: Conformance[] = [];
  for (const file of traces.toSorted()) {
    const name = file.replace(/\.txt$/, "");
    if (only !== undefined && !name.includes(only)) continue;
    const trace = readTrace(await readFile(path.join(REFERENCE, "traces", file), "utf8"));
    const spec = specs.find((each) => each.replace(/\.\w+$/, "") === name.replace(/\.\w+$/, ""));
    const text = await readFile(path.join(REFERENCE, "specs", spec ?? ""), "utf8");
    const read = readSpecification(text, "application/xml");
    const compiled = read.ok ? compile(read.value.specification) : read;
    if (!compiled.ok) {
      const details = compiled.fault.details?.map(({ message }) => message) ?? [];
      results.push({ name, reference: trace.outcome, status: "refused", steps: 0, differences: details });
      continue;
    }
    results.push({ name, reference: trace.outcome, ...follow(compiled.value.compiled, trace, where) });
  }
  return results;
}
