import assert from "node:assert/strict";
import fc from "fast-check";
import { readRuleDocument } from "../../yawl/files/rules/dialect-read.ts";
import { rulesSource, writeRulesYaml } from "../../yawl/files/rules/dialect-write.ts";
import { writeXrs } from "../../yawl/files/rules/xrs-write.ts";
import { readXrs } from "../../yawl/files/rules/xrs-read.ts";
import { canonical, type Json } from "../../yawl/model/json.ts";
import { conditionHolds } from "../../yawl/rules/condition.ts";
import { addRule, type NewRule } from "../../yawl/rules/extend.ts";
import { treeOf, type RuleNode, type RuleSet, type RuleTree } from "../../yawl/rules/rule-set.ts";
import { seenOf, type Seen } from "../../yawl/rules/seen.ts";
import { askTree, type Verdict } from "../../yawl/rules/walk.ts";
import { condition, data, program, ruleSet, SUBJECT, tree } from "./random-rules.ts";

function seen(values: Parameters<typeof seenOf>[0]): Seen {
  return seenOf(values, SUBJECT.case, SUBJECT.types, undefined);
}

/** The last satisfied node, as the manual describes it: by recursion, knowing nothing of paths. */
function naive(
  nodes: readonly RuleNode[],
  id: number | undefined,
  what: Seen,
  last: RuleNode | undefined,
): RuleNode | "failed" | undefined {
  const node = nodes.find((each) => each.id === id);
  if (!node) return last;
  const holds = conditionHolds(node.condition, what);
  if (!holds.ok) return "failed";
  return holds.value ? naive(nodes, node.onTrue, what, node) : naive(nodes, node.onFalse, what, last);
}

function inOneWord(verdict: Verdict): string {
  return verdict.answer === "concluded" || verdict.answer === "condition-failed"
    ? `${verdict.answer} ${verdict.node}`
    : verdict.answer;
}

/** What a verdict comes to. */
function decision(verdict: Verdict): string {
  if (verdict.answer === "condition-failed") return `failed ${verdict.node}`;
  return verdict.answer === "concluded" && verdict.conclusion.length > 0
    ? JSON.stringify(verdict.conclusion)
    : "nothing";
}

/** The same rules whatever the order of trees and nodes. */
function comparable(rules: RuleSet): Json {
  const { trees, ...rest } = rules;
  const byName = trees.map(({ nodes, ...of }): readonly [string, unknown] => [
    `${of.type} ${of.task ?? ""}`,
    { ...of, nodes: nodes.toSorted((one, other) => one.id - other.id) },
  ]);
  return JSON.parse(JSON.stringify({ ...rest, trees: Object.fromEntries(byName) })) as Json;
}

const OF: Pick<RuleTree, "type" | "task"> = { type: "timeout", task: "one" };

