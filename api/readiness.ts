/**
 * Whether what a client may do works. Every part is asked on its own, seldom, and waited for briefly: an answer is at hand whatever
 * hangs behind this server.
 */
import type { Logger } from "pino";
import { ping } from "../store/connect.ts";
import { tryWrite } from "../store/operations.ts";
import { TASK_QUEUE } from "../workflows/messages.ts";
import type { Finding, Standing } from "./standing.ts";
import type { TemporalGateway } from "./temporal.ts";

export interface Parts {
  /** MongoDB answers */
  readonly mongodb: boolean;
  /** administrator and indexes are there, and MongoDB takes a write */
  readonly store: boolean;
  /** Temporal answers */
  readonly temporal: boolean;
  /** Temporal knows the search attributes of cases */
  readonly searchAttributes: boolean;
  /** a worker asked for work of late */
  readonly worker: boolean;
}

export interface Report {
  readonly parts: Parts;
  /** this server is about to stop */
  readonly draining: boolean;
  /** what is missing, as sentences without a full stop; empty: ready */
  readonly missing: readonly string[];
  readonly findings: readonly Finding[];
}

export interface Readiness {
  report(): Promise<Report>;
  /** From now on this server is not ready. */
  drain(): void;
  readonly isDraining: boolean;
}

/** What has to be there before the store serves anybody. */
export interface Preparation {
  readonly isDone: boolean;
  /** The database turned out to be another one: everything has to be made again. */
  again(): void;
}

interface Dependencies {
  readonly temporal: TemporalGateway;
  readonly preparation: Preparation;
  readonly standing: Standing;
  readonly log: Logger;
  readonly now?: () => number;
}

/**
 * A worker that waits for work asks again every minute, when the server ends its long poll, and at once when it got some. One that
 * did not ask for this long is gone, or stands still.
 */
const POLL_MILLIS = 75_000;
/** How long a caller waits for a part that does not answer. */
const PATIENCE_MILLIS = 2_500;
const FRESH_MILLIS = 1_000;
const WRITE_FRESH_MILLIS = 3_000;
const ATTRIBUTES_FRESH_MILLIS = 15_000;

const SENTENCES: Readonly<Record<keyof Parts, string>> = {
  mongodb: "MongoDB cannot be reached",
  store: "MongoDB takes no writes",
  temporal: "Temporal cannot be reached",
  searchAttributes: "Temporal does not know the search attributes of cases yet",
  worker: `no worker asks for work on the task queue "${TASK_QUEUE}"`,
};
const UNPREPARED = "the administrator and the indexes are not there yet";

export function createReadiness({
  temporal,
  preparation,
  standing,
  log,
  now = Date.now,
}: Dependencies): Readiness {
  const clock = { now, log };
  const parts = {
    mongodb: new Check("mongodb", FRESH_MILLIS, clock, async () => ping().then(() => true)),
    store: new Check("store", WRITE_FRESH_MILLIS, clock, async () => {
      const { isNew } = await tryWrite(now());
      // The first write of this process may well be the first of the database; a later one may not.
      if (isNew && preparation.isDone) preparation.again();
      return preparation.isDone;
    }),
    temporal: new Check("temporal", FRESH_MILLIS, clock, async () => temporal.ping().then(() => true)),
    searchAttributes: new Check("searchAttributes", ATTRIBUTES_FRESH_MILLIS, clock, async () => {
      if ((await temporal.missingSearchAttributes()).length === 0) return true;
      await temporal.registerSearchAttributes(log);
      return (await temporal.missingSearchAttributes()).length === 0;
    }),
    worker: new Check("worker", FRESH_MILLIS, clock, async () => {
      const lastPoll = await temporal.lastPoll();
      return lastPoll !== undefined && now() - lastPoll <= POLL_MILLIS;
    }),
  } satisfies Record<keyof Parts, Check>;
  let draining = false;

  async function report(): Promise<Report> {
    const [mongodb, store, temporalAnswers, searchAttributes, worker] = await Promise.all([
      parts.mongodb.holds(),
      parts.store.holds(),
      parts.temporal.holds(),
      parts.searchAttributes.holds(),
      parts.worker.holds(),
    ]);
    const held: Parts = { mongodb, store, temporal: temporalAnswers, searchAttributes, worker };
    return { parts: held, draining, missing: missing(held), findings: standing.findings() };
  }

  /** Only what is not explained by a server that is away. */
  function missing(held: Parts): readonly string[] {
    const names = (Object.keys(SENTENCES) as (keyof Parts)[]).filter((name) => {
      if (held[name]) return false;
      if (name === "store") return held.mongodb;
      if (name === "searchAttributes" || name === "worker") return held.temporal;
      return true;
    });
    return [
      ...(draining ? ["this server is about to stop"] : []),
      ...names.map((name) => (name === "store" && !preparation.isDone ? UNPREPARED : SENTENCES[name])),
    ];
  }

  return {
    report,
    drain: () => (draining = true),
    get isDraining() {
      return draining;
    },
  };
}

interface Clock {
  readonly now: () => number;
  readonly log: Logger;
}

/** A question that is asked once at a time, whose answer is good for a while. */
class Check {
  readonly #name: string;
  readonly #freshMillis: number;
  readonly #clock: Clock;
  readonly #ask: () => Promise<boolean>;
  #holds: boolean | undefined;
  #answeredAt = -Infinity;
  #asking: { readonly answer: Promise<boolean>; readonly since: number } | undefined;

  constructor(name: string, freshMillis: number, clock: Clock, ask: () => Promise<boolean>) {
    this.#name = name;
    this.#freshMillis = freshMillis;
    this.#clock = clock;
    this.#ask = ask;
  }

  /** Within {@link PATIENCE_MILLIS}; a question that is not answered by then does not hold. */
  async holds(): Promise<boolean> {
    const { now } = this.#clock;
    // What does not hold is asked again at once: a server that is back is of use at once.
    if (this.#holds === true && now() - this.#answeredAt < this.#freshMillis) return true;
    this.#asking ??= { answer: this.#answer(), since: now() };
    const left = this.#asking.since + PATIENCE_MILLIS - now();
    const inTime = left <= 0 ? undefined : await within(left, this.#asking.answer);
    if (inTime === undefined) this.#note(false, new Error("no answer in time"));
    return inTime ?? false;
  }

  async #answer(): Promise<boolean> {
    let holds = false;
    let reason: unknown;
    try {
      holds = await this.#ask();
    } catch (error) {
      reason = error;
    }
    this.#asking = undefined;
    this.#answeredAt = this.#clock.now();
    this.#note(holds, reason);
    return holds;
  }

  /** The log gets changes, with the reason that the answer leaves out. */
  #note(holds: boolean, error: unknown): void {
    if (holds !== this.#holds) {
      const fields = { part: this.#name, ...(error === undefined ? {} : { error }) };
      if (holds) this.#clock.log.info(fields, "a part is ready");
      else this.#clock.log.warn(fields, "a part is not ready");
    }
    this.#holds = holds;
  }
}

async function within<T>(millis: number, asked: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), millis);
  });
  return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
