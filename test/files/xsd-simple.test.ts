import assert from "node:assert/strict";
import { TEXT, typesOf, warningsOf, simple } from "./schema-text.ts";

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
