import assert from "node:assert/strict";
import { checkSpecification } from "../../yawl/net/checks/check.ts";
import type { Instances, Net, Specification } from "../../yawl/model/specification.ts";
import {
  always,
  buildNet,
  buildSpecification,
  manualWork,
  otherwise,
  type NetShape,
  type TaskShape,
} from "./build.ts";

const SEQUENCE: NetShape = { start: ["a"], tasks: { a: { to: ["b"] }, b: { to: ["o"] } } };

function messages(net: NetShape | Specification): { readonly errors: string[]; readonly warnings: string[] } {
  const specification = "start" in net ? buildSpecification([buildNet(net)]) : net;
  const { errors, warnings } = checkSpecification(specification);
  return { errors: errors.map(({ message }) => message), warnings: warnings.map(({ message }) => message) };
}

/** Exactly one of the messages fits. */
function one(found: readonly string[], pattern: RegExp): void {
  assert.equal(
    found.filter((message) => pattern.test(message)).length,
    1,
    `${pattern} in:\n${found.join("\n")}`,
  );
}

/** The net with its task `a` changed. */
function withA(changes: Partial<TaskShape>): NetShape {
  return { ...SEQUENCE, tasks: { ...SEQUENCE.tasks, a: { to: ["b"], ...changes } } };
}

function instances(minimum: number, maximum: number, threshold: number): Instances {
  const query = { language: "variable", text: "x" } as const;
  return {
    minimum,
    maximum,
    threshold,
    creation: "static",
    input: { query, splitter: query, parameter: "x" },
  };
}

