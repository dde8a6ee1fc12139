/** The eleven types of rules: when they are asked, and whether for a case or for a work item of a task. */

/** A type of rules: whether its trees are those of tasks, what `.xrs` files and YAWL's services call it. */
export interface RuleTypeFacts {
  readonly of: "case" | "task";
  /** elements of an `.xrs` file from the root to its trees */
  readonly path: readonly string[];
  /** YAWL's name */
  readonly yawl: string;
  /** when its rules are asked, as the end of a sentence */
  readonly when: string;
}

/** The types in the order in which files have them. */
export const RULE_TYPES = {
  selection: {
    of: "task",
    path: ["selection"],
    yawl: "ItemSelection",
    when: "a work item is enabled, and a worklet may do it instead of people",
  },
  casePreConstraint: {
    of: "case",
    path: ["constraints", "case", "pre"],
    yawl: "CasePreconstraint",
    when: "a case begins",
  },
  casePostConstraint: {
    of: "case",
    path: ["constraints", "case", "post"],
    yawl: "CasePostconstraint",
    when: "a case is about to end",
  },
  itemPreConstraint: {
    of: "task",
    path: ["constraints", "item", "pre"],
    yawl: "ItemPreconstraint",
    when: "a work item is enabled, before the selection",
  },
  itemPostConstraint: {
    of: "task",
    path: ["constraints", "item", "post"],
    yawl: "ItemPostconstraint",
    when: "a work item was completed, before its tokens go on",
  },
  itemAbort: {
    of: "task",
    path: ["abort"],
    yawl: "ItemAbort",
    when: "whoever works on an item gives it up",
  },
  timeout: { of: "task", path: ["timeout"], yawl: "ItemTimeout", when: "an item's timer expires" },
  resourceUnavailable: {
    of: "task",
    path: ["resourceUnavailable"],
    yawl: "ItemResourceUnavailable",
    when: "nobody can be found for an item",
  },
  constraintViolation: {
    of: "task",
    path: ["violation"],
    yawl: "ItemConstraintViolation",
    when: "a constraint is violated while an item is worked on",
  },
  caseExternal: {
    of: "case",
    path: ["external", "case"],
    yawl: "CaseExternalTrigger",
    when: "something outside of the process concerns the case",
  },
  itemExternal: {
    of: "task",
    path: ["external", "item"],
    yawl: "ItemExternalTrigger",
    when: "something outside of the process concerns an item",
  },
} as const satisfies Readonly<Record<string, RuleTypeFacts>>;

/** Name of a type of rules. */
export type RuleType = keyof typeof RULE_TYPES;

/** All names. */
export const RULE_TYPE_NAMES: readonly RuleType[] = Object.keys(RULE_TYPES).filter(isRuleType);

/** Whether a name is that of a type. */
export function isRuleType(name: string): name is RuleType {
  return Object.hasOwn(RULE_TYPES, name);
}

const BY_PLAIN_NAME: ReadonlyMap<string, RuleType> = new Map(
  RULE_TYPE_NAMES.flatMap((name) => [
    [plain(name), name] as const,
    [plain(RULE_TYPES[name].yawl), name] as const,
  ]),
);

/** The type that a name means: its own or YAWL's, whatever the capitals and separators. */
export function ruleTypeNamed(name: string): RuleType | undefined {
  return BY_PLAIN_NAME.get(plain(name));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, "");
}
