import assert from "node:assert/strict";
import { compile } from "../../yawl/net/compile.ts";
import type { Json } from "../../yawl/model/json.ts";
import type { Variable } from "../../yawl/model/specification.ts";
import { buildNet, buildSpecification } from "./build.ts";

const INT: Variable["type"] = { kind: "simple", base: "integer", xsd: "int" };
const PAIR: Variable["type"] = {
  kind: "complex",
  content: {
    kind: "sequence",
    min: 1,
    max: 1,
    particles: [
      { kind: "element", name: "a", type: INT, min: 1, max: 1 },
      { kind: "element", name: "b", type: INT, min: 1, max: 1 },
    ],
  },
};

/** The initial value that a variable has in the compiled net, and what was reported. */
function initialOf(variable: Omit<Variable, "name">): { initial: Json | undefined; reported: string[] } {
  const net = {
    ...buildNet({ start: ["t"], tasks: { t: { to: ["o"] } } }),
    locals: [{ name: "v", ...variable }],
  };
  const compiled = compile(buildSpecification([net]));
  assert.ok(compiled.ok);
  const { compiled: specification, checks } = compiled.value;
  return {
    initial: specification.nets["net"]?.variables[0]?.initial,
    reported: checks.map(({ message }) => message).filter((message) => message.includes("initial value")),
  };
}

describe("initial values of variables", () => {
  it("are parsed by their type when a specification is uploaded", () => {
    assert.deepEqual(initialOf({ type: PAIR, initialXml: "<a>1</a><b>2</b>" }), {
      initial: { a: 1, b: 2 },
      reported: [],
    });
    assert.deepEqual(initialOf({ type: INT, initialXml: "" }), { initial: undefined, reported: [] });
    assert.deepEqual(initialOf({ type: INT, initial: 5 }), { initial: 5, reported: [] });
  });

  const wrong: readonly (readonly [what: string, variable: Omit<Variable, "name">, message: RegExp])[] = [
    ["text for a number", { type: INT, initialXml: "many" }, /must be a whole number/],
    ["a part that is missing", { type: PAIR, initialXml: "<a>1</a>" }, /"\/b" is missing\.$/],
    [
      "a default of the dialect",
      { type: { kind: "json", schema: { type: "integer" } }, initial: "x" },
      /it must be a whole number/,
    ],
  ];
  for (const [what, variable, message] of wrong) {
    it(`that do not fit are reported, and the variable starts empty: ${what}`, () => {
      const { initial, reported } = initialOf(variable);
      assert.equal(initial, undefined);
      assert.equal(reported.length, 1);
      assert.match(reported[0] ?? "", message);
    });
  }
});
