import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { LEGAL, programProblems } from "../../yawl/rules/legal.ts";
import { ACTIONS, RUNS, TARGETS, type Program, type Step } from "../../yawl/rules/program.ts";
import { RULE_TYPE_NAMES, RULE_TYPES, type RuleType } from "../../yawl/rules/rule-types.ts";

const step = {
  of: (text: string): Step => {
    const [action = "", target = ""] = text.split(" ");
    const run = RUNS.find((each) => each === action);
    if (run) return { action: run, worklets: [target] };
    const found = ACTIONS.find((each) => each === action);
    const on = TARGETS.find((each) => each === target);
    assert.ok(found && on, text);
    return { action: found, target: on };
  },
};

function problems(type: RuleType, ...steps: readonly string[]): readonly string[] {
  const program: Program = steps.map((each) => step.of(each));
  return programProblems(program, type).map(
    ({ step: at, severity, message }) => `${at} ${severity} ${message}`,
  );
}

describe("A program", () => {
  for (const type of RULE_TYPE_NAMES)
    it(`of a rule of ${type} has the steps of its row in the table, and no others`, () => {
      for (const action of ACTIONS)
        for (const target of TARGETS) {
          const isLegal = LEGAL[type][action].includes(target);
          const said = problems(type, `${action} ${target}`).filter((each) => each.includes("cannot"));
          assert.equal(said.length, isLegal ? 0 : 1, `${type} ${action} ${target}`);
        }
      for (const run of RUNS)
        assert.equal(problems(type, `${run} W`).length, LEGAL[type][run] ? 0 : 1, `${type} ${run}`);
    });

  it("has no item where a rule is for a case, and selects worklets in a selection alone", () => {
    for (const type of RULE_TYPE_NAMES) {
      const row = LEGAL[type];
      if (RULE_TYPES[type].of === "case")
        for (const action of ACTIONS)
          assert.ok(!row[action].some((target) => target === "item"), `${type} ${action}`);
      assert.equal(row.select, type === "selection");
      assert.equal(row.compensate, type !== "selection");
    }
  });

  const ends: readonly (readonly [program: string, at?: number])[] = [
    ["suspend item, continue item"],
    ["suspend case, compensate W, continue case"],
    ["suspend item", 0],
    ["suspend item, compensate W", 0],
    ["compensate W, suspend case", 1],
    ["suspend item, continue case", 0],
    ["suspend case, continue item", 0],
    ["suspend item, suspend case, continue case", 0],
    ["suspend item, remove item"],
    ["suspend item, complete item"],
    ["suspend item, fail item"],
    ["suspend item, restart item"],
    ["suspend item, rollback item"],
    ["suspend item, remove case"],
    ["suspend case, remove item", 0],
    ["suspend case, remove ancestorCases"],
    ["suspend allCases, remove case", 0],
    ["suspend allCases, remove allCases"],
    ["suspend ancestorCases, remove allCases", 0],
    ["suspend ancestorCases, continue ancestorCases"],
    ["suspend item, suspend item, continue item"],
  ];
  for (const [program, at] of ends)
    it(`${program}: ${at === undefined ? "ends with nothing suspended" : "is refused, as it ends with something suspended"}`, () => {
      const found = problems("timeout", ...program.split(", ")).filter((each) =>
        each.includes("end with something"),
      );
      assert.equal(found.length, at === undefined ? 0 : 1, found.join("\n"));
      if (at !== undefined) assert.ok(found[0]?.startsWith(`${at} error`), found[0]);
    });

  it("does nothing more with what has ended", () => {
    assert.match(
      String(problems("timeout", "remove case", "complete item")),
      /1 error "complete item" comes too late: "remove case"/,
    );
    assert.match(
      String(problems("timeout", "fail item", "suspend item", "continue item")),
      /1 error.*too late/,
    );
    assert.deepEqual(problems("timeout", "remove item", "remove case"), []);
    assert.deepEqual(problems("timeout", "remove item", "compensate W"), []);
  });

  it("that continues what no step has suspended gets a warning", () => {
    assert.match(String(problems("timeout", "continue item")), /0 warning "continue item" does nothing/);
  });

  it("has at most a hundred steps", () => {
    assert.match(
      String(problems("timeout", ...Array.from({ length: 101 }, () => "compensate W"))),
      /at most 100/,
    );
  });
});

describe("The table of steps in docs/rules.md", () => {
  it("says what the table in the code says", () => {
    const text = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8");
    for (const type of RULE_TYPE_NAMES) {
      const row = text
        .split("\n")
        .find((line) => line.startsWith(`| \`${type}\``) && line.split("|").length === 11);
      assert.ok(row, `${type} has no row`);
      const cells = row
        .split("|")
        .map((cell) => cell.trim())
        .slice(2, -1);
      const expected = [
        ...ACTIONS.map((action) => {
          const targets: readonly string[] = LEGAL[type][action];
          if (targets.length === 0) return "";
          if (targets.length === 1) return "item";
          return targets.includes("item") ? "item, cases" : "cases";
        }),
        LEGAL[type].select ? "select" : "compensate",
      ];
      assert.deepEqual(cells, expected, type);
    }
  });
});