describe("the static checks", () => {
  it("find nothing in a net that is all right", () => {
    assert.deepEqual(messages(SEQUENCE), { errors: [], warnings: [] });
  });

  it("say where in the net and in the file an element stands", () => {
    const net: Net = buildNet({ start: ["a"], tasks: { a: { to: ["o"] }, lost: { to: ["o"] } } });
    const tasks = net.tasks.map((task) =>
      task.id === "lost" ? { ...task, name: "Lost one", place: { line: 7, column: 3 } } : task,
    );
    const { errors } = checkSpecification(buildSpecification([{ ...net, tasks }]));
    assert.deepEqual(errors, [
      {
        element: "net/lost",
        line: 7,
        column: 3,
        message: 'No flow leads to the task "Lost one" (lost), so it can never start.',
      },
    ]);
  });

  describe("refuse what cannot run", () => {
    it("a specification without root net, or with one that is not there", () => {
      one(
        messages({ ...buildSpecification([buildNet(SEQUENCE)]), rootNet: "" }).errors,
        /does not say which net/,
      );
      one(
        messages({ ...buildSpecification([buildNet(SEQUENCE)]), rootNet: "other" }).errors,
        /root net "other" does not exist/,
      );
    });

    it("flows that lead nowhere, into the input condition or out of the output condition", () => {
      one(
        messages(withA({ to: ["b", "nowhere"] })).errors,
        /leads to "nowhere", which the net does not have/,
      );
      one(messages(withA({ to: ["b", "i"] })).errors, /flow into the input condition/);
      const net = buildNet(SEQUENCE);
      const outputCondition = { ...net.outputCondition, flows: [{ to: "a" }] };
      one(messages(buildSpecification([{ ...net, outputCondition }])).errors, /leaves the output condition/);
    });

    it("flows between conditions, and two flows between the same elements", () => {
      one(
        messages({
          ...SEQUENCE,
          conditions: { c: ["o"] },
          tasks: { ...SEQUENCE.tasks, b: { to: ["o", "c"] } },
        }).errors,
        /a task has to stand between/,
      );
      one(messages(withA({ to: ["b", "b"] })).errors, /two flows to "b"/);
    });

    it("tasks without a way in or out", () => {
      one(
        messages({ ...SEQUENCE, tasks: { ...SEQUENCE.tasks, c: { to: ["o"] } } }).errors,
        /No flow leads to the task "c"/,
      );
      one(
        messages({ ...SEQUENCE, tasks: { ...SEQUENCE.tasks, b: { to: [] } } }).errors,
        /No flow leaves the task "b"/,
      );
    });

    it("a condition that has the id of a task", () => {
      assert.notEqual(messages({ ...SEQUENCE, conditions: { a: ["b"] } }).errors.length, 0);
    });

    it("a decomposition and a cancelled element that do not exist", () => {
      one(messages(withA({ decomposition: "none" })).errors, /"none", which does not exist/);
      one(messages(withA({ cancels: ["ghost"] })).errors, /cancels "ghost"/);
    });

    it("bounds of multiple instances that contradict each other", () => {
      const bounds = (minimum: number, maximum: number): readonly string[] =>
        messages(withA({ instances: instances(minimum, maximum, 1) })).errors;
      one(bounds(3, 2), /at least 3 instances and allows at most 2/);
      one(bounds(-1, 2), /less than none/);
      one(bounds(0, 0), /can never start/);
    });
  });

  describe("warn of what runs but looks wrong", () => {
    it("elements that no path reaches, or from which none leads on", () => {
      const { errors, warnings } = messages({
        start: ["a"],
        tasks: {
          a: { split: "xor", to: ["o", otherwise("x")] },
          x: { to: ["y"] },
          y: { to: ["x"] },
          p: { to: ["q"] },
          q: { to: ["p", "o"] },
        },
      });
      assert.deepEqual(errors, []);
      one(warnings, /No path leads from the input condition to the task "p"/);
      one(warnings, /No path leads from the task "x" to the output condition/);
    });

    it("an AND-join of which one input never gets a token, told once and not again as a dead task", () => {
      const { warnings } = messages({
        start: ["a"],
        tasks: {
          a: { split: "xor", to: ["d", otherwise("o")] },
          d: { join: "and", to: ["back", "o"] },
          back: { to: ["d"] },
        },
      });
      one(warnings, /AND-join of "d" can never fire: no token can come from "back"/);
      assert.equal(warnings.filter((message) => /whatever the predicates say/.test(message)).length, 0);
    });

    it("splits whose choice is not what it seems", () => {
      const split = (kind: "xor" | "or" | "and", to: TaskShape["to"]): readonly string[] =>
        messages({
          start: ["a"],
          tasks: { a: { split: kind, to }, b: { to: ["d"] }, c: { to: ["d"] }, d: { join: "or", to: ["o"] } },
        }).warnings;
      one(
        split("xor", ["b", "c"]),
        /XOR split of "a" has no default flow; if no predicate is true, its last flow is taken/,
      );
      one(split("or", ["b", "c"]), /OR split of "a" has no default flow/);
      one(
        split("xor", [always("b"), otherwise("c")]),
        /no predicate and is not the default: it is always taken, and flows/,
      );
      one(split("xor", [otherwise("b"), otherwise("c")]), /2 default flows/);
      one(
        split("and", [{ to: "b", predicate: { language: "xquery", text: "1 = 1" } }, "c"]),
        /predicates are not looked at/,
      );
      assert.deepEqual(split("or", ["b", otherwise("c")]), []);
    });

    it("decompositions that nothing uses", () => {
      const unused = buildSpecification(
        [buildNet(withA({ decomposition: "used" }))],
        [manualWork("used"), manualWork("unused")],
      );
      const { errors, warnings } = messages(unused);
      assert.deepEqual(errors, []);
      one(warnings, /decomposition "unused" is not used/);
    });

    it("nets that contain themselves, by way of others", () => {
      const other = buildNet({
        id: "other",
        start: ["x"],
        tasks: { x: { to: ["o"], decomposition: "net" } },
      });
      const { errors, warnings } = messages(
        buildSpecification([buildNet(withA({ decomposition: "other" })), other]),
      );
      assert.deepEqual(errors, []);
      one(warnings, /contains itself \("?net -> other -> net"?\)/);
    });

    it("names that two tasks share, and elements that a cancellation set names twice", () => {
      one(
        messages({ ...SEQUENCE, tasks: { a: { to: ["b"], name: "Pay" }, b: { to: ["o"], name: "Pay" } } })
          .warnings,
        /both|all called "Pay"/,
      );
      one(messages(withA({ cancels: ["b", "b"] })).warnings, /names "b" twice/);
      one(messages(withA({ cancels: ["o"] })).warnings, /has the output condition in it/);
    });

    it("a threshold beyond the maximum", () => {
      one(messages(withA({ instances: instances(1, 3, 5) })).warnings, /threshold of "a" is 5/);
    });

    it("a net that can get stuck, with the tasks that lead there", () => {
      const { errors, warnings } = messages({
        start: ["a"],
        tasks: {
          a: { split: "xor", to: ["b", otherwise("c")] },
          b: { to: ["d"] },
          c: { to: ["d"] },
          d: { join: "and", to: ["o"] },
        },
      });
      assert.deepEqual(errors, []);
      one(warnings, /The net "net" can get stuck: after "a", "b" no task can start/);
    });

    it("a net that could not be decided, with the number of states", () => {
      const net = buildNet({ start: ["a"], tasks: { a: { to: ["a", "b"] }, b: { to: ["b"] } } });
      const { warnings } = checkSpecification(buildSpecification([net]), { budget: 30 });
      one(
        warnings.map(({ message }) => message),
        /was not decided within 3\d states/,
      );
    });
  });

  it("run through 10,000 tasks in a row and 1,000 nested nets in a moment", () => {
    const tasks: Record<string, TaskShape> = {};
    for (let task = 0; task < 10_000; task++)
      tasks[`t${task}`] = { to: [task < 9_999 ? `t${task + 1}` : "o"] };
    const nets: Net[] = [
      buildNet({ id: "root", start: ["t0"], tasks: { ...tasks, t0: { to: ["t1"], decomposition: "n0" } } }),
    ];
    for (let net = 0; net < 1_000; net++) {
      const below = net < 999 ? { decomposition: `n${net + 1}` } : {};
      nets.push(buildNet({ id: `n${net}`, start: ["x"], tasks: { x: { to: ["o"], ...below } } }));
    }
    const before = process.cpuUsage();
    assert.deepEqual(checkSpecification(buildSpecification(nets)), { errors: [], warnings: [] });
    const { user } = process.cpuUsage(before);
    assert.ok(user < 3_000_000, `${user / 1000} ms`);
  }).timeout(30_000);
});
