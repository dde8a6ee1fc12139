import assert from "node:assert/strict";
import {
  XS,
  TEXT,
  schema,
  typesOf,
  warningsOf,
  complex,
  element,
  simple,
  typeOfVariable,
} from "./schema-text.ts";
import { read, readWithWarnings, specificationFile, variable } from "./specification-file.ts";

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
    const list = typeOfVariable("<name>v</name><type>NMTOKENS</type>");
    assert.ok(list?.kind === "simple" && list.list);
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
      simple("T", `<xs:restriction base="xs:int"/>`) + simple("T", `<xs:restriction base="xs:date"/>`);
    assert.deepEqual(warningsOf(twice), ['There is a second type "T"; the first is read.']);
  });
});
