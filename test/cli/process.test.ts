/** The command as a process of its own: what only a process has. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

const PROJECT = new URL("../../", import.meta.url);
const COMMAND = fileURLToPath(new URL("cli/mizzen.mjs", PROJECT));

async function mizzen(
  args: readonly string[],
  input = "",
): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: tmpdir() });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

describe("the command as a process", function () {
  this.timeout(60_000);

  it("reads the standard input, wherever it is called, and says by its exit code whether there are errors", async () => {
    const text = await readFile(new URL("examples/invoice.yaml", PROJECT), "utf8");
    const good = await mizzen(["check", "-"], text);
    assert.deepEqual(good, {
      code: 0,
      out: "stdin: invoice 1.0: 1 net, 3 tasks; no errors, no warnings; sound\n",
      err: "",
    });
    const bad = await mizzen(["check", "-"], text.replace("next: end", "next: nowhere"));
    assert.equal(bad.code, 1);
    assert.match(bad.out, /^stdin:\d+:\d+: error: .*nowhere/);
  });

  it("asks through the terminal and takes lines that come all at once", async () => {
    const file = fileURLToPath(new URL("examples/leave.yawl", PROJECT));
    const lines = ["Ann", "3", "1", "yes", "1", "1"];
    const { code, out } = await mizzen(["run", file], `${lines.join("\n")}\n`);
    assert.equal(code, 0, out);
    assert.match(out, /Days \(whole number, at least 1, optional\): /);
    assert.match(out, /The case is completed\./);
  });

  it("tells wrong usage on the standard error", async () => {
    const { code, out, err } = await mizzen(["draw", "nowhere.yaml"]);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /^mizzen draw: nowhere\.yaml cannot be read: there is no such file\.\n/);
  });
});
