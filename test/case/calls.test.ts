import assert from "node:assert/strict";
import { callOf } from "../../yawl/case/calls.ts";
import type { Outcome } from "../../yawl/case/outcome.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { ConnectorCatalogue } from "../../yawl/net/compile-call.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type {
  ConnectorCall,
  Decomposition,
  Expression,
  Instances,
  Task,
  Variable,
} from "../../yawl/model/specification.ts";
import { OUTSIDE } from "../../yawl/work/command.ts";
import { possibleCommands } from "../../yawl/work/lifecycle.ts";
import { buildSpecification, type NetShape } from "../net/build.ts";
import { MANAGER, net, specification, variable, Walk, WORKER } from "./walk.ts";

const HTTP: ConnectorCatalogue = (name, version = 1) =>
  name === "http" && version === 1 ? { version: 1, answers: ["status", "headers", "body"] } : undefined;

const ANY: Variable["type"] = { kind: "json", schema: {} };
const NUMBER: Variable["type"] = { kind: "json", schema: { type: "number" } };
const CUSTOMER: Variable = { name: "customer", type: STRING };

function xpath(text: string): Expression {
  return { language: "xpath", text };
}

function calling(
  call: Partial<ConnectorCall> = {},
  inputs: readonly Variable[] = [CUSTOMER],
  outputs: readonly Variable[] = [],
): Decomposition {
  return {
    kind: "work",
    id: "fetch",
    root: "fetch",
    inputs,
    outputs,
    interaction: "automated",
    call: { connector: "http", configuration: { url: "https://api.acme.com/{customer}" }, ...call },
  };
}

const SHAPE: NetShape = { start: ["a"], tasks: { a: { to: ["next"] }, next: { to: ["o"] } } };
const FETCH: Partial<Task> = {
  decomposition: "fetch",
  startingMappings: [{ query: variable("customer"), mapsTo: "customer" }],
  completedMappings: [{ query: xpath("$body?name"), mapsTo: "name" }],
};

function walk(
  work = calling(),
  { shape = SHAPE, task = FETCH }: { shape?: NetShape; task?: Partial<Task> } = {},
): Walk {
  const plain = Object.fromEntries(Object.keys(shape.tasks).map((id) => [id, { decomposition: "work" }]));
  const root = net(shape, {
    inputs: [CUSTOMER],
    locals: [
      { name: "name", type: ANY },
      { name: "count", type: NUMBER },
    ],
    tasks: { ...plain, a: task },
  });
  return new Walk(specification([root], [work], {}, HTTP), { customer: "c1" });
}

const ANSWER: Outcome = { kind: "answer", answer: { status: 200, headers: {}, body: { name: "Ann" } } };
const FAILURE: Outcome = {
  kind: "failure",
  failure: { type: "http-status", message: "404 Not Found", attempts: 1, details: { status: 404 } },
};

