import assert from "node:assert/strict";
import { Validator } from "@cfworker/json-schema";
import type { Schema } from "@cfworker/json-schema";
import fc from "fast-check";
import * as slimdom from "slimdom";
import type {
  ComplexType,
  DataType,
  ElementParticle,
  JsonType,
  Particle,
  SimpleType,
  TypeLibrary,
} from "../../yawl/model/datatype.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import { jsonSchema } from "../../yawl/data/schema/json-schema.ts";
import { checkValue } from "../../yawl/data/types/validate.ts";
import { fromXml, fromXmlText, toXml } from "../../yawl/data/xml/convert.ts";
import { complex, particles, typedValue, valueOf } from "./arbitrary.ts";

const INT: SimpleType = { kind: "simple", base: "integer", xsd: "int" };
const DATE: SimpleType = { kind: "simple", base: "date", xsd: "date" };
const ANY: DataType = { kind: "any" };

const element = (name: string, type: DataType, min = 1, max: number | null = 1): ElementParticle => ({
  kind: "element",
  name,
  type,
  min,
  max,
});
const sequence = (...parts: Particle[]): ComplexType => ({
  kind: "complex",
  content: { kind: "sequence", particles: parts, min: 1, max: 1 },
});

function write(value: Json | undefined, type: DataType, types: TypeLibrary = {}): string {
  return slimdom.serializeToWellFormedString(toXml(new slimdom.Document(), "v", value, type, types));
}

