/**
 * The rules of multiple instances (docs/semantics.md, I1 to I12) as a small model that knows nothing of how the engine keeps
 * them: a list of instances, and what each thing that may happen makes of it. It says which command is accepted, which
 * instances are open, whether the task is done, and what it gives.
 */
export type InstanceState = "waiting" | "open" | "completed" | "cancelled" | "failed";
export type Tolerance = number | { readonly percent: number };
export type Verdict = "ok" | "wrong-state";

export interface Rules {
  readonly count: number;
  readonly maximum: number;
  /** a number, or what the net's variable says when somebody looks at it */
  readonly threshold: number | "limit";
  readonly isDynamic: boolean;
  readonly atOnce?: number;
  readonly tolerate?: Tolerance;
  /** each instance has instances of its own: so many, of which so many have to be completed */
  readonly inner?: { readonly count: number; readonly threshold: number };
}

export interface Instance {
  readonly number: number;
  state: InstanceState;
  value: unknown;
  /** its own instances, once its net has begun to run */
  inner: Task | undefined;
}

/** A task with several instances. */
export class Task {
  readonly instances: Instance[] = [];
  isDone = false;
  atOnce: number;
  tolerate: Tolerance | undefined;
  /** order in which those that wait begin */
  queue: Instance[] = [];
  readonly #rules: Rules;
  readonly #limit: () => number;
  readonly #onDone: () => void;
  readonly #onFailed: () => void;

  constructor(
    rules: Rules,
    { limit, done, failed }: { limit: () => number; done: () => void; failed: () => void },
  ) {
    this.#rules = rules;
    this.#limit = limit;
    this.#onDone = done;
    this.#onFailed = failed;
    this.atOnce = rules.atOnce ?? Infinity;
    this.tolerate = rules.tolerate;
    for (let made = 0; made < rules.count; made += 1) this.#make();
    if (rules.count === 0) this.#end();
    else this.#fill();
  }

  of(state: InstanceState): readonly Instance[] {
    return this.instances.filter((each) => each.state === state);
  }

  /** In order of the instance, whoever came first (I5). */
  get results(): readonly unknown[] {
    return this.of("completed").map(({ value }) => value);
  }

  get tolerated(): number {
    const { tolerate } = this;
    if (tolerate === undefined || typeof tolerate === "number") return tolerate ?? 0;
    return Math.floor((tolerate.percent * this.instances.length) / 100);
  }

  complete(number: number, value: unknown): Verdict {
    const instance = this.instances[number - 1];
    if (instance?.state !== "open") return "wrong-state";
    instance.state = "completed";
    instance.value = value;
    this.look();
    return "ok";
  }

  fail(number: number): Verdict {
    const instance = this.instances[number - 1];
    if (instance?.state !== "open") return "wrong-state";
    instance.state = "failed";
    this.look();
    return "ok";
  }

  /** That one alone, and the task is looked at again (I8). */
  cancel(number: number): Verdict {
    const instance = this.instances[number - 1];
    if (this.isDone || !instance || !["open", "waiting"].includes(instance.state)) return "wrong-state";
    this.#cancel(instance);
    this.look();
    return "ok";
  }

