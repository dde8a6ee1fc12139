/**
 * Each move is followed until all is quiet: then engine and model have to agree about everything, wherever the instances are
 * and in whatever order parent and blocks heard from each other.
 */
import assert from "node:assert/strict";
import { Model, type Task, type Verdict } from "./rules.ts";
import { numbers, type Move } from "./sequences.ts";
import { INNER, type Setup } from "./subject.ts";
import { World, type Part, type Sent } from "./world.ts";

export class Calm {
  readonly world: World;
  readonly model: Model;
  readonly #random: (below: number) => number;

  constructor(setup: Setup, seed: number) {
    this.#random = numbers(seed);
    this.world = new World(setup);
    const rules = setup.kind === "nested" ? { ...setup, inner: INNER } : setup;
    this.model = new Model(rules, setup.limit);
    this.quiet();
    this.compare("at the start");
  }

  do(move: Move): void {
    const before = this.#label(move);
    const done = this.#perform(move);
    this.quiet();
    if (done) {
      const answer = this.world.answerOf(done.sent);
      assert.notEqual(answer, undefined, `${before} has no answer`);
      if (!done.eitherWay) assert.equal(answer, done.verdict, `answer of ${before}`);
    }
    this.compare(before);
  }

  /** Delivers all that is under way, in any order, some of it twice and some after everybody began anew. */
  quiet(): void {
    const { cases } = this.world;
    for (let left = 10_000; cases.underWay.length > 0; left -= 1) {
      assert.ok(left > 0, "they never stop talking");
      const index = this.#random(cases.underWay.length);
      const [chosen] = cases.underWay.slice(index, index + 1);
      if (chosen && left > 9_900 && this.#random(6) === 0) cases.underWay.push(chosen);
      cases.deliver(index);
      if (left > 9_900 && this.#random(25) === 0) cases.restart();
    }
  }

  compare(when: string): void {
    const { world, model } = this;
    const { task } = model;
    // any report of a block is when it is looked at, also one that says nothing of instances
    if (this.#isThresholdReached && !world.isBusy && !model.hasEnded) task.look();
    const open = task.of("open").map(({ number }) => number);
    const isGoing = !task.isDone && !model.hasEnded;
    assert.equal(world.isBusy, isGoing, `busy ${when}`);
    assert.equal(world.state.status, model.status, `status ${when}`);
    if (isGoing && Number.isFinite(task.atOnce)) this.#adopt(when);
    else assert.deepEqual(world.open, isGoing ? open : [], `open ${when}`);
    if (!isGoing && !model.isLeft && (model.isRunning || model.status === "completed")) {
      assert.deepEqual(world.answers, task.results, `results ${when}`);
    }
    if (model.isRunning) assert.equal(world.isAfter, task.isDone && !model.isLeft, `goes on ${when}`);
  }

  /** Which instances begin when not all may be open is up to the engine; how many is not. */
  #adopt(when: string): void {
    const { task } = this.model;
    const { open } = this.world;
    assert.equal(open.length, task.of("open").length, `number of open ones ${when}`);
    for (const instance of task.instances) {
      if (instance.state !== "open" && instance.state !== "waiting") {
        assert.ok(!open.includes(instance.number), `${instance.number} is open ${when}`);
        continue;
      }
      const isOpen = open.includes(instance.number);
      if (isOpen === (instance.state === "open")) continue;
      instance.state = isOpen ? "open" : "waiting";
      instance.inner = undefined;
      if (!isOpen) task.queue.unshift(instance);
    }
    task.wake(this.model.isRunning);
  }

  #label({ kind, pick, value }: Move): string {
    return `${kind} ${pick} ${value}`;
  }

  #perform(move: Move): { sent: Sent; verdict: Verdict; eitherWay?: boolean } | undefined {
    const { world, model } = this;
    const { kind, pick, value } = move;
    const { parts } = world;
    const part = parts[pick % Math.max(1, parts.length)];
    const number = 1 + (value % (model.task.instances.length + 1));
    switch (kind) {
      case "complete":
        if (!part || part.item.kind !== "person") return undefined;
        return this.#complete(part, () => world.complete(part));
      case "complete-ended": {
        const earlier = world.sent[pick % Math.max(1, world.sent.length)]?.part;
        if (!earlier || parts.some(({ item }) => item.id === earlier.item.id)) return undefined;
        return { sent: world.complete(earlier), verdict: "wrong-state" };
      }
      case "skip":
        if (!part || part.item.status === "started") return undefined;
        return this.#complete(part, () => world.give(part, { type: "skip", data: world.answer(part) }));
      case "answer":
        if (!part || part.item.kind !== "call" || world.isStopped(part)) return undefined;
        this.#answer(part);
        return undefined;
      case "fail": {
        if (!part || part.item.kind !== "call" || world.isStopped(part)) return undefined;
        if (model.task.tolerate !== undefined) model.outside((task) => task.fail(part.instance));
        world.hear(part, { kind: "failure", failure: { type: "http-status", message: "404", attempts: 1 } });
        return undefined;
      }
      case "give-up":
        if (!part || part.item.kind !== "call") return undefined;
        return {
          verdict: model.people((task) => task.fail(part.instance)),
          sent: world.give(part, { type: "fail" }),
        };
      case "retry-call":
        if (!part || !world.isStopped(part)) return undefined;
        return { verdict: model.people(() => "ok"), sent: world.give(part, { type: "retry" }) };
      case "cancel": {
        // a block of several answers when it has heard; whether that one had ended is not asked
        const hasOthers = model.task.instances[number - 1] !== undefined && world.setup.inside !== undefined;
        const verdict = model.people((task) => task.cancel(number));
        return {
          verdict,
          eitherWay: verdict === "wrong-state" && hasOthers && model.isRunning && !model.task.isDone,
          sent: world.tell({ type: "cancel-instance", task: "m", instance: number }),
        };
      }
      case "add":
        return {
          verdict: model.people((task) => task.add()),
          sent: world.tell({ type: "add-instance", task: "m", data: { entry: "added" } }),
        };
      case "add-beside": {
        if (!part || (world.setup.kind !== "human" && world.setup.kind !== "call")) return undefined;
        if (!world.setup.isDynamic) return undefined;
        const sent = world.give(part, { type: "add-instance", data: { entry: "beside" } });
        return { verdict: model.people((task) => task.add()), sent };
      }
      case "control": {
        const limits = {
          ...(pick % 3 === 0 ? {} : { atOnce: pick % 3 === 1 ? null : 1 + (value % 4) }),
          ...(pick % 2 === 0 ? {} : { tolerate: value % 3 === 0 ? { percent: 50 } : value % 4 }),
        };
        return {
          verdict: model.outside((task) => task.control(limits)),
          sent: world.tell({ type: "control-instances", task: "m", ...limits }),
        };
      }
      case "retry-failed":
        return {
          verdict: model.people((task) => task.retryFailed()),
          sent: world.tell({ type: "retry-instances", task: "m" }),
        };
      case "suspend":
        return { verdict: model.suspend(), sent: world.tell({ type: "suspend-case" }) };
      case "resume":
        return { verdict: model.resume(), sent: world.tell({ type: "resume-case" }) };
      case "tune": {
        const limit = value % 8;
        if (!model.isRunning) return undefined;
        const sent = world.perform("tune", { limit });
        if (!sent) return undefined;
        model.limit = limit;
        return { verdict: "ok", sent };
      }
      case "stop": {
        if (value % 5 > 0 || !model.isRunning) return undefined;
        const sent = world.perform("stop");
        if (!sent) return undefined;
        if (!model.task.isDone) {
          model.isLeft = true;
          model.task.leave();
        }
        return { verdict: "ok", sent };
      }
      case "cancel-case":
        if (value % 10 > 0) return undefined;
        return { verdict: model.cancelCase(), sent: world.tell({ type: "cancel-case", reason: "enough" }) };
      case "again":
        world.cases.restart();
        return undefined;
    }
  }

