/**
 * Tells notices of what happened. Every API process has a teller, and one of them tells at a time: the others watch whether it lives,
 * and take over within some seconds of its death. What was begun is then done again, which changes nothing.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import {
  appendNotices,
  casesToTell,
  endTerm,
  itemsToTell,
  keepTerm,
  lastSequence,
  lastToldOf,
  markTold,
  noticesAfter,
  takeTerm,
  tellerState,
  toldAlready,
  untoldEvents,
} from "../../store/notices.ts";
import type { LastTold, Notice, Progress, TellerState, Term } from "../../store/notices.ts";
import { tell } from "./telling.ts";

/** Makes something of notices for others: called with each notice in order, perhaps twice after a crash. */
export type Taker = (notices: readonly Notice[]) => Promise<void>;

export interface TellerOptions {
  readonly log: Logger;
  /** milliseconds for which notices are kept */
  readonly kept: number;
  /** there are new notices */
  readonly wake: () => void;
  readonly takers: Readonly<Partial<Record<Following, Taker>>>;
  /** called while this process tells, a few times a second */
  readonly work?: () => void;
}

type Following = Exclude<keyof Progress, "sequence">;

const FOLLOWING: readonly Following[] = ["hooked", "mailed"];
const EVERY_MILLIS = 100;
const BEAT_MILLIS = 500;
const WATCH_MILLIS = 300;
/** Without a sign of life for so long, another process tells. */
const DEAD_MILLIS = 2_500;
/** Between attempts while the store cannot be reached. */
const LONGEST_PAUSE_MILLIS = 2_000;
const MOST_AT_ONCE = 500;
const REMEMBERED_ITEMS = 20_000;

export class Teller {
  readonly #options: TellerOptions;
  readonly #told = new LRUCache<string, LastTold>({ max: REMEMBERED_ITEMS });
  #term: Term | undefined;
  #beatAt = 0;
  #progress: Record<keyof Progress, number> = { sequence: 0, hooked: 0, mailed: 0 };
  /** some of what is read now may have been told: by who told before, or by this process before an error */
  #mayRepeat = true;
  #seen: { readonly state: TellerState; readonly since: number } | undefined;

  constructor(options: TellerOptions) {
    this.#options = options;
  }

  get isTelling(): boolean {
    return this.#term !== undefined;
  }

  /** Tells, or watches, until the signal. */
  async run(stopping: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stopping.aborted) {
      let pause = this.#term ? EVERY_MILLIS : WATCH_MILLIS;
      try {
        const hasMore = this.#term ? await this.round() : await this.#watch();
        failures = 0;
        if (hasMore) continue;
      } catch (error) {
        if (stopping.aborted) break;
        this.#options.log.warn({ error }, "notices could not be told");
        this.#forget();
        failures += 1;
        pause = Math.min(EVERY_MILLIS * 2 ** failures, LONGEST_PAUSE_MILLIS);
      }
      await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
    }
    if (this.#term) await endTerm(this.#term, this.#progress).catch(() => undefined);
    this.#term = undefined;
  }

  /** Takes the right to tell when whoever had it is dead. @returns whether this process tells now */
  async #watch(): Promise<boolean> {
    const state = await tellerState();
    const now = performance.now();
    const isSame = state?.holder === this.#seen?.state.holder && state?.beat === this.#seen?.state.beat;
    if (state && !isSame) this.#seen = { state, since: now };
    const isLiving = state && state.holder !== "" && now - (this.#seen?.since ?? now) < DEAD_MILLIS;
    if (isLiving) return false;
    const term = await takeTerm(state);
    if (!term) return false;
    const sequence = await lastSequence();
    this.#progress = { hooked: state?.hooked ?? 0, mailed: state?.mailed ?? 0, sequence };
    this.#forget();
    this.#term = term;
    this.#beatAt = now;
    this.#options.log.info({ sequence }, "this process tells notices now");
    return true;
  }

  /** Tells what there is. @returns whether there is more */
  async round(): Promise<boolean> {
    if (!(await this.#keep())) return false;
    const events = await untoldEvents(MOST_AT_ONCE);
    const done = events.length > 0 ? await this.#tell(events) : 0;
    this.#options.work?.();
    const isBehind = await this.#follow();
    // those that wait for their item are no reason to hurry
    return (events.length === MOST_AT_ONCE && done > 0) || isBehind;
  }

  /** @returns `false`: another process tells now */
  async #keep(): Promise<boolean> {
    const now = performance.now();
    if (!this.#term) return false;
    if (now - this.#beatAt < BEAT_MILLIS) return true;
    this.#term = await keepTerm(this.#term, this.#progress);
    this.#beatAt = now;
    if (this.#term) return true;
    this.#options.log.info("another process tells notices now");
    this.#seen = undefined;
    return false;
  }

  /** @returns of how many events all was told */
  async #tell(events: Awaited<ReturnType<typeof untoldEvents>>): Promise<number> {
    const now = Date.now();
    const { kept } = this.#options;
    const itemIds = [...new Set(events.flatMap(({ item }) => (item === undefined ? [] : [item])))];
    const caseIds = [...new Set(events.filter(({ item }) => item === undefined).map((each) => each.caseId))];
    const [items, cases, told] = await Promise.all([
      itemsToTell(itemIds),
      casesToTell(caseIds),
      this.#toldOf(itemIds),
    ]);
    const telling = tell({ events, items, cases, told, now, kept });
    const ids = telling.drafts.map(({ _id }) => _id);
    const before = this.#mayRepeat ? await toldAlready(ids) : new Set<string>();
    const expires = new Date(now + kept);
    const notices: Notice[] = [];
    for (const draft of telling.drafts) {
      if (before.has(draft._id)) continue;
      notices.push({ ...draft, sequence: this.#progress.sequence + notices.length + 1, expires });
    }
    if (!(await appendNotices(notices))) {
      // told before, or by somebody else: look again, more carefully
      this.#progress.sequence = await lastSequence();
      this.#forget();
      return 0;
    }
    this.#progress.sequence += notices.length;
    if (notices.length > 0) this.#options.wake();
    for (const [item, last] of telling.told) this.#told.set(item, last);
    await markTold(telling.done);
    if (events.length < MOST_AT_ONCE) this.#mayRepeat = false;
    return telling.done.length;
  }

  async #toldOf(items: readonly string[]): Promise<ReadonlyMap<string, LastTold>> {
    const known = new Map<string, LastTold>();
    for (const item of items) {
      const last = this.#told.get(item);
      if (last) known.set(item, last);
    }
    const found = await lastToldOf(items.filter((item) => !known.has(item)));
    return new Map([...known, ...found]);
  }

  /** Whoever makes something of notices gets those that they have not had. @returns whether there are more */
  async #follow(): Promise<boolean> {
    let isBehind = false;
    for (const name of FOLLOWING) {
      const take = this.#options.takers[name];
      const { sequence } = this.#progress;
      if (!take || this.#progress[name] > sequence) this.#progress[name] = sequence;
      if (!take || this.#progress[name] === sequence) continue;
      try {
        const notices = await noticesAfter(this.#progress[name], MOST_AT_ONCE);
        await take(notices);
        this.#progress[name] = notices.at(-1)?.sequence ?? sequence;
        isBehind ||= notices.length === MOST_AT_ONCE;
      } catch (error) {
        this.#options.log.warn({ error, what: name }, "notices could not be passed on");
      }
    }
    return isBehind;
  }

  #forget(): void {
    this.#told.clear();
    this.#mayRepeat = true;
  }
}
