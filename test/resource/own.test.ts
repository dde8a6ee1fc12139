import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadResourcing, RESOURCING_SETTINGS } from "../../activities/resourcing/load.ts";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import { decide, needsOf } from "../../yawl/resource/decide.ts";
import { NO_LOADS } from "../../yawl/resource/loads.ts";
import { defineRule, kindOfRule, type OwnRule } from "../../yawl/resource/own.ts";
import { peopleRules } from "../../yawl/resource/people-rules.ts";
import { OWN_KINDS, registryOf, type Registry } from "../../yawl/resource/registry.ts";
import type { Demand } from "../../yawl/work/distribution.ts";
import { demand, NOW, organisation, outcome, person } from "./people.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const office = organisation([
  person("ann", { capabilities: [{ name: "speaks German" }] }),
  person("bob", { capabilities: [{ name: "speaks German" }] }),
  person("cem"),
]);
const EVERYBODY = ["ann", "bob", "cem"];

function decided(wanted: Demand, registry: Registry, loads = NO_LOADS) {
  return decide({ demand: wanted, at: NOW, organisation: office, loads, registry });
}

describe("The page about who gets the work", () => {
  let page = "";
  let folder = "";
  before(async () => {
    page = await readFile(path.join(PROJECT, "docs/resourcing.md"), "utf8");
    // beside `resourcing/`, where the page says to put it, so that its imports lead to the same files
    folder = await mkdtemp(path.join(PROJECT, ".mizzen-resourcing-"));
  });
  after(() => rm(folder, { recursive: true }));

  const blocks = (language: string): readonly string[] =>
    [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, code = ""]) => code);

  it("has a specification that can be uploaded without a warning", () => {
    const [text = ""] = blocks("yaml");
    const read = readDialect(text);
    if (!read.ok) assert.fail(JSON.stringify(read.fault));
    const compilation = compile(read.value.specification, undefined, peopleRules());
    if (!compilation.ok) assert.fail(JSON.stringify(compilation.fault));
    assert.deepEqual(compilation.value.checks, []);
  });

  it("has rules that can be used by the one line that it shows", async () => {
    const [code = ""] = blocks("ts");
    await writeFile(path.join(folder, "rules.ts"), code);
    const [line = ""] = blocks("sh");
    const variable = /^MIZZEN_RESOURCING=(\S+) npm start$/m.exec(line)?.[1];
    assert.equal(variable, "./resourcing/rules.ts");
    const there = variable.replace("resourcing", path.relative(process.cwd(), folder));
    const registry = await loadResourcing(RESOURCING_SETTINGS.MIZZEN_RESOURCING.parse(there));
    const expression = "speaks(German) & !participant(ann)";
    const asked = demand({
      participants: EVERYBODY,
      filters: [{ name: "where", parameters: { expression } }],
    });
    assert.deepEqual(outcome(decided(asked, registry)), { kind: "offered", people: ["bob"] });
    const allocated = demand(
      { participants: EVERYBODY },
      { allocator: { name: "fewest-then-first", parameters: {} } },
    );
    assert.deepEqual(needsOf(allocated, registry), ["queues"]);
    const loads = { queues: { ann: { allocated: 0, started: 1, suspended: 0 } }, history: {} };
    assert.deepEqual(outcome(decided(allocated, registry, loads)), {
      kind: "allocated",
      to: "bob",
      by: "allocator",
    });
    assert.deepEqual(
      peopleRules(registry)
        .problemsOf("filter", { name: "where", parameters: { expression: "speaks()" } })
        .map(({ message }) => message),
      ['Column 1: "speaks" needs the parameter "language": its name.'],
    );
  });

  it("has every filter, constraint and allocator in its tables, by all of their names", () => {
    for (const { name, aliases = [] } of [...OWN_KINDS.filters.all, ...OWN_KINDS.constraints.all]) {
      const row = page.split("\n").find((each) => each.startsWith(`| \`${name}\``)) ?? "";
      for (const other of aliases.filter((alias) => /^[a-z]/.test(alias))) {
        assert.ok(row.includes(`\`${other}\``), `${name}: ${other}`);
      }
      assert.notEqual(row, "", name);
    }
    for (const { name, parameters } of [...OWN_KINDS.filters.all, ...OWN_KINDS.constraints.all]) {
      const row = page.split("\n").find((each) => each.startsWith(`| \`${name}\``)) ?? "";
      for (const parameter of parameters)
        assert.ok(row.includes(`\`${parameter.name}\``), `${name}: ${parameter.name}`);
    }
    for (const { name } of OWN_KINDS.allocators.all) assert.ok(page.includes(`| \`${name}\` `), name);
  });
});

