import assert from "node:assert/strict";
import { libraryProblems, typeProblems } from "../../yawl/data/schema/problems.ts";
import { checkValue } from "../../yawl/data/types/validate.ts";
import { jsonSchema } from "../../yawl/data/schema/json-schema.ts";
import type { DataType, JsonType, TypeLibrary } from "../../yawl/model/datatype.ts";

const json = (schema: JsonType["schema"]): JsonType => ({ kind: "json", schema });

const LIBRARY: TypeLibrary = {
  Line: json({ type: "object", required: ["units"], properties: { units: { type: "integer" } } }),
  Tree: json({
    type: "object",
    required: ["parts"],
    properties: { parts: { type: "array", items: { $ref: "Tree" } } },
  }),
};

function found(schema: JsonType["schema"], library = LIBRARY): readonly string[] {
  return typeProblems(json(schema), library).map(({ pointer, message }) => `${pointer} ${message}`);
}

describe("A JSON Schema of a specification", () => {
  it("may name the types of the specification, wherever a schema stands", () => {
    const orders = json({
      type: "object",
      properties: { lines: { type: "array", items: { $ref: "Line" } }, tree: { anyOf: [{ $ref: "Tree" }] } },
    });
    assert.deepEqual(typeProblems(orders, LIBRARY), []);
    assert.deepEqual(
      checkValue({ lines: [{ units: 1 }, { units: "2" }], tree: { parts: [{}] } }, orders, LIBRARY, ""),
      [
        { pointer: "/lines/1/units", message: "must be a whole number; it is text" },
        { pointer: "/tree", message: "fits none of the allowed forms" },
        { pointer: "/tree/parts/0/parts", message: "is missing" },
      ],
    );
    const shown = jsonSchema(orders, LIBRARY);
    assert.deepEqual(shown["properties"], {
      lines: { type: "array", items: { $ref: "#/$defs/Line" } },
      tree: { anyOf: [{ $ref: "#/$defs/Tree" }] },
    });
    assert.deepEqual(Object.keys(shown["$defs"] ?? {}), ["Line", "Tree"]);
  });

  it("may have a definition of the name of a type: both are kept apart", () => {
    const type = json({
      properties: { own: { $ref: "#/$defs/Line" }, line: { $ref: "Line" } },
      $defs: { Line: { type: "string" } },
    });
    assert.deepEqual(typeProblems(type, LIBRARY), []);
    assert.deepEqual(checkValue({ own: "x", line: { units: 1 } }, type, LIBRARY, ""), []);
    assert.equal(checkValue({ own: { units: 1 }, line: "x" }, type, LIBRARY, "").length, 2);
  });

  const WRONG: Readonly<Record<string, readonly [JsonType["schema"], string]>> = {
    "a misspelt type": [
      { type: "strng" },
      '/type `type` must be one of string, number, integer, boolean, object, array, null; it is "strng". Did you mean "string"?',
    ],
    "a type of the file as a kind": [
      { items: { type: "Line" } },
      "/items/type `type` must be a kind of JSON; the file's type is meant by { $ref: Line }.",
    ],
    "a word of the dialect inside": [
      { properties: { due: { type: "date" } } },
      "/properties/due/type `type` is no kind of JSON inside a schema; write { type: string, format: date }.",
    ],
    "a name for a schema": [
      { items: "Line" },
      "/items A schema is an object, true or false: write { $ref: Line }.",
    ],
    "a kind for a schema": [
      { items: "string" },
      "/items A schema is an object, true or false: write { type: string }.",
    ],
    "a reference to nothing": [
      { items: { $ref: "Lien" } },
      '/items/$ref `$ref` leads to "Lien", which is not there. Did you mean "Line"?',
    ],
    "a pointer to nothing": [
      { $ref: "#/$defs/lin", $defs: { line: {} } },
      '/$ref `$ref` leads to "#/$defs/lin", which is not there. Did you mean "line"?',
    ],
    "a schema elsewhere": [
      { $ref: "https://acme.com/line.json" },
      '/$ref "https://acme.com/line.json" is nothing that stands in the schema; others are not fetched.',
    ],
    "a number as text": [{ minimum: "3" }, '/minimum `minimum` must be a number; it is "3".'],
    "a negative count": [{ maxItems: -1 }, "/maxItems `maxItems` must be a whole number from 0; it is -1."],
    "a step of nothing": [{ multipleOf: 0 }, "/multipleOf `multipleOf` must be a number above 0; it is 0."],
    "no allowed value": [{ enum: [] }, "/enum `enum` must be a list of values, at least one."],
    "no alternative": [{ anyOf: [] }, "/anyOf `anyOf` must be a list of schemas, at least one."],
    "truth as text": [
      { uniqueItems: "yes" },
      '/uniqueItems `uniqueItems` must be true or false; it is "yes".',
    ],
    "one name for a list": [{ required: "a" }, "/required `required` must be a list of names."],
    "a list of schemas for one": [
      { items: [{}] },
      "/items `items` must be one schema; a list of them, one for each place, is `prefixItems`.",
    ],
    "a keyword of an older draft": [
      { dependencies: {} },
      "/dependencies `dependencies` is of an older draft of JSON Schema: write `dependentRequired` or `dependentSchemas`.",
    ],
    "a misspelt keyword": [
      { minLenght: 1 },
      '/minLenght `minLenght` is no keyword of JSON Schema. Did you mean "minLength"?',
    ],
    "a pattern that is none": [
      { pattern: "(a" },
      '/pattern The pattern "(a" cannot be read: unterminated group.',
    ],
    "a pattern that looks ahead": [
      { pattern: "^(?=.*a)b" },
      '/pattern The pattern "^(?=.*a)b" cannot be read: "(?=.*a)" looks ahead or behind, which takes time without bound; several patterns can stand in `allOf`.',
    ],
    "a pattern that refers back": [
      { patternProperties: { "(a)\\1": true } },
      '/patternProperties/(a)\\1 The pattern "(a)\\1" cannot be read: "\\1" asks for the text of a group again, which takes time without bound.',
    ],
    "a pattern of many million steps": [
      { pattern: "((a{100}){100}){100}" },
      '/pattern The pattern "((a{100}){100}){100}" cannot be read: its repetitions are too big.',
    ],
    itself: [{ $ref: "#" }, " The type leads back to itself without a step into the data: it never ends."],
    "itself by a branch": [
      { anyOf: [{ type: "string" }, { allOf: [{ $ref: "#" }] }] },
      " The type leads back to itself without a step into the data: it never ends.",
    ],
    "a part of its own kind": [
      { type: "object", required: ["next"], properties: { next: { $ref: "#" } } },
      " No value fits the type: it needs a part of its own kind without an end.",
    ],
    "an entry of its own kind": [
      { type: "array", minItems: 1, items: { $ref: "#" } },
      " No value fits the type: it needs a part of its own kind without an end.",
    ],
    "two dynamic anchors of one name": [
      { $dynamicRef: "#n", $defs: { a: { $dynamicAnchor: "n" }, b: { $dynamicAnchor: "n" } } },
      '/$dynamicRef `$dynamicRef` leads to "#n", which is not there.',
    ],
  };

  for (const [name, [schema, problem]] of Object.entries(WRONG)) {
    it(`is refused with its place and what to write: ${name}`, () =>
      assert.deepEqual(found(schema), [problem]));
  }

  it("is refused when its patterns are too big together", () => {
    const allOf = Array.from({ length: 30 }, (_, n) => ({ pattern: `${"a{50}".repeat(80)}${n}` }));
    assert.deepEqual(found({ allOf }), [" The patterns of the schema are too big together."]);
  });

  it("takes notes for other programs, and what ends", () => {
    assert.deepEqual(found({ "x-order": 1, example: 2, nullable: true, title: "a", widget: "radio" }), []);
    assert.deepEqual(
      found({ type: ["object", "null"], required: ["a"], properties: { a: { $ref: "#" } } }),
      [],
    );
    assert.deepEqual(found({ $ref: "#/x/y", x: { y: { type: "string" } } }), []);
    assert.deepEqual(
      found({ $id: "https://acme.com/a", items: { $ref: "/a#b" }, $defs: { b: { $anchor: "b" } } }),
      [],
    );
  });

  it("of thousands of schemas is checked in time proportional to them", () => {
    const chain = (length: number, step: (next: number) => number): JsonType["schema"] => ({
      $defs: Object.fromEntries(
        Array.from({ length }, (_, n) => [`d${n}`, { properties: { a: { $ref: `#/$defs/d${step(n)}` } } }]),
      ),
    });
    const before = performance.now();
    for (const step of [(n: number) => Math.min(n + 1, 9_999), (n: number) => Math.max(n - 1, 0)])
      assert.deepEqual(found(chain(10_000, step)), []);
    assert.ok(performance.now() - before < 5_000);
    const links = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, n) => [`d${n}`, { $ref: `#/$defs/d${n + 1}` }]),
    );
    assert.deepEqual(found({ $ref: "#/$defs/d0", $defs: { ...links, d10000: true } }), [
      " The type leads through more than 100 schemas for one place in the data.",
    ]);
  });
});

