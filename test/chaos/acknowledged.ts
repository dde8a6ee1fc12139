/** Holds what people were told against what the cases' histories say: nothing lost, nothing done twice, nothing invented. */
import { isDeepStrictEqual } from "node:util";
import type { CommandMessage } from "../../yawl/work/command.ts";
import type { CaseHistory, Taken } from "./history.ts";
import { describeEntry, type Entry, type Wish } from "./ledger.ts";
import type { Performed } from "./outside.ts";
import type { Violation } from "./report.ts";

/** An answer may be written down by the client a little before the server's clock says that it was given. */
const SLACK_MILLIS = 100;

type Command = Exclude<Wish, { kind: "start" }>;
type CommandEntry = Entry & { readonly wish: Command };

export function checkAcknowledged(
  entries: readonly Entry[],
  histories: ReadonlyMap<string, CaseHistory>,
): readonly Violation[] {
  const found: Violation[] = [...checkStarts(entries, histories)];
  const byCase = new Map<string, CommandEntry[]>();
  for (const entry of entries) {
    if (!isCommand(entry)) continue;
    const execution = executionOf(entry.wish);
    const known = byCase.get(execution);
    if (known) known.push(entry);
    else byCase.set(execution, [entry]);
    if (entry.outcome === "unanswered")
      found.push({ kind: "silent", caseId: entry.wish.caseId, what: describeEntry(entry) });
  }
  for (const caseId of new Set([...byCase.keys(), ...histories.keys()])) {
    const history = histories.get(caseId);
    found.push(...checkCase(caseId, byCase.get(caseId) ?? [], history?.taken ?? []));
  }
  return found;
}

/** Whoever has an item takes its commands: the case, or a block of its instances. */
function executionOf(wish: Command): string {
  return wish.kind === "case" ? wish.caseId : wish.item.slice(0, wish.item.lastIndexOf("."));
}

function isCommand(entry: Entry): entry is CommandEntry {
  return entry.wish.kind !== "start";
}

function checkStarts(
  entries: readonly Entry[],
  histories: ReadonlyMap<string, CaseHistory>,
): readonly Violation[] {
  const found: Violation[] = [];
  const started = new Map<unknown, string[]>();
  for (const [caseId, { start }] of histories) {
    const { reference } = start.data;
    started.set(reference, [...(started.get(reference) ?? []), caseId]);
  }
  for (const entry of entries) {
    if (entry.wish.kind !== "start") continue;
    const cases = started.get(entry.wish.reference) ?? [];
    const caseId = entry.outcome === "acknowledged" ? String(entry.said) : (cases[0] ?? entry.wish.reference);
    const what = describeEntry(entry);
    if (cases.length > 1) found.push({ kind: "twice", caseId, what: `${what}: ${cases.join(" and ")}` });
    if (entry.outcome === "acknowledged" && !cases.includes(caseId))
      found.push({ kind: "lost", caseId, what: `${what}: Temporal has no such case` });
    if (entry.outcome === "refused" && entry.unclear === 0 && cases.length > 0)
      found.push({ kind: "invented", caseId, what: `${what}, and the case is there` });
    if (entry.outcome === "unanswered") found.push({ kind: "silent", caseId, what });
  }
  return found;
}

function checkCase(
  caseId: string,
  entries: readonly CommandEntry[],
  taken: readonly Taken[],
): readonly Violation[] {
  const found: Violation[] = [];
  const tell = (kind: Violation["kind"], what: string): void => void found.push({ kind, caseId, what });
  const done = taken.filter(({ result }) => result === "done");
  for (const entry of entries) {
    const direct = done.filter(({ message }) => isFor(entry, message));
    if (entry.outcome === "acknowledged") {
      const before = done.filter(({ at }) => at <= entry.answered + SLACK_MILLIS);
      const isThere =
        before.some((each) => direct.includes(each) || leadsThere(entry, each.message)) ||
        (entry.wish.kind === "case" && entry.wish.command === "resume-case" && !isSuspended(before));
      if (!isThere) tell("lost", `${describeEntry(entry)}: the case's history does not have it`);
    }
    // refused at the first try: nothing can have come of it
    if (entry.outcome === "refused" && entry.unclear === 0 && isMarked(entry.wish) && direct.length > 0)
      tell("invented", `${describeEntry(entry)}, and the case did it (event ${direct[0]?.event})`);
    if (isMarked(entry.wish) && wasDoneTwice(entry, direct, done))
      tell("twice", `${describeEntry(entry)}: events ${direct.map(({ event }) => event).join(", ")}`);
  }
  for (const group of groupsOf(entries)) {
    const [first] = group;
    if (!first) continue;
    const same = done.filter(({ message }) => isFor(first, message));
    const acknowledged = group.filter(({ outcome }) => outcome === "acknowledged");
    const last = acknowledged.at(-1);
    if (last && same.length < acknowledged.length)
      tell("lost", `${describeEntry(last)}: ${acknowledged.length} were acknowledged, ${same.length} done`);
    if (same.length > group.length && !isHarmless(same, done))
      tell("twice", `${describeEntry(first)}: asked for ${group.length} times, done ${same.length} times`);
  }
  for (const { message, event } of done) {
    // the outside system may not have heard the answer yet
    if (message.command.type === "callback") continue;
    if (!entries.some((entry) => isFor(entry, message)))
      tell("invented", `event ${event}: ${JSON.stringify(message)}, which nobody asked for`);
  }
  return found;
}

