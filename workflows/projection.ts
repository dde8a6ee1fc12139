/**
 * Keeps the view behind the case: collects what changed and writes it by one local activity at a time. What happens while
 * one is under way goes into the next, so that a burst of commands costs few writes.
 *
 * Where nobody waits for an answer, and nothing that people act on has changed - an automated task was done and the next
 * one called - the view is told by a sink, which costs the history nothing. What was told that way is written for certain by
 * the next local activity, so that a worker that dies in between only makes the view late, never wrong.
 */
import { CancellationScope, proxyLocalActivities, proxySinks } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type {
  CaseView,
  DataChange,
  DistributionRequest,
  EventView,
  ItemView,
  ViewChange,
} from "../activities/settle.ts";
import type { ViewSinks } from "../activities/view-sink.ts";

import { failedTasks, whereabouts } from "../yawl/case/inspect.ts";
import type { PendingOf } from "../yawl/case/pending.ts";
import type { CaseState } from "../yawl/case/state.ts";
import type { Step } from "../yawl/case/step.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import type { LinkedSpecification } from "../yawl/net/linked.ts";
import type { WorkItem } from "../yawl/work/item.ts";
import type { Fault } from "../yawl/model/fault.ts";
import type { JsonObject } from "../yawl/model/json.ts";
import type { Found } from "../yawl/work/distribution.ts";
import { changedVariables, describeEvent, itemView, together } from "../yawl/view/describe.ts";
import type { CaseStart } from "./messages.ts";

const { settle } = proxyLocalActivities<Activities>({
  startToCloseTimeout: "10 seconds",
  // the view has to come after the truth however long MongoDB is away
  retry: { initialInterval: "100 milliseconds", maximumInterval: "10 seconds", backoffCoefficient: 2 },
});

const { view } = proxySinks<ViewSinks>();

/** Items or events that only the sink was told; more are written for certain. */
const MOST_TOLD = 100;

export interface ProjectionSnapshot {
  readonly revision: number;
  readonly lastEvent: number;
  readonly startedAt: number;
}

/** What the projection needs of the case. */
export interface ProjectionOwner {
  /** the items that look for people, as the case is now */
  looking(): readonly { readonly pending: PendingOf<"people">; readonly item: WorkItem }[];
  /** takes the people that were found */
  found(found: readonly Found[]): void;
  readonly linked: LinkedSpecification;
}

type CasePatch = { -readonly [K in keyof ViewChange["case"]]: ViewChange["case"][K] };

export class Projection {
  /** set while people are being looked for: nothing may happen in the case until they are found */
  settling: Promise<void> | undefined;
  /** revision of the last change that was added */
  revision: number;
  #lastEvent: number;
  readonly #startedAt: number;
  readonly #start: CaseStart;
  readonly #specification: CompiledSpecification;
  readonly #owner: ProjectionOwner;
  #patch: CasePatch = {};
  #data: DataChange | undefined;
  #items = new Map<string, ItemView>();
  #events: EventView[] = [];
  /** ids of items, and the number of events, that the sink has not been told yet */
  #freshItems = new Set<string>();
  #freshEvents = 0;
  /** somebody waits for the view, or acts on what it shows */
  #isUrgent = false;
  #shownRevision: number;
  #isWriting = false;
  #shield: CancellationScope | undefined;
  #waiting: { readonly revision: number; readonly resolve: () => void }[] = [];

  constructor(
    start: CaseStart,
    specification: CompiledSpecification,
    snapshot: ProjectionSnapshot | undefined,
    owner: ProjectionOwner,
  ) {
    this.#start = start;
    this.#specification = specification;
    this.#owner = owner;
    this.revision = snapshot?.revision ?? 0;
    this.#shownRevision = this.revision;
    this.#lastEvent = snapshot?.lastEvent ?? 0;
    this.#startedAt = snapshot?.startedAt ?? Date.now();
  }

  /** Takes note of a step; the view shows it when `shown` resolves. */
  add(before: CaseState | undefined, step: Step): void {
    this.revision += 1;
    for (const event of step.events) {
      const described = describeEvent(event);
      if (described) this.#note(described, step.now);
      if (event.type === "item") {
        const view = itemView(event.item, step.linked, this.#start.caseId, this.revision);
        this.#items.set(event.item.id, view);
        this.#freshItems.add(event.item.id);
      }
    }
    this.#notePatch(before, step);
    this.#isUrgent ||= !before || isUrgent(before, step) || this.#events.length > MOST_TOLD;
    this.#write();
  }

  /** A signalled command that was refused is an event of the case: nobody else is told. It may have any shape. */
  refused(message: unknown, { type, message: detail, details: errors }: Fault, at: number): void {
    this.revision += 1;
    const { item, by, command } = isRecord(message) ? message : {};
    const participant = isRecord(by) ? by["participant"] : undefined;
    const given = isRecord(command) ? command["type"] : undefined;
    this.#note(
      {
        type: "command-refused",
        ...(typeof item === "string" ? { item } : {}),
        ...(typeof participant === "string" ? { by: participant } : {}),
        details: {
          command: typeof given === "string" ? given : "unknown",
          fault: type,
          detail,
          ...(errors ? { errors: errors.map((error) => ({ ...error })) } : {}),
        },
      },
      at,
    );
    this.#isUrgent = true;
    this.#write();
  }

