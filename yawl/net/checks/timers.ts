/** Checks of timers: that durations and dates can be read, and that there is something that a timer could end. */
import { readDuration } from "../../time/duration.ts";
import { instantAfter } from "../../time/after.ts";
import { readInstant } from "../../time/instant.ts";
import { didYouMean } from "../../model/near.ts";
import type { Decomposition, Expression, Net, Specification, Task } from "../../model/specification.ts";
import { called, type Findings } from "./findings.ts";

/** Errors for timers that never could be set, warnings for those without effect and for predicates over none. */
export function checkTimers(specification: Specification, findings: Findings): void {
  const decompositions = new Map(specification.decompositions.map((each) => [each.id, each]));
  for (const net of specification.decompositions) {
    if (net.kind !== "net") continue;
    for (const task of net.tasks) {
      if (task.timer) new TimerCheck(net, task, findings).run(decompositions.get(task.decomposition ?? ""));
      checkPredicates(net, task, findings);
    }
  }
}

class TimerCheck {
  readonly #net: Net;
  readonly #task: Task;
  readonly #findings: Findings;

  constructor(net: Net, task: Task, findings: Findings) {
    this.#net = net;
    this.#task = task;
    this.#findings = findings;
  }

  run(decomposition: Decomposition | undefined): void {
    const { duration, expiry, variable, when, reminders = [] } = this.#task.timer ?? {};
    if (variable === undefined && !when) {
      if (duration !== undefined) this.#duration("The duration", duration);
      else if (expiry !== undefined && readInstant(expiry) === undefined)
        this.#error(
          "timer-date",
          `The date "${expiry}" of the timer of ${called(this.#task)} cannot be read.`,
        );
    }
    for (const reminder of reminders)
      this.#duration("The reminder", "before" in reminder ? reminder.before : reminder.after);
    if (variable !== undefined) this.#variable(variable);
    if (this.#task.decomposition === undefined) {
      this.#warn(
        "timer-without-work",
        `has a timer and no work: it is done at once, and the timer never runs`,
      );
    } else if (reminders.length > 0 && (decomposition?.kind === "net" || decomposition?.call)) {
      this.#warn("reminds-nobody", "reminds nobody: it is no work for people");
    }
  }

  #duration(what: string, text: string): void {
    const duration = readDuration(text);
    const isRight = duration && !duration.isNegative && instantAfter(0, duration) !== undefined;
    if (isRight) return;
    this.#error(
      "timer-duration",
      `${what} "${text}" of the timer of ${called(this.#task)} is no duration such as P1DT2H.`,
    );
  }

  #variable(name: string): void {
    const { inputs, outputs, locals } = this.#net;
    const variable = [...inputs, ...locals, ...outputs].find((each) => each.name === name);
    const { type } = variable ?? {};
    const isTruth =
      (type?.kind === "simple" && type.xsd === "boolean") ||
      (type?.kind === "json" && typeof type.schema === "object" && type.schema["type"] === "boolean");
    if (!isTruth) return;
    this.#error(
      "timer-variable",
      `The variable "${name}", which says when the timer of ${called(this.#task)} expires, is true or false.`,
    );
  }

  #error(code: string, message: string): void {
    this.#findings.error([this.#net.id, this.#task.id], this.#task.place, message, code);
  }

  #warn(code: string, what: string): void {
    const { id } = this.#net;
    this.#findings.warn(
      [id, this.#task.id],
      this.#task.place,
      `The task ${called(this.#task)} ${what}.`,
      code,
    );
  }
}

/** A predicate `timer(Task name)`; the name may be in quotes. */
const TIMER = /(?<![\w:$.-])timer\(\s*(?:'([^']*)'|"([^"]*)"|([^()'"]+?))\s*\)/g;

/** What asks for the timer of a task that has none is answered `dormant` for ever. */
function checkPredicates(net: Net, task: Task, findings: Findings): void {
  const queries: readonly (Expression | undefined)[] = [
    ...task.flows.map(({ predicate }) => predicate),
    ...task.startingMappings.map(({ query }) => query),
  ];
  for (const query of queries) {
    if (query?.language !== "xquery" && query?.language !== "xpath") continue;
    for (const [, single, double, plain] of query.text.matchAll(TIMER)) {
      const name = single ?? double ?? plain ?? "";
      const timed = net.tasks.filter(({ timer }) => timer);
      if (timed.some((each) => each.name === name || each.id === name)) continue;
      const names = timed.map((each) => each.name ?? each.id);
      findings.warn(
        [net.id, task.id],
        task.place,
        `An expression of ${called(task)} asks for the timer of "${name}", but no task of the net with a timer has that name.${didYouMean(name, names)}`,
        "timer-unknown",
      );
    }
  }
}
