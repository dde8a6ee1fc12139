import assert from "node:assert/strict";
import { Validator } from "@cfworker/json-schema";
import type {
  ComplexType,
  DataType,
  ElementParticle,
  Particle,
  SimpleType,
  TypeLibrary,
} from "../../yawl/model/datatype.ts";
import { BOOLEAN, STRING } from "../../yawl/model/datatype.ts";
import type { Json, JsonObject } from "../../yawl/model/json.ts";
import { defaultValue } from "../../yawl/data/types/defaults.ts";
import { jsonSchema, objectSchema } from "../../yawl/data/schema/json-schema.ts";
import type { JsonSchema } from "../../yawl/data/schema/json-schema.ts";
import { textPattern } from "../../yawl/data/schema/text.ts";
import { checkValue } from "../../yawl/data/types/validate.ts";

const INT: SimpleType = { kind: "simple", base: "integer", xsd: "int" };
const DATE: SimpleType = { kind: "simple", base: "date", xsd: "date" };
const DRAFT = "https://json-schema.org/draft/2020-12/schema";
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

function accepts(schema: JsonSchema, value: Json): boolean {
  return new Validator(JSON.parse(JSON.stringify(schema)) as Record<string, unknown>, "2020-12").validate(
    value,
  ).valid;
}

describe("JSON Schema of types", () => {
  it("describes a complex type with its documentation, lists and required fields", () => {
    const type = sequence(
      { ...element("due", DATE), documentation: "When it must be there" },
      element("note", STRING, 0),
      element("line", BOOLEAN, 1, 5),
    );
    assert.deepEqual(jsonSchema(type, {}), {
      $schema: DRAFT,
      type: "object",
      properties: {
        due: {
          type: "string",
          format: "date",
          pattern: textPattern("date"),
          description: "When it must be there",
        },
        note: { type: "string" },
        line: { type: "array", items: { type: "boolean" }, minItems: 1, maxItems: 5 },
      },
      required: ["due", "line"],
      additionalProperties: false,
    });
  });

  it("allows numbers also as text, for what JSON numbers cannot carry", () => {
    const schema = jsonSchema({ ...INT, facets: { minInclusive: "1" } }, {});
    assert.deepEqual(schema["type"], ["integer", "string"]);
    assert.deepEqual(
      [5, "005", 0, "x", 1.5].map((value) => accepts(schema, value)),
      [true, true, false, false, false],
    );
  });

  it("puts named types under $defs, recursive ones as well", () => {
    const types: TypeLibrary = { Tree: sequence(element("child", { kind: "named", name: "Tree" }, 0, null)) };
    const schema = jsonSchema({ kind: "named", name: "Tree" }, types);
    assert.equal(schema["$ref"], "#/$defs/Tree");
    assert.ok(accepts(schema, { child: [{ child: [] }, {}] }));
    assert.ok(!accepts(schema, { child: [{ leaf: 1 }] }));
  });

  it("says which fields of a choice go together", () => {
    const bank: Particle = {
      kind: "sequence",
      particles: [element("iban", STRING), element("bic", STRING, 0)],
      min: 1,
      max: 1,
    };
    const type = sequence(element("no", STRING), {
      kind: "choice",
      particles: [element("card", STRING), bank],
      min: 1,
      max: 1,
    });
    const schema = jsonSchema(type, {});
    assert.deepEqual(schema["oneOf"], [
      { required: ["card"], properties: { iban: false, bic: false } },
      { required: ["iban"], properties: { card: false } },
    ]);
    const cases: readonly JsonObject[] = [
      { card: "1" },
      { iban: "1" },
      { iban: "1", bic: "2" },
      {},
      { card: "1", iban: "1" },
    ];
    for (const value of cases.map((entry) => ({ no: "1", ...entry }))) {
      assert.equal(
        accepts(schema, value),
        checkValue(value, type, {}, "").length === 0,
        JSON.stringify(value),
      );
    }
  });

  it("takes a choice inside a choice for more alternatives, and null for an element whose type is a choice", () => {
    const choice = (...particles: Particle[]): Particle => ({ kind: "choice", particles, min: 1, max: 1 });
    const type = sequence(choice(choice(element("a", STRING), element("b", STRING)), element("c", STRING)));
    const whole = sequence({ ...element("x", type), nillable: true });
    const schema = jsonSchema(whole, {});
    for (const [value, isRight] of [
      [{ x: null }, true],
      [{ x: { b: "" } }, true],
      [{ x: { c: "" } }, true],
      [{ x: {} }, false],
      [{ x: { a: "", c: "" } }, false],
    ] as const) {
      assert.equal(accepts(schema, value), isRight, JSON.stringify(value));
      assert.equal(checkValue(value, whole, {}, "").length === 0, isRight, JSON.stringify(value));
    }
    assert.equal(checkValue({ x: {} }, whole, {}, "")[0]?.message, 'must have one of "a", "b", "c"');
  });

  it("takes dates and times as XML Schema writes them, with a zone or without", () => {
    const time: SimpleType = { kind: "simple", base: "time", xsd: "time" };
    for (const [type, text, isRight] of [
      [DATE, "2026-11-24", true],
      [DATE, "2026-11-24Z", true],
      [DATE, "24.11.2026", false],
      [time, "10:00:00", true],
      [time, "10:00", false],
    ] as const) {
      const { format: _hint, ...schema } = jsonSchema(type, {});
      assert.equal(accepts(schema, text), isRight, text);
      assert.equal(checkValue(text, type, {}, "").length === 0, isRight, text);
    }
  });

  it("lets nillable elements be null", () => {
    const schema = jsonSchema(sequence({ ...element("a", STRING), nillable: true }), {});
    assert.ok(accepts(schema, { a: null }) && accepts(schema, { a: "x" }) && !accepts(schema, { a: 1 }));
  });

  it("describes parameters as one object", () => {
    const variables = [
      { name: "id", type: INT, mandatory: true },
      { name: "note", type: STRING, documentation: "Anything", initialXml: "none" },
    ];
    const required = (["mandatory", "all", "none"] as const).map(
      (which) => objectSchema(variables, {}, { required: which })["required"],
    );
    assert.deepEqual(required, [["id"], ["id", "note"], undefined]);
    const schema = objectSchema(variables, {}, { required: "none" });
    assert.deepEqual((schema["properties"] as Record<string, unknown>)["note"], {
      type: "string",
      description: "Anything",
      default: "none",
    });
    assert.ok(accepts(schema, {}) && !accepts(schema, { other: 1 }));
  });

  it("moves the references of JSON types to where they stand", () => {
    const type: DataType = {
      kind: "json",
      schema: { $ref: "#/$defs/x", $defs: { x: { type: "integer" } }, default: { $ref: "#/kept" } },
    };
    const schema = objectSchema([{ name: "a/b", type }], {}, { required: "none" });
    assert.ok(accepts(schema, { "a/b": 5 }));
    assert.ok(!accepts(schema, { "a/b": "x" }));
    assert.match(JSON.stringify(schema), /"\$ref":"#\/kept"/);
  });
});

