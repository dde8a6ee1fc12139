import assert from "node:assert/strict";
import {
  BETA,
  FOUNDATION,
  messages,
  read,
  readWithWarnings,
  refusal,
  specificationFile,
} from "./specification-file.ts";

const BETA_2 = `<specificationSet xmlns="${BETA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<specification uri="Old.xml"><metaData/>
<rootNet id="top"><inputParam name="a"><type>xs:string</type></inputParam><processControlElements>
<inputCondition id="i"><flowsInto><nextElementRef id="t"/></flowsInto></inputCondition>
<task id="t"><flowsInto><nextElementRef id="o"/></flowsInto><join code="xor"/><split code="and"/><decomposesTo id="W"/></task>
<outputCondition id="o"/></processControlElements></rootNet>
<decomposition id="W" xsi:type="WebServiceGatewayFactsType"><outputExpression query="/data/a"/></decomposition>
</specification></specificationSet>`;

describe("Schema versions of YAWL", () => {
  it("Beta 2 has no version, a rootNet, names as attributes, and data as root of XML views", () => {
    const { format, rootNet, decompositions, version } = read(BETA_2);
    assert.deepEqual([format, rootNet, version], ["Beta 2", "top", "0.1"]);
    assert.deepEqual(
      decompositions.map(({ kind, id, root }) => [kind, id, root]),
      [
        ["net", "top", "data"],
        ["work", "W", "data"],
      ],
    );
    assert.equal(decompositions[0]?.inputs[0]?.name, "a");
  });

  for (const version of ["Beta 3", "beta3"]) {
    it(`${version} has data as root of XML views, too`, () => {
      const { format, decompositions } = read(
        specificationFile({ set: `xmlns="${BETA}" version="${version}"` }),
      );
      assert.deepEqual([format, decompositions[0]?.root], ["Beta 3", "data"]);
    });
  }

  for (const version of ["Beta 4", "Beta 6", "Beta 7.1"]) {
    it(`${version} has the decomposition's id as root of its XML view`, () => {
      const { format, decompositions } = read(
        specificationFile({ set: `xmlns="${BETA}" version="${version}"` }),
      );
      assert.deepEqual([format, decompositions[0]?.root], [version, "Main"]);
    });
  }

  for (const version of ["2.0", "2.1", "2.2", "3.0", "4.0"]) {
    it(`${version} has the decomposition's id as root of its XML view`, () => {
      const { format, decompositions, rootNet } = read(
        specificationFile({ set: `xmlns="${FOUNDATION}" version="${version}"` }),
      );
      assert.deepEqual([format, decompositions[0]?.root, rootNet], [version, "Main", "Main"]);
    });
  }

  it("is 4.0 with a warning when a later file does not say", () => {
    const { specification, warnings } = readWithWarnings(specificationFile({ set: `xmlns="${FOUNDATION}"` }));
    assert.equal(specification.format, "4.0");
    assert.match(warnings[0]?.message ?? "", /does not say its schema version/);
  });

  it("warns when version and namespace do not go together", () => {
    const { warnings } = readWithWarnings(specificationFile({ set: `xmlns="${BETA}" version="4.0"` }));
    assert.match(warnings[0]?.message ?? "", /Schema version 4.0 has the namespace/);
  });

  it("refuses other versions, namespaces and root elements", () => {
    assert.match(
      refusal(specificationFile({ set: `xmlns="${FOUNDATION}" version="9"` })).message,
      /"9" is not known/,
    );
    assert.match(
      refusal(specificationFile({ set: `xmlns="urn:x" version="4.0"` })).message,
      /none of YAWL's/,
    );
    assert.match(refusal(specificationFile({ set: `version="4.0"` })).message, /none of YAWL's/);
    const fault = refusal("\n <net/>");
    assert.equal(fault.type, "invalid-specification");
    assert.equal(
      fault.message,
      "The specification cannot be read: The root element must be <specificationSet>; it is <net> (line 2, column 2).",
    );
    assert.deepEqual(fault.details, [
      {
        element: "net",
        line: 2,
        column: 2,
        message: "The root element must be <specificationSet>; it is <net>.",
      },
    ]);
  });
});

describe("Identity of a specification", () => {
  const metaData =
    "<metaData><title>From meta</title><creator>A</creator><creator>B</creator><version>1.2</version></metaData>";

  it("is its uri, also with a file's ending", () => {
    assert.equal(read(specificationFile({ uri: "Timer.xml" })).id, "Timer.xml");
  });

  it("is made URL-safe, differently for different uris, which the metadata keep", () => {
    const one = readWithWarnings(specificationFile({ uri: "http://example.org/Order one" }));
    const other = read(specificationFile({ uri: "http://example.org/Order?one" }));
    assert.match(one.specification.id, /^http-example\.org-Order-one-[0-9a-f]{8}$/);
    assert.notEqual(one.specification.id, other.id);
    assert.equal(one.specification.metadata.uri, "http://example.org/Order one");
    assert.equal(one.specification.title, "http://example.org/Order one");
    assert.match(one.warnings[0]?.message ?? "", /cannot stand in a URL/);
    assert.match(read(specificationFile({ uri: "订单" })).id, /^[0-9a-f]{8}$/);
    assert.match(read(specificationFile({ uri: ".." })).id, /^[0-9a-f]{8}$/);
    assert.ok(read(specificationFile({ uri: "x".repeat(5000) })).id.length <= 200);
  });

  it("has the version and other metadata, lists of those that may occur more than once", () => {
    const { version, metadata } = read(specificationFile({ head: metaData }));
    assert.equal(version, "1.2");
    assert.deepEqual(metadata, { title: "From meta", creators: ["A", "B"] });
  });

  it("has version 0.1 when the metadata do not say", () => {
    assert.equal(read(specificationFile()).version, "0.1");
  });

  it("has its name as title, then the title of the metadata, then the uri", () => {
    assert.equal(read(specificationFile({ head: `<name>N</name>${metaData}` })).title, "N");
    assert.equal(read(specificationFile({ head: metaData })).title, "From meta");
    assert.equal(read(specificationFile()).title, "Order");
  });

  it("keeps the documentation", () => {
    assert.equal(
      read(specificationFile({ head: "<documentation> what it is for </documentation><metaData/>" }))
        .documentation,
      "what it is for",
    );
  });

  it("refuses a missing uri and a version that is no number", () => {
    assert.deepEqual(messages(refusal(specificationFile({ uri: " " })).details), [
      "<specification> has no uri.",
    ]);
    assert.match(
      refusal(specificationFile({ head: "<metaData><version>one</version></metaData>" })).message,
      /"one" .* is no number/,
    );
  });
});
