import assert from "node:assert/strict";
import { between, otherwise, type NetShape } from "../net/build.ts";
import { net, specification, walkOf, Walk } from "./walk.ts";

describe("composite tasks (SEMANTICS 8)", () => {
  const inner = (shape: Omit<NetShape, "id">): ReturnType<typeof net> =>
    net(
      { id: "inner", ...shape },
      { tasks: Object.fromEntries(Object.keys(shape.tasks).map((id) => [id, { decomposition: "work" }])) },
    );
  const outer = net(
    { start: ["sub"], tasks: { sub: { to: ["next"], decomposition: "inner" }, next: { to: ["o"] } } },
    { tasks: { next: { decomposition: "work" } } },
  );

  it("end at the first token in the output condition; what is left inside is removed", () => {
    const one = new Walk(
      specification([
        outer,
        inner({ start: ["a"], tasks: { a: { to: ["b", "c"] }, b: { to: ["o"] }, c: { to: ["o"] } } }),
      ]),
    );
    one.perform("a");
    one.start("c");
    one.perform("b");
    assert.deepEqual(one.open, ["next"]);
    assert.deepEqual(Object.keys(one.state.nets), ["net"]);
  });

  it("end when nothing is left inside", () => {
    const spec = specification([outer, inner({ start: ["a"], tasks: { a: { to: ["o"] } } })]);
    const nested = spec.nets["inner"] ?? assert.fail();
    const a = nested.tasks["a"] ?? assert.fail();
    // no file can say this, but a compiled net can: a task that marks nothing
    const bare = { ...nested, tasks: { a: { ...a, flows: [] } } };
    const one = new Walk({ ...spec, nets: { ...spec.nets, inner: bare } });
    one.perform("a");
    assert.deepEqual(one.open, ["next"]);
  });

  it("nest to the limit, where a net that contains itself gets a clear fault", () => {
    const one = new Walk(
      specification([
        net({ id: "net", start: ["again"], tasks: { again: { to: ["o"], decomposition: "net" } } }),
      ]),
    );
    assert.equal(one.state.status, "running");
    assert.equal(Object.keys(one.state.nets).length, 51);
    const failed = Object.values(one.state.nets).flatMap(({ tasks }) =>
      Object.values(tasks).filter(({ phase }) => phase === "failed"),
    );
    assert.equal(failed.length, 1);
    const [run] = failed;
    assert.ok(run?.phase === "failed" && run.fault.type === "too-deep");
  });
});

describe("a case that cannot go on (SEMANTICS 9 and 10)", () => {
  it("is deadlocked when no task is enabled or busy, and says where its tokens are", () => {
    const one = walkOf({
      start: ["a"],
      tasks: {
        a: { split: "xor", to: ["b", otherwise("c")] },
        b: { to: ["d"] },
        c: { to: ["d"] },
        d: { join: "and", to: ["o"] },
      },
    });
    one.perform("a");
    one.perform("b");
    assert.equal(one.state.status, "deadlocked");
    assert.deepEqual(one.marking(), { [between("b", "d")]: 1 });
  });

  it("is deadlocked when a nested net is, and nothing else goes on", () => {
    const stuck = net({
      id: "inner",
      start: ["a"],
      tasks: {
        a: { split: "xor", to: ["b", otherwise("c")] },
        b: { to: ["d"] },
        c: { to: ["d"] },
        d: { join: "and", to: ["o"] },
      },
    });
    const outer = net(
      {
        start: ["s"],
        tasks: {
          s: { to: ["sub", "w"] },
          sub: { to: ["o"], decomposition: "inner" },
          w: { to: ["x"] },
          x: { join: "and", to: ["o"] },
        },
      },
      { tasks: { w: { decomposition: "work" } } },
    );
    const spec = specification([outer, stuck]);
    const root = spec.nets["net"];
    assert.ok(root);
    const one = new Walk({
      ...spec,
      // x waits for a token that never comes
      nets: {
        ...spec.nets,
        net: {
          ...root,
          conditions: { ...root.conditions, never: {} },
          tasks: {
            ...root.tasks,
            x: { ...(root.tasks["x"] ?? assert.fail()), from: [between("w", "x"), "never"] },
          },
        },
      },
    });
    assert.equal(one.state.status, "running", "somebody can still work");
    one.perform("w");
    assert.equal(one.state.status, "deadlocked");
    assert.deepEqual(Object.keys(one.state.nets), ["net", "net/sub"]);
  });

  it("stops an endless loop of tasks without work with a clear fault, and again after a retry", () => {
    const one = new Walk(
      specification([
        net({
          start: ["a"],
          tasks: { a: { to: ["b"] }, b: { split: "xor", to: ["a", otherwise("o")] } },
        }),
      ]),
    );
    for (let round = 0; round < 2; round += 1) {
      assert.equal(one.state.status, "running");
      const [run] = Object.values(one.state.nets["net"]?.tasks ?? {});
      assert.ok(run?.phase === "failed" && run.fault.type === "endless-loop");
      one.case({ type: "retry" });
    }
  });

  it("counts 100,000 tokens in a condition as quickly as one", () => {
    const one = walkOf({
      start: ["a"],
      conditions: { k: ["b"] },
      tasks: { a: { to: ["k"] }, b: { to: ["c"] }, c: { join: "and", to: ["o"] } },
    });
    one.perform("a");
    const root = one.state.nets["net"] ?? assert.fail();
    one.mend({ ...one.state, nets: { net: { ...root, marking: { k: 100_000 } } } });
    const begin = performance.now();
    one.start("b");
    assert.equal(one.marking()["k"], 99_999);
    one.finish("b");
    assert.deepEqual(one.open, ["b", "c"]);
    assert.ok(performance.now() - begin < 100);
  });
});
