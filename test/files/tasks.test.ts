import assert from "node:assert/strict";
import { withoutPlaces } from "./round-trip.ts";
import {
  mainNet,
  messages,
  onlyTask,
  refusal,
  specificationFile,
  task,
  to,
  variable,
  work,
} from "./specification-file.ts";

const xquery = (text: string) => ({ language: "xquery", text });
const mapping = (query: string, mapsTo: string): string =>
  `<mapping><expression query="${query}"/><mapsTo>${mapsTo}</mapsTo></mapping>`;

describe("Tasks", () => {
  it("have a name, documentation, form, join and split", () => {
    const found = onlyTask(
      "<name>Approve</name><documentation>d</documentation><customForm>http://form</customForm>",
    );
    assert.deepEqual(
      [found.id, found.name, found.documentation, found.customForm, found.join, found.split],
      ["a", "Approve", "d", "http://form", "xor", "and"],
    );
    assert.deepEqual(found.place, { line: 5, column: 1 });
    assert.equal(found.decomposition, undefined);
  });

  it("have flows with predicate, order and default", () => {
    const [found] = mainNet({
      elements: task(
        "a",
        "",
        "",
        to("o", '<predicate ordering="-1"> /Main/x = 1 </predicate>') +
          to("i", "<predicate>true()</predicate><isDefaultFlow/>"),
      ),
    }).tasks;
    assert.deepEqual(
      found?.flows.map(({ to: target, predicate, order, isDefault }) => [
        target,
        predicate,
        order,
        isDefault,
      ]),
      [
        ["o", xquery("/Main/x = 1"), -1, undefined],
        ["i", xquery("true()"), undefined, true],
      ],
    );
  });

  it("cancel elements and flows", () => {
    const { tasks } = mainNet({
      elements:
        task(
          "a",
          '<removesTokens id="c"/><removesTokensFromFlow><flowSource id="a"/><flowDestination id="b"/></removesTokensFromFlow>',
          "",
          to("b"),
        ) +
        task("b") +
        `<condition id="c">${to("o")}</condition>`,
    });
    assert.deepEqual(tasks[0]?.removes, [
      { kind: "element", id: "c" },
      { kind: "flow", from: "a", to: "b" },
    ]);
  });

  it("have starting, completed and enablement mappings, of which two may share a query", () => {
    const found = onlyTask(
      `<startingMappings>${mapping("/Main/v", "p")}${mapping("/Main/v", "q")}</startingMappings>
       <completedMappings>${mapping("&lt;v&gt;{1}&lt;/v&gt;", "v")}</completedMappings>
       <enablementMappings>${mapping("/Main/v", "e")}</enablementMappings><decomposesTo id="W"/>`,
      "",
      {
        variables: variable("localVariable", "v"),
        others: work("W", variable("inputParam", "p") + variable("inputParam", "q")),
      },
    );
    assert.equal(found.decomposition, "W");
    assert.deepEqual(found.startingMappings, [
      { query: xquery("/Main/v"), mapsTo: "p" },
      { query: xquery("/Main/v"), mapsTo: "q" },
    ]);
    assert.deepEqual(found.completedMappings, [{ query: xquery("<v>{1}</v>"), mapsTo: "v" }]);
    assert.deepEqual(found.enablementMappings, [{ query: xquery("/Main/v"), mapsTo: "e" }]);
  });

  it("are refused with mappings that lack an expression or a target", () => {
    const elements = task(
      "a",
      "<startingMappings><mapping><expression/><mapsTo> </mapsTo></mapping><mapping/></startingMappings>",
    );
    const { details } = refusal(specificationFile({ elements }));
    assert.deepEqual(messages(details).toSorted(), [
      "<expression> has no query.",
      "<mapping> has no <expression>.",
      "<mapping> has no <mapsTo>.",
      "<mapsTo> is empty.",
    ]);
  });
});