describe("A tree of rules", () => {
  it("concludes what the last satisfied node concludes, as an independent walker finds it", () => {
    fc.assert(
      fc.property(tree("timeout", "one"), data, (rules, values) => {
        const verdict = askTree(rules, seen(values));
        const found = naive(rules.nodes, rules.root, seen(values), undefined);
        if (found === "failed") assert.equal(verdict.answer, "condition-failed");
        else if (found && !(found.id === rules.root && found.conclusion.length === 0))
          assert.equal(inOneWord(verdict), `concluded ${found.id}`);
        else assert.equal(verdict.answer, "nothing-held");
      }),
      { numRuns: 300 },
    );
  });

  it("answers with a path that leads from the root along the branches", () => {
    fc.assert(
      fc.property(tree("timeout", "one"), data, (rules, values) => {
        const verdict = askTree(rules, seen(values));
        assert.ok("path" in verdict);
        let at: number | undefined = rules.root;
        for (const { node, satisfied } of verdict.path) {
          assert.equal(node, at);
          const found: RuleNode | undefined = rules.nodes.find(({ id }) => id === node);
          at = satisfied ? found?.onTrue : found?.onFalse;
        }
        assert.equal(at, verdict.answer === "condition-failed" ? verdict.node : undefined);
      }),
    );
  });

  it("is no tree, and says so", () => {
    assert.deepEqual(askTree(undefined, seen({})), { answer: "no-tree" });
  });

  it("grows by a rule that decides its own case and changes no other stored case that is not named", () => {
    let added = 0;
    let changed = 0;
    fc.assert(
      fc.property(tree("timeout", "one"), data, condition, program, (rules, values, when, conclusion) => {
        const rule: NewRule = { ...OF, condition: when, conclusion, cornerstone: { data: values } };
        const found = addRule({ trees: [rules] }, rule, SUBJECT);
        const before = askTree(rules, seen(values));
        if (!found.ok) {
          const holds = conditionHolds(when, seen(values));
          assert.ok(!holds.ok || !holds.value || before.answer === "condition-failed", found.fault.message);
          return;
        }
        added += 1;
        const { node, changes } = found.value;
        const newer = treeOf(found.value.rules, "timeout", "one");
        assert.ok(newer);
        assert.equal(newer.nodes.length, rules.nodes.length + 1);
        assert.equal(inOneWord(askTree(newer, seen(values))), `concluded ${node}`);
        assert.ok("path" in before);
        const last = before.path.at(-1);
        const parent = newer.nodes.find(({ id }) => id === last?.node);
        assert.equal(last?.satisfied ? parent?.onTrue : parent?.onFalse, node);
        const told = new Set(changes.map(({ cornerstone }) => cornerstone));
        changed += told.size;
        for (const { id, cornerstone } of rules.nodes) {
          if (!cornerstone) continue;
          const what = seenOf(cornerstone.data, SUBJECT.case, SUBJECT.types, cornerstone.facts);
          const isSame: boolean = decision(askTree(rules, what)) === decision(askTree(newer, what));
          assert.equal(!isSame, told.has(id), `the cornerstone of ${id}`);
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(added > 50 && changed > 10, `${added} rules, ${changed} changes`);
  });

  it("grows from nothing, with a default rule that concludes nothing", () => {
    const when = { language: "rule", text: "a = 1" } as const;
    const rule: NewRule = { ...OF, condition: when, conclusion: [], cornerstone: { data: { a: 1 } } };
    const found = addRule({ trees: [] }, rule, SUBJECT);
    assert.ok(found.ok);
    assert.equal(found.value.before.answer, "no-tree");
    assert.deepEqual(
      found.value.rules.trees[0]?.nodes.map(({ id, onTrue }) => [id, onTrue]),
      [
        [0, 1],
        [1, undefined],
      ],
    );
  });

  it("has a rule replaced where it stands; all that is decided otherwise is told", () => {
    fc.assert(
      fc.property(
        tree("timeout", "one"),
        data,
        condition,
        program,
        fc.nat(),
        (rules, values, when, then, which) => {
          const replaces = rules.nodes[which % rules.nodes.length]?.id ?? 0;
          const rule: NewRule = {
            ...OF,
            condition: when,
            conclusion: then,
            cornerstone: { data: values },
            replaces,
          };
          const found = addRule({ trees: [rules] }, rule, SUBJECT);
          if (!found.ok) return;
          const newer = treeOf(found.value.rules, "timeout", "one");
          assert.ok(newer);
          const told = new Set(found.value.changes.map(({ cornerstone }) => cornerstone));
          for (const { id, cornerstone } of rules.nodes) {
            if (!cornerstone || id === replaces) continue;
            const what = seenOf(cornerstone.data, SUBJECT.case, SUBJECT.types, cornerstone.facts);
            assert.equal(decision(askTree(rules, what)) !== decision(askTree(newer, what)), told.has(id));
          }
        },
      ),
      { numRuns: 300 },
    );
    const lost = addRule(
      {
        trees: [
          {
            ...OF,
            root: 0,
            nodes: [{ id: 0, condition: { language: "rule", text: "True" }, conclusion: [] }],
          },
        ],
      },
      {
        ...OF,
        condition: { language: "rule", text: "True" },
        conclusion: [],
        cornerstone: { data: {} },
        replaces: 9,
      },
      SUBJECT,
    );
    assert.ok(!lost.ok && lost.fault.type === "not-found");
  });

  it("tries a new rule over 1,000 cornerstones in under a second", () => {
    const nodes = Array.from({ length: 1_001 }, (_, id): RuleNode => ({
      id,
      condition: { language: "rule", text: id === 0 ? "True" : `a = ${id} & b > 0` },
      conclusion: [{ action: "compensate", worklets: [`W${id}`] }],
      cornerstone: { data: { a: id, b: 1 } },
      ...(id === 0 ? { onTrue: 1 } : id < 1_000 ? { onFalse: id + 1 } : {}),
    }));
    const rules: RuleSet = { trees: [{ ...OF, root: 0, nodes }] };
    const rule: NewRule = {
      ...OF,
      condition: { language: "rule", text: "b >= 1" },
      conclusion: [],
      cornerstone: { data: { a: 5_000, b: 1 } },
    };
    const begin = performance.now();
    const found = addRule(rules, rule, SUBJECT);
    const millis = performance.now() - begin;
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.changes.map(({ cornerstone }) => cornerstone),
      [0],
    );
    assert.ok(millis < 1_000, `${millis} ms`);
  });
});

describe("Random rules", () => {
  it("are the same after they were written as an .xrs file and read", () => {
    fc.assert(
      fc.property(ruleSet, (rules) => {
        const text = writeXrs(rules, { id: "random", version: "1.0" });
        const read = readXrs(text);
        assert.ok(read.ok, JSON.stringify(read));
        assert.deepEqual(read.value.warnings, []);
        assert.equal(canonical(comparable(read.value.rules)), canonical(comparable(rules)), text);
      }),
      { numRuns: 60 },
    );
  });

  it("are the same after they were written as YAML or JSON and read", () => {
    fc.assert(
      fc.property(ruleSet, (rules) => {
        for (const text of [writeRulesYaml(rules), JSON.stringify(rulesSource(rules))]) {
          const read = readRuleDocument(text);
          assert.ok(read.ok, `${JSON.stringify(read)}\n${text}`);
          assert.equal(canonical(comparable(read.value.rules)), canonical(comparable(rules)), text);
        }
      }),
      { numRuns: 60 },
    );
  });
});
