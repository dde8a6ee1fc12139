import assert from "node:assert/strict";
import { mainNet, onlyWork, read, specificationFile, to, variable } from "./specification-file.ts";

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
        variable("inputParam", "a", "string", "<initialValue>&lt;song&gt;x&lt;/song&gt;</initialValue>") +
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
    assert.equal(onlyWork("<externalInteraction>automated</externalInteraction>").interaction, "automated");
  });

  it("names its codelet, its service and the web service behind it", () => {
    const found = onlyWork(
      `<yawlService id="http://x/ib"><wsdlLocation>http://y?wsdl</wsdlLocation><operationName>quote</operationName></yawlService><codelet>ExampleCodelet</codelet>`,
      'skipOutputValidation="true"',
    );
    assert.equal(found.service, "http://x/ib");
    assert.equal(found.codelet, "ExampleCodelet");
    assert.deepEqual(found.attributes, { skipOutputValidation: "true" });
    assert.deepEqual(found.serviceCall, { wsdlLocation: "http://y?wsdl", operationName: "quote" });
  });

  it("is told apart by what a decomposition has when it does not say what it is", () => {
    const net = `<decomposition id="N"><processControlElements><inputCondition id="i">${to("o")}</inputCondition><outputCondition id="o"/></processControlElements></decomposition>`;
    const kinds = read(specificationFile({ others: `${net}<decomposition id="W"/>` })).decompositions.map(
      ({ kind }) => kind,
    );
    assert.deepEqual(kinds, ["net", "net", "work"]);
  });
});