describe("A rule of one's own", () => {
  it("that throws or answers wrongly leaves the item unoffered, and says why", () => {
    const filter = (keeps: () => unknown): OwnRule =>
      defineRule({ part: "filter", name: "mine", description: "x", keeps: keeps as () => boolean });
    const faults = (rule: OwnRule, asked: Demand) => {
      const decision = decided(asked, registryOf([kindOfRule(rule)]));
      assert.equal(decision.kind, "unoffered");
      return decision.why.fault;
    };
    const filtered = demand({ participants: EVERYBODY, filters: [{ name: "mine", parameters: {} }] });
    const throws = (): never => {
      throw new Error("no idea");
    };
    assert.equal(faults(filter(throws), filtered), 'The filter "mine" failed: no idea');
    assert.equal(
      faults(
        filter(() => "yes"),
        filtered,
      ),
      'The filter "mine" failed: it answered string, not true or false',
    );
    const constrained = demand({ participants: EVERYBODY, constraints: [{ name: "mine", parameters: {} }] });
    const constraint: OwnRule = { part: "constraint", name: "mine", description: "x", keeps: throws };
    assert.equal(faults(constraint, constrained), 'The constraint "mine" failed: no idea');
    const allocated = demand({ participants: ["ann"] }, { allocator: { name: "mine", parameters: {} } });
    const allocator = (choose: () => string | undefined): OwnRule => ({
      part: "allocator",
      name: "mine",
      description: "x",
      choose,
    });
    assert.equal(
      faults(
        allocator(() => "cem"),
        allocated,
      ),
      'The allocator "mine" failed: it chose "cem", who is none of those who may have the item',
    );
    assert.equal(
      faults(
        allocator(() => undefined),
        allocated,
      ),
      'The allocator "mine" failed: it chose nobody',
    );
  });

  it("cannot add anybody to the set", () => {
    const rule: OwnRule = {
      part: "constraint",
      name: "mine",
      description: "x",
      keeps: (people) => [...people.slice(1), person("cem"), person("eve")],
    };
    const asked = demand({ participants: ["ann", "bob"], constraints: [{ name: "mine", parameters: {} }] });
    assert.deepEqual(outcome(decided(asked, registryOf([kindOfRule(rule)]))), {
      kind: "offered",
      people: ["bob"],
    });
  });
});

describe("The setting MIZZEN_RESOURCING", () => {
  it("is refused with everything that is wrong, source by source", async () => {
    const folder = await mkdtemp(path.join(PROJECT, ".mizzen-resourcing-"));
    try {
      const write = async (name: string, code: string): Promise<string> => {
        const file = path.join(folder, name);
        await writeFile(file, code);
        return `./${path.relative(process.cwd(), file)}`;
      };
      const sources = [
        await write("none.mjs", "export const a = 1;"),
        await write(
          "wrong.mjs",
          'export default [7, { part: "filter", name: "a b", parameters: [{ name: "p" }] }];',
        ),
        await write(
          "known.mjs",
          'export default { part: "filter", name: "years", description: "x", keeps: () => true };',
        ),
        "./not-there.mjs",
      ];
      const error: unknown = await loadResourcing(sources).then(
        () => assert.fail("it was taken"),
        (reason: unknown) => reason,
      );
      const text = error instanceof Error ? error.message : "";
      for (const part of [
        /none\.mjs" has no default export; it has to be a rule or an array of rules/,
        /wrong\.mjs", rule 1: is no rule but a number/,
        /wrong\.mjs", rule 2: "name" must be letters, digits and dashes/,
        /wrong\.mjs", rule 2: "keeps" must be a function/,
        /wrong\.mjs", rule 2: the parameter "p" has no description/,
        /known\.mjs": Mizzen itself has a filter "years" already/,
        /not-there\.mjs" cannot be loaded/,
      ]) {
        assert.match(text, part);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("What an upload asks of rules", () => {
  it("is which tasks they name, also within expressions", () => {
    const rules = peopleRules();
    const expression = "did(a) & (relation(above, task = b) | history(didNot = c)) & !did($v)";
    assert.deepEqual(rules.tasksOf("filter", { name: "where", parameters: { expression } }), ["a", "b", "c"]);
    assert.deepEqual(rules.tasksOf("constraint", { name: "retain-familiar", parameters: { task: "a" } }), [
      "a",
    ]);
    assert.deepEqual(rules.tasksOf("allocator", { name: "nothing", parameters: {} }), []);
  });
});
