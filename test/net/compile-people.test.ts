/** What a compiled task knows of other tasks' performers. */
import assert from "node:assert/strict";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import type { PeopleRules } from "../../yawl/model/people-rules.ts";
import { compile } from "../../yawl/net/compile.ts";
import { peopleRules } from "../../yawl/resource/people-rules.ts";
import type { CompiledSpecification, FindingPeople } from "../../yawl/net/compiled.ts";

const RULES: PeopleRules = {
  problemsOf: () => [],
  tasksOf: (_part, { parameters }) => (parameters["task"] === undefined ? [] : [parameters["task"]]),
  variablesOf: () => [],
};

function compiled(tasks: string, rest = "", rules: PeopleRules | undefined = RULES): CompiledSpecification {
  const read = readDialect(`mizzen: 1\nid: x\nversion: "1"\nstart: a\ntasks:\n${tasks}\n${rest}`);
  assert.ok(read.ok, JSON.stringify(read));
  const made = compile(read.value.specification, undefined, rules);
  assert.ok(made.ok, JSON.stringify(made));
  return made.value.compiled;
}

/** By task of the net `x`. */
function people(
  tasks: string,
  rest = "",
  rules: PeopleRules | undefined = RULES,
): Record<string, FindingPeople | undefined> {
  const { nets } = compiled(tasks, rest, rules);
  return Object.fromEntries(
    Object.values(nets["x"]?.tasks ?? {}).flatMap(({ id, people: found }) => (found ? [[id, found]] : [])),
  );
}

const R = "offer: { roles: [r] }";
const x = (task: string) => ({ net: "x", task });

describe("a compiled task", () => {
  it("says nothing of other tasks where it names none", () => {
    assert.deepEqual(people(`  a: { ${R}, privileges: { pile: nobody, skip: all }, next: end }`), {});
  });

  it("lists what it is separated from, and is listed there, too", () => {
    assert.deepEqual(
      people(
        `  a: { ${R}, next: b }\n  b: { ${R}, next: c }\n  c: { offer: { roles: [r], separateFrom: [a, b] }, next: d }\n  d: { offer: { roles: [r], separateFrom: c }, next: end }`,
      ),
      {
        a: { separate: [x("c")] },
        b: { separate: [x("c")] },
        c: { separate: [x("a"), x("b"), x("d")] },
        d: { separate: [x("c")] },
      },
    );
  });

  it("lists a separation once that is said from both sides, and itself if it says so", () => {
    assert.deepEqual(
      people(
        `  a: { offer: { roles: [r], separateFrom: b }, next: b }\n  b: { offer: { roles: [r], separateFrom: [a, b] }, next: end }`,
      ),
      { a: { separate: [x("b")] }, b: { separate: [x("a"), x("b")] } },
    );
  });

  it("finds tasks of other nets, all that there are for a separation, the first one for its familiar task", () => {
    const net = "start: s, tasks: { s: { offer: { roles: [r] }, next: end } }";
    const found = compiled(
      `  a: { net: one, next: b }\n  b: { net: two, next: c }\n  c: { offer: { familiar: s, separateFrom: s }, next: end }`,
      `nets: { one: { ${net} }, two: { ${net} } }`,
    ).nets;
    const both = [
      { net: "one", task: "s" },
      { net: "two", task: "s" },
    ];
    assert.deepEqual(found["x"]?.tasks["c"]?.people, { familiar: both[0], separate: both });
    assert.deepEqual(found["one"]?.tasks["s"]?.people, { separate: [x("c")] });
    assert.deepEqual(found["two"]?.tasks["s"]?.people, { separate: [x("c")] });
  });

  it("lists the tasks that its filters and constraints ask for, each once", () => {
    const offer =
      "offer: { roles: [r], filters: [{ name: Did, with: { task: a } }, { name: Did, with: { task: b } }], constraints: [{ name: Most, with: { task: a } }] }";
    const tasks = `  a: { ${R}, next: b }\n  b: { ${R}, next: c }\n  c: { ${offer}, next: end }`;
    assert.deepEqual(people(tasks), { c: { performed: [x("a"), x("b")] } });
    const none: PeopleRules = { problemsOf: () => [], tasksOf: () => [], variablesOf: () => [] };
    assert.deepEqual(people(tasks, "", none), {});
  });

  it("lists the variables of its net that its filters, constraints and allocator ask for, each once", () => {
    const where = 'years(law) >= $n & role($r, \\"$q\\")';
    const limit = "constraints: [{ name: limit-open-items, with: { limit: $n } }]";
    const offer = `offer: { roles: [r], where: "${where}", ${limit} }`;
    const rest = "data: { n: integer, r: string, q: string, unused: string }";
    const found = compiled(`  a: { ${offer}, next: end }`, rest, peopleRules());
    assert.deepEqual(found.nets["x"]?.tasks["a"]?.people?.variables, ["n", "r"]);
  });

  it("needs a seed when the system allocates, and may be piled when somebody may pile it", () => {
    assert.deepEqual(people(`  a: { ${R}, allocate: system, next: end }`), { a: { needsSeed: true } });
    for (const more of ["privileges: [pile]", "privileges: { pile: { except: { roles: [r] } } }"])
      assert.deepEqual(people(`  a: { ${R}, ${more}, next: end }`), { a: { mayPile: true } });
    const constraint = "offer: { roles: [r], constraints: [PiledExecution] }";
    assert.deepEqual(people(`  a: { ${constraint}, next: end }`), { a: { mayPile: true } });
  });

  it("keeps its resourcing without the places in the file", () => {
    const { resourcing } =
      compiled(
        `  a: { offer: { roles: [r], familiar: a, where: busy(), separateFrom: a }, allocate: { strategy: shortest-queue }, next: [{ to: a, when: "1 = 2" }, { to: end, otherwise: true }] }`,
      ).nets["x"]?.tasks["a"] ?? {};
    assert.deepEqual(resourcing, {
      offer: {
        initiator: "system",
        to: {
          participants: [],
          roles: ["r"],
          filters: [{ name: "where", parameters: { expression: "busy()" } }],
          constraints: [{ name: "SeparationOfDuties", parameters: { familiarTask: "a" } }],
          familiarTask: "a",
        },
      },
      allocate: { initiator: "system", allocator: { name: "ShortestQueue", parameters: {} } },
      start: { initiator: "user" },
    });
  });
});
