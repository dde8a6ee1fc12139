import assert from "node:assert/strict";
import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { runs } from "../property/runs.ts";
import { typeProblems } from "../../yawl/data/schema/problems.ts";
import { findsPattern, schemaPatternProblem } from "../../yawl/data/schema/pattern.ts";
import { checkValue } from "../../yawl/data/types/validate.ts";
import { Work } from "../../yawl/data/types/work.ts";
import type { Json } from "../../yawl/model/json.ts";

type Schema = Readonly<Record<string, unknown>>;

const name = fc.constantFrom("a", "b", "ab", "c");
const scalar = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, 1, 2, 3, 0.3, -1, 1.5, 1e3, "", "a", "ab", "aab", "2026-02-30"),
  fc.constantFrom<Json>("2026-02-28", "P1D", "😀"),
);
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const pattern = fc.constantFrom("^a", "b$", "a+b", "^(a|ab)*$", "[^a]", ".", "\\d", "\\bab\\b", "^\\p{L}+$");
const count = fc.integer({ min: 0, max: 3 });
const number = fc.constantFrom(0, 1, 2, 0.1, 1.5);
const kind = fc.constantFrom("string", "number", "integer", "boolean", "object", "array", "null");

/** Schemas of every keyword, alone and together. */
const schema = fc.letrec<{ schema: Schema | boolean; keywords: Schema }>((tie) => ({
  keywords: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    fc
      .record(
        {
          type: fc.oneof(kind, fc.uniqueArray(kind, { minLength: 1, maxLength: 3 })),
          enum: fc.array(value, { minLength: 1, maxLength: 3 }),
          const: value,
          minimum: number,
          maximum: number,
          exclusiveMinimum: number,
          exclusiveMaximum: number,
          multipleOf: fc.constantFrom(0.1, 1, 1.5),
          minLength: count,
          maxLength: count,
          pattern,
          format: fc.constantFrom("date", "duration", "uuid", "nonsense"),
          minItems: count,
          maxItems: count,
          uniqueItems: fc.boolean(),
          minProperties: count,
          maxProperties: count,
          required: fc.uniqueArray(name, { maxLength: 2 }),
          dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), {
            noNullPrototype: true,
          }),
        },
        { requiredKeys: [], noNullPrototype: true },
      )
      .map(fewOf),
    fc
      .record(
        {
          properties: fc.dictionary(name, tie("schema"), { maxKeys: 3, noNullPrototype: true }),
          patternProperties: fc.dictionary(pattern, tie("schema"), { maxKeys: 2, noNullPrototype: true }),
          additionalProperties: tie("schema"),
          propertyNames: tie("schema"),
          dependentSchemas: fc.dictionary(name, tie("schema"), { maxKeys: 2, noNullPrototype: true }),
          prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
          items: tie("schema"),
          contains: tie("schema"),
          allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
          anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
          oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
          not: tie("schema"),
          if: tie("schema"),
          // oxlint-disable-next-line unicorn/no-thenable -- a keyword
          then: tie("schema"),
          else: tie("schema"),
        },
        { requiredKeys: [], noNullPrototype: true },
      )
      .map(fewOf),
  ),
  schema: fc.oneof({ depthSize: "small", withCrossShrink: true }, fc.boolean(), tie("keywords")),
}));

/** Three keywords at most: with more nothing fits. */
function fewOf(keywords: Schema): Schema {
  const names = Object.keys(keywords);
  const start = names.length === 0 ? 0 : JSON.stringify(keywords).length % names.length;
  return Object.fromEntries(
    [...names.slice(start), ...names.slice(0, start)].slice(0, 3).map((key) => [key, keywords[key]]),
  );
}

function fits(tried: Json, by: Schema): boolean {
  return checkValue(tried, { kind: "json", schema: by }, {}, "").length === 0;
}

