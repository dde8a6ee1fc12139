/** People at work: each session looks into its inbox, and does what people do. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../yawl/model/json.ts";
import { isRecord, type Client, type Manners } from "./client.ts";
import type { CaseCommandName, ItemCommandName, Wish } from "./ledger.ts";
import type { Random } from "./random.ts";
import { newCase, outputOf, PEOPLE } from "./work.ts";

const HASTY: Manners = { impatient: 0.12, abandons: 0.15, patience: 60_000 };

/** An item as REST shows it: what a client needs of it. */
export interface ShownItem {
  readonly id: string;
  readonly caseId: string;
  readonly taskId: string;
  readonly state: string;
  readonly offeredTo: readonly string[];
  readonly allocatedTo?: string;
  readonly call?: unknown;
  readonly failure?: unknown;
  readonly actions: readonly string[];
}

export function itemsIn(list: unknown): readonly ShownItem[] {
  return Array.isArray(list) ? (list as ShownItem[]) : [];
}

/** How often each thing is done, of those that may be done. */
const WEIGHTS: Readonly<Partial<Record<ItemCommandName, number>>> = {
  claim: 20,
  reject: 1,
  start: 18,
  complete: 12,
  save: 4,
  suspend: 2,
  resume: 12,
  deallocate: 1.5,
  delegate: 1,
  reallocate: 1,
  skip: 0.3,
  "add-instance": 1,
};

const MANAGERS_WEIGHTS: Readonly<Partial<Record<ItemCommandName, number>>> = {
  offer: 2,
  allocate: 2,
  reallocate: 1,
  skip: 0.7,
  suspend: 1,
  resume: 2,
  "add-instance": 2,
  retry: 5,
};

/** Works until it is told to stop, and finishes what it has begun. */
export async function work(client: Client, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(random.between(30, 250), signal);
    const { status, body } = await client.get("/work-items/inbox");
    if (status !== 200) continue;
    const items = ["offered", "allocated", "started", "suspended"].flatMap((state) => itemsIn(body[state]));
    const item = items.length > 0 ? random.pick(items) : undefined;
    // a recall ends the rest of its case: seldom
    if (!item || (item.taskId === "recall" && item.state === "offered" && random.chance(0.9))) continue;
    const wish = wishFor(item, WEIGHTS, random);
    if (wish) await client.give(wish, random, HASTY);
  }
}

export async function manage(client: Client, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(random.between(100, 600), signal);
    const isForCase = random.chance(0.4);
    const state = isForCase && random.chance(0.5) ? "suspended" : "running";
    const { status, body } = await client.get(`/cases?state=${state}&limit=200`);
    const cases = Array.isArray(body["items"]) ? (body["items"] as { readonly id: string }[]) : [];
    if (status !== 200 || cases.length === 0) continue;
    const caseId = random.pick(cases).id;
    if (isForCase) {
      const command: CaseCommandName =
        state === "suspended" ? "resume-case" : random.chance(0.06) ? "cancel-case" : "suspend-case";
      await client.give({ kind: "case", caseId, command }, random, HASTY);
      continue;
    }
    const found = await client.get(`/work-items?caseId=${encodeURIComponent(caseId)}&limit=200`);
    const items = itemsIn(found.body["items"]).filter(({ actions }) => actions.length > 0);
    const wish = items.length > 0 ? wishFor(random.pick(items), MANAGERS_WEIGHTS, random) : undefined;
    if (wish) await client.give(wish, random, HASTY);
  }
}

/** Starts the cases over the time, each by a client of its own: one that waits for its answer holds up no other. */
export async function launch(
  client: Client,
  count: number,
  duration: number,
  random: Random,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const own = random.stream(`case ${number}`);
      // some at once, the others one after the other
      await pause(((number - count / 4) / count) * duration, signal);
      if (!signal.aborted) await client.give(newCase(number, own), own, HASTY);
    }),
  );
}

function wishFor(
  item: ShownItem,
  weights: Readonly<Partial<Record<ItemCommandName, number>>>,
  random: Random,
): Wish | undefined {
  const possible = item.actions.flatMap((action) => {
    const name = action as ItemCommandName;
    const weight = weights[name];
    return weight === undefined ? [] : [{ name, weight }];
  });
  let draw = random.next() * possible.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = possible.find(({ weight }) => (draw -= weight) < 0);
  if (!chosen) return undefined;
  return itemWish(item, chosen.name, random);
}

export function itemWish(
  { id, caseId, taskId }: ShownItem,
  command: ItemCommandName,
  random: Random,
  isLast = false,
): Wish {
  const body = bodyOf(command, taskId, random, isLast);
  return { kind: "item", caseId, item: id, command, ...(body ? { body } : {}) };
}

function bodyOf(
  command: ItemCommandName,
  task: string,
  random: Random,
  isLast: boolean,
): JsonObject | undefined {
  const anybody = (): string => random.pick(PEOPLE).id;
  switch (command) {
    case "complete":
      return { data: outputOf(task, random, isLast), submissionId: randomUUID() };
    case "save":
      return { data: { note: randomUUID() } };
    case "add-instance":
      return { data: { paper: randomUUID() } };
    case "delegate":
    case "allocate":
      return { to: anybody() };
    case "reallocate":
      return { to: anybody(), keepData: random.chance(0.5) };
    case "offer":
      return {
        to: random
          .shuffled(PEOPLE.map(({ id }) => id))
          .slice(0, 2)
          .toSorted(),
      };
    case "claim":
    case "reject":
    case "start":
    case "suspend":
    case "resume":
    case "deallocate":
    case "skip":
    case "retry":
      return undefined;
  }
}

async function pause(millis: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(0, millis), undefined, { signal }).catch(() => undefined);
}

/** Whether an answer shows an item. */
export function shownItem(body: unknown): ShownItem | undefined {
  return isRecord(body) && typeof body["id"] === "string" && typeof body["state"] === "string"
    ? (body as unknown as ShownItem)
    : undefined;
}
