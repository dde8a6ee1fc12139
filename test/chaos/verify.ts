/** Verifies a run from outside: ledger, histories and view against each other. */
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import type { JsonObject } from "../../yawl/model/json.ts";
import { checkAcknowledged, checkOutside } from "./acknowledged.ts";
import { differences } from "./compare.ts";
import type { CaseHistory, Histories } from "./history.ts";
import type { Ledger } from "./ledger.ts";
import type { Outside } from "./outside.ts";
import type { Violation } from "./report.ts";
import { truthOf } from "./truth.ts";
import { casesInView, viewOf } from "./view.ts";

/** The view is to be right this long after the servers are back. */
export const SETTLE_MILLIS = 10_000;
const AT_ONCE = 6;
/** A case in which something happens by itself is looked at again until it stands still. */
const LOOKS = 15;
const LOOK_AGAIN_MILLIS = 3_000;

export interface Site {
  readonly client: Client;
  readonly histories: Histories;
  readonly ledger: Ledger;
  readonly outside: Outside;
}

export interface Verified {
  readonly violations: readonly Violation[];
  /** all that there are in Temporal */
  readonly cases: readonly string[];
  /** how many cases stand how */
  readonly ends: Readonly<Record<string, number>>;
}

export async function verify({ client, histories, ledger, outside }: Site): Promise<Verified> {
  const read = new Map<string, CaseHistory>();
  const found: Violation[] = [];
  const ids = await knownCases(ledger, histories);
  await each(ids, async (id) => {
    const history = await readIfThere(histories, id);
    if (history) read.set(id, history);
  });
  for (const id of await casesInView()) {
    if (!read.has(id))
      found.push({ kind: "view", caseId: id, what: "the view has it, and Temporal does not" });
  }
  found.push(...checkAcknowledged(ledger.entries, read));
  found.push(...checkOutside(outside.performed.values(), read));
  for (const item of outside.denied)
    found.push({ kind: "denied", caseId: item, what: "its callback, with the URL that was handed out: 404" });
  const ends: Record<string, number> = {};
  await each([...read.keys()], async (id) => {
    const { state, data, differing } = await compare(id, client, histories);
    ends[state] = (ends[state] ?? 0) + 1;
    if (data["receipt"] !== undefined && !outside.gave(data["reference"], data["receipt"]))
      found.push({ kind: "invented", caseId: id, what: `the receipt ${JSON.stringify(data["receipt"])}` });
    for (const what of differing) found.push({ kind: "view", caseId: id, what });
  });
  return { violations: found, cases: [...read.keys()], ends };
}

/** The ledger knows those that were acknowledged, and ids that clients chose; visibility and view may know more. */
async function knownCases(ledger: Ledger, histories: Histories): Promise<readonly string[]> {
  const ids = ledger.entries.flatMap(({ wish, said, outcome }) => {
    if (wish.kind !== "start") return [];
    return [
      ...(outcome === "acknowledged" && said !== undefined ? [said] : []),
      ...(wish.caseId === undefined ? [] : [wish.caseId]),
    ];
  });
  return [...new Set([...ids, ...(await casesInView()), ...(await histories.list())])];
}

async function readIfThere(histories: Histories, id: string): Promise<CaseHistory | undefined> {
  try {
    return await histories.read(id);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** What of a case is shown otherwise than it is, once it stands still. */
export async function compare(
  id: string,
  client: Client,
  histories: Histories,
): Promise<{ state: string; data: JsonObject; differing: readonly string[] }> {
  let earlier: { readonly length: number; readonly at: number } | undefined;
  for (let look = 1; ; look += 1) {
    const at = Date.now();
    const history = await histories.read(id);
    let state = "unknown";
    let data: JsonObject = {};
    let differing: readonly string[];
    try {
      const truth = await truthOf(id, client);
      ({ state, data } = truth.case);
      differing = differences(await viewOf(id), truth, history);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      differing = [`the case does not say how it stands: ${why}`];
    }
    const open = history.taken.filter(({ result }) => result === "open");
    if (history.status === "RUNNING")
      differing = [...differing, ...open.map(({ event }) => `event ${event}: taken, and never answered`)];
    const stoodStill = earlier !== undefined && earlier.length === history.events.length;
    if (differing.length === 0) {
      // it was looked at, which must not be what mends it
      const wasLate = stoodStill && (earlier?.at ?? 0) - history.last > SETTLE_MILLIS;
      return {
        state,
        data,
        differing: wasLate ? ["the view was right only after the case was looked at"] : [],
      };
    }
    if (stoodStill || look >= LOOKS) return { state, data, differing };
    earlier ??= { length: history.events.length, at };
    if (earlier.length !== history.events.length) earlier = { length: history.events.length, at };
    await sleep(LOOK_AGAIN_MILLIS);
  }
}

async function each<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await act(one);
    }),
  );
}