describe("Multiple-instance tasks", () => {
  const bounds = "<minimum>1</minimum><maximum>count(/Main/v/*)</maximum><threshold>2</threshold>";
  const input =
    '<miDataInput><expression query="/Main/v"/><splittingExpression query="/v/*"/><formalInputParam>p</formalInputParam></miDataInput>';
  const output =
    '<miDataOutput><formalOutputExpression query="/W/p"/><outputJoiningExpression query="&lt;v/&gt;"/><resultAppliedToLocalVariable>v</resultAppliedToLocalVariable></miDataOutput>';
  const parts = {
    variables: variable("localVariable", "v"),
    others: work("W", variable("inputParam", "p")),
  };
  const MI = 'xsi:type="MultipleInstanceExternalTaskFactsType"';
  const whole = `<decomposesTo id="W"/>${bounds}<creationMode code="dynamic"/>${input}${output}`;

  it("have bounds that are numbers or queries, a splitter and a joiner", () => {
    assert.deepEqual(onlyTask(whole, MI, parts).instances, {
      minimum: 1,
      maximum: xquery("count(/Main/v/*)"),
      threshold: 2,
      creation: "dynamic",
      input: { query: xquery("/Main/v"), splitter: xquery("/v/*"), parameter: "p" },
      output: { query: xquery("/W/p"), joiner: xquery("<v/>"), variable: "v" },
    });
  });

  it("are told by what they have when they do not say so", () => {
    assert.equal(onlyTask(whole, "", parts).instances?.minimum, 1);
    assert.equal(onlyTask("", "", parts).instances, undefined);
  });

  it("are refused with bounds that are no number of instances, and without what they need", () => {
    for (const bound of ["-1", "1.5", "1.2.3", "99999999999999999999", " "]) {
      const elements = task("a", whole.replace("<minimum>1", `<minimum>${bound}`), MI);
      assert.match(
        refusal(specificationFile({ ...parts, elements })).message,
        /no number of instances|is empty/,
      );
    }
    assert.deepEqual(messages(refusal(specificationFile({ elements: task("a", "", MI) })).details).length, 5);
  });
});

const timerOf = (inside: string): unknown =>
  onlyTask(`<timer>${inside}</timer>`, "", {
    variables: variable("localVariable", "when", "YTimerType"),
  }).timer;

const messageOf = (inside: string): string =>
  refusal(specificationFile({ elements: task("a", `<timer>${inside}</timer>`) })).message;

const ticks = (count: string, unit: string): string =>
  `<trigger>OnEnabled</trigger><durationparams><ticks>${count}</ticks><interval>${unit}</interval></durationparams>`;

describe("Timers of tasks", () => {
  it("expire after a duration, at a moment, or as a net variable says", () => {
    assert.deepEqual(
      timerOf("<trigger>OnEnabled</trigger><duration>PT5S</duration><workdays>true</workdays>"),
      {
        trigger: "OnEnabled",
        duration: "PT5S",
        workdays: true,
      },
    );
    assert.deepEqual(timerOf("<trigger>OnExecuting</trigger><expiry>1167609600000</expiry>"), {
      trigger: "OnExecuting",
      expiry: "1167609600000",
    });
    assert.deepEqual(timerOf("<netparam>when</netparam>"), { variable: "when" });
  });

  for (const [interval, duration] of Object.entries({
    YEAR: "P90Y",
    MONTH: "P90M",
    WEEK: "P630D",
    DAY: "P90D",
    HOUR: "PT90H",
    MIN: "PT90M",
    SEC: "PT90S",
    MSEC: "PT0.090S",
  })) {
    it(`count ticks in ${interval}`, () => {
      const params = `<durationparams><ticks>90</ticks><interval>${interval}</interval></durationparams>`;
      assert.deepEqual(timerOf(`<trigger>OnEnabled</trigger>${params}`), {
        trigger: "OnEnabled",
        duration,
      });
    });
  }

  it("are refused without trigger or time, and with ticks or intervals that are none", () => {
    assert.match(messageOf("<trigger>OnEnabled</trigger>"), /neither when nor after how long/);
    assert.match(messageOf("<duration>PT1S</duration>"), /what sets it off/);
    assert.match(messageOf("<trigger>Sometimes</trigger><duration>PT1S</duration>"), /"Sometimes"/);
    assert.match(messageOf(ticks("x", "DAY")), /no whole number/);
    assert.match(messageOf(ticks("1", "constructor")), /"constructor" of the timer is not known/);
  });
});

