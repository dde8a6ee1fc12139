/** What a picture of a net shows, before anything has a place: figures, arrows and cancellation regions. */
import { implicitCondition } from "../net/structure.ts";
import { NO_BOUND } from "../model/specification.ts";
import type {
  Condition,
  Decomposition,
  Expression,
  Flow,
  Instances,
  JoinCode,
  Net,
  Specification,
  SplitCode,
  Task,
} from "../model/specification.ts";

/** Where a case stands in one net: tokens by condition (implicit ones are called `c{from_to}`), tasks that are at work. */
export interface Standing {
  readonly marking: Readonly<Record<string, number>>;
  readonly busy: readonly string[];
}

/** What a task looks like beyond its name. */
export interface TaskLook {
  /** drawn only where several flows come together or part */
  readonly join?: JoinCode;
  readonly split?: SplitCode;
  readonly kind: "composite" | "manual" | "automated" | "routing";
  readonly isMultiple: boolean;
  readonly hasTimer: boolean;
  /** number of the region that the task empties when it exits */
  readonly region?: number;
}

/** A condition or task as it is drawn. */
export interface Figure {
  readonly id: string;
  readonly kind: "input" | "output" | "condition" | "task";
  /** as it stands in the picture; empty for a condition without a name */
  readonly name: string;
  /** all there is to say, for who points at it */
  readonly title: string;
  readonly task?: TaskLook;
  readonly tokens: number;
  readonly isBusy: boolean;
}

/** A flow as it is drawn; tokens in the implicit condition on it lie on the arrow. */
export interface Arrow {
  /** `from -> to` */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly title: string;
  readonly isDefault: boolean;
  readonly tokens: number;
}

/** What a task empties when it exits: ids of figures, keys of arrows. */
export interface Region {
  readonly by: string;
  readonly figures: ReadonlySet<string>;
  readonly arrows: ReadonlySet<string>;
}

/** What a picture of a net shows, before anything has a place. */
export interface Sketch {
  readonly heading: string;
  readonly figures: readonly Figure[];
  readonly arrows: readonly Arrow[];
  readonly regions: readonly Region[];
}

/**
 * What there is to draw of a net.
 * @param standing where a case stands in it; without it, the net alone
 */
export function sketch(specification: Specification, net: Net, standing?: Standing): Sketch {
  const decompositions = new Map(specification.decompositions.map((each) => [each.id, each]));
  const conditions = [net.inputCondition, ...net.conditions, net.outputCondition];
  const all = [...conditions, ...net.tasks];
  const incoming = new Map<string, number>();
  for (const { flows } of all) for (const { to } of flows) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  const cancelling = net.tasks.filter(({ removes }) => removes.length > 0);
  const look = (task: Task): TaskLook => ({
    ...((incoming.get(task.id) ?? 0) > 1 && { join: task.join }),
    ...(task.flows.length > 1 && { split: task.split }),
    kind: kindOf(task, decompositions),
    isMultiple: task.instances !== undefined,
    hasTimer: task.timer !== undefined,
    ...(cancelling.includes(task) && { region: cancelling.indexOf(task) }),
  });
  return {
    heading: headingOf(specification, net),
    figures: [
      ...conditions.map((condition) => conditionFigure(condition, net, standing)),
      ...net.tasks.map((task): Figure => ({
        id: task.id,
        kind: "task",
        name: nameOf(task),
        title: titleOf(task, look(task)),
        task: look(task),
        tokens: 0,
        isBusy: standing?.busy.includes(task.id) ?? false,
      })),
    ],
    arrows: all.flatMap((from) => from.flows.map((flow) => arrowOf(from, flow, standing))),
    regions: cancelling.map((task) => regionOf(task)),
  };
}

function headingOf({ title, rootNet, version }: Specification, net: Net): string {
  const whole = `${title} ${version}`;
  return net.id === rootNet ? whole : `${whole}: ${net.name ?? net.id}`;
}

function kindOf(task: Task, decompositions: ReadonlyMap<string, Decomposition>): TaskLook["kind"] {
  const decomposition = decompositions.get(task.decomposition ?? "");
  if (!decomposition) return "routing";
  return decomposition.kind === "net" ? "composite" : decomposition.interaction;
}

