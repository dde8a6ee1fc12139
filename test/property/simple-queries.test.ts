import assert from "node:assert/strict";
import fc from "fast-check";
import * as slimdom from "slimdom";
import { documentOf } from "../../yawl/data/expressions/xquery/language.ts";
import type { Scope as DataScope } from "../../yawl/data/expressions/language.ts";
import { queryBoolean, queryElement } from "../../yawl/data/expressions/xquery/evaluate.ts";
import { simpleElement, simpleTruth } from "../../yawl/data/expressions/xquery/simple.ts";
import { fromXml } from "../../yawl/data/xml/convert.ts";
import { STRING, type DataType, type SimpleBase } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import { typedValue } from "../data/arbitrary.ts";
import { runs } from "./runs.ts";

const simple = (base: SimpleBase): DataType => ({ kind: "simple", base, xsd: base });

const ORDER: DataType = {
  kind: "complex",
  mixed: true,
  attributes: [{ name: "id", type: { kind: "simple", base: "string", xsd: "string" }, required: false }],
  content: {
    kind: "sequence",
    min: 1,
    max: 1,
    particles: [
      { kind: "element", name: "line", type: STRING, min: 0, max: null },
      { kind: "element", name: "note", type: STRING, min: 0, max: 1, nillable: true },
    ],
  },
};

const TEXT = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "",
    " ",
    "true",
    "a < b & c",
    "]]>",
    "  spaced  ",
    "line\nline\r\n\ttab",
    "&amp;",
    "<b>bold</b>",
    "é😀",
    "0",
  ),
);

/** Values with types of all kinds, right and wrong ones: what is in a net's data is not always what its type says. */
const VALUE: fc.Arbitrary<{ readonly type: DataType; readonly value: Json | undefined }> = fc.oneof(
  typedValue.map(([type, value]) => ({ type, value })),
  fc.record({ type: fc.constant(STRING), value: TEXT }),
  fc.record({ type: fc.constant(simple("boolean")), value: fc.boolean() }),
  fc.record({ type: fc.constant(simple("integer")), value: fc.integer() }),
  fc.record({
    type: fc.constant(simple("double")),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  }),
  fc.record({
    type: fc.constant<DataType>({ kind: "simple", base: "string", xsd: "string", list: true }),
    value: fc.array(fc.constantFrom("a", "b")),
  }),
  fc.record({
    type: fc.constant(ORDER),
    value: fc.record(
      { "@id": TEXT, "#text": TEXT, line: fc.array(TEXT), note: fc.oneof(TEXT, fc.constant(null)) },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    type: fc.constantFrom<DataType>({ kind: "any" }, { kind: "json", schema: {} }, STRING),
    value: fc.oneof(TEXT, fc.constant(null), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>),
  }),
  fc.record({ type: fc.constantFrom(STRING, ORDER, simple("boolean")), value: fc.constant(undefined) }),
);

const NAMES = ["x", "wants-car", "Größe", "a.b", "two words", "text", "div", "_x_"] as const;

const SCOPE: fc.Arbitrary<DataScope> = fc
  .record({
    root: fc.constantFrom("Net", "Net", "Net", "data"),
    values: fc.array(fc.tuple(fc.constantFrom(...NAMES), VALUE), { minLength: 4, maxLength: 8 }),
  })
  .map(({ root, values }) => {
    const data: Record<string, Json> = {};
    for (const [name, { value }] of values) if (value !== undefined) data[name] = value;
    return { root, variables: values.map(([name, { type }]) => ({ name, type })), data, types: {} };
  })
  // XML can hold neither control characters nor halves of surrogate pairs; such data is refused before it gets here
  .filter(
    ({ data }) =>
      !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(JSON.stringify(data)) &&
      !/\\u(00|d)/i.test(JSON.stringify(data)),
  );

const ROOT = fc.constantFrom("Net", "Net", "Net", "Net", "data");
const PART = fc.constantFrom(
  "Net",
  "data",
  "x",
  "wants-car",
  "a.b",
  "text",
  "div",
  "two_x0020_words",
  "Größe",
  "_x_",
);
const SPACE = fc.constantFrom("", "", " ", "\n  ");
const LITERAL = fc.constantFrom("'true'", '"true"', "''", "'0'", "' '", "'a'", "'  spaced  '", "5", "true()");

const QUERY = fc.oneof(
  fc.tuple(SPACE, ROOT, PART).map(([space, root, name]) => `${space}/${root}/${name}${space}`),
  fc
    .tuple(SPACE, ROOT, PART, PART, PART)
    .map(
      ([space, root, name, open, close]) => `<${open}>{${space}/${root}/${name}/text()${space}}</${close}>`,
    ),
  fc
    .tuple(SPACE, ROOT, PART, PART)
    .map(([space, root, name, as]) => `${space}<${as}>{${space}/${root}/${name}/text()${space}}</${as}>`),
  fc.tuple(ROOT, PART, PART).map(([root, name, as]) => `<${as}> {/${root}/${name}/text()} </${as}>`),
);

const PREDICATE = fc.oneof(
  fc
    .tuple(SPACE, ROOT, PART, fc.constantFrom("", "/text()"), LITERAL)
    .map(([space, root, name, text, literal]) => `/${root}/${name}${text}${space}=${space}${literal}`),
  fc.constantFrom("true()", " false() ", "not(true())"),
);

describe("a query of a simple form (SEMANTICS 11)", () => {
  it("gives the element that the XPath engine gives", () => {
    let answered = 0;
    fc.assert(
      fc.property(SCOPE, QUERY, (scope, query) => {
        const ours = simpleElement(query, scope);
        if (!ours) return;
        answered += 1;
        const engine = queryElement(query, documentOf(scope));
        assert.ok(engine.ok, `the engine refuses ${query}`);
        assert.equal(
          slimdom.serializeToWellFormedString(ours),
          slimdom.serializeToWellFormedString(engine.value),
        );
        for (const type of [STRING, ORDER, simple("boolean"), { kind: "any" } as const]) {
          assert.deepStrictEqual(fromXml(ours, type, {}), fromXml(engine.value, type, {}));
        }
      }),
      runs(6_000),
    );
    assert.ok(answered > 50, "some queries have to be answered, or nothing is compared");
  }).timeout(0);

  it("is as true as the XPath engine says", () => {
    let answered = 0;
    fc.assert(
      fc.property(SCOPE, PREDICATE, (scope, predicate) => {
        const ours = simpleTruth(predicate, scope);
        if (ours === undefined) return;
        answered += 1;
        assert.deepStrictEqual(queryBoolean(predicate, documentOf(scope)), { ok: true, value: ours });
      }),
      runs(6_000),
    );
    assert.ok(answered > 50, "some predicates have to be answered, or nothing is compared");
  }).timeout(0);
});
