/** What happens in a case, a line for each event: first what, then where. */
import type { CaseEvent, ItemMove } from "../../yawl/case/events.ts";
import type { PendingTimer } from "../../yawl/case/pending.ts";
import { netOf, type LinkedSpecification } from "../../yawl/net/linked.ts";
import type { Json, JsonObject } from "../../yawl/model/json.ts";
import { instantText } from "../../yawl/time/instant.ts";
import type { WorkItem } from "../../yawl/work/item.ts";

const WORD_WIDTH = 11;
/** characters of data on a line */
const MOST_DATA = 160;

/** Moves of an item that only say that the one person has it. */
const QUIET: ReadonlySet<ItemMove> = new Set(["offered", "unoffered", "claimed", "allocated", "saved"]);

export class Narrator {
  readonly #linked: LinkedSpecification;
  readonly #isTrace: boolean;
  /** net instance -> net */
  readonly #nets = new Map<string, string>();

  /** @param isTrace reports tokens and every move of an item, too */
  constructor(linked: LinkedSpecification, isTrace: boolean) {
    this.#linked = linked;
    this.#isTrace = isTrace;
  }

  /** The line of an event; none for what is of no interest. */
  tell(event: CaseEvent): string | undefined {
    if (event.type === "net-entered") this.#nets.set(event.instance.key, event.instance.net);
    const isTrace = this.#isTrace;
    const linked = this.#linked;
    switch (event.type) {
      case "item":
        return narrateItem(event, isTrace);
      case "data-changed":
        return line("data", `${netName(event.net, linked)}${changesOf(event.values, event.emptied)}`);
      case "net-entered":
        return event.instance.depth === 0 && !isTrace ? undefined : line("entered", event.instance.key);
      case "net-exited":
        return event.net === linked.specification.rootNet && !isTrace ? undefined : line("left", event.net);
      case "task-fired":
        return isTrace || this.#isEmpty(event.net, event.task)
          ? line("fired", inNet(event.net, event.task, linked))
          : undefined;
      case "task-withdrawn":
        return isTrace ? line("withdrawn", inNet(event.net, event.task, linked)) : undefined;
      case "task-cancelled":
        return line("cancelled", inNet(event.net, event.task, linked));
      case "task-failed":
        return line("failed", `${inNet(event.net, event.task, linked)}: ${event.fault.message}`);
      case "task-retried":
        return line("retried", inNet(event.net, event.task, linked));
      case "case-completed":
        return line("completed", "the case");
      case "case-cancelled":
        return line("cancelled", "the case");
      case "case-failed":
        return line("failed", `the case: ${event.fault.message}`);
      case "case-deadlocked":
        return line("deadlocked", "the case: no task can start, and the end is not reached");
      case "case-suspended":
        return line("suspended", "the case");
      case "case-resumed":
        return line("resumed", "the case");
      case "tokens-taken":
        return isTrace ? line("- tokens", inNet(event.net, event.conditions.join(", "), linked)) : undefined;
      case "tokens-put":
        return isTrace ? line("+ tokens", inNet(event.net, event.conditions.join(", "), linked)) : undefined;
      case "tokens-cleared":
        return isTrace ? line("x tokens", inNet(event.net, event.conditions.join(", "), linked)) : undefined;
      case "task-enabled":
        return isTrace ? line("enabled", inNet(event.net, event.task, linked)) : undefined;
      case "task-exited":
        return isTrace ? line("exited", inNet(event.net, event.task, linked)) : undefined;
      case "instance-started":
      case "instance-ended":
        return isTrace ? line(event.type, `${inNet(event.net, event.task, linked)} ${event.id}`) : undefined;
      case "timer-set":
        return isTrace ? line("timer", narrateTimer(event.timer, linked)) : undefined;
      case "timer-expired":
        return line("expired", inNet(event.timer.net, event.timer.task, linked));
      case "timer-failed":
        return line("failed", `${inNet(event.net, event.task, linked)}: ${event.fault.message}`);
      case "chained":
        return line(event.ends ? "unchained" : "chained", event.participant);
      case "instances-changed":
      case "block-made":
      case "block-changed":
      case "block-closed":
      case "block-failed":
      case "performed":
      case "instructed":
      case "reported":
      case "report-sent":
      case "held":
      case "unheld":
      case "came-late":
      case "timer-done":
      case "keyed":
      case "drawn":
        return undefined;
    }
  }

  /** A task that only routes has no item to report. */
  #isEmpty(key: string, task: string): boolean {
    const net = this.#nets.get(key);
    return net !== undefined && netOf(this.#linked, net).tasks.get(task)?.kind === "empty";
  }
}

function narrateTimer({ net, task, due, pausedAt }: PendingTimer, linked: LinkedSpecification): string {
  const when = pausedAt === undefined ? `due at ${instantText(due)}` : "stands";
  return `${inNet(net, task, linked)} ${when}`;
}

export function line(word: string, text: string): string {
  return `${word.padEnd(WORD_WIDTH)} ${text}\n`;
}

function narrateItem(
  { move, item }: Extract<CaseEvent, { type: "item" }>,
  isTrace: boolean,
): string | undefined {
  if (move === "created") return line("offered", `${titleOf(item)}  ${briefly(item.data)}`.trimEnd());
  if (item.failure) return line("failed", `${titleOf(item)}: ${item.failure.message}`);
  if (move === "completed" || move === "skipped") {
    return line(move, `${titleOf(item)}  ${briefly(item.output ?? {})}`.trimEnd());
  }
  if (QUIET.has(move) && !isTrace) return undefined;
  return line(move, titleOf(item));
}

/** `Approve invoice 17 (approve)`, with the number of the instance. */
export function titleOf({ name, task, instance }: WorkItem): string {
  const number = instance === undefined ? "" : ` #${instance}`;
  return name === task ? `${name}${number}` : `${name} (${task}${number})`;
}

/** Data on one line, cut when it is long. */
export function briefly(data: Json): string {
  const text = JSON.stringify(data);
  if (text === "{}") return "";
  return text.length > MOST_DATA ? `${text.slice(0, MOST_DATA - 1)}…` : text;
}

function changesOf(values: JsonObject, emptied: readonly string[]): string {
  const set = Object.entries(values).map(([name, value]) => `${name} = ${briefly(value) || "{}"}`);
  return [...set, ...emptied.map((name) => `${name} is emptied`)].join(", ");
}

/** Nothing for the root net. */
function netName(key: string, { specification }: LinkedSpecification): string {
  return key === specification.rootNet ? "" : `${key}: `;
}

function inNet(key: string, what: string, linked: LinkedSpecification): string {
  return `${netName(key, linked)}${what}`;
}
