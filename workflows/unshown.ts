/** What has happened in a case and is not in the view for certain yet: one change, put together from steps. */
import type { CaseState } from "../yawl/case/state.ts";
import { failedTasks, whereabouts } from "../yawl/case/inspect.ts";
import type { Step } from "../yawl/case/step.ts";
import type { LinkedSpecification } from "../yawl/net/linked.ts";
import type { JsonObject } from "../yawl/model/json.ts";
import type { WorkItem } from "../yawl/work/item.ts";
import { changedVariables, describeEvent, itemView, together } from "../yawl/view/describe.ts";
import { instancesAfter, type InstancesView } from "../yawl/view/instances.ts";
import type { CaseView, DataChange, EventView, ItemView, ViewChange } from "../yawl/view/views.ts";
import { changedTimers, timersOf } from "../yawl/view/timers.ts";
import type { CaseStart } from "./messages.ts";

type CasePatch = { -readonly [K in keyof ViewChange["case"]]: ViewChange["case"][K] };

export class Unshown {
  /** number of the last event of the case */
  lastEvent: number;
  readonly startedAt: number;
  readonly #start: CaseStart;
  readonly #linked: LinkedSpecification;
  /** tasks with several instances, as they are shown */
  instances: readonly InstancesView[];
  #patch: CasePatch = {};
  #data: DataChange | undefined;
  #items = new Map<string, ItemView>();
  #events: EventView[] = [];
  /** ids of items, and the number of events, that are new to the sink, too */
  #freshItems = new Set<string>();
  #freshEvents = 0;

  constructor(
    start: CaseStart,
    linked: LinkedSpecification,
    startedAt: number,
    lastEvent: number,
    instances: readonly InstancesView[] = [],
  ) {
    this.instances = instances;
    this.#start = start;
    this.#linked = linked;
    this.startedAt = startedAt;
    this.lastEvent = lastEvent;
  }

  get events(): number {
    return this.#events.length;
  }

  add(before: CaseState | undefined, step: Step, revision: number): void {
    for (const event of step.events) {
      const described = describeEvent(event);
      if (described) this.note(described, step.now);
      if (event.type === "item") this.noteItem(event.item, revision);
    }
    this.#notePatch(before, step);
  }

  note(event: Omit<EventView, "caseId" | "number" | "at">, at: number): void {
    this.lastEvent += 1;
    this.#events.push({ caseId: this.#start.caseId, number: this.lastEvent, at, ...event });
    this.#freshEvents += 1;
  }

  noteItem(item: WorkItem, revision: number): void {
    this.#items.set(item.id, itemView(item, this.#linked, placeOf(this.#start), revision));
    this.#freshItems.add(item.id);
  }

  /** An item as it will be shown, whether or not anything of it is new. */
  has(item: string): boolean {
    return this.#items.has(item);
  }

  /** All of it, to be written for certain; afterwards nothing is left. */
  take(revision: number): ViewChange {
    const change = this.#change(revision, [...this.#items.values()], this.#events);
    this.#patch = {};
    this.#data = undefined;
    this.#items = new Map();
    this.#events = [];
    this.#told();
    return change;
  }

  /** What is new, for the sink; of the case all that is not written for certain yet, since one write may overtake another. */
  tell(revision: number): ViewChange {
    const items = [...this.#freshItems].flatMap((id) => this.#items.get(id) ?? []);
    const events = this.#freshEvents === 0 ? [] : this.#events.slice(-this.#freshEvents);
    this.#told();
    return this.#change(revision, items, events);
  }

  /** The case as it is at the beginning of a run, all of it. */
  whole(state: CaseState, revision: number): ViewChange {
    const { caseId } = this.#start;
    const { rootNet } = this.#linked.specification;
    return {
      caseId,
      revision,
      case: {
        ...this.#birth(),
        ...statusOf(state),
        ...placesOf(state),
        ...(this.instances.length > 0 ? { instances: this.instances } : {}),
        ...timersIn(state),
        data: dataOf(state, rootNet),
      },
      items: Object.values(state.items).map((item) =>
        itemView(item, this.#linked, placeOf(this.#start), revision),
      ),
      events: [],
    };
  }

  #told(): void {
    this.#freshItems = new Set();
    this.#freshEvents = 0;
  }

  #change(revision: number, items: readonly ItemView[], events: readonly EventView[]): ViewChange {
    return {
      caseId: this.#start.caseId,
      revision,
      case: this.#patch,
      ...(this.#data ? { data: this.#data } : {}),
      items,
      events,
    };
  }

  /** Only what changed of the case: its data may be large. */
  #notePatch(before: CaseState | undefined, step: Step): void {
    const { state } = step;
    const { rootNet } = this.#linked.specification;
    const patch = this.#patch;
    if (!before) Object.assign(patch, this.#birth());
    if (before?.status !== state.status) {
      Object.assign(patch, statusOf(state));
      if (state.status !== "running" && state.status !== "suspended") patch.endedAt = step.now;
    }
    const shown = before ? dataOf(before, rootNet) : {};
    const data = dataOf(state, rootNet);
    if (!before || data !== shown) this.#data = together(this.#data, changedVariables(shown, data));
    if (state.nets !== before?.nets) Object.assign(patch, placesOf(state));
    const timers = changedTimers(before, state);
    if (timers) patch.timers = timers;
    const instances = instancesAfter(this.instances, before, step);
    if (instances !== this.instances) patch.instances = this.instances = instances;
  }

  /** What a case shows from its first change on. */
  #birth(): Partial<CaseView> {
    const { id, version, title } = this.#linked.specification;
    return {
      specificationId: id,
      specificationVersion: version,
      title,
      ...partOf(this.#start),
      startedBy: this.#start.startedBy,
      startedAt: this.startedAt,
    };
  }
}

function placeOf({ caseId, block }: CaseStart): Pick<ItemView, "caseId" | "partOf"> {
  return block ? { caseId, partOf: block.root } : { caseId };
}

function partOf({ block }: CaseStart): Pick<CaseView, "partOf"> {
  if (!block) return {};
  const { root, parent, holder, task, instances } = block;
  const from = instances[0]?.instance ?? 0;
  return {
    partOf: { case: root, parent, net: holder.key, task, from, to: instances.at(-1)?.instance ?? from },
  };
}

function statusOf({ status, reason, fault }: CaseState): Partial<CaseView> {
  return {
    state: status,
    ...(reason === undefined ? {} : { reason }),
    ...(fault === undefined ? {} : { fault }),
  };
}

function placesOf(state: CaseState): Partial<CaseView> {
  return { ...whereabouts(state), failures: failedTasks(state) };
}

function timersIn(state: CaseState): Partial<CaseView> {
  const timers = timersOf(state);
  return timers.length > 0 ? { timers } : {};
}

/** Data of the root net, also when it has ended. */
function dataOf({ nets, result }: CaseState, root: string): JsonObject {
  return nets[root]?.data ?? result ?? {};
}
