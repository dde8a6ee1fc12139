import assert from "node:assert/strict";
import type { DataType, TypeLibrary } from "../../yawl/spec/datatype.ts";
import {
  messages,
  read,
  readWithWarnings,
  specificationFile,
  variable,
} from "./specification-file.ts";

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const TEXT = { kind: "simple", base: "string", xsd: "string" };
const schema = (inside: string): string => `<xs:schema ${XS}>${inside}</xs:schema>`;
const typesOf = (inside: string): TypeLibrary =>
  read(specificationFile({ schema: schema(inside) })).types;
const warningsOf = (inside: string): string[] =>
  messages(readWithWarnings(specificationFile({ schema: schema(inside) })).warnings);
const complex = (name: string, inside: string, attributes = ""): string =>
  `<xs:complexType name="${name}" ${attributes}>${inside}</xs:complexType>`;
const element = (name: string, type = "xs:string", rest = ""): string =>
  `<xs:element name="${name}" type="${type}" ${rest}/>`;
const simple = (name: string, inside: string): string =>
  `<xs:simpleType name="${name}">${inside}</xs:simpleType>`;

function typeOfVariable(declaration: string, schemaText = ""): DataType | undefined {
  const text = specificationFile({
    schema: schemaText,
    variables: `<localVariable>${declaration}</localVariable>`,
  });
  const net = read(text).decompositions[0];
  return net?.kind === "net" ? net.locals[0]?.type : undefined;
}

