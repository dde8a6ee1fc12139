import assert from "node:assert/strict";
import { checkObject, checkValue, faultTypeOf } from "../../yawl/data/types/validate.ts";
import { defaultValue } from "../../yawl/data/types/defaults.ts";
import { jsonSchema } from "../../yawl/data/schema/json-schema.ts";
import { SchemaGuide } from "../../yawl/data/schema/guide.ts";
import { MAX_CHECK_WORK } from "../../yawl/data/types/work.ts";
import { checkSimple } from "../../yawl/data/types/lexical.ts";
import { fromXml } from "../../yawl/data/xml/convert.ts";
import type { DataType, JsonType, Particle, SimpleType, TypeLibrary } from "../../yawl/model/datatype.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { Json, JsonObject } from "../../yawl/model/json.ts";
import * as slimdom from "slimdom";

type Schema = JsonType["schema"];

function list(length: number, entry: (index: number) => Json): Json {
  return Array.from({ length }, (_, index) => entry(index));
}

function record(length: number, name: (index: number) => string, value: Json = 1): JsonObject {
  return Object.fromEntries(Array.from({ length }, (_, index) => [name(index), value]));
}

/** What a check costs in units of work, and what it finds. */
function cost(
  value: Json,
  type: DataType,
  types: TypeLibrary = {},
): { readonly units: number; readonly found: readonly FaultDetail[] } {
  const work = { left: MAX_CHECK_WORK };
  const found = checkValue(value, type, types, "", work);
  return { units: MAX_CHECK_WORK - work.left, found };
}

const text = (facets: SimpleType["facets"]): SimpleType => ({
  kind: "simple",
  base: "string",
  xsd: "string",
  ...(facets && { facets }),
});

/** Every way to ask something of data whose plain check would take more than its size: `size` is the number of parts. */
const GROWING: Readonly<Record<string, (size: number) => readonly [Schema, Json]>> = {
  "uniqueItems over objects": (size) => [{ uniqueItems: true }, list(size, (n) => ({ a: n, b: "x" }))],
  "uniqueItems in uniqueItems": (size) => [
    { uniqueItems: true, items: { uniqueItems: true } },
    list(size, (n) => [n, n + 1]),
  ],
  "a pattern that goes back": (size) => [{ pattern: "^(a+)+$" }, `${"a".repeat(size)}!`],
  "a pattern that may begin anywhere": (size) => [{ pattern: "(a*)*b" }, "a".repeat(size)],
  "patterns of names": (size) => [
    { patternProperties: { "^(x|xx)+$": true } },
    record(size / 10, (n) => `${"x".repeat(30)}${n}`),
  ],
  "names by a pattern": (size) => [
    { propertyNames: { pattern: "^(a?){20}b*$" } },
    record(size / 10, (n) => `b${n}`),
  ],
  "a long list of allowed values": (size) => [
    { items: { enum: list(size, (n) => `v${n}`) } },
    list(size, (n) => `v${n}`),
  ],
  "allowed objects": (size) => [{ items: { enum: list(size, (n) => ({ n })) } }, list(size, (n) => ({ n }))],
  alternatives: (size) => [
    { items: { anyOf: [{ const: 1 }, { const: 2 }, { type: "integer" }] } },
    list(size, (n) => n),
  ],
  contains: (size) => [{ contains: { const: -1 }, maxContains: 3 }, list(size, (n) => n)],
  "properties that nobody looked at": (size) => [
    { allOf: [{ properties: { p1: true } }], unevaluatedProperties: { type: "integer" } },
    record(size, (n) => `p${n}`),
  ],
  "entries that nobody looked at": (size) => [
    { prefixItems: [true], unevaluatedItems: { type: "integer" } },
    list(size, (n) => n),
  ],
  "steps of decimals": (size) => [{ items: { multipleOf: 0.01 } }, list(size, (n) => n / 100)],
  formats: (size) => [
    { items: { format: "email" } },
    list(size / 10, (n) => `${"a".repeat(40)}${n}@acme.com`),
  ],
  "wrong entries": (size) => [{ items: { type: "string" } }, list(size, (n) => n)],
};

