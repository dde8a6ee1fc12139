import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dialectSchema } from "../../yawl/files/dialect/schema.ts";
import { ran } from "./fake-terminal.ts";

describe("mizzen convert", () => {
  it("goes to the other format and back, and what comes back runs the same", async () => {
    const there = await ran(["convert", "examples/parcel.yawl", "--out", "parcel.yaml"]);
    assert.deepEqual([there.code, there.out], [0, ""]);
    const files = Object.fromEntries(there.files);
    const back = await ran(["convert", "parcel.yaml", "--out", "parcel.yawl"], { files });
    assert.equal(back.code, 0);
    const answers = "Pack: { Parcel: { receiver: Ann, kilos: 30 } }\nHelp: {}\n";
    const outputs: string[] = [];
    for (const [name, found] of [
      ["examples/parcel.yawl", {}],
      ["parcel.yaml", files],
      ["parcel.yawl", Object.fromEntries(back.files)],
    ] as const) {
      const { code, out } = await ran(["run", name, "--data", "{ Order: a7 }", "--answers", "a"], {
        files: { ...found, a: answers },
      });
      assert.equal(code, 0, out);
      outputs.push(out);
    }
    assert.deepEqual(new Set(outputs).size, 1);
  });

  it("writes the format that --to says, or the extension of --out, or the other one", async () => {
    const { out } = await ran(["convert", "examples/leave.yawl"]);
    assert.match(out, /^mizzen: 1$/m);
    assert.match((await ran(["convert", "examples/invoice.yaml"])).out, /^<\?xml /);
    const json = await ran(["convert", "--to", "json", "examples/invoice.yaml"]);
    assert.equal((JSON.parse(json.out) as { id: string }).id, "invoice");
    const { files } = await ran(["convert", "--out", "x.json", "examples/leave.yawl"]);
    assert.equal((JSON.parse(files.get("x.json") ?? "") as { id: string }).id, "leave");
  });

  it("tells what is lost, a line for each, and writes nevertheless", async () => {
    const { code, out, err } = await ran(["convert", "examples/invoice.yaml"]);
    assert.equal(code, 0);
    assert.match(err, /^examples\/invoice\.yaml: warning: .*\$approved.* \(invoice\/approve_invoice.*\)$/m);
    assert.match(out, /<specification uri="invoice">/);
  });

  it("writes nothing when the specification cannot be read", async () => {
    const { code, out, err, files } = await ran(["convert", "x.yaml", "--out", "y.yawl"], {
      files: { "x.yaml": "mizzen: 2" },
    });
    assert.deepEqual([code, out, files.has("y.yawl")], [1, "", false]);
    assert.match(err, /^x\.yaml:1:\d+: error: /);
  });
});

describe("mizzen schema", () => {
  it("prints the JSON Schema that the API publishes", async () => {
    const { code, out } = await ran(["schema"]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), dialectSchema());
    const { files } = await ran(["schema", "--out", "s.json"]);
    assert.equal(files.get("s.json"), out);
  });
});

describe("the package", () => {
  it("has the command", async () => {
    const { bin } = JSON.parse(await readFile("package.json", "utf8")) as { bin: Record<string, string> };
    assert.match(await readFile(bin["mizzen"] ?? "", "utf8"), /^#!\/usr\/bin\/env node\n/);
  });
});