describe("an automated task (scenario 4)", () => {
  it("calls its connector as soon as it is enabled, with its input, and asks nobody", () => {
    const one = walk();
    const item = one.item("a");
    assert.equal(item.status, "started");
    assert.equal(item.allocatedTo, undefined);
    assert.deepEqual(one.pendingOf("call:case.1:1"), { kind: "call", item: item.id, number: 1 });
    const request = callOf(one.linked, one.state, item.id);
    assert.deepEqual(request?.input, { customer: "c1" });
    assert.deepEqual(request?.call, { number: 1, key: item.id });
    assert.equal(request?.how.connector, "http");
  });

  it("passes what the connector answers to the net by expressions, and the process goes on", () => {
    const one = walk();
    one.called("a", ANSWER);
    assert.deepEqual(one.data, { customer: "c1", name: "Ann" });
    assert.deepEqual(one.open, ["next"]);
    assert.equal(callOf(one.linked, one.state, "case.1"), undefined);
  });

  it("takes what is declared as output by name, and leaves out the rest of the answer", () => {
    const work = calling({}, [CUSTOMER], [{ name: "status", type: NUMBER, mandatory: true }]);
    const task = { ...FETCH, completedMappings: [{ query: variable("status"), mapsTo: "count" }] };
    const one = walk(work, { task });
    one.called("a", ANSWER);
    assert.equal(one.data["count"], 200);
  });

  it("makes the connector's input and its own output by the expressions of the call", () => {
    const work = calling(
      {
        input: [{ query: xpath("concat('/', $customer)"), mapsTo: "path" }],
        output: [{ query: xpath("$body?name"), mapsTo: "name" }],
      },
      [CUSTOMER],
      [{ name: "name", type: STRING }],
    );
    const one = walk(work, {
      task: { ...FETCH, completedMappings: [{ query: variable("name"), mapsTo: "name" }] },
    });
    assert.deepEqual(callOf(one.linked, one.state, "case.1")?.input, { path: "/c1" });
    one.called("a", ANSWER);
    assert.equal(one.data["name"], "Ann");
  });

  it("fires before people's tasks that want the same token (SEMANTICS 4)", () => {
    const shape = { start: ["a", "b"], tasks: { a: { to: ["o"] }, b: { to: ["o"] } } };
    assert.deepEqual(walk(calling(), { shape }).open, ["a"]);
  });

  it("may loop: each round is a call with a key of its own", () => {
    const again = { to: "a", predicate: xpath("$count < 3") };
    const shape: NetShape = {
      start: ["a"],
      tasks: { a: { split: "xor", to: [again, { to: "o", isDefault: true }] } },
    };
    const task = { ...FETCH, completedMappings: [{ query: xpath("($count, 0)[1] + 1"), mapsTo: "count" }] };
    const work = calling({}, [CUSTOMER], [{ name: "count", type: NUMBER }]);
    const one = walk(work, { shape, task });
    const keys: string[] = [];
    for (let count = 0; one.state.status === "running"; count += 1) {
      keys.push(one.item("a").call?.key ?? "");
      one.called("a", { kind: "answer", answer: { count } });
    }
    assert.deepEqual(keys, ["case.1", "case.2", "case.3"]);
    assert.equal(one.state.status, "completed");
  });

  it("may have many instances, the rest of which are cancelled at the threshold", () => {
    const instances: Instances = {
      minimum: 3,
      maximum: 3,
      threshold: 2,
      creation: "static",
      count: xpath("3"),
      index: "customer",
      output: { query: xpath("$body"), variable: "name" },
    };
    const work = calling({}, [{ name: "customer", type: ANY }]);
    const one = walk(work, { task: { decomposition: "fetch", instances } });
    assert.deepEqual(
      Object.keys(one.state.items).map((item) => callOf(one.linked, one.state, item)?.input),
      [{ customer: 1 }, { customer: 2 }, { customer: 3 }],
    );
    one.hear({ item: "case.3", number: 1, kind: "answer", answer: { body: "third" } });
    one.hear({ item: "case.1", number: 1, kind: "answer", answer: { body: "first" } });
    assert.deepEqual(one.data["name"], ["first", "third"]);
    assert.deepEqual(one.open, ["next"]);
    one.hear({ item: "case.2", number: 1, kind: "answer", answer: { body: "late" } });
    assert.deepEqual(one.step.events, []);
  });

  it("is stopped by a cancellation set, and a late answer changes nothing", () => {
    const shape: NetShape = {
      start: ["s"],
      tasks: {
        s: { split: "and", to: ["a", "b"] },
        a: { to: ["next"] },
        b: { to: ["o"], cancels: ["a"] },
        next: { to: ["o"] },
      },
    };
    const one = walk(calling(), { shape });
    one.perform("s");
    const { id } = one.item("a");
    one.perform("b");
    assert.ok(one.step.events.some((event) => event.type === "item" && event.item.id === id));
    one.hear({ item: id, number: 1, ...ANSWER });
    assert.deepEqual(one.step.events, []);
    assert.equal(one.state.status, "completed");
  });

  it("keeps an answer that comes while the case is suspended, and goes on with it when the case is resumed", () => {
    const one = walk();
    one.case({ type: "suspend-case" });
    one.called("a", ANSWER);
    assert.deepEqual(one.open, []);
    assert.equal(one.state.status, "suspended");
    one.case({ type: "resume-case" });
    assert.deepEqual(one.open, ["next"]);
  });
});

