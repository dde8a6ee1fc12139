/**
 * The life cycle of a work item as one table: from which state a command leads where, and who may give it.
 *
 * Source: YAWL's resource service (newYAWL work item life cycle) with its privileges; the REST contract adds `save`.
 * The engine's own moves (an item is distributed, withdrawn, cancelled with its task) are not commands and not in here.
 */
import { OUTSIDE, type Actor, type ItemCommand, type ItemCommandType } from "./command.ts";
import type { ItemStatus, WorkItem } from "./item.ts";

/**
 * Who may give a command: someone it is offered to, its owner, its owner with that privilege of the task, a manager, or the
 * outside system that an automated item waits for.
 */
export type Who = "offeree" | "owner" | "manager" | "outside";

/** One row of the table: what a command does, for whom, and when it has been done already. */
export interface Rule {
  readonly command: ItemCommandType;
  readonly from: readonly ItemStatus[];
  /** `same`: the state does not change; `previous`: back to what it was before the suspension */
  readonly to: ItemStatus | "same" | "previous";
  /** where it leads when nobody is left whom the item is offered to */
  readonly toNobody?: "unoffered";
  readonly who: readonly Who[];
  /** privileges of the task, one of which an owner needs (YAWL task privileges); managers need none */
  readonly privileges?: readonly TaskPrivilege[];
  /** only tasks that grant this have the command at all, for managers too */
  readonly requires?: TaskPrivilege;
  /** it stands for two others, which are what is shown to people */
  readonly isShort?: true;
  /** when the same command of the same person has been done before, and is answered instead of done again */
  readonly repeated?: Repetition;
}

/** How it shows that a command was done; any of these is enough. */
export interface Repetition {
  /** the owner finds the item so */
  readonly owner?: readonly ItemStatus[];
  /** whoever ended the item finds it so */
  readonly ender?: readonly ItemStatus[];
  /** it is the last thing that people did with the item, or they did it and have no part in it any more */
  readonly lately?: true;
  /** the item was completed by the same submission with the same data */
  readonly submission?: true;
  /** the callback came, and the item is completed */
  readonly calledBack?: true;
}

/** Privileges that a task grants; `mizzen` grants those of `GRANTED` when the specification says nothing. */
export type TaskPrivilege =
  | "canSuspend"
  | "canReallocateStateless"
  | "canReallocateStateful"
  | "canDeallocate"
  | "canDelegate"
  | "canSkip"
  | "canPile"
  /** not a right that a specification grants: the task creates its instances dynamically */
  | "hasDynamicInstances";

/** Items that people perform. */
export const LIFECYCLE: readonly Rule[] = [
  {
    command: "offer",
    from: ["unoffered", "offered", "allocated", "started", "suspended"],
    to: "offered",
    toNobody: "unoffered",
    who: ["manager"],
  },
  {
    command: "allocate",
    from: ["unoffered", "offered", "allocated", "started", "suspended"],
    to: "allocated",
    who: ["manager"],
  },
  {
    command: "redistribute",
    from: ["unoffered", "offered", "allocated"],
    to: "unoffered",
    who: ["manager"],
  },
  {
    command: "claim",
    from: ["offered"],
    to: "allocated",
    who: ["offeree"],
    repeated: { owner: ["allocated", "started", "suspended"] },
  },
  {
    command: "claim-and-start",
    from: ["offered", "allocated"],
    to: "started",
    who: ["offeree", "owner"],
    isShort: true,
    repeated: { owner: ["started"] },
  },
  {
    command: "chain",
    from: ["offered", "allocated"],
    to: "started",
    who: ["offeree", "owner"],
    repeated: { lately: true },
  },
  {
    command: "reject",
    from: ["offered"],
    to: "same",
    toNobody: "unoffered",
    who: ["offeree"],
    repeated: { lately: true },
  },
  {
    command: "start",
    from: ["allocated"],
    to: "started",
    who: ["owner"],
    repeated: { owner: ["started"] },
  },
  { command: "save", from: ["started"], to: "same", who: ["owner"] },
  {
    command: "complete",
    from: ["started"],
    to: "completed",
    who: ["owner"],
    repeated: { submission: true },
  },
  {
    command: "suspend",
    from: ["started"],
    to: "suspended",
    who: ["owner", "manager"],
    privileges: ["canSuspend"],
    repeated: { owner: ["suspended"], lately: true },
  },
  {
    command: "resume",
    from: ["suspended"],
    to: "previous",
    who: ["owner", "manager"],
    repeated: { owner: ["started"], lately: true },
  },
  {
    command: "deallocate",
    from: ["allocated"],
    to: "unoffered",
    who: ["owner", "manager"],
    privileges: ["canDeallocate"],
    repeated: { lately: true },
  },
  {
    command: "delegate",
    from: ["allocated"],
    to: "allocated",
    who: ["owner", "manager"],
    privileges: ["canDelegate"],
    repeated: { lately: true },
  },
  {
    command: "reallocate",
    from: ["started", "suspended"],
    to: "allocated",
    who: ["owner", "manager"],
    privileges: ["canReallocateStateful", "canReallocateStateless"],
    repeated: { lately: true },
  },
  {
    command: "skip",
    from: ["unoffered", "offered", "allocated"],
    to: "skipped",
    who: ["owner", "manager"],
    privileges: ["canSkip"],
    repeated: { ender: ["skipped"] },
  },
  { command: "restart", from: ["started", "suspended"], to: "started", who: ["manager"] },
  {
    command: "force-complete",
    from: ["unoffered", "offered", "allocated", "started", "suspended"],
    to: "completed",
    who: ["manager"],
  },
  {
    command: "add-instance",
    from: ["unoffered", "offered", "allocated", "started", "suspended"],
    to: "same",
    who: ["owner", "manager"],
    requires: "hasDynamicInstances",
  },
];

