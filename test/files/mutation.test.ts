import assert from "node:assert/strict";
import * as fc from "fast-check";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import { EVERYTHING, fromDialect } from "./dialect-sample.ts";
import { runs } from "../property/runs.ts";
import { assertSameAfterwards } from "./round-trip.ts";
import { specificationFile, task, to, variable, work } from "./specification-file.ts";
import { WHOLE_FILE } from "./whole-file.ts";

/** A file with something of everything, so that a mutation can hit any reader. */
const FILE = specificationFile({
  head: "<name>Order</name><metaData><version>1.0</version><creator>x</creator></metaData>",
  schema: `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:group name="G"><xs:sequence><xs:element name="g" type="xs:int"/></xs:sequence></xs:group>
    <xs:complexType name="B"><xs:choice><xs:group ref="G"/><xs:element name="b" type="B" minOccurs="0"/></xs:choice><xs:attribute name="x" type="S"/></xs:complexType>
    <xs:complexType name="T"><xs:complexContent><xs:extension base="B"><xs:sequence><xs:any/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:simpleType name="S"><xs:restriction base="xs:string"><xs:enumeration value="1"/><xs:pattern value="\\d"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="U"><xs:union memberTypes="S xs:date"/></xs:simpleType></xs:schema>`,
  variables:
    variable("inputParam", "p", "T") + variable("localVariable", "v", "U", "<initialValue>1</initialValue>"),
  elements:
    task(
      "a",
      `<removesTokens id="b"/><startingMappings><mapping><expression query="/Main/v"/><mapsTo>q</mapsTo></mapping></startingMappings>
      <timer><trigger>OnEnabled</trigger><durationparams><ticks>3</ticks><interval>DAY</interval></durationparams></timer>
      <resourcing><offer initiator="system"><distributionSet><initialSet><role>R</role></initialSet></distributionSet></offer></resourcing><decomposesTo id="W"/>
      <minimum>1</minimum><maximum>2</maximum><threshold>1</threshold><creationMode code="static"/><miDataInput><expression query="/Main/v"/>
      <splittingExpression query="/v/*"/><formalInputParam>q</formalInputParam></miDataInput>`,
      'xsi:type="MultipleInstanceExternalTaskFactsType"',
      to("b", '<predicate ordering="1">true()</predicate><isDefaultFlow/>'),
    ) + task("b"),
  others: work("W", variable("inputParam", "q")),
});

/** The dialect's own, in instructions for Mizzen's reader. */
const WITH_INSTRUCTIONS = writeYawl(fromDialect(EVERYTHING)).text;

/** Pieces that hurt more than random characters do. */
const PIECES = [
  "<",
  ">",
  "&",
  '"',
  "</",
  "/>",
  "<!DOCTYPE a>",
  "<![CDATA[",
  "]]>",
  "&#0;",
  "&x;",
  "xmlns=''",
  "\u0000",
  "\uD800",
  "__proto__",
  "-1",
  "<task/>",
  "<specification/>",
];

/** What is read is written, too, and then reads the same. */
function neverThrows(text: string): void {
  const result = readYawl(text);
  if (result.ok) assertSameAfterwards(result.value.specification);
  else {
    assert.match(result.fault.message, /\.$/);
    assert.ok(["invalid-specification", "too-large"].includes(result.fault.type));
  }
}

describe("A file that was damaged", () => {
  it("is good before", () => {
    const result = readYawl(FILE);
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual(result.value.warnings, []);
  });

  it("is read or refused, but never throws: characters replaced, taken out or put in", function () {
    this.timeout(Number(process.env["PROPERTY_RUNS"] ?? 300) * 100 + 30_000);
    const edit = fc.record({
      at: fc.nat(FILE.length),
      remove: fc.nat({ max: 20 }),
      insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 5 })),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = FILE;
        for (const { at, remove, insert } of edits)
          text = text.slice(0, at) + insert + text.slice(at + remove);
        neverThrows(text);
      }),
      runs(300),
    );
  });

  for (const [name, file] of Object.entries({ FILE, WHOLE_FILE, WITH_INSTRUCTIONS }))
    it(`is read or refused, but never throws: elements and values exchanged, still well-formed (${name})`, function () {
      this.timeout(Number(process.env["PROPERTY_RUNS"] ?? 300) * 100 + 60_000);
      const tags = [...file.matchAll(/<(\w+)[^<>]*\/>/g)];
      const words = [...file.matchAll(/"[^"<>]*"|(?<=>)[^<>\s]+(?=<)/g)];
      const change = fc.oneof(
        fc.constantFrom(...tags).map((tag) => ({ at: tag.index, length: tag[0].length, text: "" })),
        fc
          .tuple(
            fc.constantFrom(...words),
            fc.constantFrom("", "a", "B", "T", "xs:int", "-7", "99999999999999", "__proto__", "Main", "true"),
          )
          .map(([word, text]) => ({
            at: word.index,
            length: word[0].length,
            text: word[0].startsWith('"') ? `"${text}"` : text,
          })),
      );
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
          let text = file;
          for (const { at, length, text: by } of changes.toSorted((one, other) => other.at - one.at)) {
            text = text.slice(0, at) + by + text.slice(at + length);
          }
          neverThrows(text);
        }),
        runs(300),
      );
    });

  it("is read or refused, but never throws: any text at all", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), neverThrows), { numRuns: 300 });
  });
});
