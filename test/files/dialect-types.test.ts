import assert from "node:assert/strict";
import { checkLaunch } from "../../yawl/case/launch.ts";
import { objectSchema } from "../../yawl/data/schema/json-schema.ts";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { writeDialect } from "../../yawl/files/dialect/write.ts";
import { compile } from "../../yawl/net/compile.ts";
import { buildNet, buildSpecification } from "../net/build.ts";

/** A file whose lines 4 and following are these. */
function file(...lines: readonly string[]): string {
  return ["mizzen: 1", "id: x", 'version: "1"', ...lines, "start: a", "tasks: { a: { next: end } }", ""].join(
    "\n",
  );
}

function refused(...lines: readonly string[]): readonly string[] {
  const read = readDialect(file(...lines));
  if (read.ok) assert.fail("it was accepted");
  return (read.fault.details ?? []).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const ORDERS = [
  "types:",
  "  Order: { type: object, required: [lines], properties: { lines: { type: array, items: { $ref: Line } } } }",
  "  Line: { type: object, required: [units], properties: { units: { type: integer, minimum: 1 } } }",
  "input:",
  "  order: Order",
  "  more: { type: array, items: { $ref: Order } }",
];

describe("The types of a file", () => {
  it("can be named wherever a JSON Schema stands, before they are said and after", () => {
    const read = readDialect(file(...ORDERS));
    assert.ok(read.ok, read.ok ? "" : read.fault.message);
    const made = compile(read.value.specification);
    assert.ok(made.ok, made.ok ? "" : made.fault.message);
    const { compiled } = made.value;
    assert.ok(checkLaunch(compiled, { order: { lines: [{ units: 1 }] }, more: [{ lines: [] }] }).ok);
    const wrong = checkLaunch(compiled, { order: { lines: [{ units: 0 }] }, more: [{ lines: [{}] }] });
    assert.deepEqual(wrong.ok ? [] : wrong.fault.details, [
      { pointer: "/order/lines/0/units", message: "must be 1 or more; it is 0" },
      { pointer: "/more/0/lines/0/units", message: "is missing" },
    ]);
    const inputs = compiled.nets[compiled.rootNet]?.variables ?? [];
    const shown = objectSchema(inputs, compiled.types, { required: "mandatory" });
    assert.deepEqual(shown["properties"], {
      order: { $ref: "#/$defs/Order" },
      more: { type: "array", items: { $ref: "#/$defs/Order" } },
    });
  });

  it("are the same when the file is written and read again", () => {
    const read = readDialect(file(...ORDERS));
    assert.ok(read.ok);
    const again = readDialect(writeDialect(read.value.specification, "yaml").text);
    assert.ok(again.ok, again.ok ? "" : again.fault.message);
    assert.deepEqual(again.value.specification.types, read.value.specification.types);
  });

  it("are refused with line and column when no value could be checked", () => {
    assert.deepEqual(
      refused(
        "input:",
        "  a: { type: array, items: { $ref: Lien } }",
        "  b: { type: array, items: { type: strng } }",
        "  c: { type: number, minimum: '3' }",
        "  d: { schema: { pattern: '(?=a)' } }",
        "types:",
        "  Line: { type: array, items: string }",
        "  A: { type: object, required: [b], properties: { b: { $ref: B } } }",
        "  B: { type: object, required: [a], properties: { a: { $ref: A } } }",
        "  C: { anyOf: [{ $ref: C }] }",
      ),
      [
        "10:24 A schema is an object, true or false: write { type: string }.",
        "11:3 No value fits the type: it needs a part of its own kind without an end.",
        "12:3 No value fits the type: it needs a part of its own kind without an end.",
        "13:3 The type leads back to itself without a step into the data: it never ends.",
        '5:30 `$ref` leads to "Lien", which is not there. Did you mean "Line"?',
        '6:30 `type` must be one of string, number, integer, boolean, object, array, null; it is "strng". Did you mean "string"?',
        '7:22 `minimum` must be a number; it is "3".',
        '8:18 The pattern "(?=a)" cannot be read: "(?=a)" looks ahead or behind, which takes time without bound; several patterns can stand in `allOf`.',
      ],
    );
  });
});

describe("Types that came with another format", () => {
  it("are refused at upload as well, with the variable that has them", () => {
    const net = buildNet({ start: ["a"], tasks: { a: { to: ["o"] } } });
    const made = compile(
      buildSpecification([
        { ...net, locals: [{ name: "x", type: { kind: "json", schema: { items: { $ref: "#/nothing" } } } }] },
      ]),
    );
    assert.ok(!made.ok);
    assert.deepEqual(made.fault.details, [
      {
        element: `${net.id}/x`,
        message: 'In the type, at "/items/$ref": `$ref` leads to "#/nothing", which is not there.',
      },
    ]);
  });
});
