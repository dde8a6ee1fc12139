import assert from "node:assert/strict";
import { deepText, innerXml, namespaceOf, outerXml, type XmlDocument } from "../../yawl/files/xml/element.ts";
import { parseXml } from "../../yawl/files/xml/parse.ts";
import type { Fault } from "../../yawl/model/fault.ts";

function parsed(text: string): XmlDocument {
  const result = parseXml(text);
  if (!result.ok) assert.fail(result.fault.message);
  return result.value;
}

function refused(text: string, maxLength?: number): Fault {
  const result = parseXml(text, maxLength === undefined ? {} : { maxLength });
  if (result.ok) assert.fail("was parsed");
  return result.fault;
}

describe("XML of specification files", () => {
  it("gives every element its line and column, whatever the line ends", () => {
    const { root } = parsed(
      "<?xml version='1.0'?>\r\n<!-- note --><net>\n  <task/>\r  <task\n a='1'/></net>",
    );
    assert.deepEqual(root.place, { line: 2, column: 14 });
    assert.deepEqual(
      root.children.map(({ place }) => place),
      [
        { line: 3, column: 3 },
        { line: 4, column: 3 },
      ],
    );
  });

  it("does not count a byte order mark as a column", () => {
    assert.deepEqual(parsed("\uFEFF<net/>").root.place, { line: 1, column: 1 });
  });

  it("resolves the namespaces of elements and attributes", () => {
    const { root } = parsed("<n:net xmlns:n='urn:n' xmlns='urn:d' n:id='1' id='2'><task/></n:net>");
    assert.deepEqual([root.name, root.prefix, root.namespace], ["net", "n", "urn:n"]);
    assert.deepEqual(root.attributes, [
      { name: "id", prefix: "n", namespace: "urn:n", value: "1" },
      { name: "id", prefix: "", namespace: "", value: "2" },
    ]);
    assert.equal(root.children[0]?.namespace, "urn:d");
    assert.equal(namespaceOf(root.children[0] ?? root, "n"), "urn:n");
    assert.equal(namespaceOf(root, "m"), undefined);
  });

  it("joins text, references and CDATA of an element, without that of its children", () => {
    const { root } = parsed("<q>a &lt; <b>c</b><![CDATA[<d>]]>&#x41;</q>");
    assert.equal(root.text, "a < <d>A");
    assert.equal(deepText(root), "a < <d>A c");
  });

  it("keeps what stands between the tags as it is written", () => {
    const document = parsed("<v> <a b='&lt;'/>x</v >");
    assert.equal(innerXml(document, document.root), " <a b='&lt;'/>x");
    assert.equal(innerXml(document, document.root.children[0] ?? document.root), "");
  });

  it("writes a part out so that it stands on its own", () => {
    const document = parsed(
      "<s xmlns:xs='urn:xs' xmlns:t='urn:\"t' xmlns:u='urn:u'><xs:schema><xs:e type='t:T'/></xs:schema></s>",
    );
    const [schema] = document.root.children;
    assert.ok(schema);
    const text = outerXml(document, schema);
    assert.equal(text, '<xs:schema xmlns:xs="urn:xs" xmlns:t="urn:&quot;t"><xs:e type=\'t:T\'/></xs:schema>');
    assert.equal(parsed(text).root.children[0]?.namespace, "urn:xs");
  });

  it("tells where malformed text is wrong", () => {
    const fault = refused("<net>\n  <task></net>");
    assert.equal(fault.type, "invalid-specification");
    assert.equal(fault.details?.[0]?.line, 2);
    assert.match(fault.message, /not well-formed XML: .*\(line 2, column \d+\)\.$/);
  });

  for (const [what, text] of Object.entries({
    "no text": "",
    "blank text": "  \n",
    "text that is no XML": "net: order",
    "an element without end": "<net>",
    "two root elements": "<net/><net/>",
    "text after the root element": "<net/>x",
    "an attribute that occurs twice": "<net id='1' id='2'/>",
    "a prefix that is not declared": "<y:net/>",
    "an undefined entity": "<net>&order;</net>",
    "an entity named like a property of objects": "<net>&constructor;</net>",
    "a character that XML does not allow": "<net>\u0001</net>",
  })) {
    it(`refuses ${what}`, () => {
      assert.equal(refused(text).type, "invalid-specification");
      assert.match(refused(text).message, /not well-formed XML/);
    });
  }
});

const inTime = (work: () => void): void => {
  const start = performance.now();
  work();
  assert.ok(performance.now() - start < 8000, "took too long");
};

describe("Hostile XML", () => {
  it("refuses a document type declaration at its place", () => {
    const fault = refused(
      "<?xml version='1.0'?>\n<!-- <!DOCTYPE no> -->\n <!DOCTYPE net SYSTEM 'net.dtd'>\n<net/>",
    );
    assert.equal(fault.type, "invalid-specification");
    assert.match(fault.message, /document type declaration/);
    assert.deepEqual([fault.details?.[0]?.line, fault.details?.[0]?.column], [3, 2]);
  });

  it("refuses a billion laughs before it expands one", () => {
    const laughs = Array.from({ length: 30 }, (_, i) => `<!ENTITY l${i + 1} "&l${i};&l${i};&l${i};&l${i};">`);
    inTime(() => {
      const fault = refused(`<!DOCTYPE net [<!ENTITY l0 "ha">${laughs.join("")}]><net>&l30;</net>`);
      assert.match(fault.message, /document type declaration/);
    });
  });

  it("refuses an external entity", () => {
    const fault = refused("<!DOCTYPE net [<!ENTITY f SYSTEM 'file:///etc/hostname'>]><net>&f;</net>");
    assert.match(fault.message, /document type declaration/);
  });

  it("refuses elements nested deeper than 200, at the first that is", () => {
    assert.equal(parsed("<a>".repeat(200) + "</a>".repeat(200)).root.name, "a");
    inTime(() => {
      const fault = refused("<a>".repeat(1_000_000));
      assert.equal(fault.type, "too-large");
      assert.deepEqual([fault.details?.[0]?.line, fault.details?.[0]?.column], [1, 601]);
    });
  });

  it("refuses text that is longer than the limit", () => {
    const fault = refused("<a>bc</a>", 8);
    assert.equal(fault.type, "too-large");
    assert.equal(fault.message, "The file has 9 characters; at most 8 are read.");
    assert.equal(refused("a".repeat(8_000_001)).type, "too-large");
  });

  it("refuses more than 500,000 elements", function () {
    this.timeout(20_000);
    inTime(() =>
      assert.match(refused(`<a>${"<b/>".repeat(500_000)}</a>`).message, /more than 500000 elements/),
    );
  });

  it("reads a file that is one long line in linear time", function () {
    this.timeout(20_000);
    inTime(() => assert.equal(parsed(`<a>${"x<b/>".repeat(100_000)}</a>`).root.children.length, 100_000));
  });

  it("keeps elements and attributes named like properties of objects", () => {
    const { root } = parsed("<__proto__ __proto__='1' constructor='2'><constructor/></__proto__>");
    assert.deepEqual(
      root.attributes.map(({ name, value }) => [name, value]),
      [
        ["__proto__", "1"],
        ["constructor", "2"],
      ],
    );
    assert.equal(root.children[0]?.name, "constructor");
  });
});
