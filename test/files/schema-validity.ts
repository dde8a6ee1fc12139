/** Checks files against YAWL's own schema 4.0, which lies beside the project, if at all. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { validateXML } from "xmllint-wasm";

const SCHEMA = new URL("../../../shared/yawl/schema/YAWL_Schema4.0.xsd", import.meta.url);

export function hasSchema(): boolean {
  return existsSync(SCHEMA);
}

/** What is wrong with files by the schema; each message begins with the name of its file. */
export async function problemsOf(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: [...files].map(([name, contents]) => ({ fileName: `${name}.xml`, contents })),
    schema: { fileName: "yawl.xsd", contents: readFileSync(SCHEMA, "utf8") },
  });
  return errors.map(({ rawMessage }) => rawMessage);
}

export async function assertValid(files: ReadonlyMap<string, string>): Promise<void> {
  assert.deepEqual(await problemsOf(files), []);
}
