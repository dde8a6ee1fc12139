/**
 * Whether a command has been done already, is allowed, or is refused and why: decided here alone, by the tables of the life
 * cycles. The case executes what it says; the API says the same of what its view shows, so that the two agree.
 */
import { canonical } from "../model/json.ts";
import { revised } from "../model/revised.ts";
import { CASE_LIFECYCLE, type CaseRule, type CaseStatus } from "./case-lifecycle.ts";
import type { Actor, CaseCommand, ItemCommand } from "./command.ts";
import { digestOf } from "./digest.ts";
import { endedItem, type EndedItem } from "./ended.ts";
import type { Done, ItemStatus, PersonItem, WorkItem } from "./item.ts";
import {
  mayGive,
  privilegesFor,
  relations,
  ruleOf,
  type Rule,
  type TaskPrivilege,
  type Who,
} from "./lifecycle.ts";

/** `repeated`: the same person did it before, and it is answered, not done again. */
export type Verdict<R = Rule> =
  | { readonly kind: "allowed"; readonly rule: R }
  | { readonly kind: "repeated" }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Why a command is refused, with what a sentence needs to say. */
export type Refusal =
  | { readonly type: "not-found" }
  | { readonly type: "submission-conflict"; readonly submission: string }
  /** the case is in a state in which nothing can be done with its items */
  | { readonly type: "wrong-state"; readonly because: "case"; readonly status: CaseStatus }
  /** a callback that answers a call in the place of which another was made */
  | { readonly type: "wrong-state"; readonly because: "call" }
  /** the command is one for items that others perform */
  | { readonly type: "wrong-state"; readonly because: "kind"; readonly performer: "person" | "call" }
  | {
      readonly type: "wrong-state";
      readonly because: "status";
      readonly status: ItemStatus | CaseStatus;
      readonly from: readonly (ItemStatus | CaseStatus)[];
    }
  | {
      readonly type: "not-eligible";
      readonly because: "not-offered" | "no-privilege" | "not-theirs" | "no-manager";
    };

/** What is asked of an item. */
export interface Asked {
  readonly by: Actor;
  readonly command: ItemCommand;
  /** chosen by the sender, and not known yet: this is no command of before, however much it looks like one */
  readonly key?: string | undefined;
}

/** What a verdict on an item looks at beside the item. */
export interface Surroundings {
  /** those of the item's task */
  readonly privileges: ReadonlySet<TaskPrivilege>;
  /** the state of the case, where it is known */
  readonly caseStatus?: CaseStatus;
  /** items that ended of late, where they are known: their submissions are taken */
  readonly ended?: readonly EndedItem[];
}

/**
 * The verdict on a command.
 * @param item open or ended, as the case or the view holds it; what is remembered of one that ended; none that is known
 */
export function judgeItem(
  item: WorkItem | EndedItem | undefined,
  asked: Asked,
  surroundings: Surroundings,
): Verdict {
  const { by, command } = asked;
  const submission = command.type === "complete" ? command.submissionId : undefined;
  const taken = submission === undefined ? undefined : takenBy(submission, surroundings.ended);
  if (submission !== undefined && taken !== undefined && taken.id !== item?.id) {
    return refused({ type: "submission-conflict", submission });
  }
  if (!item) return refused({ type: "not-found" });
  if (!isItem(item)) return judgeEnded(item, asked);
  const ended = endedItem(item);
  if (ended) return judgeEnded(ended, asked);
  const { kind } = item;
  const rule = ruleOf(command.type, kind);
  if (!rule) return refused({ type: "wrong-state", because: "kind", performer: kind });
  if (answersAnother(command, item.call?.number)) return refused({ type: "wrong-state", because: "call" });
  const held = relations(item, by);
  if (isRepeated(rule, item, asked, held)) return { kind: "repeated" };
  const { caseStatus, privileges } = surroundings;
  if (caseStatus !== undefined && caseStatus !== "running") {
    return refused({ type: "wrong-state", because: "case", status: caseStatus });
  }
  if (!rule.from.includes(item.status)) {
    return refused({ type: "wrong-state", because: "status", status: item.status, from: rule.from });
  }
  if (mayGive(rule, held, privileges, privilegesFor(command, rule))) return { kind: "allowed", rule };
  return refused({ type: "not-eligible", because: whyNot(rule, item, held, privileges) });
}