function conditionFigure({ id, name }: Condition, net: Net, standing: Standing | undefined): Figure {
  const kind =
    id === net.inputCondition.id ? "input" : id === net.outputCondition.id ? "output" : "condition";
  const tokens = standing?.marking[id] ?? 0;
  const held = tokens === 0 ? "" : tokens === 1 ? ", 1 token" : `, ${tokens} tokens`;
  const called = name === undefined || name === id ? id : `${name} (${id})`;
  return {
    id,
    kind,
    name: name ?? (kind === "condition" && !isMadeUp(id) ? id : ""),
    title: `${kind === "condition" ? "" : `${kind} `}condition ${called}${held}`,
    tokens,
    isBusy: false,
  };
}

/** Ids that an editor gave to what its author did not name: they say nothing. */
function isMadeUp(id: string): boolean {
  return /^null_\d+$|^c\{.*\}$/.test(id);
}

/** The name of a task; expressions in it stand for what no picture knows. */
function nameOf({ id, name, label }: Task): string {
  if (label) return label.map((part) => (typeof part === "string" ? part : "…")).join("");
  if (name === undefined || name === "" || name === id) return isMadeUp(id) ? "" : id;
  return name.replace(/\{\/[^{}]*\}/g, "…");
}

function titleOf(task: Task, look: TaskLook): string {
  const lines = [
    `${look.kind === "routing" ? "" : `${look.kind} `}task ${task.name ?? task.id} (${task.id})`,
  ];
  if (look.join) lines.push(`${look.join.toUpperCase()}-join`);
  if (look.split) lines.push(`${look.split.toUpperCase()}-split`);
  if (task.instances) lines.push(instancesOf(task.instances));
  if (task.timer) lines.push("has a timer");
  if (task.decomposition !== undefined) lines.push(`decomposes to ${task.decomposition}`);
  if (task.removes.length > 0) {
    const emptied = task.removes.map((each) =>
      each.kind === "element" ? each.id : `${each.from} -> ${each.to}`,
    );
    lines.push(`empties ${emptied.join(", ")}`);
  }
  if (task.documentation !== undefined) lines.push(task.documentation);
  return lines.join("\n");
}

function instancesOf({ minimum, maximum, threshold, creation, atOnce, tolerate }: Instances): string {
  const bound = (value: number | Expression): string =>
    typeof value === "number" ? (value === NO_BOUND ? "any number" : String(value)) : value.text;
  const mayFail = (value: NonNullable<Instances["tolerate"]>): string =>
    typeof value === "object" && "percent" in value ? `${value.percent}%` : bound(value);
  return [
    `${creation} instances: from ${bound(minimum)} to ${bound(maximum)}, done after ${bound(threshold)}`,
    ...(atOnce === undefined ? [] : [`${bound(atOnce)} at once`]),
    ...(tolerate === undefined ? [] : [`${mayFail(tolerate)} may fail`]),
  ].join(", ");
}

function arrowOf(from: Condition | Task, flow: Flow, standing: Standing | undefined): Arrow {
  const { to, predicate, isDefault = false } = flow;
  // a predicate says something only where one is chosen by it
  const parts = "split" in from && from.split !== "and" && from.flows.length > 1;
  const text = parts && predicate ? readable(predicate) : undefined;
  const label = parts && isDefault ? "otherwise" : text;
  const tokens = standing?.marking[implicitCondition(from.id, to)] ?? 0;
  return {
    key: `${from.id} -> ${to}`,
    from: from.id,
    to,
    ...(label !== undefined && { label }),
    title: `${from.id} -> ${to}${predicate && parts ? `\nwhen ${predicate.text.trim()}` : ""}${isDefault && parts ? "\nif no other is taken" : ""}`,
    isDefault: parts && isDefault,
    tokens,
  };
}

/** A predicate without what its language makes long: the way to the net's root and to text. */
function readable({ text }: Expression): string | undefined {
  const short = text
    .replace(/\s+/g, " ")
    .replace(/\/text\(\)/g, "")
    .replace(/(?<![\w/.])\/[\w.-]+\//g, "")
    .trim();
  return /^true\(\)$/.test(short) ? undefined : short;
}

function regionOf(task: Task): Region {
  const figures = new Set<string>();
  const arrows = new Set<string>();
  for (const removal of task.removes) {
    if (removal.kind === "element") figures.add(removal.id);
    else arrows.add(`${removal.from} -> ${removal.to}`);
  }
  return { by: task.id, figures, arrows };
}