describe("a call that failed for good", () => {
  function failed(work = calling()): Walk {
    const one = walk(work);
    one.called("a", FAILURE);
    return one;
  }

  it("suspends the item with the cause, for managers to decide", () => {
    const one = failed();
    const item = one.item("a");
    assert.equal(item.status, "suspended");
    assert.deepEqual(item.failure, {
      type: "http-status",
      message: "404 Not Found",
      attempts: 1,
      details: { status: 404 },
      at: one.now,
    });
    assert.equal(one.state.status, "running");
    assert.deepEqual(possibleCommands(item, { participant: "ann", manager: true }, new Set()), [
      "retry",
      "skip",
      "fail",
    ]);
    assert.deepEqual(possibleCommands(item, { participant: "bob", manager: false }, new Set()), []);
    assert.equal(one.refuse("a", { type: "retry" }, WORKER).type, "not-eligible");
    assert.equal(one.refuse("a", { type: "resume" }).type, "wrong-state");
    assert.equal(one.refuse("a", { type: "reallocate", to: "bob", keepData: false }).type, "wrong-state");
  });

  it("is tried again with the same input and the same idempotency key", () => {
    const one = failed();
    one.give("a", { type: "retry" });
    assert.deepEqual(Object.keys(one.state.pending), ["call:case.1:2"]);
    const item = one.item("a");
    assert.equal(item.status, "started");
    assert.deepEqual(item.call, { number: 2, key: "case.1" });
    assert.equal(item.failure, undefined);
    one.hear({ item: "case.1", number: 1, ...ANSWER });
    assert.deepEqual(one.step.events, [], "the first call is over");
    one.called("a", ANSWER);
    assert.deepEqual(one.open, ["next"]);
  });

  it("is tried again with another input, which makes it another request with a key of its own", () => {
    const one = failed();
    one.give("a", { type: "retry", data: { customer: "c2" } });
    assert.deepEqual(one.item("a").call, { number: 2, key: "case.1-2" });
    assert.deepEqual(callOf(one.linked, one.state, "case.1")?.input, { customer: "c2" });
  });

  it("is not tried again with an input that does not fit, and keeps its failure", () => {
    const one = failed();
    const fault = one.refuse("a", { type: "retry", data: { customer: 7, other: 1 } });
    assert.deepEqual(
      fault.details?.map(({ pointer }) => pointer),
      ["/other", "/customer"],
    );
    assert.equal(one.item("a").status, "suspended");
  });

  it("is skipped with an output that a manager gives", () => {
    const one = failed();
    const output: JsonObject = { status: 200, headers: {}, body: { name: "by hand" } };
    one.give("a", { type: "skip", data: output });
    assert.equal(one.data["name"], "by hand");
    assert.deepEqual(one.open, ["next"]);
  });

  it("fails the case with the cause when it is given up, and everything else of the case goes", () => {
    const shape: NetShape = {
      start: ["s"],
      tasks: {
        s: { split: "and", to: ["a", "b"] },
        a: { to: ["j"] },
        b: { to: ["j"] },
        j: { join: "and", to: ["o"] },
      },
    };
    const one = walk(calling(), { shape });
    one.perform("s");
    one.called("a", FAILURE);
    one.give("a", { type: "fail", reason: "The customer is gone." });
    assert.equal(one.state.status, "failed");
    assert.equal(one.state.fault?.type, "connector-failed");
    assert.match(one.state.fault?.message ?? "", /"a" failed: The customer is gone/);
    assert.deepEqual(one.open, []);
    assert.deepEqual(one.data, { customer: "c1" });
  });

  it("comes of an answer that does not fit, too: the answer is kept, and can be mended", () => {
    const work = calling({}, [CUSTOMER], [{ name: "count", type: NUMBER, mandatory: true }]);
    const task = { ...FETCH, completedMappings: [{ query: variable("count"), mapsTo: "count" }] };
    const one = walk(work, { task });
    one.called("a", { kind: "answer", answer: { count: "many" } });
    const item = one.item("a");
    assert.equal(item.status, "suspended");
    assert.equal(item.failure?.type, "invalid-data");
    assert.match(item.failure.message, /\/count must be a number/);
    assert.deepEqual(item.draft, { count: "many" });
    const fault = one.refuse("a", { type: "skip", data: { count: "more" } });
    assert.equal(fault.details?.[0]?.pointer, "/count");
    one.give("a", { type: "skip", data: { count: 3 } });
    assert.equal(one.data["count"], 3);
  });

  it("comes of an output expression that fails, and of an input expression that fails", () => {
    const one = walk(calling(), {
      task: { ...FETCH, completedMappings: [{ query: xpath("1 + 'a'"), mapsTo: "name" }] },
    });
    one.called("a", ANSWER);
    assert.equal(one.item("a").failure?.type, "mapping-failed");
    const two = walk(calling({ input: [{ query: xpath("1 + 'a'"), mapsTo: "path" }] }));
    assert.equal(two.item("a").status, "suspended");
    assert.deepEqual(two.pending, []);
    assert.equal(two.item("a").failure?.type, "mapping-failed");
  });
});