function whyNot(
  { requires }: Rule,
  { status }: WorkItem,
  held: readonly Who[],
  privileges: ReadonlySet<TaskPrivilege>,
): "not-offered" | "no-privilege" | "not-theirs" {
  if (requires && !privileges.has(requires)) return "no-privilege";
  if (status === "offered") return "not-offered";
  return held.includes("owner") ? "no-privilege" : "not-theirs";
}

function isItem(item: WorkItem | EndedItem): item is WorkItem {
  return "offeredTo" in item;
}

function takenBy(submission: string, ended: readonly EndedItem[] = []): EndedItem | undefined {
  return ended.find((each) => each.submission?.id === submission);
}

function judgeEnded(item: EndedItem, { by, command }: Asked): Verdict {
  const rule = ruleOf(command.type, item.kind);
  if (!rule) return refused({ type: "wrong-state", because: "kind", performer: item.kind });
  const { ender, submission, calledBack } = rule.repeated ?? {};
  const isTheirs = item.by === by.participant;
  if (isTheirs && ender?.includes(item.status)) return { kind: "repeated" };
  if (answersAnother(command, item.call)) return refused({ type: "wrong-state", because: "call" });
  if (calledBack && item.calledBack && rule.who.includes("outside")) return { kind: "repeated" };
  if (
    submission &&
    isTheirs &&
    command.type === "complete" &&
    command.submissionId !== undefined &&
    command.submissionId === item.submission?.id
  ) {
    return item.submission.digest === digestOf(command.data)
      ? { kind: "repeated" }
      : refused({ type: "submission-conflict", submission: command.submissionId });
  }
  return refused({ type: "wrong-state", because: "status", status: item.status, from: rule.from });
}

/** Whether a callback says that it answers another call than that of this number, where both are known. */
function answersAnother(command: ItemCommand, number: number | undefined): boolean {
  if (command.type !== "callback" || command.call === undefined) return false;
  return number !== undefined && command.call !== number;
}

function isRepeated(
  { repeated }: Rule,
  item: WorkItem,
  { by, command, key }: Asked,
  held: readonly Who[],
): boolean {
  if (!repeated) return false;
  if (held.includes("owner") && repeated.owner?.includes(item.status)) return true;
  if (key !== undefined || !repeated.lately || !item.lately) return false;
  const asked: Done = { by: by.participant, command: textOf(command) };
  return (
    isSame(item.lately.at(-1), asked) ||
    (held.length === 0 && item.lately.some((done) => isSame(done, asked)))
  );
}

function isSame(done: Done | undefined, other: Done): boolean {
  return done?.by === other.by && done.command === other.command;
}

/** What distinguishes a command from others of its type; data does not: what takes data is recognised by its submission. */
function textOf(command: ItemCommand): string {
  const to = "to" in command ? ` ${canonical(command.to)}` : "";
  return `${command.type}${to}${"keepData" in command && command.keepData ? " with its data" : ""}`;
}

/** How many commands an item remembers. */
const REMEMBERED_COMMANDS = 5;

/**
 * The item with a command that is being done, if its repetition cannot be seen from the item's state alone, or if it comes
 * after one for which that holds.
 */
export function remembering(item: PersonItem, { by, command }: Asked): PersonItem {
  const { lately } = item;
  if (!lately && !ruleOf(command.type, "person")?.repeated?.lately) return item;
  if (command.type === "save") return item;
  const done: Done = { by: by.participant, command: textOf(command) };
  return revised(item, { lately: [...(lately ?? []).slice(1 - REMEMBERED_COMMANDS), done] });
}

/**
 * The verdict on a command on a case.
 * @param by whoever asks; left out where somebody else has seen to it that it is a manager
 */
export function judgeCase(
  status: CaseStatus,
  command: CaseCommand,
  by: Actor | undefined,
): Verdict<CaseRule> {
  if (by && !by.manager) return refused({ type: "not-eligible", because: "no-manager" });
  const rule = CASE_LIFECYCLE[command.type];
  if (status === rule.to) return { kind: "repeated" };
  if (rule.from.includes(status)) return { kind: "allowed", rule };
  return refused({ type: "wrong-state", because: "status", status, from: rule.from });
}

function refused(refusal: Refusal): { readonly kind: "refused"; readonly refusal: Refusal } {
  return { kind: "refused", refusal };
}
