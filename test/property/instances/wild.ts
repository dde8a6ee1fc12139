/**
 * Moves happen while messages are under way: delivered late, twice, in any order, with everybody beginning anew in between.
 * What is true in between, and what all comes to when it is quiet again, are the rules; who was first is what the engine said.
 */
import assert from "node:assert/strict";
import type { CaseState } from "../../../yawl/case/state.ts";
import type { CaseCommand, ItemCommand } from "../../../yawl/work/command.ts";
import { numbers, type Move } from "./sequences.ts";
import type { Setup } from "./subject.ts";
import { hasEnded, World, type Part, type Sent } from "./world.ts";

export class Wild {
  readonly world: World;
  readonly #setup: Setup;
  readonly #random: (below: number) => number;
  /** everything that was given and may still be waiting */
  readonly #sent: { readonly label: string; readonly sent: Sent }[] = [];
  /** answers of calls that were given, by the item */
  readonly #calls = new Map<string, { readonly instance: number; readonly answer: string }>();
  #limit: number;
  /** the most that the threshold ever was */
  #highest: number;
  /** the most that were ever allowed to be open at once */
  #room: number;
  #isLeft = false;
  #added = 0;

  constructor(setup: Setup, seed: number) {
    this.#setup = setup;
    this.#random = numbers(seed);
    this.world = new World(setup);
    this.#limit = setup.limit;
    this.#highest = this.#threshold;
    this.#room = setup.atOnce ?? Infinity;
  }

  get #threshold(): number {
    const { threshold } = this.#setup;
    return Math.max(1, threshold === "limit" ? this.#limit : threshold);
  }

  do(move: Move): void {
    this.#perform(move);
    this.#some(this.#random(6));
    this.#check();
  }

  /** Delivers so many messages. */
  #some(count: number): void {
    const { cases } = this.world;
    for (let left = count; left > 0 && cases.underWay.length > 0; left -= 1) {
      const index = this.#random(cases.underWay.length);
      const [chosen] = cases.underWay.slice(index, index + 1);
      if (chosen && this.#random(8) === 0) cases.underWay.push(chosen);
      cases.deliver(index);
      if (this.#random(40) === 0) cases.restart();
    }
  }

  quiet(): void {
    const { cases } = this.world;
    for (let left = 10_000; cases.underWay.length > 0; left -= 1) {
      assert.ok(left > 0, "they never stop talking");
      if (left > 9_900) this.#some(1);
      else cases.deliver(this.#random(cases.underWay.length));
    }
  }

  #note(label: string, sent: Sent): void {
    this.#sent.push({ label, sent });
  }

  #give(part: Part, command: ItemCommand): void {
    this.#note(`${command.type} ${part.item.id}`, this.world.give(part, command));
  }