describe("a call whose work goes on outside", () => {
  function waiting(): Walk {
    const one = walk();
    one.called("a", { kind: "waiting", until: 5_000 });
    return one;
  }

  it("waits, and its callback completes the item", () => {
    const one = waiting();
    const item = one.item("a");
    assert.equal(item.status, "started");
    assert.equal(item.call?.waitsUntil, 5_000);
    assert.equal(callOf(one.linked, one.state, item.id), undefined, "it is not called again");
    one.give("a", { type: "callback", data: { body: { name: "Ann" } } }, OUTSIDE);
    assert.equal(one.data["name"], "Ann");
    assert.deepEqual(one.open, ["next"]);
  });

  it("takes a callback from outside only, and only when it waits for one", () => {
    const callback = { type: "callback", data: {} } as const;
    assert.equal(waiting().refuse("a", callback, MANAGER).type, "not-eligible");
    assert.equal(walk().refuse("a", callback, OUTSIDE).type, "not-eligible");
  });

  it("refuses a callback that does not fit, and goes on waiting", () => {
    const one = walk(calling(), {
      task: { ...FETCH, completedMappings: [{ query: xpath("$body?count"), mapsTo: "count" }] },
    });
    one.called("a", { kind: "waiting", until: 5_000 });
    const fault = one.refuse("a", { type: "callback", data: { body: { count: "x" } } }, OUTSIDE);
    assert.equal(fault.type, "mapping-failed");
    assert.equal(one.item("a").call?.waitsUntil, 5_000);
  });

  it("fails when its time is over, and is called again by a retry", () => {
    const one = waiting();
    assert.deepEqual(one.pending, ["callback a"]);
    one.pass(4_900);
    assert.equal(one.item("a").status, "started");
    one.restart();
    one.pass(100);
    assert.deepEqual([one.item("a").status, one.item("a").failure?.type], ["suspended", "callback-timeout"]);
    assert.equal(one.item("a").failure?.at, 5_000, "at its instant");
    assert.deepEqual(one.pending, []);
    one.give("a", { type: "retry" });
    assert.deepEqual(one.item("a").call, { number: 2, key: "case.1" });
    one.called("a", { kind: "waiting", until: 9_000 });
    const late = { type: "callback", call: 1, data: { body: { name: "Late" } } } as const;
    assert.equal(one.refuse("a", late, OUTSIDE).type, "wrong-state");
    assert.equal(one.item("a").call?.waitsUntil, 9_000);
    one.give("a", { ...late, call: 2, data: { body: { name: "Ann" } } }, OUTSIDE);
    assert.equal(one.data["name"], "Ann");
  });
});

describe("compiling a call", () => {
  function compiled(call: Partial<ConnectorCall>) {
    const root = net(SHAPE, { inputs: [CUSTOMER], tasks: { a: { decomposition: "fetch" } } });
    return compile(buildSpecification([root], [calling(call)]), HTTP);
  }

  it("spells out what was left to defaults, in milliseconds", () => {
    const made = compiled({ retry: { attempts: 3, initialInterval: "PT0.5S", deadline: "PT1H" } });
    assert.ok(made.ok);
    assert.deepEqual(made.value.compiled.work["fetch"]?.call?.retry, {
      attempts: 3,
      initialInterval: 500,
      coefficient: 2,
      maximumInterval: 60_000,
      deadline: 3_600_000,
    });
    assert.equal(made.value.compiled.work["fetch"].call.version, 1);
  });

  it("refuses connectors that are not there, and numbers and durations that are none", () => {
    const wrong: readonly (readonly [Partial<ConnectorCall>, RegExp])[] = [
      [{ connector: "htpp" }, /no connector "htpp"/],
      [{ version: 2 }, /no connector "http" in version 2/],
      [{ timeout: "1 minute" }, /timeout must be an ISO 8601 duration .*; it is "1 minute"/],
      [{ timeout: "P1M" }, /timeout must have no years and months/],
      [{ timeout: "PT0S" }, /timeout must be between PT0.001S and P30D/],
      [{ retry: { attempts: 0 } }, /attempts/],
      [{ retry: { coefficient: 0.5 } }, /coefficient/],
      [{ retry: { deadline: "P31D" } }, /deadline must be between PT0.001S and P30D; it is "P31D"/],
    ];
    for (const [call, message] of wrong) {
      const made = compiled(call);
      if (made.ok) assert.fail(`${JSON.stringify(call)} was accepted`);
      assert.match(made.fault.message, message);
      assert.equal(made.fault.details?.[0]?.element, "fetch");
    }
  });
});
