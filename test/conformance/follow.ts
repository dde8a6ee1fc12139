/** Follows a trace with Mizzen's interpreter and notes every difference. */
import * as slimdom from "slimdom";
import { multiRunOf, tallyOf } from "../../yawl/case/instances/review.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import { fromXml } from "../../yawl/data/xml/convert.ts";
import type { CompiledSpecification, CompiledWork } from "../../yawl/net/compiled.ts";
import { link, type LinkedSpecification } from "../../yawl/net/linked.ts";
import { canonical, type Json, type JsonObject } from "../../yawl/model/json.ts";
import type { Variable } from "../../yawl/model/specification.ts";
import type { ItemCommand } from "../../yawl/work/command.ts";
import { openCase } from "../../yawl/run/open-case.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import { InBlocks } from "../patterns/in-blocks.ts";
import { Reloaded, type TracedCase } from "./traced-case.ts";
import type { Trace, TraceAction } from "./trace.ts";

const DRIVER = { participant: "driver", manager: true };
/** The traces were taken on this day, and some data holds its date. */
const TRACED_AT = Date.UTC(2026, 10, 23, 12);

export interface Following {
  /** steps that were followed */
  readonly steps: number;
  readonly differences: readonly string[];
  readonly status: CaseState["status"] | "not launched";
}

/** @param where whether the instances of tasks are in the case or in blocks */
export function follow(
  specification: CompiledSpecification,
  trace: Trace,
  where: "inside" | "in blocks" = "inside",
): Following {
  const walk = new Walk(specification, where);
  const launched = walk.launch(trace.parameters);
  if (!launched) return { steps: 0, differences: walk.differences, status: "not launched" };
  let steps = 0;
  for (const step of trace.steps) {
    steps += 1;
    walk.at = `step ${step.number}`;
    walk.compareAvailable(step.available);
    for (const action of step.actions) walk.perform(action);
    if (walk.differences.length > 20) break;
  }
  return { steps, differences: walk.differences, status: walk.status };
}

class Walk {
  readonly differences: string[] = [];
  at = "launch";
  readonly #linked: LinkedSpecification;
  readonly #where: "inside" | "in blocks";
  #case: TracedCase | undefined;
  /** item name of the reference (`task@case.number`) -> id of ours */
  readonly #items = new Map<string, string>();
  /** net instance of the reference -> key of ours */
  readonly #nets = new Map<string, string>();

  constructor(specification: CompiledSpecification, where: "inside" | "in blocks") {
    this.#linked = link(specification);
    this.#where = where;
  }

