/** What files say of people, checked at upload. */
import assert from "node:assert/strict";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { PeopleRules } from "../../yawl/model/people-rules.ts";
import { compile } from "../../yawl/net/compile.ts";
import { specificationFile, task, to, work } from "../files/specification-file.ts";

/** Rules of which one filter, one constraint and one allocator are known. */
const RULES: PeopleRules = {
  problemsOf: (part, { name, parameters }) =>
    ["Known", "SeparationOfDuties"].includes(name)
      ? Object.keys(parameters)
          .filter((each) => each.startsWith("x"))
          .map((each) => ({ path: ["parameters", each], message: `"${name}" has no parameter "${each}".` }))
      : [{ path: ["name"], message: `There is no ${part} "${name}".` }],
  tasksOf: (_part, { parameters }) => (parameters["task"] === undefined ? [] : [parameters["task"]]),
  variablesOf: (_part, { parameters }) => (parameters["value"] === undefined ? [] : [parameters["value"]]),
};

/** Errors and warnings of a file of the dialect whose first task is `a`, of both kinds. */
function found(tasks: string, rest = ""): readonly FaultDetail[] {
  const read = readDialect(
    `mizzen: 1\nid: x\nversion: "1"\ninput: { n: integer, list: array }\nstart: a\ntasks:\n${tasks}\n${rest}`,
  );
  assert.ok(read.ok, JSON.stringify(read));
  const made = compile(read.value.specification, undefined, RULES);
  return made.ok ? made.value.checks : (made.fault.details ?? []);
}

const one = (offer: string, more = ""): readonly FaultDetail[] =>
  found(
    `  a: { offer: { roles: [r] }, next: b }\n  b:\n    offer: ${offer}\n${more}    next: c\n  c: { offer: { roles: [r] }, next: end }`,
  );

describe("what a task of the dialect says of people", () => {
  const wrong: readonly (readonly [offer: string, code: string, at: string, message: RegExp])[] = [
    ["{ roles: [r], filters: [Known, Unknown] }", "filter-unknown", "Unknown", /no filter "Unknown"/],
    ["{ roles: [r], constraints: [FourEyes] }", "constraint-unknown", "FourEyes", /no constraint "FourEyes"/],
    [
      "{ roles: [r], filters: [{ name: Known, with: { x: y } }] }",
      "filter-unknown",
      "{ name",
      /parameter "x"/,
    ],
    ["{ roles: [r], where: x }", "filter-unknown", "where", /no filter "where"/],
    ["{ roles: [r], separateFrom: aa }", "task-unknown", "separateFrom", /no such task. Did you mean "a"\?/],
    [
      "{ roles: [r], separateFrom: [a, nobody] }",
      "task-unknown",
      "nobody",
      /"nobody", and the specification has/,
    ],
    [
      "{ roles: [r], familiar: nobody }",
      "task-unknown",
      "familiar",
      /"nobody", and the specification has no/,
    ],
    ["{ roles: [r], filters: [{ name: Known, with: { task: zz } }] }", "task-unknown", "{ name", /asks who/],
    [
      "{ roles: [r], filters: [{ name: Known, with: { value: lists } }] }",
      "variable-unknown",
      "{ name",
      /variable "\$lists", which its net has not. Did you mean "list"\?/,
    ],
  ];
  for (const [offer, code, at, message] of wrong) {
    it(`is an error at its place: ${offer}`, () => {
      const [first, ...others] = one(offer);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [first?.code, first?.element, first?.line, first?.column, first?.severity],
        [code, "x/b", 9, "    offer: ".length + 1 + offer.indexOf(at), undefined],
        JSON.stringify(first),
      );
      assert.match(first?.message ?? "", message);
      assert.match(first?.message ?? "", /"b"/);
    });
  }

  it("is an error at the line of the strategy that is unknown", () => {
    const [first, ...others] = one("{ roles: [r] }", "    allocate: { strategy: shortest-queu }\n");
    assert.deepEqual([first?.code, first?.line, others], ["allocator-unknown", 10, []]);
  });

  it("is fine for what is there", () => {
    const fine = [
      "{ roles: [r], filters: [Known], constraints: [Known], separateFrom: [a, c] }",
      "{ familiar: a }",
      "{ roles: [nobody-has-it], participants: [nobody] }",
    ];
    for (const offer of fine) assert.deepEqual(one(offer), [], offer);
    assert.deepEqual(one("{ roles: [r] }", "    allocate: { strategy: Known }\n"), []);
  });

  it("warns of privileges that are none, with what was meant", () => {
    const [first, ...others] = one("{ roles: [r] }", "    privileges: { canSuspnd: all, canPile: all }\n");
    assert.deepEqual([first?.code, first?.severity, others], ["privilege-unknown", "warning", []]);
    assert.match(first?.message ?? "", /"canSuspnd".*Did you mean "canSuspend"\?/);
  });
});

