import assert from "node:assert/strict";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import {
  messages,
  onlyTask,
  readWithWarnings,
  refusal,
  specificationFile,
  task,
  to,
  variable,
  work,
} from "./specification-file.ts";

/** A file whose task `a`, in line 5, has this inside. */
const withTask = (inside: string, others = ""): string =>
  specificationFile({ elements: task("a", inside), others });

const timer = (inside: string): string => withTask(`<timer>${inside}</timer>`);
const trigger = "<trigger>OnEnabled</trigger>";
const mapping = (name: string, mapsTo: string): string =>
  `<${name}><mapping><expression query="/Main/v"/><mapsTo>${mapsTo}</mapsTo></mapping></${name}>`;
const instances = (minimum: string): string =>
  `<minimum>${minimum}</minimum><maximum>3</maximum><threshold>2</threshold><creationMode code="static"/><miDataInput><expression query="/Main/v"/><splittingExpression query="/v/*"/><formalInputParam>p</formalInputParam></miDataInput>`;

/** What is wrong: the file, the sentence that tells, and its line. */
const WRONG: Readonly<Record<string, readonly [string, RegExp, number]>> = {
  "an element that does not end": ["<specificationSet>\n<specification>", /not well-formed.*unclosed tag/, 2],
  "a tag that ends another": ["<a>\n<b></a>", /not well-formed/, 2],
  "an attribute without quotes": ["<a>\n\n<b c=d/></a>", /not well-formed/, 3],
  "an entity that nobody declared": [specificationFile({ head: "<name>&x;</name>" }), /undefined entity/, 2],
  "a document type": [`<!DOCTYPE a>\n${specificationFile()}`, /document type declaration/, 1],
  "an external entity": [
    `<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>`,
    /document type declaration/,
    2,
  ],
  "elements that nest too deep": [`<a>\n${"<b>".repeat(300)}`, /nested deeper than 200/, 2],
  "another root element": ["\n<definitions/>", /root element must be <specificationSet>/, 2],
  "another namespace": ['<specificationSet xmlns="urn:bpmn"/>', /is none of YAWL's/, 1],
  "an unknown schema version": [
    specificationFile({ set: 'xmlns="http://www.yawlfoundation.org/yawlschema" version="5"' }),
    /version "5" is not known/,
    1,
  ],
  "a specification without uri": [specificationFile({ uri: "" }), /<specification> has no uri/, 2],
  "a version that is no number": [
    specificationFile({ head: "<metaData><version>new</version></metaData>" }),
    /"new" .* is no number/,
    2,
  ],
  "a task without id": [specificationFile({ elements: task("") }), /<task> has no id/, 5],
  "a flow that leads nowhere": [
    specificationFile({ elements: task("a", "", "", "<flowsInto/>") }),
    /no <nextElementRef>/,
    5,
  ],
  "a flow to what is not there": [
    specificationFile({ elements: task("a", "", "", to("z")) }),
    /leads to "z"/,
    5,
  ],
  "a task without join": [
    specificationFile({ elements: `<task id="a">${to("o")}<split code="and"/></task>` }),
    /no <join>/,
    5,
  ],
  "a join that YAWL does not know": [
    specificationFile({ elements: task("a").replace('join code="xor"', 'join code="nand"') }),
    /<join> must say and, xor, or/,
    5,
  ],
  "an ordering that is no number": [
    specificationFile({ elements: task("a", "", "", to("o", '<predicate ordering="x">true()</predicate>')) }),
    /ordering "x"/,
    5,
  ],
  "a task that cancels what is not there": [withTask('<removesTokens id="z"/>'), /cancels "z"/, 5],
  "an unknown decomposition": [withTask('<decomposesTo id="Nothing"/>'), /decomposes to "Nothing"/, 5],
  "two elements with one id": [
    specificationFile({ elements: `${task("a")}\n${task("a")}` }),
    /more than one element "a"/,
    6,
  ],
  "two decompositions with one id": [
    specificationFile({ others: `${work("W")}\n${work("W")}` }),
    /more than one decomposition "W"/,
    8,
  ],
  "two variables with one name": [
    specificationFile({ variables: variable("localVariable", "v") + variable("inputParam", "v") }),
    /more than one variable "v"/,
    3,
  ],
  "a variable without name": [
    specificationFile({ variables: "<localVariable><type>string</type></localVariable>" }),
    /has no name/,
    3,
  ],
  "an index that is no number": [
    specificationFile({ variables: variable("localVariable", "v", "string", "<index>first</index>") }),
    /index "first"/,
    3,
  ],
  "a mapping to a missing variable": [
    withTask(`${mapping("completedMappings", "z")}<decomposesTo id="W"/>`, work("W")),
    /goes to "z", which the net does not have/,
    5,
  ],
  "a mapping to a missing parameter": [
    withTask(`${mapping("startingMappings", "z")}<decomposesTo id="W"/>`, work("W")),
    /"z", which is no input parameter of "W"/,
    5,
  ],
  "a mapping without query": [
    withTask("<startingMappings><mapping><mapsTo>z</mapsTo></mapping></startingMappings>"),
    /<mapping> has no <expression>/,
    5,
  ],
  "a number of instances that is none": [withTask(instances("-1"), work("W")), /minimum "-1"/, 5],
  "instances without their data": [
    specificationFile({ elements: task("a", "", 'xsi:type="MultipleInstanceExternalTaskFactsType"') }),
    /no <creationMode>/,
    5,
  ],
  "a timer without time": [timer(trigger), /neither when nor after how long/, 5],
  "a timer without trigger": [timer("<duration>PT1S</duration>"), /what sets it off/, 5],
  "a timer with a trigger that YAWL does not know": [
    timer("<trigger>OnFire</trigger><duration>PT1S</duration>"),
    /<trigger> must say/,
    5,
  ],
  "a timer with a duration that is none": [
    timer(`${trigger}<duration>two days</duration>`),
    /"two days" is no duration/,
    5,
  ],
  "a timer with an expiry that is none": [
    timer(`${trigger}<expiry>tomorrow</expiry>`),
    /expiry "tomorrow"/,
    5,
  ],
  "a timer with a unit that is none": [
    timer(`${trigger}<durationparams><ticks>1</ticks><interval>FORTNIGHT</interval></durationparams>`),
    /interval "FORTNIGHT"/,
    5,
  ],
  "a timer with ticks that are no number": [
    timer(`${trigger}<durationparams><ticks>one</ticks><interval>DAY</interval></durationparams>`),
    /ticks "one"/,
    5,
  ],
  "a timer that uses a missing variable": [timer("<netparam>z</netparam>"), /timer uses the variable "z"/, 5],
  "a timer with workdays that are no truth": [
    timer(`${trigger}<duration>P1D</duration><workdays>some</workdays>`),
    /<workdays> must say/,
    5,
  ],
  "an initiator that YAWL does not know": [
    withTask('<resourcing><offer initiator="robot"/></resourcing>'),
    /<offer> must say system, user/,
    5,
  ],
  "a filter without name": [
    withTask(
      '<resourcing><offer initiator="system"><distributionSet><initialSet/><filters><filter/></filters></distributionSet></offer></resourcing>',
    ),
    /<filter> has no <name>/,
    5,
  ],
  "a service without id": [
    specificationFile({ others: work("W", "<yawlService/>") }),
    /<yawlService> has no id/,
    7,
  ],
  "work that is neither manual nor automated": [
    specificationFile({ others: work("W", "<externalInteraction>magic</externalInteraction>") }),
    /must say manual, automated/,
    7,
  ],
  "an instruction that is no JSON": [
    specificationFile({ elements: task("a", "<?mizzen label?>") }),
    /holds no JSON object/,
    5,
  ],
  "an instruction of the wrong shape": [
    specificationFile({ elements: task("a", '<?mizzen {"label":1}?>') }),
    /says "label" in a way/,
    5,
  ],
  "an instruction that nests without end": [
    specificationFile({ elements: task("a", `<?mizzen {"label":${"[".repeat(5000)}${"]".repeat(5000)}}?>`) }),
    /holds no JSON object/,
    5,
  ],
  "an instruction with a number that JavaScript cannot hold": [
    specificationFile({ elements: task("a", '<?mizzen {"label":[12345678901234567890]}?>') }),
    /\/label\/0 is a number that JSON would not keep/,
    5,
  ],
  "a connector's call of the wrong shape": [
    specificationFile({ others: work("W", '<?mizzen {"call":{"connector":"http"}}?>') }),
    /says "call"/,
    7,
  ],
  "a text in another encoding": [
    `<?xml version="1.0" encoding="ISO-8859-1"?>\n${specificationFile({ head: "<name>B\uFFFDro</name><metaData/>" })}`,
    /says it is in ISO-8859-1/,
    3,
  ],
};

describe("A file is refused, with its line and column, that has", () => {
  for (const [what, [text, expected, line]] of Object.entries(WRONG)) {
    it(what, () => {
      const { type, details } = refusal(text);
      assert.ok(type === "invalid-specification" || type === "too-large");
      const detail = details?.find(({ message }) => expected.test(message));
      assert.ok(detail, `${expected} in ${messages(details).join("\n")}`);
      assert.equal(detail.line, line);
      assert.ok((detail.column ?? 0) >= 1);
    });
  }

  it("more characters than are read", () => {
    const result = readYawl("x".repeat(8_000_001));
    assert.equal(!result.ok && result.fault.type, "too-large");
  });

  it("UTF-16 that nobody decoded", () => {
    const text = Buffer.from(specificationFile(), "utf16le").toString("latin1");
    assert.match(refusal(text).message, /not well-formed.*line 1/);
  });
});

describe("A file is read, with a warning at its line, that has", () => {
  it("types that nobody defines, and takes any value for them", () => {
    const { warnings } = readWithWarnings(
      specificationFile({
        schema: `\n<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="T"><xs:sequence><xs:element name="e" type="Nothing"/></xs:sequence></xs:complexType></xs:schema>`,
        variables: variable("localVariable", "v", "Missing"),
      }),
    );
    assert.deepEqual(
      warnings.map(({ line, message }) => [line, /"(\w+)"/.exec(message)?.[1]]),
      [
        [3, "Nothing"],
        [4, "Missing"],
      ],
    );
  });

  it("a character that could not be decoded", () => {
    const { warnings } = readWithWarnings(specificationFile({ head: "<name>\uFFFD</name><metaData/>" }));
    assert.match(warnings[0]?.message ?? "", /really UTF-8/);
  });

  it("weeks as the duration of a timer, as the dialect has them", () => {
    assert.equal(onlyTask(`<timer>${trigger}<duration>P2W</duration></timer>`).timer?.duration, "P2W");
  });
});
