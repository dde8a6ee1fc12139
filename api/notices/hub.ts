/**
 * Follows the notices for all listeners of this process: one look at the store for all of them, a few times a second, and none
 * while nobody listens.
 */
import type { ServerResponse } from "node:http";
import type { Logger } from "pino";
import { peopleNow } from "../../store/listeners.ts";
import { firstSequence, lastSequence, noticesAfter } from "../../store/notices.ts";
import type { Notice } from "../../store/notices.ts";
import { reachOf } from "../../yawl/view/notices.ts";
import { Problem, unavailable } from "../http/problem.ts";
import { hasAccess } from "../security/caller.ts";
import { Stream } from "./stream.ts";
import type { Listening } from "./stream.ts";

export interface HubLimits {
  /** streams of one participant in this process, and of all */
  readonly perPerson: number;
  readonly all: number;
  /** milliseconds between comments, and after which a listener that reads nothing is given up */
  readonly keepAlive: number;
  readonly patience: number;
}

export const HUB_LIMITS: HubLimits = { perPerson: 10, all: 5_000, keepAlive: 15_000, patience: 30_000 };

const EVERY_MILLIS = 100;
const LOOK_MILLIS = 1_000;
const MOST_AT_ONCE = 500;
/** The longest that a timer waits. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A request for a stream. */
export interface Opening {
  readonly listening: Listening;
  /** when the token ends; epoch milliseconds */
  readonly expires: number;
  /** id of the last event that the client had */
  readonly lastEventId?: string;
}

export class NoticeHub {
  readonly #log: Logger;
  readonly #limits: HubLimits;
  readonly #streams = new Set<Stream>();
  /** those that have all that this hub has */
  readonly #live = new Set<Stream>();
  #position = 0;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookedAt = 0;
  #keptAliveAt = 0;
  #isClosed = false;

  constructor(log: Logger, limits: Partial<HubLimits> = {}) {
    this.#log = log;
    this.#limits = { ...HUB_LIMITS, ...limits };
  }

  /** Streams that are open. */
  get size(): number {
    return this.#streams.size;
  }

  /**
   * Begins a stream; it goes on until its client, its token or this server ends it.
   * @throws Problem when there are too many, or this server stops
   */
  async open(response: ServerResponse, { listening, expires, lastEventId }: Opening): Promise<void> {
    this.#assertRoom(listening.person.id);
    const [last, first, people] = await Promise.all([
      lastSequence(),
      firstSequence(),
      peopleNow([listening.person.id]),
    ]);
    this.#assertRoom(listening.person.id);
    if (response.destroyed) return;
    const { id } = listening.person;
    listening.person = { id, roles: people.get(id)?.roles ?? new Set() };
    const stream = new Stream(response, listening, this.#limits.patience);
    this.#streams.add(stream);
    const timer = setTimeout(
      () => stream.close("token-expired"),
      Math.min(Math.max(0, expires - Date.now()), LONGEST_TIMER),
    );
    response.on("close", () => {
      clearTimeout(timer);
      this.#streams.delete(stream);
      this.#live.delete(stream);
      if (this.#streams.size === 0) this.#rest();
    });
    const given = readId(lastEventId);
    if (lastEventId === undefined) stream.begin(last);
    else if (given === undefined || given > last) stream.reset(last, "unknown");
    else if (given < last && (first === undefined || given + 1 < first)) stream.reset(last, "too-old");
    else stream.begin(given);
    if (this.#streams.size === 1 || this.#position === 0) this.#position = Math.max(this.#position, last);
    this.#start();
    await this.#catchUp(stream);
  }

  /** There are new notices. */
  wake(): void {
    if (this.#streams.size > 0) void this.#look();
  }

  /** Ends all streams in order, and takes no more. */
  close(): void {
    this.#isClosed = true;
    for (const stream of this.#streams) stream.close("stopping");
    this.#rest();
  }

  #assertRoom(id: string): void {
    if (this.#isClosed) throw unavailable("This server is about to stop. Connect again.");
    if (this.#streams.size >= this.#limits.all)
      throw unavailable("This server has as many event streams as it can.");
    const own = [...this.#streams].filter(({ listening }) => listening.person.id === id).length;
    if (own < this.#limits.perPerson) return;
    throw new Problem(
      "too-many-requests",
      `There are ${own} event streams of ${id} already; one server has at most ${this.#limits.perPerson}.`,
      { headers: { "Retry-After": "10" } },
    );
  }

  /** What came since the client was there last, by pages, at the pace at which it reads; then it is live. */
  async #catchUp(stream: Stream): Promise<void> {
    while (stream.isOpen) {
      if (stream.position >= this.#position) {
        this.#live.add(stream);
        return;
      }
      const page = await noticesAfter(stream.position, MOST_AT_ONCE);
      for (const notice of page) stream.take(notice, reachOf(notice));
      if (page.length === 0) this.#position = stream.position;
      if (!(await stream.writable())) return;
    }
  }

  #start(): void {
    this.#timer ??= setInterval(() => void this.#look(), EVERY_MILLIS);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    this.#looking ??= this.#follow()
      .catch((error: unknown) => this.#log.warn({ error }, "notices could not be read"))
      .finally(() => (this.#looking = undefined));
    await this.#looking;
  }

  async #follow(): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt > LOOK_MILLIS) {
      this.#lookedAt = now;
      await this.#lookAtPeople();
      await this.#lookBack();
    }
    for (let isMore = true; isMore;) {
      const page = await noticesAfter(this.#position, MOST_AT_ONCE);
      // whoever got a role before the offer was made has to have it here, too
      if (page.some(({ has, had }) => has?.roles ?? had?.roles)) await this.#lookAtPeople();
      this.#pass(page);
      isMore = page.length === MOST_AT_ONCE;
    }
    if (now - this.#keptAliveAt < this.#limits.keepAlive) return;
    this.#keptAliveAt = now;
    for (const stream of this.#live) stream.keepAlive();
  }

  #pass(page: readonly Notice[]): void {
    for (const notice of page) {
      const concerns = reachOf(notice);
      for (const stream of this.#live) stream.take(notice, concerns);
      this.#position = Math.max(this.#position, notice.sequence);
    }
  }

  /** A database that was restored has fewer notices than were seen. */
  async #lookBack(): Promise<void> {
    const last = await lastSequence();
    if (last >= this.#position) return;
    this.#position = last;
    for (const stream of this.#live) stream.reset(last, "unknown");
  }

  /** Who was locked or removed, has another password or may not listen any more is not told more. */
  async #lookAtPeople(): Promise<void> {
    // whoever comes while they are looked up was looked up by themselves
    const streams = [...this.#streams];
    if (streams.length === 0) return;
    const people = await peopleNow([...new Set(streams.map(({ listening }) => listening.person.id))]);
    for (const stream of streams) {
      const { listening } = stream;
      const found = people.get(listening.person.id);
      const { participant, version, roles } = found ?? {};
      if (!participant || participant.locked || version !== listening.version) {
        stream.close("not-authenticated");
        continue;
      }
      if (!hasAccess(participant.access, ["manager", "participant"])) {
        stream.close("not-allowed");
        continue;
      }
      listening.manager = hasAccess(participant.access, ["manager"]);
      listening.person = { id: participant.id, roles: roles ?? new Set() };
    }
  }
}

function readId(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
