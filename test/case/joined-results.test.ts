/** What becomes of the results of a task's instances (I5): in their order, and only if the variable takes them. */
import assert from "node:assert/strict";
import type { Flag } from "../../yawl/case/flags.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { compile } from "../../yawl/net/compile.ts";
import { openCase, type OpenCase } from "../../yawl/run/open-case.ts";
import { MANAGER } from "./walk.ts";

/** A case of two reviews whose grades go into a variable of a type; both are given. */
function graded(
  type: string,
  instances: string,
  grades: readonly number[],
  flags?: readonly Flag[],
): OpenCase {
  const read = readSpecification(
    `mizzen: 1
id: reviews
version: "1"
data: { grades: ${type} }
start: review
tasks:
  review: { offer: administrator, output: { grade: integer }, instances: { count: 2, ${instances} }, next: after }
  after: { offer: administrator, next: end }
`,
    "application/yaml",
  );
  assert.ok(read.ok, JSON.stringify(read));
  const compilation = compile(read.value.specification);
  assert.ok(compilation.ok, JSON.stringify(compilation));
  const opened = openCase({ specification: compilation.value.compiled, ...(flags && { flags }) });
  assert.ok(opened.ok);
  for (const [index, grade] of grades.entries()) {
    const item = `case.${index + 1}`;
    for (const command of [
      { type: "allocate", to: MANAGER.participant },
      { type: "start" },
      { type: "complete", data: { grade } },
    ] as const) {
      const done = opened.value.send({ item, by: MANAGER, command });
      assert.ok(done.ok, JSON.stringify(done));
    }
  }
  return opened.value;
}

const taskOf = ({ state }: OpenCase) => state.nets["reviews"]?.tasks["review"];

describe("The results of instances", () => {
  it("are a list where nothing joins them, if the variable takes it", () => {
    const one = graded("{ type: array, items: { type: integer } }", "into: grades", [5, 7]);
    assert.deepEqual(one.data["grades"], [5, 7]);
  });

  it("that do not fit the variable are a fault of the task, with its place; the completion stands", () => {
    for (const [type, instances] of [
      ["{ type: array, items: { type: string } }", "into: grades"],
      ["{ type: array, items: { type: integer, maximum: 6 } }", "into: grades"],
      ["integer", "into: grades, join: count($results) div 4"],
    ] as const) {
      const one = graded(type, instances, [5, 7]);
      const run = taskOf(one);
      assert.ok(run?.phase === "busy" && run.fault, `${type}: ${JSON.stringify(run)}`);
      assert.equal(run.fault.type, "mapping-failed");
      assert.match(run.fault.message, /^The results of "review" do not become "grades"\. /);
      assert.equal(run.fault.details?.[0]?.element, "reviews/review/grades");
      assert.equal(one.data["grades"], undefined);
      assert.deepEqual(Object.keys(one.state.items), []);
    }
  });

  it("of cases that began before they were checked are taken as they were", () => {
    const one = graded("{ type: array, items: { type: string } }", "into: grades", [5, 7], []);
    assert.deepEqual(one.data["grades"], [5, 7]);
  });

  it("that are elements stand one after the other in the variable's, where nothing joins them", () => {
    const one = graded(
      "{ xsd: anyType }",
      "into: grades, collect: { xquery: '<g>{/*/grade/text()}</g>' }",
      [5, 7],
    );
    assert.deepEqual(one.data["grades"], { g: ["5", "7"] } satisfies JsonObject);
  });
});
