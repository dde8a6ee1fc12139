import assert from "node:assert/strict";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import { assertSameAfterwards, written } from "./round-trip.ts";
import { assertValid, hasSchema } from "./schema-validity.ts";
import { BETA, messages, read, specificationFile, task, to, variable, work } from "./specification-file.ts";

describe("What a reader did not understand", () => {
  const file = specificationFile({
    head: "<metaData><mood>good</mood></metaData>",
    variables:
      variable("inputParam", "second", "string", "<index>2</index><rank>2</rank>") +
      variable("inputParam", "first", "string", "<index>1</index><rank>1</rank>"),
    elements: task(
      "a",
      `<rating stars="5">?> &amp; <![CDATA[<x>]]></rating><rating/>`,
      'colour="red"',
      to("o", "<stray/>") + to("o", "<stray/>"),
    ),
    others: `<x:note xmlns:x="urn:x" x:by="me"><x:text/></x:note>${work("W", "<deep><er/></deep>")}`,
  }).replace("</specificationSet>", '<specification uri="Other"/></specificationSet>');
  const specification = read(file);
  const { text, lost } = writeYawl(specification);

  it("comes back from a written file", () => {
    assert.equal(specification.unread?.length, 11);
    assertSameAfterwards(specification);
  });

  it("stands at its place", () => {
    /** The start tag of the element that a text stands in. */
    const around = (xml: string): string | undefined => {
      const at = text.indexOf(xml);
      assert.ok(at !== -1, `${xml} in ${text}`);
      const before = text.slice(0, text.lastIndexOf("<?mizzen", at)).replaceAll(/<\?.*?\?>/g, "");
      const open: string[] = [];
      for (const [tag, end, , empty] of before.matchAll(/<(\/?)([\w:]+)[^<>]*?(\/?)>/g)) {
        if (end) open.pop();
        else if (!empty) open.push(tag);
      }
      return open.at(-1);
    };
    const near = (xml: string, start: string): void => {
      assert.ok(around(xml)?.startsWith(start), `${xml} in ${around(xml)}`);
    };
    near('"as":"mood"', "<metaData");
    near('"as":"@colour"', '<task id="a"');
    near('"as":"rating[2]"', '<task id="a"');
    near('"as":"deep"', '<decomposition id="W"');
    near('"as":"note"', "<specification ");
    near('"as":"specification[2]"', "<specificationSet ");
    const first = text.indexOf("<name>first</name>");
    const ranks = [text.indexOf("<rank xmlns"), text.lastIndexOf("<rank xmlns")].map((at) =>
      text.slice(at, at + 80).replace(/.*?>(\d).*/s, "$1"),
    );
    assert.ok(first < text.indexOf("<name>second</name>"));
    assert.deepEqual(ranks, ["1", "2"]);
  });

  it("is listed as what only Mizzen finds, and does not make the file invalid", async function () {
    assert.equal(lost.filter(({ message }) => /only Mizzen finds it/.test(message)).length, 11);
    if (hasSchema()) await assertValid(new Map([["kept", text]]));
  });

  it("is told again when the written file is read", () => {
    assert.deepEqual(
      written(specification)
        .unread?.map(({ path, xml }) => [path, xml])
        .toSorted(),
      specification.unread?.map(({ path, xml }) => [path, xml]).toSorted(),
    );
  });

  it("may be an instruction of a later Mizzen", () => {
    const later = read(
      specificationFile({ elements: task("a", '<?mizzen {"tide":"high","label":["x"]}?>') }),
    );
    assert.deepEqual(
      later.unread?.map(({ path, xml }) => [path.split("/").at(-1), xml]),
      [["?mizzen", '{"tide":"high"}']],
    );
    assertSameAfterwards(later);
  });

  it("may stand where schema 4.0 has nothing at all", () => {
    const old = read(
      specificationFile({
        head: `<metaData/><import namespace="urn:x" location="x.xsd"/>`,
        set: `xmlns="${BETA}" version="Beta 4"`,
        afterElements: `<outputExpression query="/Main/v"/><outputExpression query="/Main/w"/>`,
      }),
    );
    assert.equal(old.unread?.length, 3);
    assertSameAfterwards(old);
  });
});

describe("A file of an early version", () => {
  const party = (element: string, name: string): string =>
    `<${element}><name>${name}</name><address><numAndStreet><number>1</number><street>High Street</street></numAndStreet><suburbOrTown>Town</suburbOrTown><postOrZipCode>4000</postOrZipCode><state>Q</state><country>AU</country></address><emailAddress>${name}@x</emailAddress><description>d</description></${element}>`;
  const metaData = `<metaData><title>t</title>${party("creator", "Ann")}<subject>s</subject>${party("publisher", "Bob")}${party("contributor", "Cid")}<rights>all</rights><replaces>urn:old</replaces>
<modification>${party("by", "Dan")}<on>2004-01-01T00:00:00</on></modification><validFrom>soon</validFrom></metaData>`;
  const head = (more = ""): string => `${metaData}${more}`;

  it("keeps people with their addresses, publisher, rights and modifications", () => {
    const specification = read(specificationFile({ head: head(), set: `xmlns="${BETA}" version="Beta 4"` }));
    const { creators, publisher, rights, replaces, modifications, validFrom } = specification.metadata;
    const person = (name: string) => ({
      name,
      contacts: [
        {
          number: "1",
          street: "High Street",
          suburbOrTown: "Town",
          state: "Q",
          postOrZipCode: "4000",
          country: "AU",
        },
        { email: `${name}@x` },
      ],
      description: "d",
    });
    assert.deepEqual(
      { creators, publisher, rights, replaces, modifications, validFrom },
      {
        creators: [person("Ann")],
        publisher: person("Bob"),
        rights: "all",
        replaces: ["urn:old"],
        modifications: [{ by: person("Dan"), on: "2004-01-01T00:00:00" }],
        validFrom: "soon",
      },
    );
    assertSameAfterwards(specification);
    const { text, lost } = writeYawl(specification);
    assert.match(text, /<creator>Ann<\/creator>/);
    assert.match(messages(lost).join(), /no room for all of the metadata/);
  });

  it("keeps the root of its XML view, so that its queries still find their data", () => {
    const file = specificationFile({
      set: `xmlns="${BETA}" version="Beta 3"`,
      elements: task("a", "", "", to("o", "<predicate>/data/v = 'x'</predicate>")),
      others: work("Two words"),
    });
    const again = written(read(file));
    assert.deepEqual(
      again.decompositions.map(({ id, root }) => [id, root]),
      [
        ["Main", "data"],
        ["Two words", "data"],
      ],
    );
    assert.match(messages(writeYawl(read(file)).lost).join(), /queries see the data under "data"/);
  });

  it("is valid as 4.0 whatever its decompositions are called", async function () {
    if (!hasSchema()) this.skip();
    const file = specificationFile({
      set: `xmlns="${BETA}"`,
      head: head(),
      elements: task("a", '<decomposesTo id="Two words"/>'),
      others: work("Two words"),
    });
    await assertValid(new Map([["early", writeYawl(read(file)).text]]));
  });
});
