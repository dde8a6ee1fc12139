/** Works every case to its end, through REST, as the people that it is shown to. */
import { setTimeout as sleep } from "node:timers/promises";
import { isRecord, STUBBORN, type Client } from "./client.ts";
import { describeEntry, type Wish } from "./ledger.ts";
import { itemsIn, itemWish, shownItem, type ShownItem } from "./people.ts";
import type { Random } from "./random.ts";
import type { Violation } from "./report.ts";

/** Cases that are worked on at once. */
const AT_ONCE = 6;
/** Clear refusals of what the view says is possible, in one case, before it counts as stuck. */
const REFUSALS = 6;
const OPEN: ReadonlySet<string> = new Set(["unoffered", "offered", "allocated", "started", "suspended"]);

export interface Staff {
  readonly manager: Client;
  /** by participant id */
  readonly people: ReadonlyMap<string, Client>;
}

/** @param limit milliseconds for all of them; what is not at its end then is a violation */
export async function finishCases(
  cases: readonly string[],
  staff: Staff,
  random: Random,
  limit: number,
): Promise<readonly Violation[]> {
  const deadline = Date.now() + limit;
  const waiting = cases.filter((id) => !isBlock(id, cases));
  const found: Violation[] = [];
  const workers = Array.from({ length: AT_ONCE }, async (_, index) => {
    const own = random.stream(`finish ${index}`);
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const stuck = await new Finisher(id, staff, own, deadline)
        .run()
        .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      if (stuck !== undefined) found.push({ kind: "stuck", caseId: id, what: stuck });
    }
  });
  await Promise.all(workers);
  return found;
}

/** A block of instances ends with its case. */
function isBlock(id: string, cases: readonly string[]): boolean {
  return cases.includes(id.slice(0, Math.max(0, id.lastIndexOf("."))));
}

class Finisher {
  readonly #id: string;
  readonly #staff: Staff;
  readonly #random: Random;
  readonly #deadline: number;
  /** what REST shows as possible and is not */
  readonly #refusals: string[] = [];

  constructor(id: string, staff: Staff, random: Random, deadline: number) {
    this.#id = id;
    this.#staff = staff;
    this.#random = random;
    this.#deadline = deadline;
  }

  /** @returns why it did not come to its end */
  async run(): Promise<string | undefined> {
    let last = "it was never looked at";
    while (Date.now() < this.#deadline) {
      const { status, body } = await this.#staff.manager.get(`/cases/${encodeURIComponent(this.#id)}`);
      const state = String(body["state"]);
      if (status === 200 && !["running", "suspended"].includes(state)) {
        return state === "completed" || state === "cancelled" ? undefined : `it ended as ${state}`;
      }
      if (status === 404) return "REST does not know it";
      if (status === 200) last = await this.#advance(state, body);
      const refusal = this.#refusals.at(-1);
      if (refusal && this.#refusals.length >= REFUSALS)
        return `what REST shows as possible does not work: ${refusal}`;
      await sleep(150);
    }
    return `not at its end in time: ${last}`;
  }

  /** Does what can be done now. @returns how it stands */
  async #advance(state: string, shown: Readonly<Record<string, unknown>>): Promise<string> {
    if (state === "suspended") {
      await this.#give(this.#staff.manager, { kind: "case", caseId: this.#id, command: "resume-case" });
      return "suspended";
    }
    if (Array.isArray(shown["failures"]) && shown["failures"].length > 0) {
      await this.#give(this.#staff.manager, { kind: "case", caseId: this.#id, command: "retry" });
    }
    const query = `caseId=${encodeURIComponent(this.#id)}&limit=200`;
    const { status, body } = await this.#staff.manager.get(`/work-items?${query}`);
    if (status !== 200) return `the list of its items answers ${status}`;
    const open = itemsIn(body["items"]).filter((item) => OPEN.has(item.state));
    // a recall would end the others: they are worked on first
    const [first, ...others] = open.toSorted(
      (a, b) => Number(a.taskId === "recall") - Number(b.taskId === "recall"),
    );
    if (first) await this.#work(first);
    for (const item of others) if (item.taskId !== "recall") await this.#work(item);
    const marking = JSON.stringify(shown["marking"]);
    const items = open.map(({ id, taskId, state: stands }) => `${id} (${taskId}) ${stands}`).join(", ");
    return `${state}; open: ${items || "nothing"}; tokens ${marking}`;
  }

  async #work(item: ShownItem): Promise<void> {
    let now: ShownItem | undefined = item;
    // offer, claim, start, complete; a step more for one that was suspended
    for (let step = 0; now && OPEN.has(now.state) && step < 6; step += 1) now = await this.#step(now);
  }

  async #step(item: ShownItem): Promise<ShownItem | undefined> {
    const { manager, people } = this.#staff;
    if (item.call !== undefined) {
      if (item.state === "suspended") await this.#give(manager, itemWish(item, "retry", this.#random));
      return undefined;
    }
    if (item.state === "unoffered") return await this.#give(manager, itemWish(item, "offer", this.#random));
    const id = item.state === "offered" ? item.offeredTo[0] : item.allocatedTo;
    const person = id === undefined ? undefined : people.get(id);
    if (!person) throw new Error(`nobody is there to work on ${JSON.stringify(item)}`);
    const commands = {
      offered: "claim",
      allocated: "start",
      started: "complete",
      suspended: "resume",
    } as const;
    const command = commands[item.state as keyof typeof commands];
    const after = await this.#give(person, itemWish(item, command, this.#random, true));
    if (after?.state === item.state)
      this.#refusals.push(
        `${command} of ${item.id} by ${person.by} is acknowledged, and it stays ${after.state}`,
      );
    return after;
  }

  async #give(client: Client, wish: Wish): Promise<ShownItem | undefined> {
    const manners = { ...STUBBORN, patience: Math.max(1_000, this.#deadline - Date.now()) };
    const { entry, answer } = await client.give(wish, this.#random, manners);
    if (entry.outcome === "acknowledged") return isRecord(answer.body) ? shownItem(answer.body) : undefined;
    // enough others were completed meanwhile, or another choice was made: then it was not possible any more
    if (!(wish.kind === "item" && (await this.#hasEnded(wish.item))))
      this.#refusals.push(describeEntry(entry));
    await sleep(300);
    return undefined;
  }

  async #hasEnded(item: string): Promise<boolean> {
    const { status, body } = await this.#staff.manager.get(`/work-items/${encodeURIComponent(item)}`);
    return status === 200 && typeof body["state"] === "string" && !OPEN.has(body["state"]);
  }
}
