/** Tasks of a net. */
import { isMoment } from "../../data/types/moment.ts";
import { isNcName } from "../../data/xml/names.ts";
import type { ConfiguredPort, TaskConfiguration } from "../../model/kept.ts";
import {
  NO_BOUND,
  type Expression,
  type Instances,
  type Task,
  type TimerDefinition,
} from "../../model/specification.ts";
import { INFINITE } from "../reader/instances.ts";
import { flows, mappings, maybeQuery, removals } from "./flows.ts";
import { element, extra, textElement, type OutElement } from "./output.ts";
import { resourcing } from "./resourcing.ts";
import type { Writing } from "./writing.ts";

/** A task as a `task` element with all that belongs to it. */
export function taskElement(task: Task, net: string, writing: Writing): OutElement {
  const { id, instances, label, form, decomposition } = task;
  const where = `${net}/${id}`;
  writing.checkName(id, "token", where);
  if (label) writing.lose(where, "YAWL does not fill in the expressions of the task's name.");
  if (form) writing.lose(where, "YAWL does not know how the form looks.");
  // the queries of a completed task see the output of its work
  const output = writing.decomposition(decomposition)?.id ?? net;
  return element(
    "task",
    instances ? { id, "xsi:type": "MultipleInstanceExternalTaskFactsType" } : { id },
    extra({
      label,
      form,
      count: instances?.count,
      index: instances?.index,
      atOnce: instances?.atOnce,
      tolerate: instances?.tolerate,
      decomposition: decomposition === undefined || isNcName(decomposition) ? undefined : decomposition,
    }),
    textElement("name", task.name),
    textElement("documentation", task.documentation),
    flows(task.flows, id, net, writing),
    element("join", { code: task.join }),
    element("split", { code: task.split }),
    configuration("defaultConfiguration", task.defaultConfiguration),
    configuration("configuration", task.configuration),
    removals(task.removes),
    mappings("startingMappings", task.startingMappings, net, where, writing),
    mappings("completedMappings", task.completedMappings, output, where, writing),
    mappings("enablementMappings", task.enablementMappings, net, where, writing),
    task.timer && timer(task.timer, where, writing),
    resourcing(task.resourcing, where, writing),
    textElement("customForm", task.customForm),
    decomposition === undefined
      ? undefined
      : element("decomposesTo", { id: writing.decompositionId(decomposition) }),
    instances ? instanceElements(instances, { net, output, where, writing }) : [],
  );
}

interface Surroundings {
  readonly net: string;
  /** root of the view of an instance's output */
  readonly output: string;
  readonly where: string;
  readonly writing: Writing;
}

function instanceElements(instances: Instances, { net, output, where, writing }: Surroundings): OutElement[] {
  const { minimum, maximum, threshold, creation, input, count, index, output: result } = instances;
  if (count) writing.lose(where, "YAWL has no number of instances that does not come from their input.");
  if (index !== undefined) writing.lose(where, "YAWL does not give instances their number.");
  if (instances.atOnce !== undefined)
    writing.lose(where, "YAWL begins all instances at once; it does not know how many may be open.");
  if (instances.tolerate !== undefined)
    writing.lose(where, "YAWL does not know how many instances may fail.");
  const bound = (name: string, value: number | Expression): OutElement => {
    const text =
      typeof value !== "number"
        ? writing.expression(value, { as: "mapping", root: net, target: "n" }, where)
        : String(value === NO_BOUND ? INFINITE : value);
    return { ...element(name), text };
  };
  const inNet = (target: string) => (query: Expression) =>
    writing.expression(query, { as: "mapping", root: net, target }, where);
  const inOutput = (target: string) => (query: Expression) =>
    writing.expression(query, { as: "mapping", root: output, target }, where);
  const parameter = input?.parameter ?? "none";
  writing.checkName(parameter, "token", where);
  return [
    bound("minimum", minimum),
    bound("maximum", maximum),
    bound("threshold", threshold),
    element("creationMode", { code: creation }),
    element(
      "miDataInput",
      {},
      maybeQuery("expression", input?.query, inNet(parameter)),
      maybeQuery("splittingExpression", input?.splitter, inNet(parameter)),
      textElement("formalInputParam", parameter),
    ),
    ...(result
      ? [
          element(
            "miDataOutput",
            {},
            maybeQuery("formalOutputExpression", result.query, inOutput(result.variable)),
            maybeQuery("outputJoiningExpression", result.joiner, inOutput(result.variable)),
            textElement("resultAppliedToLocalVariable", result.variable),
          ),
        ]
      : []),
  ];
}

function timer(source: TimerDefinition, where: string, writing: Writing): OutElement {
  const { trigger, duration, expiry, variable, when, workdays, pauses, reminders } = source;
  if (when)
    writing.lose(where, "YAWL does not know timers by an expression: for YAWL it expires in 100 years.");
  if (pauses) writing.lose(where, "YAWL does not know timers that stand while work is suspended.");
  if (reminders) writing.lose(where, "YAWL does not know reminders.");
  const isMade = [duration, expiry, variable].every((way) => way === undefined);
  const isLong = expiry !== undefined && /^[-+]?\d{1,16}$/.test(expiry);
  const isDuration = duration !== undefined && isMoment(duration, "duration");
  const milliseconds = expiry === undefined ? undefined : isLong ? expiry : epochOf(expiry);
  if (expiry !== undefined && milliseconds === undefined)
    writing.lose(where, `YAWL does not know when "${expiry}" is; its timers have milliseconds.`);
  if (duration !== undefined && !isDuration)
    writing.lose(where, `YAWL does not know the duration "${duration}".`);
  const body =
    variable !== undefined
      ? [textElement("netparam", variable)]
      : [
          textElement("trigger", trigger ?? "OnEnabled"),
          duration === undefined && !isMade ? textElement("expiry", milliseconds ?? "0") : undefined,
          textElement(
            "duration",
            isMade ? "P100Y" : isDuration || duration === undefined ? duration : "PT0S",
          ),
        ];
  return element(
    "timer",
    {},
    extra({
      trigger: variable === undefined ? undefined : trigger,
      expiry: isLong && variable === undefined && duration === undefined ? undefined : expiry,
      duration: isDuration && variable === undefined ? undefined : duration,
      when,
      pauses,
      reminders,
      made: isMade || undefined,
    }),
    body,
    textElement("workdays", workdays === undefined ? undefined : String(workdays)),
  );
}

/** Milliseconds of a moment that says its zone; without it, it is another one on every machine. */
function epochOf(text: string): string | undefined {
  const isCertain = isMoment(text, "dateTime") && /(Z|[+-]\d\d:\d\d)$/.test(text);
  const number = isCertain ? Date.parse(text) : Number.NaN;
  return Number.isFinite(number) ? String(number) : undefined;
}

function configuration(name: string, source: TaskConfiguration | undefined): OutElement | undefined {
  if (!source) return undefined;
  const { join, split, remove, instances } = source;
  return element(
    name,
    {},
    join && ports("join", "flowSource", join),
    instances &&
      element(
        "nofi",
        {},
        Object.entries(instances).map(([key, text]) => textElement(key, text)),
      ),
    remove && element("rem", { value: remove.value }),
    split && ports("split", "flowDestination", split),
  );
}

function ports(
  name: string,
  flow: string,
  { value, ports: all }: { readonly value?: string; readonly ports: readonly ConfiguredPort[] },
): OutElement {
  return element(
    name,
    {},
    // an attribute until 2.2
    extra({ value }),
    all.map((port) =>
      element(
        "port",
        { value: port.value },
        port.flows.map((id) => element(flow, { id })),
      ),
    ),
  );
}
