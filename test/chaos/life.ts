/** Rules that the events of a case keep, whatever happened in it. */
import { hasEnded, type ItemStatus } from "../../yawl/work/item.ts";
import type { CaseHistory } from "./history.ts";
import type { View } from "./view.ts";

const OPEN: readonly ItemStatus[] = ["unoffered", "offered", "allocated", "started", "suspended"];

/** From which states an event of an item leads to which. */
const MOVES: Readonly<Record<string, readonly [from: readonly ItemStatus[], to: readonly ItemStatus[]]>> = {
  // a manager offers and allocates whatever is open
  offered: [OPEN, ["offered"]],
  unoffered: [OPEN, ["unoffered"]],
  claimed: [["offered"], ["allocated"]],
  allocated: [OPEN, ["allocated"]],
  rejected: [["offered"], ["offered", "unoffered"]],
  started: [["allocated"], ["started"]],
  saved: [["started"], ["started"]],
  suspended: [["started"], ["suspended"]],
  resumed: [["suspended"], ["started"]],
  deallocated: [["allocated"], ["unoffered"]],
  delegated: [["allocated"], ["allocated"]],
  reallocated: [["started", "suspended"], ["allocated"]],
  redistributed: [["unoffered", "offered", "allocated"], ["unoffered"]],
  restarted: [["started", "suspended"], ["started"]],
  "force-completed": [OPEN, ["completed"]],
  "not-started": [["allocated"], ["allocated"]],
  skipped: [OPEN, ["skipped"]],
  completed: [["started"], ["completed"]],
  withdrawn: [OPEN, ["cancelled"]],
  retried: [["suspended"], ["started"]],
  waiting: [["started"], ["started"]],
  cancelled: [OPEN, ["cancelled"]],
  failed: [["started", "suspended"], ["failed"]],
};

/** Numbers without gaps, and each item's way a legal one that ends where the item stands. */
export function checkEvents(caseId: string, { events, eventIds, items }: View): readonly string[] {
  const found: string[] = [];
  for (const [index, { number }] of events.entries()) {
    if (number !== index + 1) {
      found.push(`event ${index + 1} is missing or there twice: the next one has the number ${number}`);
      break;
    }
    if (eventIds[index] !== `${caseId}/${number}`)
      found.push(`event ${number} is stored as ${eventIds[index]}`);
  }
  const standing = new Map<string, readonly ItemStatus[]>();
  for (const { type, item, number } of events) {
    if (item === undefined || !type.startsWith("item-")) continue;
    const move = type.slice("item-".length);
    const now = standing.get(item);
    if (move === "created") {
      if (now) found.push(`event ${number}: ${item} was created twice`);
      standing.set(item, ["unoffered", "started"]);
      continue;
    }
    const rule = MOVES[move];
    if (!now) found.push(`event ${number}: ${type} of ${item}, which was not created`);
    else if (!rule) found.push(`event ${number}: ${type} is no event of an item`);
    else if (!now.some((state) => rule[0].includes(state)))
      found.push(`event ${number}: ${type} of ${item}, which was ${now.join(" or ")}`);
    standing.set(item, rule?.[1] ?? []);
  }
  for (const { id, status } of items) {
    const last = standing.get(id);
    if (!last) found.push(`${id} is ${status}, and no event tells of it`);
    else if (!last.includes(status))
      found.push(`${id} is ${status}, and its events leave it ${last.join(" or ")}`);
  }
  for (const id of standing.keys()) {
    if (!items.some((item) => item.id === id)) found.push(`events tell of ${id}, which is not there`);
  }
  return found;
}

/** Events that come of a command each time that it is done. */
const ALWAYS: Readonly<Record<string, string>> = {
  saved: "save",
  deallocated: "deallocate",
  rejected: "reject",
  reallocated: "reallocate",
  delegated: "delegate",
  allocated: "allocate",
  offered: "offer",
  retried: "retry",
};

/** Events that come of a command the first time; repeated, it finds itself done. */
const ONCE: Readonly<Record<string, string>> = {
  claimed: "claim",
  started: "start",
  suspended: "suspend",
  resumed: "resume",
  skipped: "skip",
  completed: "complete",
};

/** Who did what by the events, against the commands that the case took. */
export function checkDeeds({ events, items }: View, { taken }: CaseHistory): readonly string[] {
  const people = new Set(items.filter(({ call }) => !call).map(({ id }) => id));
  const deeds = new Map<string, { events: number; commands: number; isOnce: boolean }>();
  const deed = (item: string, by: string, command: string, isOnce: boolean) => {
    const key = `${command} of ${item} by ${by}`;
    const known = deeds.get(key) ?? { events: 0, commands: 0, isOnce };
    deeds.set(key, known);
    return known;
  };
  for (const { type, item, by } of events) {
    const move = type.replace(/^item-/, "");
    const [always, once] = [ALWAYS[move], ONCE[move]];
    const command = always ?? once;
    if (command === undefined || item === undefined || by === undefined || !people.has(item)) continue;
    deed(item, by, command, always === undefined).events += 1;
  }
  const commands = new Map<string, boolean>([
    ...Object.values(ALWAYS).map((command) => [command, false] as const),
    ...Object.values(ONCE).map((command) => [command, true] as const),
  ]);
  for (const { message, result } of taken) {
    if (result !== "done" || !("item" in message) || !people.has(message.item)) continue;
    const isOnce = commands.get(message.command.type);
    if (isOnce === undefined) continue;
    deed(message.item, message.by.participant, message.command.type, isOnce).commands += 1;
  }
  return [...deeds].flatMap(([what, { events: told, commands: done, isOnce }]) => {
    const agrees = isOnce ? told <= done && (told > 0 || !isFinal(what) || done === 0) : told === done;
    return agrees ? [] : [`${what}: ${told} events, and ${done} commands in the history`];
  });
}

/** Commands that leave an event for certain, since an item ends once. */
function isFinal(what: string): boolean {
  return what.startsWith("complete ") || what.startsWith("skip ");
}

/** Where the events of the case itself leave it. */
export function stateByEvents({ events }: View): string {
  let state = "running";
  for (const { type } of events) {
    if (type === "case-resumed") state = "running";
    else if (/^case-(suspended|completed|cancelled|failed|deadlocked)$/.test(type)) state = type.slice(5);
  }
  return state;
}

export function isOpen(status: ItemStatus): boolean {
  return !hasEnded(status);
}