describe("Resourcing of tasks", () => {
  it("says who offers, allocates and starts, to whom, and with which privileges", () => {
    const found = onlyTask(
      `<resourcing><offer initiator="system"><distributionSet>
        <initialSet><participant>PA-1</participant><role>RO-1</role><role>RO-2</role>
          <param><name>who</name><refers>role</refers></param></initialSet>
        <filters><filter><name>CapabilityFilter</name><params><param><key>Capability</key><value>Law</value></param></params></filter></filters>
        <constraints><constraint><name>SeparationOfDuties</name><params><param><key>familiarTask</key><value>b</value></param></params></constraint></constraints>
      </distributionSet><familiarParticipant taskID="a"/></offer>
      <allocate initiator="system"><allocator><name>RoundRobinByTime</name></allocator></allocate><start initiator="user"/>
      <secondary><participant>PA-2</participant><role>RO-3</role></secondary>
      <privileges><privilege><name>canSuspend</name><allowall>true</allowall></privilege>
        <privilege><name>canSkip</name><set><participant>PA-1</participant></set></privilege>
        <privilege><name>canPile</name><allowall>false</allowall></privilege>
        <privilege><name>canDelegate</name><allowall>true</allowall><set><role>RO-4</role></set></privilege></privileges></resourcing>`,
      "",
      { variables: variable("localVariable", "who") },
    );
    assert.deepEqual(withoutPlaces(found.resourcing), {
      offer: {
        initiator: "system",
        to: {
          participants: ["PA-1"],
          roles: ["RO-1", "RO-2"],
          variables: [{ name: "who", refersTo: "role" }],
          filters: [{ name: "CapabilityFilter", parameters: { Capability: "Law" } }],
          constraints: [{ name: "SeparationOfDuties", parameters: { familiarTask: "b" } }],
          familiarTask: "a",
        },
      },
      allocate: { initiator: "system", allocator: { name: "RoundRobinByTime", parameters: {} } },
      start: { initiator: "user" },
      secondary: { participants: ["PA-2"], roles: ["RO-3"] },
      privileges: {
        canSuspend: "all",
        canSkip: { participants: ["PA-1"], roles: [] },
        canPile: { participants: [], roles: [] },
        canDelegate: { except: { participants: [], roles: ["RO-4"] } },
      },
    });
  });

  it("is left to people where it says nothing", () => {
    assert.deepEqual(onlyTask("<resourcing/>").resourcing, {
      offer: { initiator: "user" },
      allocate: { initiator: "user" },
      start: { initiator: "user" },
    });
  });

  it("may go to a familiar participant only", () => {
    const { resourcing } = onlyTask(
      '<resourcing><offer initiator="user"><familiarParticipant taskID="a"/></offer></resourcing>',
    );
    assert.deepEqual(withoutPlaces(resourcing?.offer.to), { participants: [], roles: [], familiarTask: "a" });
  });

  it("is refused with initiators and references that are none", () => {
    const elements = task(
      "a",
      `<resourcing><offer initiator="nobody"><distributionSet><initialSet><param><name>v</name><refers>group</refers></param></initialSet></distributionSet></offer><start/></resourcing>`,
    );
    const fault = refusal(specificationFile({ elements, variables: variable("localVariable", "v") }));
    assert.deepEqual(messages(fault.details).toSorted(), [
      '<offer> must say system, user; it says "nobody".',
      '<param> must say participant, role; it says "group".',
      "<start> must say system, user; it says nothing.",
    ]);
  });
});