  get #state(): CaseState | undefined {
    return this.#case?.state;
  }

  get status(): CaseState["status"] {
    return this.#state?.status ?? "failed";
  }

  launch(parameters: string | undefined): boolean {
    const root = this.#linked.nets.get(this.#linked.specification.rootNet);
    const inputs = root?.net.variables.filter(({ input }) => input) ?? [];
    const data = parameters === undefined ? {} : this.#fromXml(parameters, inputs);
    const opened = openCase({ linked: this.#linked, data, now: TRACED_AT });
    if (!opened.ok) {
      this.#differ(`cannot be launched: ${opened.fault.message}`);
      return false;
    }
    this.#case =
      this.#where === "inside"
        ? new Reloaded(opened.value)
        : new InBlocks(this.#linked, data, { order: "first", now: TRACED_AT });
    return true;
  }

  compareAvailable(expected: Trace["steps"][number]["available"]): void {
    const ours = this.#comparable().map(
      (item) => `${item.task}${item.status === "started" ? " executing" : ""}`,
    );
    const theirs = expected.map(({ task, isExecuting }) => `${task}${isExecuting ? " executing" : ""}`);
    const [left, right] = [ours.toSorted().join(", "), theirs.toSorted().join(", ")];
    if (left !== right) this.#differ(`available: ours [${left}], theirs [${right}]${this.#failures()}`);
  }

  perform(action: TraceAction): void {
    switch (action.type) {
      case "start":
        this.#start(action);
        return;
      case "complete":
        this.#complete(action);
        return;
      case "net":
        this.#compareNet(action.data);
    }
  }

  #start({ item: name, becomes, input }: Extract<TraceAction, { type: "start" }>): void {
    const found = this.#find(name);
    if (!found) {
      this.#differ(`${name} cannot be started: there is no such item`);
      return;
    }
    const before = new Set(this.#open().map(({ id }) => id));
    this.#give(found.id, { type: "allocate", to: DRIVER.participant });
    this.#give(found.id, { type: "start" });
    // an item that stood for several instances gives way to the first of them
    const fresh = this.#open().find(
      (item) => item.task === found.task && item.status === "started" && !before.has(item.id),
    );
    const started = this.#item(found.id) ?? fresh;
    if (!started) return;
    this.#items.set(becomes, started.id);
    this.#compareData("input", input, this.#workOf(started)?.inputs ?? [], started.data);
  }

  #complete({ item: name, output }: Extract<TraceAction, { type: "complete" }>): void {
    const id = this.#items.get(name);
    const item = id === undefined ? undefined : this.#item(id);
    if (!item) {
      this.#differ(`${name} cannot be completed: it is not there`);
      return;
    }
    const work = this.#workOf(item);
    this.#give(item.id, { type: "complete", data: this.#fromXml(output, work?.outputs ?? []) });
  }

  #compareNet(expected: string): void {
    const root = this.#linked.nets.get(this.#linked.specification.rootNet)?.net;
    const data = root && this.#state?.nets[root.id]?.data;
    if (!root || !data) return;
    this.#compareData("net", expected, root.variables, data);
  }

  #give(item: string, command: ItemCommand): void {
    if (!this.#case) return;
    const answer = this.#case.give({ item, by: DRIVER, command }, TRACED_AT);
    if (typeof answer === "string") this.#differ(`${command.type} of ${item}: ${answer}`);
  }

  #failures(): string {
    return (this.#case?.failed ?? []).map(({ task, message }) => `; ${task} failed: ${message}`).join("");
  }

  /**
   * Our items as the reference would count them. It shows one item for a multiple-instance task until somebody starts it;
   * Mizzen offers every instance at once (docs/semantics.md).
   */
  #comparable(): readonly WorkItem[] {
    const open = this.#open();
    return open.filter((item) => {
      if (item.instance === undefined) return true;
      const siblings = open.filter(({ net, task }) => net === item.net && task === item.task);
      const isFresh = siblings.every(({ status }) => status !== "started");
      const spawned = this.#state && multiRunOf(this.#state, item.net, item.task);
      const isUntouched =
        spawned && this.#state && tallyOf(this.#state, item.net, item.task, spawned).completed === 0;
      return !(isFresh && isUntouched) || item === siblings[0];
    });
  }

  /** Our open items, those of multiple-instance work in front of the others of their task as they came. */
  #open(): readonly WorkItem[] {
    return this.#case?.items ?? [];
  }

  #item(id: string): WorkItem | undefined {
    return this.#open().find((item) => item.id === id);
  }

  /** Ours for an item of the reference that is to be started: of its task, in its net, not started yet. */
  #find(name: string): WorkItem | undefined {
    const [task = "", id = ""] = name.split("@");
    const candidates = this.#open().filter((item) => item.task === task && item.status !== "started");
    const net = this.#nets.get(id) ?? this.#nets.get(id.replace(/\.\d+$/, ""));
    const chosen =
      candidates.find((item) => item.net === net) ??
      candidates.find((item) => ![...this.#nets.values()].includes(item.net)) ??
      candidates[0];
    if (chosen && net === undefined) this.#nets.set(id, chosen.net);
    return chosen;
  }

  #workOf(item: WorkItem): CompiledWork | undefined {
    const net = this.#state?.nets[item.net]?.net ?? "";
    const decomposition = this.#linked.nets.get(net)?.tasks.get(item.task)?.task.decomposition ?? "";
    return this.#linked.specification.work[decomposition];
  }

  #fromXml(text: string, variables: readonly Variable[]): JsonObject {
    const data: Record<string, Json> = {};
    const root = slimdom.parseXmlDocument(text).documentElement;
    for (const child of root?.children ?? []) {
      const variable = variables.find(({ name }) => name === child.localName);
      if (!variable) continue;
      const value = fromXml(child, variable.type, this.#linked.types);
      if (!value.ok) this.#differ(`data of ${child.localName}: ${value.fault.message}`);
      else if (value.value !== undefined) data[variable.name] = value.value;
    }
    return data;
  }

  /** Compares values by type: `0` and `false` are the same boolean, and an empty element is as good as none. */
  #compareData(what: string, expected: string, variables: readonly Variable[], ours: JsonObject): void {
    const theirs = this.#fromXml(expected, variables);
    for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      const [left, right] = [canonical(ours[name]), canonical(theirs[name])];
      if (left !== right && !isNothing(ours[name], theirs[name])) {
        this.#differ(`${what} ${name}: ours ${shorten(left)}, theirs ${shorten(right)}`);
      }
    }
  }

  #differ(what: string): void {
    this.differences.push(`${this.at}: ${what}`);
  }
}

function isNothing(a: Json | undefined, b: Json | undefined): boolean {
  return [a, b].every((value) => value === undefined || value === null || value === "");
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