  /** While a sibling is under way; all that there ever were count towards the maximum (I3, I6). */
  add(): Verdict {
    const isUnderWay = this.of("open").length + this.of("waiting").length > 0;
    if (this.isDone || !this.#rules.isDynamic || !isUnderWay) return "wrong-state";
    if (this.instances.length >= this.#rules.maximum) return "wrong-state";
    this.#make();
    this.look();
    return "ok";
  }

  control({ atOnce, tolerate }: { atOnce?: number | null; tolerate?: Tolerance }): Verdict {
    if (this.isDone) return "wrong-state";
    if (atOnce !== undefined) this.atOnce = atOnce ?? Infinity;
    if (tolerate !== undefined) this.tolerate = tolerate;
    this.look();
    return "ok";
  }

  retryFailed(): Verdict {
    const failed = this.of("failed");
    if (this.isDone || failed.length === 0) return "wrong-state";
    for (const instance of failed) {
      instance.state = "waiting";
      this.queue.push(instance);
    }
    this.look();
    return "ok";
  }

  /** The task is left: all that has not ended is cancelled. */
  leave(): void {
    this.isDone = true;
    for (const instance of this.instances) {
      if (instance.state === "open" || instance.state === "waiting") this.#cancel(instance);
    }
  }

  /** Whether it has too many failures to begin anything more. */
  get isOver(): boolean {
    return this.of("failed").length > this.tolerated;
  }

  /** Whether it may not go on as it stands: it would be done, or the case would have failed. */
  get mustEnd(): boolean {
    const completed = this.of("completed").length;
    if (this.tolerate === undefined && this.of("failed").length > 0) return true;
    if (completed > 0 && completed >= this.threshold) return true;
    return this.of("open").length + this.of("waiting").length === 0 && !this.isOver;
  }

  get threshold(): number {
    const { threshold } = this.#rules;
    return threshold === "limit" ? this.#limit() : threshold;
  }

  /** Done at the threshold, or when all have ended (I2, I4); what failed counts by the tolerance. */
  look(): void {
    if (this.isDone) return;
    if (this.mustEnd) {
      if (this.tolerate === undefined && this.of("failed").length > 0) this.#onFailed();
      else this.#end();
    } else this.#fill();
  }

  /** Nets of instances that began while nothing could run begin to run. */
  wake(isRunning: boolean): void {
    const { inner } = this.#rules;
    if (!inner || !isRunning) return;
    for (const instance of this.of("open")) {
      instance.inner ??= new Task(
        { ...inner, maximum: inner.count, isDynamic: false },
        {
          limit: () => 0,
          done: () => this.complete(instance.number, instance.inner?.results),
          failed: () => this.#onFailed(),
        },
      );
    }
  }

  #make(): void {
    const instance: Instance = {
      number: this.instances.length + 1,
      state: "waiting",
      value: undefined,
      inner: undefined,
    };
    this.instances.push(instance);
    this.queue.push(instance);
  }

  #fill(): void {
    if (this.isOver) return;
    while (this.of("open").length < this.atOnce) {
      const next = this.queue.shift();
      if (!next) return;
      if (next.state !== "waiting") continue;
      next.state = "open";
      next.inner = undefined;
    }
  }

  #cancel(instance: Instance): void {
    instance.state = "cancelled";
    instance.inner?.leave();
  }

  #end(): void {
    this.leave();
    this.#onDone();
  }
}

/** A case with such a task, beside which a variable can be set and the task be removed. */
export class Model {
  status: "running" | "suspended" | "cancelled" | "failed" | "completed" = "running";
  limit: number;
  isLeft = false;
  readonly task: Task;

  constructor(rules: Rules, limit: number) {
    this.limit = limit;
    this.task = new Task(rules, {
      limit: () => this.limit,
      done: () => {},
      failed: () => {
        this.status = "failed";
        this.task.leave();
      },
    });
    this.#wake();
  }

  get isRunning(): boolean {
    return this.status === "running";
  }

  get hasEnded(): boolean {
    return this.status !== "running" && this.status !== "suspended";
  }

  /** What people give is taken while the case runs; what connectors answer also while it is suspended. */
  people(act: (task: Task) => Verdict): Verdict {
    return this.isRunning ? this.#and(act(this.task)) : "wrong-state";
  }

  outside(act: (task: Task) => Verdict): Verdict {
    return this.hasEnded ? "wrong-state" : this.#and(act(this.task));
  }

  suspend(): Verdict {
    if (this.hasEnded) return "wrong-state";
    this.status = "suspended";
    return "ok";
  }

  resume(): Verdict {
    if (this.hasEnded) return "wrong-state";
    this.status = "running";
    return this.#and("ok");
  }

  cancelCase(): Verdict {
    if (this.hasEnded) return "wrong-state";
    this.status = "cancelled";
    this.task.leave();
    return "ok";
  }

  #wake(): void {
    this.task.wake(this.isRunning);
  }

  #and(verdict: Verdict): Verdict {
    this.#wake();
    return verdict;
  }
}
