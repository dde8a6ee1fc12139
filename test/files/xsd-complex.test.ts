import assert from "node:assert/strict";
import { TEXT, schema, typesOf, warningsOf, complex, element, simple } from "./schema-text.ts";
import { messages, readWithWarnings, specificationFile } from "./specification-file.ts";

describe("Complex types of a specification's schema", () => {
  const contentOf = (inside: string, more = ""): unknown => {
    const type = typesOf(complex("T", inside) + more)["T"];
    return type?.kind === "complex" ? type.content : type;
  };
  const once = { min: 1, max: 1 };
  const part = (name: string) => ({ kind: "element", name, type: TEXT, ...once });

  it("have sequences, choices and any inside one another, with bounds", () => {
    assert.deepEqual(
      contentOf(`<xs:sequence maxOccurs="unbounded"><xs:choice minOccurs="0">${element("a")}${element("b")}</xs:choice>
        <xs:any minOccurs="0" maxOccurs="3"/></xs:sequence>`),
      {
        kind: "sequence",
        min: 1,
        max: null,
        particles: [
          { kind: "choice", min: 0, max: 1, particles: [part("a"), part("b")] },
          { kind: "any", min: 0, max: 3 },
        ],
      },
    );
  });

  it("have all, too", () => {
    assert.deepEqual(contentOf(`<xs:all>${element("a")}</xs:all>`), {
      kind: "all",
      ...once,
      particles: [part("a")],
    });
  });

  it("leave out elements that must not occur", () => {
    assert.deepEqual(
      contentOf(`<xs:sequence>${element("a", "xs:string", 'minOccurs="0" maxOccurs="0"')}</xs:sequence>`),
      {
        kind: "sequence",
        ...once,
        particles: [],
      },
    );
  });

  it("keep nillable, default and documentation of elements", () => {
    const inside = `<xs:element name="a" type="xs:int" nillable="true" default="3">
      <xs:annotation><xs:documentation>how  many</xs:documentation></xs:annotation></xs:element>`;
    assert.deepEqual(contentOf(`<xs:sequence>${inside}</xs:sequence>`), {
      kind: "sequence",
      ...once,
      particles: [
        {
          kind: "element",
          name: "a",
          type: { kind: "simple", base: "integer", xsd: "int" },
          ...once,
          nillable: true,
          default: "3",
          documentation: "how many",
        },
      ],
    });
  });

  it("refer to named types, themselves included, by name", () => {
    const content = contentOf(`<xs:sequence>${element("child", "T", 'minOccurs="0"')}</xs:sequence>`);
    assert.deepEqual(content, {
      kind: "sequence",
      ...once,
      particles: [{ kind: "element", name: "child", type: { kind: "named", name: "T" }, min: 0, max: 1 }],
    });
  });

  it("hold anonymous types", () => {
    const inside = `<xs:sequence><xs:element name="a"><xs:complexType><xs:sequence>${element("b")}</xs:sequence></xs:complexType></xs:element></xs:sequence>`;
    assert.deepEqual(contentOf(inside), {
      kind: "sequence",
      ...once,
      particles: [
        {
          ...part("a"),
          type: { kind: "complex", content: { kind: "sequence", ...once, particles: [part("b")] } },
        },
      ],
    });
  });

  it("write out named groups with the bounds of the reference", () => {
    const group = `<xs:group name="G"><xs:choice>${element("a")}</xs:choice></xs:group>`;
    assert.deepEqual(contentOf(`<xs:group ref="G" maxOccurs="2"/>`, group), {
      kind: "choice",
      min: 1,
      max: 2,
      particles: [part("a")],
    });
  });

  it("refer to global elements, which are types as well", () => {
    const types = typesOf(
      `<xs:element name="Node"><xs:complexType><xs:sequence><xs:element ref="Node" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>` +
        complex("T", `<xs:sequence><xs:element ref="Node"/></xs:sequence>`),
    );
    const named = { kind: "named", name: "Node" };
    const node = types["Node"];
    const type = types["T"];
    assert.deepEqual(node?.kind === "complex" && node.content?.particles, [
      { kind: "element", name: "Node", type: named, min: 0, max: 1 },
    ]);
    assert.deepEqual(type?.kind === "complex" && type.content?.particles, [
      { kind: "element", name: "Node", type: named, ...once },
    ]);
  });

  it("keep an element apart from a type of the same name", () => {
    const types = typesOf(
      `<xs:element name="T"><xs:complexType/></xs:element>` +
        complex("T", `<xs:sequence>${element("a")}</xs:sequence>`),
    );
    assert.deepEqual(Object.keys(types), ["T", "element:T"]);
  });

  it("have attributes, those of attribute groups and references, and lose prohibited ones", () => {
    const { T } = typesOf(
      `<xs:attribute name="unit" type="xs:string" default="kg"/>
       <xs:attributeGroup name="A"><xs:attribute name="id" type="xs:ID" use="required"/><xs:attribute ref="unit"/></xs:attributeGroup>` +
        complex(
          "B",
          `<xs:attributeGroup ref="A"/><xs:attribute name="v" fixed="1"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:attribute>`,
        ) +
        complex(
          "T",
          `<xs:complexContent><xs:restriction base="B"><xs:attribute name="v" use="prohibited"/><xs:attribute ref="xml:lang"/></xs:restriction></xs:complexContent>`,
        ),
    );
    assert.deepEqual(T, {
      kind: "complex",
      attributes: [
        { name: "id", type: { kind: "simple", base: "string", xsd: "ID" }, required: true },
        { name: "unit", type: TEXT, required: false, default: "kg" },
        { name: "xml:lang", type: TEXT, required: false },
      ],
    });
  });

  it("extend a base by what comes after it", () => {
    const { T } = typesOf(
      complex("B", `<xs:sequence>${element("a")}</xs:sequence><xs:attribute name="x"/>`, 'mixed="true"') +
        complex(
          "T",
          `<xs:complexContent><xs:extension base="B"><xs:sequence>${element("b")}</xs:sequence><xs:attribute name="y"/></xs:extension></xs:complexContent>`,
        ),
    );
    assert.deepEqual(T, {
      kind: "complex",
      content: { kind: "sequence", ...once, particles: [part("a"), part("b")] },
      attributes: [
        { name: "x", type: TEXT, required: false },
        { name: "y", type: TEXT, required: false },
      ],
      mixed: true,
    });
  });

  it("restrict a base, and anyType, to their own content", () => {
    const restriction = (base: string): string =>
      `<xs:complexContent><xs:restriction base="${base}"><xs:sequence>${element("a")}</xs:sequence></xs:restriction></xs:complexContent>`;
    const base = complex(
      "B",
      `<xs:sequence>${element("a")}${element("b", "xs:string", 'minOccurs="0"')}</xs:sequence>`,
    );
    const expected = { kind: "sequence", ...once, particles: [part("a")] };
    assert.deepEqual(contentOf(restriction("B"), base), expected);
    assert.deepEqual(contentOf(restriction("xs:anyType")), expected);
  });

  it("have text with attributes, extended and restricted", () => {
    const { P, R } = typesOf(
      complex(
        "P",
        `<xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency"/></xs:extension></xs:simpleContent>`,
      ) +
        complex(
          "R",
          `<xs:simpleContent><xs:restriction base="P"><xs:minInclusive value="0"/></xs:restriction></xs:simpleContent>`,
        ),
    );
    const attributes = [{ name: "currency", type: TEXT, required: false }];
    const decimal = { kind: "simple", base: "decimal", xsd: "decimal" };
    assert.deepEqual(P, { kind: "complex", simpleContent: decimal, attributes });
    assert.deepEqual(R, {
      kind: "complex",
      simpleContent: { ...decimal, facets: { minInclusive: "0" } },
      attributes,
    });
  });

  it("become any, with a warning at the line, where the model has no word for them", () => {
    const text = specificationFile({
      schema: schema(`\n${complex("T", `<xs:sequence>${element("a", "Missing")}</xs:sequence>`)}`),
    });
    const { specification, warnings } = readWithWarnings(text);
    const type = specification.types["T"];
    assert.deepEqual(type?.kind === "complex" && type.content?.particles, [
      { kind: "element", name: "a", type: { kind: "any" }, ...once },
    ]);
    assert.deepEqual(messages(warnings), ['The type is taken as any: there is no type "Missing".']);
    assert.deepEqual([warnings[0]?.line, warnings[0]?.element], [3, "schema/complexType[T]"]);
  });

  it("that build on themselves become any", () => {
    const circle = (name: string, base: string): string =>
      complex(name, `<xs:complexContent><xs:extension base="${base}"/></xs:complexContent>`);
    assert.deepEqual(typesOf(circle("A", "B") + circle("B", "A")), {
      A: { kind: "any" },
      B: { kind: "any" },
    });
    assert.deepEqual(
      typesOf(
        `<xs:group name="G"><xs:sequence><xs:group ref="G"/></xs:sequence></xs:group>` +
          complex("T", `<xs:group ref="G"/>`),
      ),
      {
        T: { kind: "any" },
      },
    );
  });

  it("warn of what is not read: imports, wildcards, keys, substitution", () => {
    const warnings = warningsOf(
      `<xs:import namespace="urn:x"/><xs:element name="e" substitutionGroup="f" type="xs:string"><xs:key name="k"/></xs:element>` +
        complex(
          "T",
          `<xs:sequence><xs:element ref="nowhere"/><xs:element name="c" type="xs:string" fixed="1" minOccurs="few"/></xs:sequence><xs:anyAttribute/>`,
          'abstract="true"',
        ),
    );
    assert.equal(warnings.length, 8);
  });

  it("that multiply themselves through groups, unions or bases stay small", () => {
    const many = Array.from({ length: 40 }, (_, i) => i);
    const groups = many.map(
      (i) =>
        `<xs:group name="g${i}"><xs:sequence><xs:group ref="g${i + 1}"/><xs:group ref="g${i + 1}"/></xs:sequence></xs:group>`,
    );
    const last = `<xs:group name="g40"><xs:sequence>${element("a")}</xs:sequence></xs:group>`;
    assert.deepEqual(typesOf(groups.join("") + last + complex("T", `<xs:group ref="g0"/>`)), {
      T: { kind: "any" },
    });
    const unions = many.map((i) => simple(`u${i + 1}`, `<xs:union memberTypes="u${i} u${i}"/>`));
    const types = typesOf(simple("u0", `<xs:restriction base="xs:string"/>`) + unions.join(""));
    assert.deepEqual(types["u40"], { kind: "any" });
    assert.ok(JSON.stringify(types).length < 5_000_000);
  });

  it("that build on one another in a chain of thousands do not overflow the stack", () => {
    const chain = Array.from({ length: 5000 }, (_, i) =>
      simple(`s${i}`, `<xs:restriction base="s${i + 1}"/>`),
    );
    const types = typesOf(chain.join("") + simple("s5000", `<xs:restriction base="xs:int"/>`));
    assert.deepEqual(types["s0"], { kind: "any" });
    assert.deepEqual(types["s4999"], { kind: "simple", base: "integer", xsd: "int" });
  });
});
