import assert from "node:assert/strict";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { BOOLEAN, STRING } from "../../yawl/model/datatype.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { Specification, Task, TimerDefinition, Variable } from "../../yawl/model/specification.ts";
import { checkSpecification, type Checks } from "../../yawl/net/checks/check.ts";
import { net, work } from "../case/walk.ts";
import { buildSpecification } from "./build.ts";

function checked(timer: TimerDefinition, task: Partial<Task> = {}, locals: readonly Variable[] = []): Checks {
  const place = { line: 7, column: 3 };
  const root = net(
    { start: ["a"], tasks: { a: { to: ["o"] } } },
    { locals, tasks: { a: { decomposition: "work", timer, place, ...task } } },
  );
  const specification: Specification = buildSpecification([root], [work("work")]);
  return checkSpecification(specification);
}

function codes(found: readonly FaultDetail[]): readonly (string | undefined)[] {
  return found.map(({ code }) => code);
}

const AFTER: TimerDefinition = { trigger: "OnEnabled", duration: "PT1H" };

describe("the checks of timers", () => {
  const wrong: readonly (readonly [string, TimerDefinition, string, RegExp])[] = [
    ["a duration that is none", { duration: "soon" }, "timer-duration", /"soon".*is no duration/],
    ["a negative duration", { duration: "-P1D" }, "timer-duration", /"-P1D"/],
    ["a duration beyond all dates", { duration: "P999999999Y" }, "timer-duration", /"P999999999Y"/],
    ["a date that is none", { expiry: "2030-02-30" }, "timer-date", /"2030-02-30".*cannot be read/],
    ["a date beyond all dates", { expiry: "9999999999999999" }, "timer-date", /cannot be read/],
    [
      "a reminder that is none",
      { ...AFTER, reminders: [{ after: "PT1H" }, { before: "early" }] },
      "timer-duration",
      /The reminder "early"/,
    ],
  ];
  for (const [what, timer, code, message] of wrong) {
    it(`refuse ${what}, with its place`, () => {
      const { errors } = checked({ trigger: "OnEnabled", ...timer });
      assert.deepEqual(codes(errors), [code]);
      assert.match(errors[0]?.message ?? "", message);
      assert.deepEqual([errors[0]?.element, errors[0]?.line, errors[0]?.column], ["net/a", 7, 3]);
    });
  }

  it("refuse a variable that is true or false, and one that is not there", () => {
    const truth = checked({ variable: "v" }, {}, [{ name: "v", type: BOOLEAN }]);
    assert.deepEqual(codes(truth.errors), ["timer-variable"]);
    assert.deepEqual(checked({ variable: "v" }, {}, [{ name: "v", type: STRING }]).errors, []);
    assert.match(checked({ variable: "v" }).errors[0]?.message ?? "", /uses the variable "v"/);
  });

  it("take what can be read", () => {
    for (const timer of [
      AFTER,
      { duration: "P1Y2M" },
      { duration: "P2W", workdays: true },
      { expiry: "2030-01-31" },
      { expiry: "1167609600000" },
    ]) {
      const { errors, warnings } = checked({ trigger: "OnEnabled", ...timer });
      assert.deepEqual([errors, warnings], [[], []]);
    }
  });

  it("warn of a timer of a task without work", () => {
    const root = net({ start: ["a"], tasks: { a: { to: ["o"] } } }, { tasks: { a: { timer: AFTER } } });
    assert.deepEqual(codes(checkSpecification(buildSpecification([root])).warnings), ["timer-without-work"]);
  });

  it("warn of an expression that is wrong", () => {
    const { warnings } = checked({ trigger: "OnEnabled", when: { language: "xpath", text: "$nothing" } });
    assert.match(warnings[0]?.message ?? "", /The timer of "a", \$nothing, names \$nothing/);
  });

  it("warn of predicates over the timer of a task that has none", () => {
    const dialect = (predicate: string): readonly FaultDetail[] => {
      const text = `mizzen: 1
id: x
version: "1"
start: a
tasks:
  a: { name: Answer, offer: {}, timer: { after: PT1H }, next: b }
  b: { offer: {}, next: [{ to: a, when: "${predicate}" }, { to: end, otherwise: true }] }
`;
      const read = readDialect(text);
      assert.ok(read.ok, JSON.stringify(read));
      return checkSpecification(read.value.specification).warnings;
    };
    assert.deepEqual(dialect("timer('Answer') = 'expired'"), []);
    assert.deepEqual(dialect("timer('a') = 'expired'"), []);
    const [warning] = dialect("timer('Anser') = 'expired'");
    assert.equal(warning?.code, "timer-unknown");
    assert.match(warning.message, /asks for the timer of "Anser".*Did you mean "Answer"\?/);
    assert.equal(warning.line, 7);
  });
});