  #tell(command: CaseCommand): void {
    this.#note(command.type, this.world.tell(command));
  }

  #perform({ kind, pick, value }: Move): void {
    const { world } = this;
    const { parts } = world;
    const part = parts[pick % Math.max(1, parts.length)];
    switch (kind) {
      case "complete":
        // once more, too, while the first one waits
        if (part?.item.kind === "person") this.#note("complete", world.complete(part));
        return;
      case "complete-ended": {
        const earlier = world.sent[pick % Math.max(1, world.sent.length)]?.part;
        if (earlier) this.#note("complete-ended", world.complete(earlier));
        return;
      }
      case "skip":
        if (part) this.#give(part, { type: "skip", data: world.answer(part) });
        return;
      case "answer": {
        if (!part || part.item.kind !== "call" || world.isStopped(part) || this.#calls.has(part.item.id))
          return;
        const data = world.answer(part);
        this.#calls.set(part.item.id, { instance: part.instance, ...data });
        world.hear(part, { kind: "answer", answer: data });
        return;
      }
      case "fail":
        if (!part || part.item.kind !== "call" || world.isStopped(part) || this.#calls.has(part.item.id))
          return;
        world.hear(part, { kind: "failure", failure: { type: "http-status", message: "404", attempts: 1 } });
        return;
      case "give-up":
        if (part?.item.kind === "call" && value % 2 === 0) this.#give(part, { type: "fail" });
        return;
      case "retry-call":
        if (part && world.isStopped(part)) this.#give(part, { type: "retry" });
        return;
      case "cancel":
        this.#tell({
          type: "cancel-instance",
          task: "m",
          instance: 1 + (value % (this.#setup.count + this.#added + 1)),
        });
        return;
      case "add":
        this.#tell({ type: "add-instance", task: "m", data: { entry: "added" } });
        this.#added += 1;
        return;
      case "add-beside":
        if (!part) return;
        this.#added += 1;
        this.#give(part, { type: "add-instance", data: { entry: "beside" } });
        return;
      case "control":
        this.#control(pick, value);
        return;
      case "retry-failed":
        this.#tell({ type: "retry-instances", task: "m" });
        return;
      case "suspend":
        this.#tell({ type: "suspend-case" });
        return;
      case "resume":
        this.#tell({ type: "resume-case" });
        return;
      case "tune": {
        const limit = value % 8;
        const sent = world.perform("tune", { limit });
        if (!sent || world.answerOf(sent) !== "ok") return;
        this.#limit = limit;
        this.#highest = Math.max(this.#highest, this.#threshold);
        return;
      }
      case "stop": {
        const wasBusy = world.isBusy;
        const sent = value % 8 === 0 ? world.perform("stop") : undefined;
        if (sent && world.answerOf(sent) === "ok" && wasBusy) this.#isLeft = true;
        return;
      }
      case "cancel-case":
        if (value % 20 === 0) this.#tell({ type: "cancel-case", reason: "enough" });
        return;
      case "again":
        world.cases.restart();
    }
  }

  /** What was given by those who were told that it is done, by instance. Who repeats what is done is told so, too. */
  get #confirmed(): ReadonlyMap<number, readonly unknown[]> {
    const found = new Map<number, unknown[]>();
    for (const sent of this.world.sent) {
      if (!sent.part || this.world.answerOf(sent) !== "ok") continue;
      const { instance } = sent.part;
      found.set(instance, [...(found.get(instance) ?? []), sent.data?.["answer"]]);
    }
    return found;
  }

  get #isOfPeople(): boolean {
    return this.#setup.kind === "human";
  }

  #control(pick: number, value: number): void {
    const atOnce = pick % 3 === 1 ? null : 1 + (value % 4);
    const isLimit = pick % 3 > 0;
    if (isLimit) this.#room = Math.max(this.#room, atOnce ?? Infinity);
    this.#tell({
      type: "control-instances",
      task: "m",
      ...(isLimit ? { atOnce } : {}),
      ...(pick % 2 === 0 ? {} : { tolerate: value % 3 === 0 ? { percent: 50 } : value % 4 }),
    });
  }

  /** Whatever is under way: never more than are needed are done, nor more than may be are open. */
  #check(): void {
    assert.ok(this.world.open.length <= this.#room, "more are open than may be at once");
    if (this.#isOfPeople) {
      assert.ok(this.#confirmed.size <= this.#highest, "more were completed than the threshold asks for");
    }
  }

  /** All is quiet: everybody has an answer, and nothing that should have happened has not. */
  settle(): void {
    this.quiet();
    this.#check();
    const { world } = this;
    for (const { label, sent } of this.#sent) {
      assert.notEqual(world.answerOf(sent), undefined, `${label} has no answer`);
    }
    for (const [execution, { held, status }] of world.cases.states) {
      const ofPeople = (held?.entries ?? []).filter(({ kind }) => kind !== "net");
      assert.deepEqual(ofPeople, [], `held in ${execution} (${status})`);
    }
    this.#checkLate();
    const { state } = world;
    if (world.isBusy) this.#checkGoing(state);
    else if (!hasEnded(state) && !this.#isLeft) this.#checkDone();
    if (!world.isBusy) assert.deepEqual(world.open, [], "open after the end");
  }

  /** What was held and refused, since it was not needed any more, is in the log with its data. */
  #checkLate(): void {
    for (const sent of this.world.sent) {
      const { given, data, part, command } = sent;
      // somebody may have started in the meantime what was to be skipped: then it was not too late
      if (
        command !== "complete" ||
        given.kind !== "held" ||
        this.world.answerOf(sent) !== "wrong-state" ||
        !part
      )
        continue;
      const isKept = this.world.late.some(
        (late) => late.item === part.item.id && late.data["answer"] === data?.["answer"],
      );
      assert.ok(isKept, `what was sent for ${part.item.id} is lost`);
    }
  }

  /** The task goes on: not all that it needs is there. */
  #checkGoing(state: CaseState): void {
    const { world } = this;
    const run = state.nets["net"]?.tasks["m"];
    assert.ok(run?.phase === "busy" && run.multi, "the task is under way");
    const { spawned, completed, cancelled, failed, open, waiting } = world.counts;
    assert.equal(completed + cancelled + failed + open + waiting, spawned, "each instance is somewhere");
    assert.equal(open, world.open.length, "open ones");
    assert.equal(completed, world.completed.length, "completed ones");
    assert.ok(completed < this.#highest, `${completed} are completed, and it goes on`);
    const { tolerated: tolerate, atOnce = Infinity } = run.multi;
    const tolerated =
      tolerate === undefined || typeof tolerate === "number"
        ? (tolerate ?? 0)
        : Math.floor((tolerate.percent * spawned) / 100);
    if (tolerate === undefined) assert.equal(failed, 0, "the case should have failed");
    const isOver = failed > tolerated;
    assert.equal(run.fault?.type, isOver ? "too-many-failures" : undefined);
    if (isOver) return;
    assert.ok(open + waiting > 0, "all are done, and it goes on");
    if (open < atOnce) assert.equal(waiting, 0, `${waiting} wait, though ${atOnce - open} more may be open`);
  }

  #checkDone(): void {
    const { world } = this;
    if (world.state.status === "running") assert.ok(world.isAfter, "the case goes on after the task");
    const completed = world.completed.length;
    assert.equal(new Set(world.completed).size, completed, "each is completed once");
    const answers = world.answers as readonly unknown[];
    assert.equal(answers.length, completed, "as many results as completed instances");
    assert.ok(completed <= this.#highest, "no more than needed");
    if (this.#isOfPeople) {
      const confirmed = [...this.#confirmed].toSorted(([a], [b]) => a - b);
      assert.equal(answers.length, confirmed.length, "those that were told so");
      for (const [place, [number, given]] of confirmed.entries()) {
        assert.ok(given.includes(answers[place]), `what was given for ${number}, in order`);
      }
    }
    if (this.#setup.kind === "call" && world.sent.length === 0) {
      const known = new Set([...this.#calls.values()].map(({ answer }) => answer));
      for (const answer of answers) assert.ok(known.has(String(answer)), `${String(answer)} was answered`);
    }
  }

  /** The case comes to its end, and nothing is left. */
  finish(): void {
    this.settle();
    const { world } = this;
    if (world.state.status === "suspended") {
      this.#tell({ type: "resume-case" });
      this.settle();
    }
    // more may be taken, or it ends; somebody is still busy with something
    if (!hasEnded(world.state)) {
      if (world.isAfter && !world.isBusy) world.perform("next");
      else {
        for (const part of world.parts)
          if (part.item.kind === "person") this.#note("complete", world.complete(part));
        this.#some(this.#random(4));
        if (!hasEnded(world.state)) this.#tell({ type: "cancel-case" });
      }
    }
    this.quiet();
    for (const { label, sent } of this.#sent) {
      assert.notEqual(world.answerOf(sent), undefined, `${label} has no answer`);
    }
    this.#checkLate();
    world.checkNothingLeft();
  }
}