describe("a task that another one names", () => {
  const codes = (tasks: string, rest = ""): readonly (string | undefined)[] =>
    found(tasks, rest).map(({ code }) => code);
  const R = "offer: { roles: [r] }";

  it("is looked for in the same net first, then in all nets", () => {
    const inner = (offer: string): readonly (string | undefined)[] =>
      codes(
        `  a: { ${R}, next: m }\n  m: { net: inner, next: end }`,
        `nets: { inner: { start: s, tasks: { s: { offer: { roles: [r], separateFrom: ${offer} }, next: end } } } }`,
      );
    assert.deepEqual(inner("a"), []);
    assert.deepEqual(inner("b"), ["task-unknown"]);
  });

  it("is ambiguous when the own net does not have it and several others do", () => {
    const other = `start: s, tasks: { s: { ${R}, next: end } }`;
    assert.deepEqual(
      codes(
        "  a: { net: one, next: b }\n  b: { net: two, next: c }\n  c: { offer: { familiar: s }, next: end }",
        `nets: { one: { ${other} }, two: { ${other} } }`,
      ),
      ["task-ambiguous"],
    );
  });

  it("has to be people's work", () => {
    const rest = `  r: { next: b }\n  b: { offer: { roles: [r], separateFrom: r }, next: c }\n  c: { call: http, with: {}, next: d }\n  d: { offer: { familiar: c }, next: end }`;
    assert.deepEqual(codes(`  a: { ${R}, next: r }\n${rest}`), [
      "performed-by-nobody",
      "performed-by-nobody",
    ]);
  });

  it("has an effect only on work of people", () => {
    assert.deepEqual(
      codes(
        `  a: { ${R}, next: m }\n  m: { net: inner, offer: { roles: [r], separateFrom: a }, next: end }`,
        `nets: { inner: { start: s, tasks: { s: { ${R}, next: end } } } }`,
      ),
      ["people-without-work"],
    );
  });

  it("has no effect on itself unless it has instances, or is done again", () => {
    const self = "offer: { roles: [r], separateFrom: a }";
    assert.deepEqual(codes(`  a: { ${self}, next: end }`), ["separation-without-effect"]);
    const several = [
      `  a: { ${self}, instances: { each: $list }, next: end }`,
      `  a: { ${self}, next: [{ to: a, when: $n > 1 }, { to: end, otherwise: true }] }`,
      `  a: { ${self}, next: b }\n  b: { next: [{ to: a, when: $n > 1 }, { to: end, otherwise: true }] }`,
    ];
    for (const tasks of several) assert.deepEqual(codes(tasks), [], tasks);
    const inner = `nets: { inner: { start: s, tasks: { s: { offer: { roles: [r], separateFrom: s }, next: end } } } }`;
    assert.deepEqual(codes("  a: { net: inner, next: end }", inner), ["separation-without-effect"]);
    const often = [
      "  a: { net: inner, instances: { count: 3 }, next: end }",
      "  a: { net: inner, next: b }\n  b: { net: inner, next: end }",
    ];
    for (const tasks of often) assert.deepEqual(codes(tasks, inner), [], tasks);
  });

  it("can have been done before, if its performer gets the work", () => {
    const late = [
      "  a: { offer: { familiar: a }, next: end }",
      `  a: { offer: { familiar: b }, next: b }\n  b: { ${R}, next: end }`,
      `  a: { ${R}, next: b }\n  b: { offer: { familiar: d }, next: [c, d] }\n  c: { ${R}, next: end }\n  d: { ${R}, next: c }`,
    ];
    for (const tasks of late) {
      assert.ok(codes(tasks).includes("familiar-too-late"), tasks);
    }
    const inTime = [
      `  a: { ${R}, next: b }\n  b: { offer: { familiar: a }, next: end }`,
      // in parallel: it may be done by then
      `  a: { ${R}, next: [b, c] }\n  b: { ${R}, next: d }\n  c: { ${R}, next: e }\n  d: { offer: { familiar: c }, next: e }\n  e: { join: and, next: end }`,
      // in the next round of a loop
      `  a: { offer: { familiar: b }, next: b }\n  b: { ${R}, next: [{ to: a, when: $n > 1 }, { to: end, otherwise: true }] }`,
    ];
    for (const tasks of inTime) assert.deepEqual(codes(tasks), [], tasks);
  });
});

describe("what a .yawl file says of people", () => {
  it("stays loadable, whatever it names: what is unknown is a warning", () => {
    const offer = `<offer initiator="system"><distributionSet><initialSet><role>r</role></initialSet>
      <filters><filter><name>Own</name></filter></filters>
      <constraints><constraint><name>SeparationOfDuties</name><params><param><key>familiarTask</key><value>gone</value></param></params></constraint></constraints>
      </distributionSet><familiarParticipant taskID="away"/></offer>`;
    const resourcing = `<resourcing>${offer}<allocate initiator="system"><allocator><name>Dice</name></allocator></allocate><start initiator="user"/>
      <privileges><privilege><name>canFly</name><allowall>true</allowall></privilege></privileges></resourcing>`;
    const text = specificationFile({
      elements: task("a", `${resourcing}<decomposesTo id="W"/>`),
      others: work("W"),
    }).replace(to("o"), to("a"));
    const read = readYawl(text);
    assert.ok(read.ok, JSON.stringify(read));
    const made = compile(read.value.specification, undefined, RULES);
    assert.ok(made.ok, JSON.stringify(made));
    const { checks } = made.value;
    assert.deepEqual(checks.map(({ code }) => code ?? "").toSorted(), [
      "allocator-unknown",
      "filter-unknown",
      "privilege-unknown",
      "task-unknown",
      "task-unknown",
    ]);
    for (const { severity, line } of checks) assert.deepEqual([severity, typeof line], ["warning", "number"]);
    const people = made.value.compiled.nets["Main"]?.tasks["a"]?.people;
    assert.deepEqual(people, { familiar: { net: "Main", task: "away" }, needsSeed: true });
  });
});
