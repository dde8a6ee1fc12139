import assert from "node:assert/strict";
import { readYawl } from "../../yawl/files/yawl.ts";
import {
  BETA,
  FOUNDATION,
  mainNet,
  messages,
  onlyWork,
  read,
  readWithWarnings,
  refusal,
  specificationFile,
  task,
  to,
  variable,
  work,
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
    const { specification, warnings } = readWithWarnings(
      specificationFile({ set: `xmlns="${FOUNDATION}"` }),
    );
    assert.equal(specification.format, "4.0");
    assert.match(warnings[0]?.message ?? "", /does not say its schema version/);
  });

  it("warns when version and namespace do not go together", () => {
    const { warnings } = readWithWarnings(
      specificationFile({ set: `xmlns="${BETA}" version="4.0"` }),
    );
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
    assert.equal(one.specification.metadata["uri"], "http://example.org/Order one");
    assert.equal(one.specification.title, "http://example.org/Order one");
    assert.match(one.warnings[0]?.message ?? "", /cannot stand in a URL/);
    assert.match(read(specificationFile({ uri: "订单" })).id, /^[0-9a-f]{8}$/);
    assert.match(read(specificationFile({ uri: ".." })).id, /^[0-9a-f]{8}$/);
    assert.ok(read(specificationFile({ uri: "x".repeat(5000) })).id.length <= 200);
  });

  it("has the version and other metadata, several of one name joined", () => {
    const { version, metadata } = read(specificationFile({ head: metaData }));
    assert.equal(version, "1.2");
    assert.deepEqual(metadata, { title: "From meta", creator: "A; B", version: "1.2" });
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
      read(
        specificationFile({ head: "<documentation> what it is for </documentation><metaData/>" }),
      ).documentation,
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

describe("Nets and work", () => {
  it("have their variables in the order of their index, otherwise of the file", () => {
    const net = mainNet({
      variables:
        variable("localVariable", "c", "string", "<index>2</index>") +
        variable("localVariable", "a", "string", "<index>1</index>") +
        variable("localVariable", "b", "string", "<index>1</index>"),
    });
    assert.deepEqual(
      net.locals.map(({ name }) => name),
      ["a", "b", "c"],
    );
  });

  it("have parameters that are mandatory, documented and extended", () => {
    const net = mainNet({
      variables: `<inputParam readOnly="true"><documentation>who</documentation><name>a</name><type>string</type><mandatory/></inputParam>
        <inputParam><name>b</name><type>string</type><mandatory>false</mandatory></inputParam>
        <inputParam mandatory="true"><name>c</name><type>string</type></inputParam>`,
    });
    const type = { kind: "simple", base: "string", xsd: "string" };
    assert.deepEqual(net.inputs, [
      { name: "a", type, mandatory: true, documentation: "who", attributes: { readOnly: "true" } },
      { name: "b", type },
      { name: "c", type, mandatory: true },
    ]);
  });

  it("keep initial and default values as the XML content that they are", () => {
    const net = mainNet({
      variables:
        variable(
          "inputParam",
          "a",
          "string",
          "<initialValue>&lt;song&gt;x&lt;/song&gt;</initialValue>",
        ) +
        variable("inputParam", "e", "string", "<initialValue/>") +
        variable("outputParam", "b", "string", "<defaultValue> 7 </defaultValue>") +
        variable("localVariable", "c", "string", "<initialValue><song n='1'/>&amp;</initialValue>"),
    });
    assert.deepEqual(
      [...net.inputs, ...net.outputs, ...net.locals].map(({ initialXml }) => initialXml),
      ["<song>x</song>", "", " 7 ", "<song n='1'/>&amp;"],
    );
  });

  it("have names, conditions with flows, and attributes", () => {
    const net = mainNet({
      netAttributes: 'color="red"',
      variables: "<name>Main net</name>",
      elements: `<condition id="c"><name>Waiting</name>${to("o")}</condition>`,
    });
    assert.deepEqual([net.name, net.attributes], ["Main net", { color: "red" }]);
    assert.deepEqual(net.conditions, [
      {
        id: "c",
        name: "Waiting",
        flows: [{ to: "o", place: { line: 5, column: 39 } }],
        place: { line: 5, column: 1 },
      },
    ]);
    assert.equal(net.inputCondition.id, "i");
    assert.deepEqual(net.outputCondition.flows, []);
  });

  it("is manual work unless it says automated", () => {
    assert.equal(onlyWork("").interaction, "manual");
    assert.equal(
      onlyWork("<externalInteraction>automated</externalInteraction>").interaction,
      "automated",
    );
  });

  it("names its codelet, its service and the web service behind it", () => {
    const found = onlyWork(
      `<yawlService id="http://x/ib"><wsdlLocation>http://y?wsdl</wsdlLocation><operationName>quote</operationName></yawlService><codelet>ExampleCodelet</codelet>`,
      'skipOutputValidation="true"',
    );
    assert.equal(found.service, "http://x/ib");
    assert.equal(found.codelet, "ExampleCodelet");
    assert.deepEqual(found.attributes, {
      skipOutputValidation: "true",
      wsdlLocation: "http://y?wsdl",
      operationName: "quote",
    });
  });

  it("is told apart by what a decomposition has when it does not say what it is", () => {
    const net = `<decomposition id="N"><processControlElements><inputCondition id="i">${to("o")}</inputCondition><outputCondition id="o"/></processControlElements></decomposition>`;
    const kinds = read(
      specificationFile({ others: `${net}<decomposition id="W"/>` }),
    ).decompositions.map(({ kind }) => kind);
    assert.deepEqual(kinds, ["net", "net", "work"]);
  });
});

describe("What a reader does not understand", () => {
  it("is recorded with path and line, the outermost element only", () => {
    const { specification } = readWithWarnings(
      specificationFile({
        elements: `<task id="a" colour="red">stray${to("o", "<documentation>d</documentation>")}<join code="xor"/><split code="and"/><rating><stars/></rating></task>`,
        others: `${work("W", "<logPredicate><start>s</start></logPredicate>")}<x:note xmlns:x="urn:x"/>`,
      }),
    );
    const net = "specification[]/decomposition[Main]/processControlElements/task[a]".replace(
      "[]",
      "",
    );
    assert.deepEqual(specification.unread, [
      { path: `${net}/@colour`, line: 5 },
      { path: `${net}/text()`, line: 5 },
      { path: `${net}/flowsInto/documentation`, line: 5 },
      { path: `${net}/rating`, line: 5 },
      { path: "specification/decomposition[W]/logPredicate", line: 7 },
      { path: "specification/note", line: 7 },
    ]);
  });

  it("is recorded once for the layout", () => {
    const text = specificationFile().replace(
      "</specificationSet>",
      "<layout><net/><net/></layout></specificationSet>",
    );
    assert.deepEqual(read(text).unread, [{ path: "layout", line: 7 }]);
  });

  it("is warned of when a case would run differently with it", () => {
    const { warnings } = readWithWarnings(
      specificationFile({
        head: `<metaData/><import location="x.xsd"/><importedNet>n</importedNet>`,
        variables: `<outputParam><name>p</name><type>string</type><isCutThroughParam/></outputParam>`,
        elements: task("a", "<configuration/>"),
        afterElements: "<externalDataGateway>g</externalDataGateway>",
        others: work("W", variable("enablementParam", "e")),
      }),
    );
    assert.equal(warnings.length, 6);
    assert.deepEqual(
      warnings.map(({ line }) => line),
      [2, 2, 3, 5, 3, 7].toSorted(),
    );
  });

  it("leaves nothing of an ordinary file unread", () => {
    assert.equal(read(specificationFile()).unread, undefined);
  });

  it("is the second of two specifications", () => {
    const second = '<specification uri="Other"><rubbish/></specification></specificationSet>';
    const { specification, warnings } = readWithWarnings(
      specificationFile().replace("</specificationSet>", second),
    );
    assert.equal(specification.id, "Order");
    assert.deepEqual(messages(warnings), [
      "Only the first specification of the file is read; this is another.",
    ]);
    assert.equal(specification.unread, undefined);
  });
});

describe("A specification that is wrong", () => {
  it("is refused with everything that is wrong, each at its place", () => {
    const fault = refusal(
      specificationFile({
        elements: `${task("a", "", "", to("nowhere"))}
${task("a")}
<task id="b">${to("o", '<predicate ordering="first">true()</predicate>')}<split code="nor"/></task>`,
        others: `${work("W")}\n${work("W")}\n<decomposition id="N" isRootNet="true" xsi:type="NetFactsType"/>`,
      }),
    );
    assert.equal(fault.type, "invalid-specification");
    assert.match(
      fault.message,
      /^The specification cannot be read; 8 things are wrong in it, the first: .* \(line 5, column \d+\)\.$/,
    );
    assert.deepEqual(
      fault.details?.map(({ line, message }) => [line, message]),
      [
        [5, 'A flow leads to "nowhere", which the net does not have.'],
        [6, 'The net has more than one element "a".'],
        [7, "<task> has no <join>."],
        [7, 'The ordering "first" of a flow is no whole number.'],
        [7, '<split> must say and, xor, or; it says "nor".'],
        [10, 'There is more than one decomposition "W".'],
        [11, "<decomposition> has no <processControlElements>."],
        [11, "The specification has more than one root net; this is another."],
      ],
    );
    assert.ok(
      fault.details?.every(({ element, column }) => element !== undefined && column !== undefined),
    );
  });

  it("has no specification", () => {
    assert.match(
      refusal(`<specificationSet xmlns="${FOUNDATION}" version="4.0"/>`).message,
      /no <specification>/,
    );
  });

  it("has no root net", () => {
    assert.match(
      refusal(specificationFile().replace('isRootNet="true"', "")).message,
      /no root net/,
    );
  });

  it("has no or two input and output conditions", () => {
    const file = specificationFile();
    assert.match(
      refusal(file.replace('<outputCondition id="o"/>', '<condition id="o"/>')).message,
      /no <outputCondition>/,
    );
    assert.match(
      refusal(
        file.replace(
          '<outputCondition id="o"/>',
          '<outputCondition id="o"/><outputCondition id="p"/>',
        ),
      ).message,
      /more than one <outputCondition>/,
    );
    assert.match(
      refusal(file.replaceAll("inputCondition", "condition")).message,
      /no <inputCondition>/,
    );
  });

  it("has a decomposition of a type that YAWL does not know", () => {
    assert.match(
      refusal(specificationFile({ others: work("W").replace("WebServiceGateway", "Sub") })).message,
      /SubFactsType/,
    );
  });

  it("has elements without ids and flows without ends", () => {
    const fault = refusal(specificationFile({ elements: `<condition><flowsInto/></condition>` }));
    assert.deepEqual(messages(fault.details), [
      "<condition> has no id.",
      "<flowsInto> has no <nextElementRef>.",
    ]);
  });

  it("lists at most 100 of the things that are wrong", () => {
    const fault = refusal(specificationFile({ elements: task("a", "", "", to("x").repeat(5000)) }));
    assert.equal(fault.details?.length, 100);
    assert.match(fault.message, /5000 things/);
  });

  it("is refused when it is longer than the caller allows", () => {
    const result = readYawl(specificationFile(), { maxLength: 100 });
    assert.equal(!result.ok && result.fault.type, "too-large");
  });
});