/**
 * Items that connectors perform. They are started from the first; what fails for good is suspended until a manager tries it
 * again, gives its output, or gives it up.
 */
export const CALL_LIFECYCLE: readonly Rule[] = [
  {
    command: "callback",
    from: ["started"],
    to: "completed",
    who: ["outside"],
    repeated: { calledBack: true },
  },
  { command: "retry", from: ["suspended"], to: "started", who: ["manager"] },
  {
    command: "skip",
    from: ["started", "suspended"],
    to: "skipped",
    who: ["manager"],
    repeated: { ender: ["skipped"] },
  },
  {
    command: "fail",
    from: ["started", "suspended"],
    to: "failed",
    who: ["manager"],
    repeated: { ender: ["failed"] },
  },
  {
    command: "add-instance",
    from: ["started", "suspended"],
    to: "same",
    who: ["manager"],
    requires: "hasDynamicInstances",
  },
];

const RULES = {
  person: new Map(LIFECYCLE.map((rule) => [rule.command, rule])),
  call: new Map(CALL_LIFECYCLE.map((rule) => [rule.command, rule])),
} as const;

function lifecycleOf(kind: "person" | "call"): readonly Rule[] {
  return kind === "call" ? CALL_LIFECYCLE : LIFECYCLE;
}

/** The rule for a command on items of a kind; none when it is one for items of the other kind. */
export function ruleOf(command: ItemCommandType, kind: "person" | "call"): Rule | undefined {
  return RULES[kind === "call" ? "call" : "person"].get(command);
}

/**
 * Where a rule leads an item.
 * @param isForNobody nobody is left whom it is offered to
 */
export function statusAfter(rule: Rule, item: WorkItem, isForNobody = false): ItemStatus {
  if (isForNobody && rule.toNobody) return rule.toNobody;
  switch (rule.to) {
    case "same":
      return item.status;
    case "previous":
      return item.suspended?.from ?? "started";
    default:
      return rule.to;
  }
}

/** Whether an item that is offered is so to this person. */
export function isOfferedTo(
  { offeredTo, offeredToRoles, notOfferedTo }: WorkItem,
  { participant, roles }: Pick<Actor, "participant" | "roles">,
): boolean {
  if (offeredTo.includes(participant)) return true;
  if (!offeredToRoles || !roles || notOfferedTo?.includes(participant)) return false;
  return offeredToRoles.some((role) => roles.includes(role));
}

/** In what relation a person stands to an item. */
export function relations(item: WorkItem, actor: Actor): readonly Who[] {
  const { participant, manager } = actor;
  const found: Who[] = [];
  if (item.status === "offered" && isOfferedTo(item, actor)) found.push("offeree");
  if (item.allocatedTo === participant) found.push("owner");
  if (manager) found.push("manager");
  if (participant === OUTSIDE.participant && item.call?.waitsUntil !== undefined) found.push("outside");
  return found;
}

/**
 * Whether these relations and privileges are enough for a command with this rule.
 * @param needed of the privileges that the rule names, those that this very command takes; see `privilegesFor`
 */
export function mayGive(
  { requires, who: people, privileges: named }: Rule,
  relationsToItem: readonly Who[],
  privileges: ReadonlySet<TaskPrivilege>,
  needed: readonly TaskPrivilege[] | undefined = named,
): boolean {
  if (requires && !privileges.has(requires)) return false;
  return people.some((who) => {
    if (!relationsToItem.includes(who)) return false;
    return who !== "owner" || !needed || needed.some((privilege) => privileges.has(privilege));
  });
}

/** The privileges, one of which the owner needs: handing work on with its data, or without it, are two different ones. */
export function privilegesFor(command: ItemCommand, rule: Rule): readonly TaskPrivilege[] | undefined {
  if (command.type !== "reallocate") return rule.privileges;
  return [command.keepData ? "canReallocateStateful" : "canReallocateStateless"];
}

/** The commands that this person may give now; what the API shows as `actions`. */
export function possibleCommands(
  item: WorkItem,
  actor: Actor,
  privileges: ReadonlySet<TaskPrivilege>,
): readonly ItemCommandType[] {
  const held = relations(item, actor);
  return lifecycleOf(item.kind)
    .filter((rule) => !rule.isShort && rule.from.includes(item.status) && mayGive(rule, held, privileges))
    .map((rule) => rule.command);
}
