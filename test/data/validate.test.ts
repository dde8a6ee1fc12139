import assert from "node:assert/strict";
import type {
  ComplexType,
  DataType,
  ElementParticle,
  JsonType,
  Particle,
  SimpleType,
  TypeLibrary,
} from "../../yawl/model/datatype.ts";
import { BOOLEAN, STRING } from "../../yawl/model/datatype.ts";
import type { Json, JsonObject } from "../../yawl/model/json.ts";
import type { Variable } from "../../yawl/model/specification.ts";
import { checkObject, checkValue } from "../../yawl/data/types/validate.ts";

const INT: SimpleType = { kind: "simple", base: "integer", xsd: "int" };
const element = (name: string, type: DataType, min = 1, max: number | null = 1): ElementParticle => ({
  kind: "element",
  name,
  type,
  min,
  max,
});
const sequence = (...particles: Particle[]): ComplexType => ({
  kind: "complex",
  content: { kind: "sequence", particles, min: 1, max: 1 },
});

/** Findings as `pointer message`, which reads better in a test. */
function problems(value: Json | undefined, type: DataType, types: TypeLibrary = {}): readonly string[] {
  return checkValue(value, type, types, "").map(({ pointer, message }) => `${pointer} ${message}`);
}

describe("checks of data", () => {
  const line = sequence(
    element("id", INT),
    element("colour", { ...STRING, facets: { enumeration: ["red", "blue"] } }, 0),
  );
  const types: TypeLibrary = { Order: sequence(element("no", STRING), element("line", line, 1, 3)) };
  const order: DataType = { kind: "named", name: "Order" };

  it("name unknown and missing fields, wrong values and enumerations with their places", () => {
    assert.deepEqual(problems({ no: "1", line: [{ id: 1, colour: "red" }] }, order, types), []);
    assert.deepEqual(problems({ line: [{ id: "x", colour: "green" }, {}], total: 5 }, order, types), [
      `/total is not known; there are "no", "line"`,
      "/no is missing",
      `/line/0/id must be a whole number from -2147483648 to 2147483647; it is "x"`,
      `/line/0/colour must be one of "red", "blue"; it is "green"`,
      "/line/1/id is missing",
    ]);
  });

  it("count the entries of lists", () => {
    const entry = { id: 1 };
    assert.deepEqual(problems({ no: "", line: [] }, order, types), [
      "/line must have at least 1 entries; it has 0",
    ]);
    assert.deepEqual(problems({ no: "", line: [entry, entry, entry, entry] }, order, types), [
      "/line must have at most 3 entries; it has 4",
    ]);
    assert.deepEqual(problems({ no: "", line: entry }, order, types), [
      "/line must be a list; it is an object",
    ]);
  });

  it("say which of a choice are needed or too many", () => {
    const type = sequence({
      kind: "choice",
      particles: [
        element("card", STRING),
        { kind: "sequence", particles: [element("iban", STRING), element("bic", STRING)], min: 1, max: 1 },
      ],
      min: 1,
      max: 1,
    });
    assert.deepEqual(problems({ card: "1" }, type), []);
    assert.deepEqual(problems({ iban: "1", bic: "2" }, type), []);
    assert.deepEqual(problems({}, type), [` must have one of "card", "iban" with "bic"`]);
    assert.deepEqual(problems({ card: "1", iban: "1" }, type), [
      ` must have only one of "card", "iban" with "bic"`,
    ]);
    assert.deepEqual(problems({ iban: "1" }, type), [
      ` has elements in numbers that its type does not allow together: "iban" (1)`,
    ]);
  });

  it("take null only where an element is nillable", () => {
    const type = sequence({ ...element("a", INT), nillable: true }, element("b", INT));
    assert.deepEqual(problems({ a: null, b: null }, type), ["/b must not be empty"]);
  });

  it("check attributes and simple content", () => {
    const type: ComplexType = {
      kind: "complex",
      simpleContent: INT,
      attributes: [{ name: "unit", type: STRING, required: true, fixed: "kg" }],
    };
    assert.deepEqual(problems({ "@unit": "kg", "#text": 5 }, type), []);
    assert.deepEqual(problems({ "@unit": "lb", "@x": 1 }, type), [
      `/@x is not known; there are "@unit", "#text"`,
      `/@unit must be "kg"`,
      "/#text is missing",
    ]);
    assert.deepEqual(problems("5", type), [" must be an object; it is text"]);
  });

  it("find text and names that XML cannot hold, at any depth", () => {
    const any: DataType = { kind: "any" };
    assert.deepEqual(problems({ a: ["x", "\ud800"] }, any), [
      "/a/1 contains half of a surrogate pair (U+D800) at position 1",
    ]);
    assert.deepEqual(problems(JSON.parse(`{"a":{"__proto__":{}}}`) as Json, any), [
      `/a/__proto__ must not be named "__proto__"`,
    ]);
    assert.deepEqual(problems(JSON.parse(`{"__proto__":1,"id":1}`) as Json, line), [
      `/__proto__ must not be named "__proto__"`,
    ]);
    assert.deepEqual(problems({ id: 1, constructor: "x" }, line), [
      `/constructor is not known; there are "id", "colour"`,
    ]);
  });

  it("escape pointers and stop after 50 findings", () => {
    assert.deepEqual(
      checkValue({ "a/b~c": 1 }, sequence(), {}, "/x").map(({ pointer }) => pointer),
      ["/x/a~1b~0c"],
    );
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_entry, index) => [`f${index}`, 1]));
    assert.equal(checkValue(many, sequence(), {}, "").length, 50);
  });

  it("take an emptied variable", () => {
    assert.deepEqual(problems(undefined, INT), []);
  });

  it("check JSON types by their schema, with sentences", () => {
    const type: JsonType = {
      kind: "json",
      schema: {
        type: "object",
        properties: {
          count: { type: "integer", minimum: 1 },
          colour: { enum: ["red", "blue"] },
          "a b": { type: "string" },
          at: { $ref: "#/$defs/at" },
        },
        required: ["count"],
        additionalProperties: false,
        $defs: { at: { type: ["string", "null"], format: "date" } },
      },
    };
    assert.deepEqual(problems({ count: 1, at: null }, type), []);
    assert.deepEqual(problems({ colour: "green", extra: 1, "a b": 5, at: "x" }, type), [
      "/count is missing",
      `/colour must be one of "red", "blue"`,
      "/extra is not known",
      "/a b must be text; it is a number",
      `/at must be a date such as 2026-11-23; it is "x"`,
    ]);
    assert.deepEqual(problems({ count: 0 }, type), ["/count must be 1 or more; it is 0"]);
  });

  it("check JSON types of recursive schemas 64 deep and say so when data is deeper", () => {
    const type: JsonType = {
      kind: "json",
      schema: {
        allOf: [{ anyOf: [{ type: "object", properties: { t: { $ref: "#" } } }, { type: "string" }] }],
      },
    };
    const nested = (depth: number): Json => (depth === 0 ? {} : { t: nested(depth - 1) });
    assert.deepEqual(problems(nested(64), type), []);
    assert.match(problems(nested(65), type)[0] ?? "", /nests deeper than 64 levels/);
  });

  it("leave the schemas of a specification as they are, frozen ones too", () => {
    const schema = Object.freeze({
      type: "string",
      $ref: "#/$defs/a",
      $defs: Object.freeze({ a: Object.freeze({}) }),
    });
    assert.deepEqual(problems("x", { kind: "json", schema }), []);
  });
});

describe("checks of parameters", () => {
  const variables: readonly Variable[] = [
    { name: "id", type: INT, mandatory: true },
    { name: "note", type: STRING },
    { name: "done", type: BOOLEAN },
  ];
  const found = (data: JsonObject): readonly string[] =>
    checkObject(data, variables, {}).map(({ pointer, message }) => `${pointer} ${message}`);

  it("need the mandatory ones", () => {
    assert.deepEqual(found({ id: 1 }), []);
    assert.deepEqual(found({}), ["/id is missing"]);
  });

  it("name unknown ones and wrong values", () => {
    assert.deepEqual(found({ id: "many", done: 1, toString: "x" }), [
      `/toString is not known; there are "id", "note", "done"`,
      `/id must be a whole number from -2147483648 to 2147483647; it is "many"`,
      "/done must be true or false; it is the number 1",
    ]);
  });
});