  #complete(part: Part, send: () => Sent): { sent: Sent; verdict: Verdict } {
    const isLowered = this.#isLowered(part);
    const sent = send();
    const isLate = isLowered && this.#isRefused(part);
    const verdict = this.model.people((task) => this.#end(task, part, sent.data?.["answer"], isLate));
    return { sent, verdict };
  }

  #answer(part: Part): void {
    const isLowered = this.#isLowered(part);
    const answer = this.world.answer(part);
    this.world.hear(part, { kind: "answer", answer });
    const isLate = isLowered && this.#isRefused(part);
    this.model.outside((task) => this.#end(task, part, answer.answer, isLate));
  }

  #end(task: Task, { instance, inner }: Part, answer: unknown, isLate: boolean): Verdict {
    if (isLate) {
      const isPersons =
        task.instances[instance - 1]?.inner === undefined && this.world.setup.kind === "human";
      task.look();
      return isPersons ? "wrong-state" : "ok";
    }
    if (inner === undefined) return task.complete(instance, answer);
    return task.instances[instance - 1]?.inner?.complete(inner, answer) ?? "wrong-state";
  }

  /**
   * Whether the threshold has come down to what is completed, and nobody has looked since: in one case the next completion
   * is taken, and is when it is looked at; with blocks it is asked for first, which is looking, too.
   */
  #isLowered({ instance, inner }: Part): boolean {
    const { task } = this.model;
    if (!this.#isThresholdReached) return false;
    const within = task.instances[instance - 1]?.inner;
    return inner === undefined || (within?.of("completed").length ?? 0) + 1 >= INNER.threshold;
  }

  get #isThresholdReached(): boolean {
    const { task } = this.model;
    const completed = task.of("completed").length;
    return this.world.setup.inside !== undefined && completed > 0 && completed >= task.threshold;
  }

  #isRefused({ instance }: Part): boolean {
    this.quiet();
    return !this.world.completed.includes(instance);
  }

  /** The case comes to its end, and nothing is left. */
  finish(): void {
    const { world, model } = this;
    if (model.status === "suspended") this.do({ kind: "resume", pick: 0, value: 0 });
    if (!model.hasEnded && model.task.isDone && !model.isLeft) {
      world.perform("next");
      model.status = "completed";
    } else if (!model.hasEnded) {
      model.cancelCase();
      world.tell({ type: "cancel-case" });
    }
    this.quiet();
    this.compare("at the end");
    world.checkNothingLeft();
  }
}