describe("a check of data", function () {
  this.timeout(20_000);

  for (const [name, make] of Object.entries(GROWING)) {
    it(`costs ten times as much for ten times the data: ${name}`, () => {
      const [small, large] = [500, 5_000].map((size) => {
        const [schema, value] = make(size);
        return cost(value, { kind: "json", schema });
      });
      assert.ok(small && large && large.units < MAX_CHECK_WORK);
      const ratio = large.units / small.units;
      assert.ok(ratio > 5 && ratio < 13, `${small.units} and ${large.units} units`);
    });
  }

  it("of 2,500 objects that have to be different takes milliseconds", () => {
    const value = list(2_500, (n) => ({ a: n, b: "x" }));
    const before = performance.now();
    assert.deepEqual(checkValue(value, { kind: "json", schema: { uniqueItems: true } }, {}, ""), []);
    assert.ok(performance.now() - before < 500);
  });

  /** Small inputs with endless work in them. */
  const ENDLESS: Readonly<Record<string, readonly [DataType, Json, TypeLibrary?]>> = {
    "alternatives of alternatives": [{ kind: "json", schema: doubling(60) }, 1],
    "alternatives at every level of a tree": [
      {
        kind: "json",
        schema: {
          anyOf: [{ items: { $ref: "#" }, minItems: 1 }, { items: { $ref: "#" }, minItems: 1 }, false],
        },
      },
      nested(40),
    ],
    "a large pattern on many texts": [
      { kind: "json", schema: { items: { pattern: "^(.*a){800}$" } } },
      list(2_000, () => `${"a".repeat(500)}!`),
    ],
    "a large pattern of XML Schema on a long text": [
      text({ patterns: ["(.*a){800}"] }),
      `${"a".repeat(100_000)}!`,
    ],
    "many numbers against many allowed numbers": [
      {
        kind: "complex",
        content: {
          kind: "sequence",
          min: 1,
          max: 1,
          particles: [
            {
              kind: "element",
              name: "n",
              min: 0,
              max: null,
              type: {
                kind: "simple",
                base: "decimal",
                xsd: "decimal",
                facets: { enumeration: Array.from({ length: 5_000 }, (_, n) => `${n}.50`) },
              },
            },
          ],
        },
      },
      { n: list(5_000, (n) => `${n}.500`) },
    ],
  };

  function doubling(levels: number): Schema {
    const step = (level: number): Schema =>
      level === levels
        ? { not: {} }
        : { anyOf: [{ $ref: `#/$defs/d${level + 1}` }, { $ref: `#/$defs/d${level + 1}` }] };
    const $defs = Object.fromEntries(
      Array.from({ length: levels + 1 }, (_, level) => [`d${level}`, step(level)]),
    );
    return { $ref: "#/$defs/d0", $defs };
  }

  function nested(depth: number): Json {
    return depth === 0 ? [] : [nested(depth - 1)];
  }

  for (const [name, [type, value, types]] of Object.entries(ENDLESS)) {
    it(`ends with a finding about a limit: ${name}`, () => {
      const before = performance.now();
      const { found, units } = cost(value, type, types);
      assert.ok(performance.now() - before < 5_000);
      assert.equal(units, MAX_CHECK_WORK);
      assert.deepEqual(found, [
        { pointer: "", message: "needs too much work to be checked against its type", limit: true },
      ]);
      assert.equal(faultTypeOf(found), "too-large");
    });
  }

  it("costs the same each time, whatever was prepared before", () => {
    const make = (): JsonType => ({
      kind: "json",
      schema: { items: { pattern: "^(x+)+$", enum: ["xx", "xxx"] } },
    });
    const value = list(50, () => "xxx");
    const type = make();
    const first = cost(value, type).units;
    assert.equal(cost(value, type).units, first);
    assert.equal(cost(value, make()).units, first);
  });

  it("takes no more than a step has left", () => {
    const work = { left: 50 };
    const found = checkValue(
      list(1_000, (n) => n),
      { kind: "json", schema: {} },
      {},
      "/a",
      work,
    );
    assert.deepEqual(
      found.map(({ pointer, limit }) => [pointer, limit]),
      [["/a", true]],
    );
    assert.equal(work.left, 0);
  });

  it("of XML is counted, too", () => {
    const document = slimdom.parseXmlDocument(`<a>${"a".repeat(100_000)}!</a>`);
    assert.ok(document.documentElement);
    const read = fromXml(document.documentElement, text({ patterns: ["(.*a){800}"] }), {});
    assert.equal(read.ok ? "" : read.fault.type, "too-large");
  });

  it("without a budget of its own says that it is too much", () => {
    const problem = checkSimple(`${"a".repeat(100_000)}!`, text({ patterns: ["(.*a){800}"] }));
    assert.equal(problem, "needs too much work to be checked against its type");
  });

  it("of a set of values is one check", () => {
    const type: JsonType = { kind: "json", schema: doubling(60) };
    const variables = Array.from({ length: 20 }, (_, n) => ({ name: `v${n}`, type }));
    const before = performance.now();
    const found = checkObject(
      record(20, (n) => `v${n}`),
      variables,
      {},
    );
    assert.ok(performance.now() - before < 5_000);
    assert.equal(faultTypeOf(found), "too-large");
  });

  it("of a schema that leads through very many schemas is given up before the stack ends", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, n) => [`d${n}`, { allOf: [{ $ref: `#/$defs/d${n + 1}` }] }]),
    );
    const { found } = cost(1, {
      kind: "json",
      schema: { $ref: "#/$defs/d0", $defs: { ...$defs, d20000: true } },
    });
    assert.equal(faultTypeOf(found), "too-large");
  });
});

