import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** What is exported by name. Types and constants that are made of one word (`type Json = ...`) are no exception. */
const EXPORTED =
  /^export (?:declare )?(?:async )?(?:function\*?|(?:abstract )?class|interface|type|const) (\w+)/;

/** Names that are exported at the top of a file without a docstring right before them, each with its line. */
function withoutDocstring(text: string): readonly { readonly name: string; readonly line: number }[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const name = EXPORTED.exec(line)?.[1];
    // only the first of several overloads has one
    const isOverload = lines.slice(0, index).some((earlier) => EXPORTED.exec(earlier)?.[1] === name);
    if (name === undefined || isOverload || (lines[index - 1] ?? "").trimEnd().endsWith("*/")) return [];
    return [{ name, line: index + 1 }];
  });
}

describe("The core's docstrings", () => {
  it("say of every exported function, class, type and constant of yawl/ what it is", async () => {
    const names = await readdir(path.join(PROJECT, "yawl"), { recursive: true });
    const files = names.filter((name) => name.endsWith(".ts"));
    assert.ok(files.length > 100, "the files were not found");
    const found = await Promise.all(
      files.map(async (file) => {
        const text = await readFile(path.join(PROJECT, "yawl", file), "utf8");
        return withoutDocstring(text).map(({ name, line }) => `yawl/${file}:${line} ${name}`);
      }),
    );
    assert.deepEqual(found.flat().toSorted(), []);
  });

  it("are missed where there is none", () => {
    const text =
      "/** What it does. */\nexport function a(): void {}\n\nexport function b(): void {}\nexport type C = 1;\n";
    assert.deepEqual(withoutDocstring(text), [
      { name: "b", line: 4 },
      { name: "C", line: 5 },
    ]);
  });
});