function read(xml: string, type: DataType, types: TypeLibrary = {}): Json | undefined {
  const result = readResult(xml, type, types);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function readResult(xml: string, type: DataType, types: TypeLibrary = {}): ReturnType<typeof fromXml> {
  const root = slimdom.parseXmlDocument(xml).documentElement;
  assert.ok(root);
  return fromXml(root, type, types);
}

function roundTrip(value: Json | undefined, type: DataType, types: TypeLibrary = {}): Json | undefined {
  const result = fromXml(toXml(new slimdom.Document(), "v", value, type, types), type, types);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

/** The values as REST sends them: negative zero and undefined do not exist there. */
const plain = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

describe("XML view of data", () => {
  it("gives back every value that a random type can express, and checks find it right", () => {
    fc.assert(
      fc.property(typedValue, ([type, value]) => {
        assert.deepEqual(roundTrip(value, type), value);
        assert.deepEqual(checkValue(value, type, {}, ""), []);
      }),
      { numRuns: 500 },
    );
  });

  it("writes elements in an order that the content model allows", () => {
    fc.assert(
      fc.property(
        complex(1).chain((type) => fc.tuple(fc.constant(type), valueOf(type))),
        ([type, value]) => {
          if (!type.content) return;
          const names = toXml(new slimdom.Document(), "v", value, type, {})
            .children.map((child) => child.localName)
            .join("");
          assert.match(names, new RegExp(`^${expression(type.content)}$`));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("finds out exactly which numbers of elements a content model allows", () => {
    const types = { a: STRING, b: STRING, c: STRING };
    const counts = fc.record({
      a: fc.integer({ min: 0, max: 3 }),
      b: fc.integer({ min: 0, max: 2 }),
      c: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(particles(types), counts, (content, numbers) => {
        const type: ComplexType = { kind: "complex", content };
        const matching = new RegExp(`^${expression(content)}$`);
        const letters = [..."a".repeat(numbers.a), ..."b".repeat(numbers.b), ..."c".repeat(numbers.c)];
        const isPossible = permutations(letters).some((word) => matching.test(word));
        // Whether a property is a list depends on the type: read the value from XML in any order instead of guessing.
        const parsed = readResult(`<v>${letters.map((name) => `<${name}/>`).join("")}</v>`, type);
        const isValid =
          parsed.ok &&
          (parsed.value === undefined ? false : checkValue(parsed.value, type, {}, "").length === 0);
        if (parsed.ok && parsed.value === undefined) assert.equal(letters.length, 0);
        else assert.equal(isValid, isPossible);
      }),
      { numRuns: 1000 },
    );
  });

  it("has a JSON Schema that accepts every value of the type", () => {
    fc.assert(
      fc.property(typedValue, ([type, value]) => {
        // Formats are only hints in the draft; XSD dates may have time zones, which they do not know.
        const schema = JSON.parse(
          JSON.stringify(jsonSchema(type, {}))
            .replaceAll(/"format":"[^"]*",?/g, "")
            .replaceAll(",}", "}"),
        ) as Schema;
        assert.deepEqual(new Validator(schema, "2020-12", false).validate(plain(value)).errors, []);
      }),
      { numRuns: 300 },
    );
  });

  it("gives back every JSON value of a JSON type, whatever its schema says", () => {
    const schemas: readonly JsonType["schema"][] = [
      {},
      { type: "string" },
      {
        type: "object",
        properties: { a: { type: "number" }, b: { type: "array", items: { type: "boolean" } } },
      },
      { $ref: "#/$defs/x", $defs: { x: { type: ["object", "array", "null"], items: { $ref: "#" } } } },
      { anyOf: [{ type: "array", prefixItems: [{ type: "integer" }] }, { type: "number" }] },
    ];
    const values = (fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Json>).filter(
      (value) => checkValue(value, ANY, {}, "").length === 0,
    );
    fc.assert(
      fc.property(fc.constantFrom(...schemas), values, (schema, value) => {
        assert.deepEqual(roundTrip(plain(value), { kind: "json", schema }), plain(value));
      }),
      { numRuns: 1000 },
    );
  });

  it("reads a JSON type from plain XML with its schema as the guide", () => {
    const type: JsonType = {
      kind: "json",
      schema: {
        type: "object",
        properties: {
          count: { type: "integer" },
          done: { type: "boolean" },
          tags: { type: "array", items: { type: "string" } },
          code: { type: "string" },
        },
      },
    };
    assert.deepEqual(read("<v><count>5</count><done>true</done><tags>1</tags><code>007</code></v>", type), {
      count: 5,
      done: true,
      tags: ["1"],
      code: "007",
    });
    assert.deepEqual(read("<v/>", { kind: "json", schema: { type: "object" } }), undefined);
    assert.deepEqual(
      read("<v><a/></v>", {
        kind: "json",
        schema: { type: "object", required: ["b"], properties: { b: { type: "array" } } },
      }),
      { a: "", b: [] },
    );
    assert.equal(
      write({ count: 5, tags: ["x"], "a b": "1" }, type),
      "<v><count>5</count><tags>x</tags><a_x0020_b>1</a_x0020_b></v>",
    );
  });

  it("reads XML of unknown shape by its shape and writes it again", () => {
    const xml = `<v a="1"><x>1</x><x><y/></x><z k="2">text</z></v>`;
    const value = { "@a": "1", x: ["1", { y: "" }], z: { "@k": "2", "#text": "text" } };
    assert.deepEqual(read(xml, ANY), value);
    assert.equal(write(value, ANY), xml);
    assert.deepEqual(read("<v>a<b/>c</v>", ANY), { "#text": "ac", b: "" });
    assert.deepEqual(read(write({ none: null }, ANY), ANY), { none: null });
  });

  it("keeps namespaces of XML of unknown shape", () => {
    const xml = `<v xmlns:p="urn:p"><p:x p:a="1"/><y xmlns="urn:q"><z/></y></v>`;
    const value = read(xml, ANY);
    assert.deepEqual(value, { "@xmlns:p": "urn:p", "p:x": { "@p:a": "1" }, y: { "@xmlns": "urn:q", z: "" } });
    assert.equal(write(value, ANY), xml);
  });

  it("empties a variable with an empty element, but a string is then empty text (rule 11)", () => {
    for (const type of [INT, DATE, sequence(element("a", STRING))]) {
      assert.equal(write(undefined, type), "<v/>");
      assert.equal(read("<v/>", type), undefined);
      assert.equal(read("<v> </v>", type), undefined);
    }
    assert.equal(read("<v/>", STRING), "");
    assert.deepEqual(read("<v/>", sequence(element("a", STRING, 0, null))), { a: [] });
  });

  it("keeps empty elements inside complex types as null, and nil only where it is allowed", () => {
    const type = sequence(element("a", INT), { ...element("b", INT), nillable: true });
    assert.deepEqual(read("<v><a/><b/></v>", type), { a: null, b: null });
    assert.equal(
      write({ a: null, b: null }, type),
      `<v><a/><b xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></v>`,
    );
  });

  it("reads an empty element that has a default as its default, unless it is nil or empty text is a value", () => {
    const standard = (name: string, type: DataType): ElementParticle => ({
      ...element(name, type),
      nillable: true,
      default: "5",
    });
    const type = sequence(standard("a", INT), standard("b", INT), standard("c", STRING));
    const nil = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"';
    assert.deepEqual(read(`<v><a/><b ${nil}/><c/></v>`, type), { a: 5, b: null, c: "" });
    const holder = sequence({ ...element("h", sequence(element("x", INT, 0))), nillable: true });
    assert.ok(!readResult(`<v><h ${nil} k="1"/></v>`, holder).ok, "an attribute would be lost");
  });

  it("names what the type does not know, with its place", () => {
    const type = sequence(element("a", sequence(element("b", INT, 0, null))));
    const result = readResult(`<v><a x="1"><b>1</b><b>many</b><c/></a><d/></v>`, type);
    assert.ok(!result.ok);
    assert.equal(result.fault.type, "invalid-data");
    assert.deepEqual(result.fault.details, [
      { pointer: "/a/@x", message: "is an attribute that the type does not have" },
      { pointer: "/a/b/1", message: `must be a whole number from -2147483648 to 2147483647; it is "many"` },
      { pointer: "/a/c", message: `is no element of the type, which has "b"` },
      { pointer: "/d", message: `is no element of the type, which has "a"` },
    ]);
  });

  it("refuses two elements where the type has one, and text between elements", () => {
    const type = sequence(element("a", STRING));
    const result = readResult("<v><a/>text<a/></v>", type);
    assert.deepEqual(!result.ok && result.fault.details?.map(({ pointer }) => pointer), ["", "/a"]);
  });

  it("does not set prototypes from element names", () => {
    for (const type of [ANY, { kind: "json", schema: {} } as const]) {
      const result = readResult("<v><__proto__><x/></__proto__></v>", type);
      assert.ok(!result.ok);
    }
    assert.deepEqual(read("<v><constructor>1</constructor></v>", ANY), { constructor: "1" });
    const type = sequence(element("constructor", STRING, 0));
    assert.deepEqual(roundTrip({ constructor: "x" }, type), { constructor: "x" });
    assert.deepEqual(roundTrip({}, type), {});
  });

  it("reads initial values: text, markup and text that is no markup", () => {
    assert.deepEqual(fromXmlText("85.0", { kind: "simple", base: "double", xsd: "double" }, {}), {
      ok: true,
      value: "85.0",
    });
    assert.deepEqual(fromXmlText("a < b", STRING, {}), { ok: true, value: "a < b" });
    assert.deepEqual(fromXmlText("Tom &amp; Jerry", STRING, {}), { ok: true, value: "Tom & Jerry" });
    assert.deepEqual(fromXmlText("<a/>\n<b>2</b>", sequence(element("a", STRING), element("b", INT)), {}), {
      ok: true,
      value: { a: "", b: 2 },
    });
    assert.deepEqual(fromXmlText("", INT, {}), { ok: true, value: undefined });
  });

  it("refuses document types and their entities in initial values", () => {
    const bomb = `<!DOCTYPE v [<!ENTITY x "y">]><a>&x;</a>`;
    assert.equal(fromXmlText(bomb, ANY, {}).ok, false);
    assert.equal(fromXmlText("<a>", ANY, {}).ok, false);
  });

  it("converts data nested 400 deep and gives a clear fault when it is 1,000 deep or deeper", () => {
    const types: TypeLibrary = { Tree: sequence(element("t", { kind: "named", name: "Tree" }, 0)) };
    const tree: DataType = { kind: "named", name: "Tree" };
    for (const [type, leaf] of [
      [tree, {}],
      [ANY, ""],
      [{ kind: "json", schema: {} }, {}],
    ] as const) {
      const deep = nested(400, leaf);
      assert.ok(JSON.stringify(roundTrip(deep, type, types)) === JSON.stringify(deep));
      if (type.kind !== "json") assert.deepEqual(checkValue(deep, type, types, ""), []);
      const xml = `<v>${"<t>".repeat(1_000)}${"</t>".repeat(1_000)}</v>`;
      const result = readResult(xml, type, types);
      assert.equal(!result.ok && result.fault.type, "too-large");
      for (const depth of [1_000, 100_000]) {
        assert.match(
          checkValue(nested(depth, leaf), type, types, "")[0]?.message ?? "",
          /nests deeper than \d+ levels/,
        );
      }
    }
  });

  it("converts 10,000 elements quickly", () => {
    const type = sequence(element("line", sequence(element("id", INT), element("name", STRING)), 0, null));
    const value = { line: Array.from({ length: 10_000 }, (_entry, id) => ({ id, name: `line ${id}` })) };
    const start = process.hrtime.bigint();
    assert.deepEqual(roundTrip(value, type), value);
    assert.ok(process.hrtime.bigint() - start < 3_000_000_000n);
  });
});

function nested(depth: number, leaf: Json): Json {
  let value = leaf;
  for (let level = 0; level < depth; level += 1) value = { t: value };
  return value;
}

/** A content model as a regular expression over one-letter names: the oracle. */
function expression(particle: Particle): string {
  const times = `{${particle.min},${particle.max ?? ""}}`;
  if (particle.kind === "any") return "";
  if (particle.kind === "element") return `${particle.name}${times}`;
  return `(?:${particle.particles.map(expression).join(particle.kind === "choice" ? "|" : "")})${times}`;
}

function permutations(letters: readonly string[]): readonly string[] {
  let words = [""];
  let rests = [letters];
  for (let index = 0; index < letters.length; index += 1) {
    const next = new Map<string, readonly string[]>();
    for (const [position, word] of words.entries()) {
      const rest = rests[position] ?? [];
      for (const [at, letter] of rest.entries()) next.set(word + letter, rest.toSpliced(at, 1));
    }
    words = [...next.keys()];
    rests = [...next.values()];
  }
  return words;
}
