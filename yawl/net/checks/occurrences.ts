/** How often a task can be done in one case, and what can come before what: from the flows alone, without data. */
import type { Condition, Net, Specification, Task } from "../../model/specification.ts";
import type { NamedTask } from "../named-tasks.ts";

/** Elements that are walked over for one specification; what is not looked at then counts as possible. */
const MAX_STEPS = 1_000_000;

/** What is known of the tasks of one specification; worked out when it is asked for. */
export class Occurrences {
  readonly #rootNet: string;
  /** composite tasks by the net that they perform */
  readonly #callers = new Map<string, NamedTask[]>();
  readonly #repeatedNets = new Map<string, boolean>();
  #left = MAX_STEPS;
  readonly #elements = new Map<Net, ReadonlyMap<string, Condition | Task>>();

  constructor({ rootNet, decompositions }: Specification) {
    this.#rootNet = rootNet;
    for (const net of decompositions) {
      if (net.kind !== "net") continue;
      for (const task of net.tasks) {
        if (task.decomposition === undefined) continue;
        const known = this.#callers.get(task.decomposition);
        if (known) known.push({ net, task });
        else this.#callers.set(task.decomposition, [{ net, task }]);
      }
    }
  }

  /** Whether a case can have a second item of the task: another instance, another round of a loop, or its net again. */
  isRepeated(net: Net, task: Task): boolean {
    return (
      task.instances !== undefined || this.#reaches(net, task.flows, task.id) || this.#isNetRepeated(net)
    );
  }

  /** Whether one task can have been done when the other one is offered. `true` where the flows alone do not rule it out. */
  mayPrecede(one: NamedTask, other: NamedTask): boolean {
    const { net } = other;
    if (one.net !== net) return true;
    if (one.task === other.task) return this.isRepeated(net, one.task);
    // every way to the one leads through the other, and none back
    return (
      this.#isNetRepeated(net) ||
      this.#reaches(net, net.inputCondition.flows, one.task.id, other.task.id) ||
      this.#reaches(net, one.task.flows, other.task.id)
    );
  }

  #isNetRepeated(net: Net): boolean {
    const known = this.#repeatedNets.get(net.id);
    if (known !== undefined) return known;
    // a net that contains itself comes back here
    this.#repeatedNets.set(net.id, true);
    const callers = this.#callers.get(net.id) ?? [];
    const most = net.id === this.#rootNet ? 0 : 1;
    const isRepeated =
      callers.length > most || callers.some((caller) => this.isRepeated(caller.net, caller.task));
    this.#repeatedNets.set(net.id, isRepeated);
    return isRepeated;
  }

  /** Whether flows lead to an element. @param without an element that they must not lead through */
  #reaches(net: Net, flows: Task["flows"], to: string, without?: string): boolean {
    const elements = this.#elementsOf(net);
    const seen = new Set<string>();
    const queue = [...flows];
    for (let at = 0; at < queue.length; at += 1) {
      const id = queue[at]?.to ?? "";
      this.#left -= 1;
      if (id === to || this.#left < 0) return true;
      if (id === without || seen.has(id)) continue;
      seen.add(id);
      for (const flow of elements.get(id)?.flows ?? []) queue.push(flow);
    }
    return false;
  }

  #elementsOf(net: Net): ReadonlyMap<string, Condition | Task> {
    const known = this.#elements.get(net);
    if (known) return known;
    const elements = new Map<string, Condition | Task>();
    for (const each of [net.inputCondition, ...net.conditions, ...net.tasks]) elements.set(each.id, each);
    this.#elements.set(net, elements);
    return elements;
  }
}
