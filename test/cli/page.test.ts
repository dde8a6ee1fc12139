/** The page about the command line shows what the commands print. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { ran } from "./fake-terminal.ts";

const PAGE = new URL("../../docs/cli.md", import.meta.url);
const BLOCK = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/** Arguments of a command as a shell would split them; enough for the page. */
function argumentsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

describe("docs/cli.md", () => {
  it("shows what the commands print; MIZZEN_UPDATE_PAGES=1 writes it anew", async () => {
    const page = await readFile(PAGE, "utf8");
    let files: Record<string, string> = {};
    let printed = "";
    let [commands, outputs] = [0, 0];
    let renewed = page;
    for (const [block, language, name, text = ""] of page.matchAll(BLOCK)) {
      if (language === "yaml" && name !== undefined) files[name] = text;
      if (language === "sh") {
        printed = "";
        for (const line of text.trim().split("\n")) {
          const [npx, mizzen, ...args] = argumentsOf(line);
          assert.deepEqual([npx, mizzen], ["npx", "mizzen"]);
          const result = await ran(args, { files });
          assert.ok(result.code < 2, result.err);
          printed += result.out + result.err;
          files = Object.fromEntries(result.files);
          commands += 1;
        }
      }
      if (language === "text") {
        outputs += 1;
        renewed = renewed.replace(block, () => `\`\`\`text\n${printed}\`\`\``);
      }
    }
    assert.deepEqual([commands, outputs], [7, 5]);
    if (process.env["MIZZEN_UPDATE_PAGES"] === "1") await writeFile(PAGE, renewed);
    else assert.equal(page, renewed);
  });
});
