import assert from "node:assert/strict";
import { ran } from "./fake-terminal.ts";

const COMMANDS = ["check", "draw", "run", "convert", "schema"];
const INVOICE = "examples/invoice.yaml";

describe("the command line", () => {
  it("lists its commands, each of which has a page of its own", async () => {
    const overview = await ran(["--help"]);
    assert.equal(overview.code, 0);
    for (const command of COMMANDS) {
      assert.match(overview.out, new RegExp(`^ {2}${command} `, "m"));
      const help = await ran([command, "--help"]);
      assert.deepEqual([help.code, help.err], [0, ""]);
      assert.match(help.out, new RegExp(`^usage: mizzen ${command} `));
      assert.equal((await ran(["help", command])).out, help.out);
      for (const line of help.out.split("\n")) assert.ok(line.length <= 110, line);
    }
  });

  it("answers wrong usage with exit code 2, a sentence and nothing on the standard output", async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /^usage: mizzen COMMAND/],
      [["fly"], /there is no command "fly"/],
      [["check"], /a file is missing/],
      [["chekc", INVOICE], /there is no command "chekc". Did you mean "check"\?/],
      [["check", "--loud", INVOICE], /Unknown option '--loud'; there are --strict, --json\./],
      [["check", "--stric", INVOICE], /Unknown option '--stric'. Did you mean "--strict"\?\n/],
      [["run", "--dta={}", INVOICE], /Did you mean "--data"\?/],
      [["run", "-answers", "a", INVOICE], /Did you mean "--answers"\?/],
      [["run", INVOICE, "--data"], /Option '--data <value>' argument missing/],
      [["draw", "--net", "invoise", INVOICE], /Did you mean "invoice"\?/],
      [["convert", "--to", "ymal", INVOICE], /Did you mean "yaml"\?/],
      [["check", "nowhere.yaml"], /nowhere.yaml cannot be read: there is no such file/],
      [["check", "examples"], /examples cannot be read: it is a folder/],
      [["draw"], /a specification is missing/],
      [["draw", INVOICE, INVOICE], /there is more than a specification/],
      [["draw", "--net", "other", INVOICE], /there is no net "other"; there are invoice/],
      [["draw", "--case", "package.json", INVOICE], /package.json has no "marking"/],
      [["draw", "--case", "README.md", INVOICE], /README.md is not JSON/],
      [["run", "--seed", "x", "--answers", "a", INVOICE], /a cannot be read/],
      [["run", "--json", INVOICE], /--json needs --answers/],
      [["run", "--data", "[1]", INVOICE], /--data must be an object/],
      [["run", "--data", "{", INVOICE], /--data is not JSON/],
      [["convert", "--to", "bpmn", INVOICE], /"bpmn" is none of them/],
      [["schema", INVOICE], /is not needed/],
    ];
    for (const [args, sentence] of wrong) {
      const { code, out, err } = await ran(args);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, sentence, args.join(" "));
    }
  });
});
