/** Verifies a run from outside: ledger, histories and view against each other. */
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowNotFoundError } from "@temporalio/client";
import type { JsonObject } from "../../yawl/model/json.ts";
import { checkAcknowledged, checkOutside } from "./acknowledged.ts";
import { differences } from "./compare.ts";
import type { CaseHistory, Histories } from "./history.ts";
import type { Ledger } from "./ledger.ts";
import type { Outside } from "./outside.ts";
import type { Violation } from "./report.ts";
import type { Truth, Truths } from "./truth.ts";
import { checkInstances } from "./instances.ts";
import { casesInView, viewOf, type View } from "./view.ts";

/** The view is to be right this long after the servers are back. */
export const SETTLE_MILLIS = 10_000;
const AT_ONCE = 6;
/** A case in which something happens by itself is looked at again until it stands still. */
const LOOKS = 15;
const LOOK_AGAIN_MILLIS = 3_000;

export interface Site {
  readonly truths: Truths;
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

export async function verify({ truths, histories, ledger, outside }: Site): Promise<Verified> {
  const read = new Map<string, CaseHistory>();
  const found: Violation[] = [];
  const ids = await knownCases(ledger, histories);
  // before anything that a case could notice: asking it how it stands makes a worker load it
  const views = new Map<string, Seen>();
  await each(ids, async (id) => void views.set(id, { at: Date.now(), view: await viewOf(id) }));
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
    const { state, data, differing } = await compare(id, truths, histories, views.get(id), (other) =>
      read.has(other),
    );
    ends[state] = (ends[state] ?? 0) + 1;
    if (data["receipt"] !== undefined && !outside.gave(data["reference"], data["receipt"]))
      found.push({ kind: "invented", caseId: id, what: `the receipt ${JSON.stringify(data["receipt"])}` });
    for (const what of differing) found.push({ kind: isTime(what) ? "time" : "view", caseId: id, what });
  });
  found.push(...(await checkInstances(read)));
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

/** Only the moment of an event is another than the case's. */
function isTime(what: string): boolean {
  return /^event \d+: at is shown as /.test(what);
}

interface Seen {
  /** epoch milliseconds */
  readonly at: number;
  readonly view: View;
}

/** What of a case is shown otherwise than it is, once it stands still. @param seen before the case was asked anything */
export async function compare(
  id: string,
  truths: Truths,
  histories: Histories,
  seen?: Seen,
  isExecution?: (id: string) => boolean,
): Promise<{ state: string; data: JsonObject; differing: readonly string[] }> {
  let earlier: Look | undefined;
  for (let look = 1; ; look += 1) {
    const { at, view } = (look === 1 ? seen : undefined) ?? { at: Date.now(), view: await viewOf(id) };
    const history = await histories.read(id);
    const { truth, why } = await askTruth(id, truths);
    const open = history.status === "RUNNING" ? history.taken.filter(({ result }) => result === "open") : [];
    const differing = [
      ...(truth
        ? differences(view, truth, history, isExecution)
        : [`the case does not say how it stands: ${why}`]),
      ...open.map(({ event }) => `event ${event}: taken, and never answered`),
    ];
    const { state = "unknown", data = {} } = truth?.whole.fields ?? {};
    const about = { state, data };
    const stoodStill = earlier?.events === history.events.length;
    if (differing.length === 0) {
      // looking at it must not be what mends it; a call that was answered meanwhile may
      const isLate = earlier && (stoodStill || !earlier.moves) && earlier.at - earlier.last > SETTLE_MILLIS;
      return { ...about, differing: isLate ? ["the view was right only after the case was looked at"] : [] };
    }
    if (stoodStill || look >= LOOKS) return { ...about, differing };
    const moves = [...(truth?.asked?.open.values() ?? [])].some(({ call }) => call !== undefined);
    earlier = { at, last: history.last, events: history.events.length, moves };
    await sleep(LOOK_AGAIN_MILLIS);
  }
}

interface Look {
  /** when the view was read, and when something happened last in the history; epoch milliseconds */
  readonly at: number;
  readonly last: number;
  readonly events: number;
  /** something may happen in it by itself */
  readonly moves: boolean;
}

async function askTruth(id: string, truths: Truths): Promise<{ truth?: Truth; why?: string }> {
  try {
    return { truth: await truths.of(id) };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
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