describe("Simple types of a specification's schema", () => {
  it("are restrictions with all their facets", () => {
    const { T } = typesOf(
      simple(
        "T",
        `<xs:restriction base="xs:decimal"><xs:minInclusive value="1"/><xs:maxInclusive value="9"/><xs:minExclusive value="0"/>
        <xs:maxExclusive value="10"/><xs:totalDigits value="3"/><xs:fractionDigits value="2"/></xs:restriction>`,
      ),
    );
    assert.deepEqual(T, {
      kind: "simple",
      base: "decimal",
      xsd: "decimal",
      facets: {
        minInclusive: "1",
        maxInclusive: "9",
        minExclusive: "0",
        maxExclusive: "10",
        totalDigits: 3,
        fractionDigits: 2,
      },
    });
  });

  it("keep lengths, white space and every enumerated value, the empty one too", () => {
    const { T } = typesOf(
      simple(
        "T",
        `<xs:restriction base="xs:token"><xs:enumeration value=""/><xs:enumeration value="Added"/><xs:length value="5"/>
        <xs:minLength value="0"/><xs:maxLength value="5"/><xs:whiteSpace value="collapse"/></xs:restriction>`,
      ),
    );
    assert.deepEqual(T, {
      kind: "simple",
      base: "string",
      xsd: "token",
      facets: {
        length: 5,
        minLength: 0,
        maxLength: 5,
        whiteSpace: "collapse",
        enumeration: ["", "Added"],
      },
    });
  });

  it("join the patterns of one step as alternatives, and keep those of each step", () => {
    const { T } = typesOf(
      simple(
        "B",
        `<xs:restriction base="xs:string"><xs:pattern value="a+"/><xs:pattern value="b+"/></xs:restriction>`,
      ) + simple("T", `<xs:restriction base="B"><xs:pattern value="..."/></xs:restriction>`),
    );
    assert.deepEqual(T?.kind === "simple" && T.facets?.patterns, ["(a+)|(b+)", "..."]);
  });

  it("inherit what they do not narrow, from types defined later, too", () => {
    const { T } = typesOf(
      simple("T", `<xs:restriction base="B"><xs:maxInclusive value="5"/></xs:restriction>`) +
        simple(
          "B",
          `<xs:restriction base="xs:int"><xs:minInclusive value="1"/><xs:maxInclusive value="9"/></xs:restriction>`,
        ),
    );
    assert.deepEqual(T, {
      kind: "simple",
      base: "integer",
      xsd: "int",
      facets: { minInclusive: "1", maxInclusive: "5" },
    });
  });

  it("are lists, whose own facets count entries", () => {
    const { L, R } = typesOf(
      simple("L", `<xs:list itemType="xs:int"/>`) +
        simple(
          "R",
          `<xs:restriction><xs:simpleType><xs:list><xs:simpleType><xs:restriction base="xs:string">
          <xs:maxLength value="3"/></xs:restriction></xs:simpleType></xs:list></xs:simpleType><xs:maxLength value="2"/></xs:restriction>`,
        ),
    );
    const integer = { kind: "simple", base: "integer", xsd: "int" };
    assert.deepEqual(L, { ...integer, list: true, items: integer });
    assert.deepEqual(R, {
      ...TEXT,
      list: true,
      items: { ...TEXT, facets: { maxLength: 3 } },
      facets: { maxLength: 2 },
    });
  });

  it("are unions of named and written-out members", () => {
    const { U } = typesOf(
      simple(
        "U",
        `<xs:union memberTypes="xs:int xs:date"><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="none"/></xs:restriction></xs:simpleType></xs:union>`,
      ),
    );
    assert.deepEqual(U, {
      kind: "simple",
      base: "string",
      xsd: "anySimpleType",
      union: [
        { kind: "simple", base: "integer", xsd: "int" },
        { kind: "simple", base: "date", xsd: "date" },
        { ...TEXT, facets: { enumeration: ["none"] } },
      ],
    });
  });

  it("warn of facets that say nothing", () => {
    const inside = `<xs:restriction base="xs:string"><xs:length value="many"/><xs:whiteSpace value="x"/><xs:assertion test="1"/></xs:restriction>`;
    assert.deepEqual(typesOf(simple("T", inside)), { T: TEXT });
    assert.equal(warningsOf(simple("T", inside)).length, 3);
  });
});

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
      contentOf(
        `<xs:sequence>${element("a", "xs:string", 'minOccurs="0" maxOccurs="0"')}</xs:sequence>`,
      ),
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
    const content = contentOf(
      `<xs:sequence>${element("child", "T", 'minOccurs="0"')}</xs:sequence>`,
    );
    assert.deepEqual(content, {
      kind: "sequence",
      ...once,
      particles: [
        { kind: "element", name: "child", type: { kind: "named", name: "T" }, min: 0, max: 1 },
      ],
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
      complex(
        "B",
        `<xs:sequence>${element("a")}</xs:sequence><xs:attribute name="x"/>`,
        'mixed="true"',
      ) +
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

describe("Types of variables", () => {
  const order = schema(
    complex("Order", `<xs:sequence>${element("a")}</xs:sequence>`) +
      simple("long", `<xs:restriction base="xs:string"/>`),
  );

  it("are built-in, by name and namespace, or with a prefix (Beta 2)", () => {
    const expected = { kind: "simple", base: "integer", xsd: "long" };
    assert.deepEqual(
      typeOfVariable(
        "<name>v</name><type>long</type><namespace>http://www.w3.org/2001/XMLSchema</namespace>",
      ),
      expected,
    );
    assert.deepEqual(typeOfVariable("<name>v</name><type>xs:long</type>"), expected);
    assert.deepEqual(
      typeOfVariable("<name>v</name><type>http://www.w3.org/2001/XMLSchema#long</type>"),
      expected,
    );
  });

  it("are every built-in type of XML Schema", () => {
    const bases: Record<string, string> = {
      string:
        "string normalizedString token language Name NCName NMTOKEN ID IDREF ENTITY QName gYear gYearMonth gMonth gMonthDay gDay",
      boolean: "boolean",
      integer:
        "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte",
      decimal: "decimal",
      double: "double float",
      date: "date",
      time: "time",
      dateTime: "dateTime",
      duration: "duration",
      anyURI: "anyURI",
      binary: "base64Binary hexBinary",
    };
    for (const [base, names] of Object.entries(bases)) {
      for (const xsd of names.split(" ")) {
        assert.deepEqual(typeOfVariable(`<name>v</name><type>${xsd}</type>`), {
          kind: "simple",
          base,
          xsd,
        });
      }
    }
    assert.deepEqual(typeOfVariable("<name>v</name><type>anyType</type>"), { kind: "any" });
    assert.equal(
      (typeOfVariable("<name>v</name><type>NMTOKENS</type>") as { list?: true }).list,
      true,
    );
  });

  it("are the specification's own, though editors give them the namespace of XML Schema", () => {
    const named = { kind: "named", name: "Order" };
    assert.deepEqual(
      typeOfVariable(
        "<name>v</name><type>Order</type><namespace>http://www.w3.org/2001/XMLSchema</namespace>",
        order,
      ),
      named,
    );
    assert.deepEqual(typeOfVariable("<name>v</name><type>my:Order</type>", order), named);
  });

  it("are the specification's own before a built-in one when the namespace is another", () => {
    assert.deepEqual(
      typeOfVariable("<name>v</name><type>long</type><namespace>urn:mine</namespace>", order),
      { kind: "named", name: "long" },
    );
  });

  it("are YAWL's own, which then stand in the library", () => {
    for (const name of ["YTimerType", "YDocumentType", "YStringListType"]) {
      const { types, decompositions } = read(
        specificationFile({ variables: variable("localVariable", "v", name) }),
      );
      assert.equal(types[name]?.kind, "complex");
      const [net] = decompositions;
      assert.deepEqual(net?.kind === "net" && net.locals[0]?.type, { kind: "named", name });
    }
  });

  it("are those of global elements, which name the variable, too", () => {
    const global = schema(
      `<xs:element name="Song" type="xs:string"/><xs:element name="Album"><xs:complexType/></xs:element>`,
    );
    assert.deepEqual(typeOfVariable("<element>Song</element>", global), TEXT);
    assert.deepEqual(typeOfVariable("<element>Album</element>", global), {
      kind: "named",
      name: "Album",
    });
    const net = read(
      specificationFile({
        schema: global,
        variables: "<localVariable><element>Song</element></localVariable>",
      }),
    ).decompositions[0];
    assert.equal(net?.kind === "net" && net.locals[0]?.name, "Song");
  });

  it("are any when untyped, and any with a warning when unknown", () => {
    for (const untyped of ["<isUntyped/>", "<untyped/>"]) {
      assert.deepEqual(typeOfVariable(`<name>v</name>${untyped}`), { kind: "any" });
    }
    for (const declaration of [
      "<name>v</name><type>mm:StubType</type>",
      "<element>Song</element>",
      "<name>v</name>",
    ]) {
      const text = specificationFile({
        variables: `<localVariable>${declaration}</localVariable>`,
      });
      const { specification, warnings } = readWithWarnings(text);
      const [net] = specification.decompositions;
      assert.deepEqual(net?.kind === "net" && net.locals[0]?.type, { kind: "any" });
      assert.match(warnings[0]?.message ?? "", /any value is accepted/);
      assert.equal(warnings[0]?.line, 3);
    }
  });
});

describe("The schema of a specification", () => {
  it("is read whatever its prefix, also as default namespace", () => {
    const text = `<schema xmlns="http://www.w3.org/2001/XMLSchema"><complexType name="Bobs"><sequence>
      <element name="bob" type="string"/><element name="more" type="Bobs" minOccurs="0"/></sequence></complexType></schema>`;
    const type = read(specificationFile({ schema: text })).types["Bobs"];
    assert.deepEqual(
      type?.kind === "complex" &&
        type.content?.particles.map((particle) => particle.kind === "element" && particle.type),
      [TEXT, { kind: "named", name: "Bobs" }],
    );
  });

  it("is kept as text that stands on its own", () => {
    const set = `xmlns="http://www.yawlfoundation.org/yawlschema" ${XS} version="4.0"`;
    const { schemaXml } = read(
      specificationFile({ set, schema: "<xs:schema> <xs:element name='a'/></xs:schema>" }),
    );
    assert.equal(schemaXml, `<xs:schema ${XS}> <xs:element name='a'/></xs:schema>`);
  });

  it("may name types like properties of objects", () => {
    const types = typesOf(complex("__proto__", "") + complex("constructor", ""));
    assert.deepEqual(Object.keys(types), ["__proto__", "constructor"]);
  });

  it("reads the first of two definitions of one name, with a warning", () => {
    const twice =
      simple("T", `<xs:restriction base="xs:int"/>`) +
      simple("T", `<xs:restriction base="xs:date"/>`);
    assert.deepEqual(warningsOf(twice), ['There is a second type "T"; the first is read.']);
  });
});
