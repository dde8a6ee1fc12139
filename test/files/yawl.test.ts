import assert from "node:assert/strict";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import {
  FOUNDATION,
  messages,
  read,
  readWithWarnings,
  refusal,
  specificationFile,
  task,
  to,
  variable,
  work,
} from "./specification-file.ts";

describe("What a reader does not understand", () => {
  const net = "specification/decomposition[Main]/processControlElements/task[a]";

  it("is kept with path and place, the outermost element only", () => {
    const { specification, warnings } = readWithWarnings(
      specificationFile({
        elements: `<task id="a" colour="red">stray${to("o")}<join code="xor"/><split code="and"/><rating><stars/></rating></task>`,
        others: `<x:note xmlns:x="urn:x"/>`,
      }),
    );
    assert.deepEqual(specification.unread, [
      { path: `${net}/@colour`, line: 5, column: 1, xml: "red" },
      { path: `${net}/text()`, line: 5, column: 1, xml: "stray" },
      {
        path: `${net}/rating`,
        line: 5,
        column: 116,
        xml: `<rating xmlns="${FOUNDATION}"><stars/></rating>`,
      },
      { path: "specification/note", line: 7, column: 1, xml: '<x:note xmlns:x="urn:x"/>' },
    ]);
    assert.deepEqual(
      warnings.map(({ element, line, column }) => ({ element, line, column })),
      specification.unread.map(({ path, line, column }) => ({ element: path, line, column })),
    );
  });

  it("is told apart by number where there are several of one name", () => {
    const stray = "<flowsInto><nextElementRef id='o'/><stray/></flowsInto>";
    const { unread } = read(
      specificationFile({
        elements: `<condition id="c">${stray}${stray}</condition>`,
        variables: variable("inputParam", "p", "string", "<rank/>"),
      }),
    );
    assert.deepEqual(
      unread?.map(({ path }) => path.replace("specification/decomposition[Main]/", "")),
      [
        "inputParam[p]/rank",
        "processControlElements/condition[c]/flowsInto/stray",
        "processControlElements/condition[c]/flowsInto[2]/stray",
      ],
    );
  });

  it("is kept up to a number, and then it is told that there is more", () => {
    const { specification, warnings } = readWithWarnings(
      specificationFile({ head: `<metaData>${"<x/>".repeat(1500)}</metaData>` }),
    );
    assert.equal(specification.unread?.length, 1000);
    assert.ok(messages(warnings).some((message) => /not kept|more than 1000/.test(message)));
  });

  it("is warned of when a case would run differently with it", () => {
    const { warnings } = readWithWarnings(
      specificationFile({
        head: `<metaData/><import location="x.xsd"/>`,
        variables: `<outputParam><name>p</name><type>string</type><isCutThroughParam/></outputParam>`,
        elements: task("a", "<configuration/>"),
        afterElements: "<externalDataGateway>g</externalDataGateway>",
        others: `${work("W", variable("enablementParam", "e"))}<importedNet>n</importedNet>`,
      }),
    );
    assert.deepEqual(
      warnings.map(({ line }) => line),
      [2, 3, 5, 6, 7, 7],
    );
  });

  it("leaves nothing of an ordinary file unread", () => {
    assert.equal(read(specificationFile()).unread, undefined);
  });

  it("is the second of two specifications, as a whole", () => {
    const second = '<specification uri="Other"><rubbish/></specification>';
    const { specification, warnings } = readWithWarnings(
      specificationFile().replace("</specificationSet>", `${second}</specificationSet>`),
    );
    assert.equal(specification.id, "Order");
    assert.deepEqual(messages(warnings), [
      "There is more than one <specification>; the first is read.",
      "This is not understood; it is kept as it is.",
    ]);
    assert.deepEqual(
      specification.unread?.map(({ path, xml }) => [path, xml.replace(/ xmlns="[^"]*"/, "")]),
      [["specification[2]", second]],
    );
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
    assert.ok(fault.details?.every(({ element, column }) => element !== undefined && column !== undefined));
  });

  it("has no specification", () => {
    assert.match(
      refusal(`<specificationSet xmlns="${FOUNDATION}" version="4.0"/>`).message,
      /no <specification>/,
    );
  });

  it("has no root net", () => {
    assert.match(refusal(specificationFile().replace('isRootNet="true"', "")).message, /no root net/);
  });

  it("has no or two input and output conditions", () => {
    const file = specificationFile();
    assert.match(
      refusal(file.replace('<outputCondition id="o"/>', '<condition id="o"/>')).message,
      /no <outputCondition>/,
    );
    assert.match(
      refusal(file.replace('<outputCondition id="o"/>', '<outputCondition id="o"/><outputCondition id="p"/>'))
        .message,
      /more than one <outputCondition>/,
    );
    assert.match(refusal(file.replaceAll("inputCondition", "condition")).message, /no <inputCondition>/);
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