describe("what is made of a type", () => {
  it("takes time in proportion to its parts: elements, alternatives and attributes by the thousand", () => {
    const numbers = Array.from({ length: 20_000 }, (_, n) => n);
    const element = (n: number) =>
      ({ kind: "element", name: `e${n}`, type: text(undefined), min: 0, max: 1 }) as const;
    const group = (kind: "sequence" | "choice", particles: readonly Particle[]): Particle => ({
      kind,
      particles,
      min: 1,
      max: 1,
    });
    const wide = (kind: "sequence" | "choice"): DataType => ({
      kind: "complex",
      content: {
        kind,
        min: 1,
        max: 1,
        particles: numbers.map((n) => group("sequence", [element(n), element(n)])),
      },
      attributes: numbers.map((n) => ({ name: `a${n}`, type: text(undefined), required: false })),
    });
    const before = performance.now();
    for (const kind of ["sequence", "choice"] as const) {
      const type = wide(kind);
      assert.deepEqual(checkValue({ e1: ["x"], "@a1": "y" }, type, {}, ""), []);
      assert.equal(Object.keys(jsonSchema(type, {})["properties"] ?? {}).length, 40_000);
    }
    assert.ok(performance.now() - before < 5_000);
  });

  it("has an end: a default whose parts double at every level is none", () => {
    const types: Record<string, DataType> = {};
    for (let level = 0; level < 40; level += 1) {
      const $ref = `T${level + 1}`;
      types[`T${level}`] = {
        kind: "json",
        schema: { type: "object", required: ["a", "b"], properties: { a: { $ref }, b: { $ref } } },
      };
    }
    types["T40"] = { kind: "json", schema: { type: "string" } };
    assert.equal(defaultValue({ kind: "named", name: "T0" }, types), undefined);
    assert.deepEqual(defaultValue({ kind: "named", name: "T38" }, types), {
      a: { a: "", b: "" },
      b: { a: "", b: "" },
    });
  });

  it("has an end: schemas that branch at every level say of which kind a value is", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [
        `d${n}`,
        { anyOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] },
      ]),
    );
    const guide = new SchemaGuide({ $ref: "#/$defs/d0", $defs: { ...$defs, d60: { type: "array" } } });
    assert.ok(guide.isList);
    assert.equal(guide.preset, undefined);
  });
});