describe("The types of a specification", () => {
  const problems = (types: TypeLibrary): Readonly<Record<string, string | undefined>> =>
    Object.fromEntries([...libraryProblems(types)].map(([name, [first]]) => [name, first?.message]));

  it("may contain themselves and each other when that has an end", () => {
    assert.deepEqual(problems(LIBRARY), {});
    assert.deepEqual(
      problems({
        A: json({ type: "object", properties: { b: { $ref: "B" } } }),
        B: json({ type: "object", required: ["a"], properties: { a: { $ref: "A" } } }),
      }),
      {},
    );
  });

  it("are refused when they need each other without an end", () => {
    const endless = "No value fits the type: it needs a part of its own kind without an end.";
    assert.deepEqual(
      problems({
        A: json({ type: "object", required: ["b"], properties: { b: { $ref: "B" } } }),
        B: json({ type: "array", minItems: 1, items: { $ref: "A" } }),
      }),
      { A: endless, B: endless },
    );
  });

  it("are refused when they stand for each other", () => {
    const named = (name: string): DataType => ({ kind: "named", name });
    assert.deepEqual(problems({ A: named("B"), B: named("A") }), {
      A: 'The types "A", "B" stand for each other without an end.',
      B: 'The types "B", "A" stand for each other without an end.',
    });
    const circle = "The type leads back to itself without a step into the data: it never ends.";
    assert.deepEqual(problems({ A: json({ $ref: "B" }), B: json({ anyOf: [{ $ref: "A" }, true] }) }), {
      A: circle,
      B: circle,
    });
  });
});