/** Where commands leave a case: to resume one that runs is answered as done. */
function isSuspended(done: readonly Taken[]): boolean {
  const last = done.findLast(({ message }) => /^(suspend|resume)-case$/.test(message.command.type));
  return last?.message.command.type === "suspend-case";
}

/** Whether its data are found with no other command. */
function isMarked(wish: Command): boolean {
  if (wish.kind === "callback") return true;
  return wish.kind === "item" && ["complete", "save", "add-instance"].includes(wish.command);
}

/** Commands that a second one of the same kind finds done: one update may be the answer to several. */
const REPEATABLE: ReadonlySet<string> = new Set([
  "claim",
  "start",
  "suspend",
  "resume",
  "skip",
  "suspend-case",
  "resume-case",
  "cancel-case",
]);

function commandOf(wish: Command): string {
  return wish.kind === "callback" ? "callback" : wish.command;
}

/** Entries that no history tells apart, of those commands that are done anew each time. */
function groupsOf(entries: readonly CommandEntry[]): readonly (readonly CommandEntry[])[] {
  const groups = new Map<string, CommandEntry[]>();
  for (const entry of entries) {
    const { wish, by } = entry;
    if (wish.kind === "case" || isMarked(wish) || REPEATABLE.has(commandOf(wish))) continue;
    const key = JSON.stringify([by, commandOf(wish), wish.item, "body" in wish ? wish.body : null]);
    const known = groups.get(key);
    if (known) known.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()];
}

/** An instance was added twice, or a draft came back over one that was saved after it. */
function wasDoneTwice({ wish }: CommandEntry, direct: readonly Taken[], done: readonly Taken[]): boolean {
  if (direct.length < 2) return false;
  const command = commandOf(wish);
  // a work item completes once; that its history says so twice is seen in its events
  if (command === "complete" || command === "callback") return false;
  return command === "add-instance" || !isHarmless(direct, done);
}

/** Saving or offering the same twice changes nothing, if nothing else happened to the item in between. */
function isHarmless(same: readonly Taken[], done: readonly Taken[]): boolean {
  const [first, last] = [same[0], same.at(-1)];
  if (!first || !last) return true;
  const { command } = first.message;
  if (!["save", "offer", "allocate"].includes(command.type)) return false;
  const item = itemOf(first.message);
  return done.every(
    (other) =>
      itemOf(other.message) !== item ||
      same.includes(other) ||
      other.event < first.event ||
      other.event > last.event,
  );
}

function itemOf(message: CommandMessage): string | undefined {
  return "item" in message ? message.item : undefined;
}

/** Whether a command of the history is what the entry asked for. */
function isFor({ by, wish }: CommandEntry, message: CommandMessage): boolean {
  const { command } = message;
  if (wish.kind === "case")
    return !("item" in message) && command.type === wish.command && message.by.participant === by;
  if (itemOf(message) !== wish.item) return false;
  if (wish.kind === "callback")
    return command.type === "callback" && isDeepStrictEqual(command.data["body"], wish.body);
  if (command.type !== wish.command || message.by.participant !== by) return false;
  const { type: _, ...asked } = command;
  return isDeepStrictEqual(plain(asked), plain(wish.body ?? {}));
}

/** As JSON has it: names without a value are not there. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Whether a command of somebody else, or of another kind, makes the entry's wish come true: it is answered at once then. */
function leadsThere({ by, wish }: CommandEntry, message: CommandMessage): boolean {
  const { command } = message;
  if (wish.kind === "case") return !("item" in message) && command.type === wish.command;
  if (wish.kind === "callback" || itemOf(message) !== wish.item) return false;
  const isOwn = message.by.participant === by;
  switch (wish.command) {
    case "claim":
      return (
        ((command.type === "claim" || command.type === "start") && isOwn) ||
        ((command.type === "allocate" || command.type === "delegate" || command.type === "reallocate") &&
          command.to === by)
      );
    case "start":
      return (command.type === "start" && isOwn) || command.type === "resume";
    case "suspend":
      return command.type === "suspend";
    case "resume":
      return command.type === "resume" || (command.type === "start" && isOwn);
    case "skip":
      return command.type === "skip" && isOwn;
    default:
      return false;
  }
}

/** What the outside system did: once for each work item, however often it was asked. */
export function checkOutside(
  performed: Iterable<Performed>,
  histories: ReadonlyMap<string, CaseHistory>,
): readonly Violation[] {
  const cases = new Map([...histories].map(([caseId, { start }]) => [start.data["reference"], caseId]));
  const found: Violation[] = [];
  const seen = new Map<string, Performed>();
  for (const one of performed) {
    const place = `${one.reference}${one.path}`;
    const caseId = cases.get(one.reference) ?? one.reference;
    const earlier = seen.get(place);
    if (earlier) {
      const what = `the outside system was asked with two keys for one work item: ${earlier.key}, ${one.key}`;
      found.push({ kind: "twice", caseId, what });
    }
    seen.set(place, one);
  }
  return found;
}
