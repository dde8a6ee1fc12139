import assert from "node:assert/strict";
import { checkCompletion, completionSchema } from "../../yawl/case/completion.ts";
import { checkLaunch } from "../../yawl/case/launch.ts";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import { net, specification, Walk, work } from "./walk.ts";

function compiled(...lines: readonly string[]): CompiledSpecification {
  const read = readDialect(['mizzen: 1\nid: x\nversion: "1"', ...lines, ""].join("\n"));
  if (!read.ok) assert.fail(read.fault.message);
  const made = compile(read.value.specification);
  if (!made.ok) assert.fail(made.fault.message);
  return made.value.compiled;
}

const OUTPUTS = compiled(
  "data: { remark: string, n: number, due: date, must: string, maybe: { type: [string, 'null'] } }",
  "start: s",
  "tasks:",
  "  s:",
  "    offer: { roles: [clerk] }",
  "    output:",
  "      remark: { type: string, default: none }",
  "      n: number?",
  "      due: { type: string, format: date, required: false }",
  "      must: string",
  "      maybe: { type: [string, 'null'] }",
  "    next: end",
);
const [WORK = ""] = Object.keys(OUTPUTS.work);

function completedWith(data: JsonObject): JsonObject {
  const walk = new Walk(OUTPUTS);
  walk.perform("s", data);
  return walk.data;
}

function refused(data: JsonObject): readonly string[] {
  return checkCompletion(OUTPUTS, WORK, data).map(({ pointer, message }) => `${pointer} ${message}`);
}

describe("outputs of work in the dialect", () => {
  it("may be left out when they have a default, a question mark or `required: false`, and only then", () => {
    assert.deepEqual(completedWith({ must: "x", maybe: "y" }), { remark: "none", must: "x", maybe: "y" });
    assert.deepEqual(refused({}), ["/must is missing", "/maybe is missing"]);
    assert.deepEqual(completionSchema(OUTPUTS, WORK)["required"], ["must", "maybe"]);
  });

  it("have no value when null is sent for them, and no default either", () => {
    assert.deepEqual(completedWith({ remark: null, n: null, due: null, must: "x", maybe: "y" }), {
      must: "x",
      maybe: "y",
    });
    assert.deepEqual(refused({ must: null, maybe: null }), ["/must must not be null"]);
  });

  it("keep null where their type takes it", () => {
    assert.deepEqual(completedWith({ must: "x", maybe: null, n: 1 }), {
      remark: "none",
      n: 1,
      must: "x",
      maybe: null,
    });
  });

  it("are checked when they are sent", () => {
    assert.deepEqual(refused({ must: "x", maybe: "y", n: "1", due: "2026-02-30" }), [
      "/n must be a number; it is text",
      '/due must be a date such as 2026-11-23; it is "2026-02-30"',
    ]);
  });
});

describe("outputs of work in a .yawl file", () => {
  const root = net(
    { start: ["a"], tasks: { a: { to: ["o"] } } },
    { tasks: { a: { decomposition: "give" } } },
  );
  const yawl = specification([root], [work("give", [], [{ name: "x", type: STRING }])]);

  it("are all needed, whether they are called mandatory or not", () => {
    assert.deepEqual(
      checkCompletion(yawl, "give", {}).map(({ pointer, message }) => `${pointer} ${message}`),
      ["/x is missing"],
    );
  });
});

describe("the data of a start", () => {
  const inputs = compiled(
    "input:",
    "  a: { type: [string, 'null'] }",
    "  d: { type: [string, 'null'], default: from-the-default }",
    "  e: { type: string, default: other }",
    "start: s",
    "tasks:",
    "  s: { offer: { roles: [clerk] }, input: [a, d, e], next: end }",
  );
  const started = (data: JsonObject): JsonObject => new Walk(inputs, data).data;

  it("keeps null where the type takes it: a default is for what is left out", () => {
    assert.deepEqual(started({ a: null }), { a: null, d: "from-the-default", e: "other" });
    assert.deepEqual(started({ a: "x", d: null }), { a: "x", d: null, e: "other" });
  });

  it("leaves a variable empty when null is sent where the type has none", () => {
    assert.deepEqual(started({ a: "x", e: null }), { a: "x", d: "from-the-default" });
  });

  it("is the same when it was checked before the case gets it", () => {
    for (const data of [{ a: null }, { a: "x", d: null }, { a: "x", e: null }] as JsonObject[]) {
      const checked = checkLaunch(inputs, data);
      assert.ok(checked.ok);
      assert.deepEqual(started(checked.value), started(data));
      assert.deepEqual(checkLaunch(inputs, checked.value), checked);
    }
  });

  it("has to have what is required", () => {
    const checked = checkLaunch(inputs, { e: "x" });
    assert.ok(!checked.ok);
    assert.deepEqual(checked.fault.details, [{ pointer: "/a", message: "is missing" }]);
  });

  it("that needs too much work to be checked is too large, not wrong", () => {
    const large = compiled(
      'input: { a: { type: array, items: { type: string, pattern: "^(.*a){800}$" } } }',
      "start: s",
      "tasks:",
      "  s: { offer: { roles: [clerk] }, input: [a], next: end }",
    );
    const checked = checkLaunch(large, { a: Array.from({ length: 500 }, () => `${"a".repeat(2_000)}!`) });
    assert.equal(checked.ok ? "" : checked.fault.type, "too-large");
  });
});