describe("default values (rule 13)", () => {
  it("are empty text, false and 0, or what a restriction allows", () => {
    assert.deepEqual(
      [STRING, BOOLEAN, INT].map((type) => defaultValue(type, {})),
      ["", false, 0],
    );
    assert.equal(defaultValue({ ...STRING, facets: { enumeration: ["low", "high"] } }, {}), "low");
    assert.equal(defaultValue({ ...INT, facets: { minInclusive: "5" } }, {}), 5);
    assert.equal(defaultValue({ kind: "simple", base: "integer", xsd: "positiveInteger" }, {}), 1);
    assert.equal(defaultValue(DATE, {}), undefined);
  });

  it("of complex types have the required elements and are values of the type", () => {
    const choice: Particle = {
      kind: "choice",
      particles: [element("day", DATE), element("week", INT)],
      min: 1,
      max: 1,
    };
    const type: ComplexType = {
      ...sequence(
        element("a", STRING),
        element("b", STRING, 0),
        element("c", INT, 2, 3),
        element("d", INT, 0, null),
        choice,
        element("a", STRING),
      ),
      attributes: [{ name: "id", type: STRING, required: true, default: "x" }],
    };
    const value = defaultValue(type, {});
    assert.deepEqual(value, { "@id": "x", a: ["", ""], c: [0, 0], d: [], week: 0 });
    assert.deepEqual(checkValue(value, type, {}, ""), []);
  });

  it("end for types that contain themselves", () => {
    const types: TypeLibrary = {
      Endless: sequence(element("next", { kind: "named", name: "Endless" })),
      Tree: sequence(element("child", { kind: "named", name: "Tree" }, 0, null)),
      Loop: { kind: "named", name: "Loop" },
    };
    assert.deepEqual(
      ["Endless", "Tree", "Loop", "toString"].map((name) => defaultValue({ kind: "named", name }, types)),
      [undefined, { child: [] }, undefined, undefined],
    );
  });

  it("of JSON types come from the schema", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "integer" }, b: { type: "string", default: "x" }, c: { type: "array" } },
      required: ["a", "b"],
    };
    assert.deepEqual(defaultValue({ kind: "json", schema }, {}), { a: 0, b: "x" });
    assert.equal(defaultValue({ kind: "json", schema: {} }, {}), undefined);
  });
});