  /**
   * Waits until the view shows everything that was added until now. Plain promises: a `condition` would be looked at again
   * after every job of every activation.
   */
  async shown(): Promise<void> {
    const { revision } = this;
    if (this.#shownRevision >= revision) return;
    this.#isUrgent = true;
    this.#write();
    await new Promise<void>((resolve) => this.#waiting.push({ revision, resolve }));
  }

  /** The view shows everything that was added. */
  get isShown(): boolean {
    return this.#shownRevision >= this.revision;
  }

  snapshot(): ProjectionSnapshot {
    return { revision: this.revision, lastEvent: this.#lastEvent, startedAt: this.#startedAt };
  }

  #note(event: Omit<EventView, "caseId" | "number" | "at">, at: number): void {
    this.#events.push({ caseId: this.#start.caseId, number: this.#nextEvent(), at, ...event });
    this.#freshEvents += 1;
  }

  #nextEvent(): number {
    this.#lastEvent += 1;
    return this.#lastEvent;
  }

  /** Only what changed of the case: its data may be large. */
  #notePatch(before: CaseState | undefined, step: Step): void {
    const { state } = step;
    const root = this.#specification.rootNet;
    const patch = this.#patch;
    if (!before) Object.assign(patch, this.#birth());
    if (before?.status !== state.status) {
      patch.state = state.status;
      if (state.status !== "running" && state.status !== "suspended") patch.endedAt = step.now;
      if (state.reason !== undefined) patch.reason = state.reason;
      if (state.fault !== undefined) patch.fault = state.fault;
    }
    const shown = before ? dataOf(before, root) : {};
    const data = dataOf(state, root);
    if (!before || data !== shown) this.#data = together(this.#data, changedVariables(shown, data));
    if (state.nets !== before?.nets) {
      const { marking, busy } = whereabouts(state);
      patch.marking = marking;
      patch.busy = busy;
      patch.failures = failedTasks(state);
    }
  }

  /** What a case shows from its first change on. */
  #birth(): Partial<CaseView> {
    return {
      specificationId: this.#specification.id,
      specificationVersion: this.#specification.version,
      title: this.#specification.title,
      startedBy: this.#start.startedBy,
      startedAt: this.#startedAt,
    };
  }

  /** Writes also when nothing has happened: an earlier run of the case left items that look for people. */
  resume(): void {
    if (this.#owner.looking().length === 0) return;
    this.revision += 1;
    this.#isUrgent = true;
    this.#write();
  }

  /** Asks for people for every item that looks for some: what was asked before has been answered. */
  #requests(): readonly DistributionRequest[] {
    return this.#owner.looking().map(({ pending, item }) => {
      if (!this.#items.has(item.id)) {
        this.#items.set(item.id, itemView(item, this.#owner.linked, this.#start.caseId, this.revision));
      }
      return {
        item: item.id,
        to: pending.demand,
        eventNumber: this.#nextEvent(),
        at: pending.since,
      };
    });
  }

  #write(): void {
    if (this.#isWriting) return;
    if (!this.#isUrgent) {
      this.#tell();
      return;
    }
    this.#isWriting = true;
    // the view comes after the truth, also while the workflow is being cancelled
    this.#shield ??= new CancellationScope({ cancellable: false });
    void this.#shield.run(() => this.#writeAll());
  }

  async #writeAll(): Promise<void> {
    // lets whatever else arrived with this activation join the first write
    await Promise.resolve();
    while (this.#shownRevision < this.revision && this.#isUrgent) {
      this.#isUrgent = false;
      const { revision } = this;
      const requests = this.#requests();
      const change: ViewChange = {
        caseId: this.#start.caseId,
        revision,
        case: this.#patch,
        ...(this.#data ? { data: this.#data } : {}),
        items: [...this.#items.values()],
        events: this.#events,
      };
      this.#patch = {};
      this.#data = undefined;
      this.#items = new Map();
      this.#events = [];
      this.#freshItems = new Set();
      this.#freshEvents = 0;
      let settled = (): void => {};
      if (requests.length > 0) this.settling = new Promise((resolve) => (settled = resolve));
      const found = await settle({ local: true, change, requests });
      if (found.length > 0) this.#owner.found(found);
      this.settling = undefined;
      settled();
      this.#shownRevision = revision;
      const waiting = this.#waiting;
      this.#waiting = waiting.filter((each) => each.revision > revision);
      for (const each of waiting) if (each.revision <= revision) each.resolve();
    }
    this.#isWriting = false;
    if (this.#shownRevision < this.revision) this.#tell();
  }

  /** Tells the sink what is new; of the case all that is not written for certain yet, since one telling may overtake another. */
  #tell(): void {
    view.show({
      caseId: this.#start.caseId,
      revision: this.revision,
      case: this.#patch,
      ...(this.#data ? { data: this.#data } : {}),
      items: [...this.#freshItems].flatMap((id) => this.#items.get(id) ?? []),
      events: this.#freshEvents === 0 ? [] : this.#events.slice(-this.#freshEvents),
    });
    this.#freshItems = new Set();
    this.#freshEvents = 0;
  }
}

/** Whether people may act on what the step changed; calls that are made and answered concern nobody. */
function isUrgent(before: CaseState, { state, events }: Step): boolean {
  if (state.status !== before.status) return true;
  return events.some((event) => {
    if (event.type === "task-failed") return true;
    return event.type === "item" && !(event.item.call && QUIET_MOVES.has(event.move));
  });
}

const QUIET_MOVES: ReadonlySet<string> = new Set(["created", "completed", "cancelled"]);

/** Data of the root net, also when it has ended. */
function dataOf({ nets, result }: CaseState, root: string): JsonObject {
  return nets[root]?.data ?? result ?? {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