describe("JSON Schema", function () {
  this.timeout(60_000);

  it("means what a validator of its own says, for every keyword that both know", () => {
    const verdicts = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(schema.keywords, value, (by, tried) => {
        assert.deepEqual(typeProblems({ kind: "json", schema: by }, {}), []);
        const copy = JSON.parse(JSON.stringify(by)) as Record<string, unknown>;
        const expected = new Validator(copy, "2020-12", false).validate(tried).valid;
        verdicts[expected ? "right" : "wrong"] += 1;
        assert.equal(fits(tried, by), expected);
      }),
      runs(3_000),
    );
    assert.ok(verdicts.right > 300 && verdicts.wrong > 300, JSON.stringify(verdicts));
  });

  const UNEVALUATED: readonly (readonly [Schema, Json, boolean])[] = [
    [{ properties: { a: true }, unevaluatedProperties: false }, { a: 1 }, true],
    [{ properties: { a: true }, unevaluatedProperties: false }, { a: 1, b: 2 }, false],
    [{ allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { a: 1 }, true],
    [
      { $ref: "#/$defs/x", $defs: { x: { properties: { a: true } } }, unevaluatedProperties: false },
      { a: 1 },
      true,
    ],
    [
      {
        anyOf: [{ properties: { a: { const: 1 } } }, { properties: { b: true } }],
        unevaluatedProperties: false,
      },
      { a: 2, b: 1 },
      false,
    ],
    [
      {
        anyOf: [{ properties: { a: { const: 1 } } }, { properties: { b: true } }],
        unevaluatedProperties: false,
      },
      { a: 1, b: 1 },
      true,
    ],
    [{ not: { not: { properties: { a: true } } }, unevaluatedProperties: false }, { a: 1 }, false],
    [{ if: { properties: { a: { const: 1 } } }, unevaluatedProperties: false }, { a: 1 }, true],
    [{ if: { properties: { a: { const: 1 } } }, unevaluatedProperties: false }, { a: 2 }, false],
    [
      { patternProperties: { "^x": true }, unevaluatedProperties: { type: "string" } },
      { x1: 1, y: "a" },
      true,
    ],
    [{ additionalProperties: true, unevaluatedProperties: false }, { a: 1 }, true],
    [
      { properties: { a: { properties: { b: true } } }, unevaluatedProperties: false },
      { a: {}, b: 1 },
      false,
    ],
    [
      { dependentSchemas: { a: { properties: { a: true, b: true } } }, unevaluatedProperties: false },
      { a: 1, b: 1 },
      true,
    ],
    [{ allOf: [{ unevaluatedProperties: true }], unevaluatedProperties: false }, { a: 1 }, true],
    [{ prefixItems: [true], unevaluatedItems: false }, [1], true],
    [{ prefixItems: [true], unevaluatedItems: false }, [1, 2], false],
    [{ allOf: [{ prefixItems: [true, true] }], unevaluatedItems: false }, [1, 2], true],
    [{ contains: { const: 1 }, unevaluatedItems: { const: 2 } }, [2, 1, 2], true],
    [{ contains: { const: 1 }, unevaluatedItems: { const: 2 } }, [2, 1, 3], false],
    [{ items: true, unevaluatedItems: false }, [1, 2], true],
  ];

  it("knows what no other keyword has looked at, as the standard's own examples do", () => {
    for (const [by, tried, expected] of UNEVALUATED)
      assert.equal(fits(tried, by), expected, JSON.stringify([by, tried]));
  });

  const OTHERS: readonly (readonly [Schema, Json, boolean])[] = [
    [{ contains: { const: 1 }, minContains: 0 }, [], true],
    [{ contains: { const: 1 }, minContains: 2 }, [1, 2], false],
    [{ contains: { const: 1 }, maxContains: 1 }, [1, 1], false],
    [{ minContains: 2 }, [], true],
    [{ multipleOf: 0.1 }, 0.3, true],
    [{ multipleOf: 1e-8 }, 12_391_239_123, true],
    [{ multipleOf: 0.01 }, 4.35, true],
    [{ multipleOf: 1e-300 }, 1e300, true],
    [{ type: "integer" }, 1, true],
    [{ type: "integer" }, 1.5, false],
    [{ const: { a: 1, b: [2] } }, { b: [2], a: 1 }, true],
    [{ const: null }, null, true],
    [{ enum: [[1], { a: 1 }] }, [1], true],
    [{ enum: [1] }, true, false],
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      false,
    ],
    [{ uniqueItems: true }, [1, true, "1", [1]], true],
    [{ uniqueItems: true }, [0, -0], false],
    [{ maxLength: 1 }, "😀", true],
    [{ $ref: "#a", $defs: { x: { $anchor: "a", type: "string" } } }, 1, false],
    [{ $ref: "b", $id: "https://acme.com/a", $defs: { x: { $id: "b", type: "string" } } }, 1, false],
    [{ $ref: "#/$defs/a~1b%25", $defs: { "a/b%": { type: "string" } } }, 1, false],
    [{ $dynamicRef: "#n", $defs: { x: { $dynamicAnchor: "n", type: "string" } } }, 1, false],
    [{ properties: { __proto__: false } }, {}, true],
    [{ required: ["toString"] }, {}, false],
    [{ format: "url" }, `http://${"a-".repeat(2_000)}`, true],
    [{ format: "regex" }, "(a", false],
    [{ format: "duration" }, "P1W", true],
  ];

  it("has the borders right", () => {
    for (const [by, tried, expected] of OTHERS)
      assert.equal(fits(tried, by), expected, JSON.stringify([by, tried]));
  });

  it("says what is wrong in sentences, each where it is", () => {
    const found = (tried: Json, by: Schema): readonly string[] =>
      checkValue(tried, { kind: "json", schema: by }, {}, "/x").map(
        ({ pointer, message }) => `${pointer} ${message}`,
      );
    assert.deepEqual(found([1, 1], { uniqueItems: true }), [
      "/x must not have the same entry twice: those at 0 and 1 are equal",
    ]);
    assert.deepEqual(found({ a: 1 }, { dependentRequired: { a: ["b"] } }), ['/x/b is missing; "a" needs it']);
    assert.deepEqual(found({ "A/b": 1 }, { propertyNames: { maxLength: 1 } }), [
      "/x/A~1b has a name that is not allowed: it must have at most 1 character; it has 3",
    ]);
    assert.deepEqual(found("x", { anyOf: [{ type: "null" }, { minLength: 2 }] }), [
      "/x fits none of the allowed forms",
      "/x must be null; it is text",
      "/x must have at least 2 characters; it has 1",
    ]);
    assert.deepEqual(found(1, { oneOf: [true, { type: "number" }] }), [
      "/x fits 2 of the allowed forms and must fit exactly one",
    ]);
  });
});

describe("patterns of JSON Schema", () => {
  it("find what JavaScript's expressions find", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      "[ab]",
      "[^a]",
      "(a|b)",
      "(?:ab)",
      ".",
      "\\w",
      "\\W",
      "\\d",
      "\\s",
      "\\b",
      "\\B",
      "^",
      "$",
      "\\u0061",
      "\\p{Lu}",
      "[\\w-]",
      "[a-b\\s]",
    );
    const piece = fc
      .tuple(atom, fc.constantFrom("", "", "?", "*", "+", "{2}", "{1,2}", "{0,}", "+?"))
      .map(([part, times]) => (/^(\\[bB]|\^|\$)$/.test(part) ? part : part + times));
    const branch = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
    const expressions = fc
      .array(branch, { minLength: 1, maxLength: 3 })
      .map((branches) => branches.join("|"));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "A", " ", "1", "\n", "é"), maxLength: 8 });
    fc.assert(
      fc.property(expressions, text, (expression, tried) => {
        assert.equal(schemaPatternProblem(expression), undefined);
        assert.equal(findsPattern(expression, tried, new Work()), new RegExp(expression, "u").test(tried));
      }),
      runs(3_000),
    );
  });
});
