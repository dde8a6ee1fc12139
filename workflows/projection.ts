/**
 * Keeps the view behind the case: collects what changed and writes it by one local activity at a time. What happens while
 * one is under way goes into the next, so that a burst of commands costs few writes.
 *
 * Where nobody waits for an answer, and nothing that people act on has changed - an automated task was done and the next
 * one called - the change goes to a sink, which costs the history nothing. What went that way is written for certain by
 * the next local activity, so that a worker that dies in between only makes the view late, never wrong.
 *
 * A worker that makes the view again from histories (`worker/view/`) gets all of it by another sink, as it was shown.
 */
import { CancellationScope, proxyLocalActivities, proxySinks, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { DistributionRequest, Mark, Settled } from "../activities/settle.ts";
import type { RecordingSinks, ViewSinks } from "../activities/view-writer.ts";
import type { PendingOf } from "../yawl/case/pending.ts";
import type { CaseState } from "../yawl/case/state.ts";
import type { Step } from "../yawl/case/step.ts";
import type { LinkedSpecification } from "../yawl/net/linked.ts";
import type { Fault } from "../yawl/model/fault.ts";
import type { JsonObject } from "../yawl/model/json.ts";
import type { Found } from "../yawl/work/distribution.ts";
import type { WorkItem } from "../yawl/work/item.ts";
import { withPeople } from "../yawl/view/distribution.ts";
import type { InstancesView } from "../yawl/view/instances.ts";
import type { ViewChange } from "../yawl/view/views.ts";
import { launchTime } from "./launch.ts";
import { REPLAY_NAME, type CaseStart } from "./messages.ts";
import { Unshown } from "./unshown.ts";

const { settle } = proxyLocalActivities<Activities>({
  // a block writes hundreds of items at once, and others do at the same time
  startToCloseTimeout: "60 seconds",
  // the view has to come after the truth however long MongoDB is away
  retry: { initialInterval: "100 milliseconds", maximumInterval: "10 seconds", backoffCoefficient: 2 },
});

const { view, recorded } = proxySinks<ViewSinks & RecordingSinks>();

/** Events that only the sink has; more are written for certain. */
const MOST_TOLD = 100;

export interface ProjectionSnapshot {
  readonly revision: number;
  readonly lastEvent: number;
  readonly startedAt: number;
  /** tasks with several instances, also those that have ended; none where there were none */
  readonly instances?: readonly InstancesView[];
  /** where the last certain write left the view */
  readonly basis: Mark;
}

/** What waits for the view: at this revision it may go on. */
interface Waiting {
  readonly revision: number;
  readonly resolve: (shown: Shown) => void;
}

/** Up to which revision the view shows the case. */
export interface Shown {
  readonly revision: number;
  /** the view was found to hold what the case does not know: it is being made again, and shows this revision only then */
  readonly doubtful: boolean;
}

/** What the projection needs of the case. */
export interface ProjectionOwner {
  /** the items that look for people, as the case is now */
  looking(): readonly { readonly pending: PendingOf<"people">; readonly item: WorkItem }[];
  /** takes the people that were found */
  found(found: readonly Found[]): void;
  readonly linked: LinkedSpecification;
}

export class Projection {
  /** revision of the last change that was added */
  revision: number;
  readonly #unshown: Unshown;
  readonly #owner: ProjectionOwner;
  /** somebody waits for the view, or acts on what it shows */
  #isUrgent = false;
  #basis: Mark | undefined;
  #shown: Shown;
  #isWriting = false;
  #settling: Promise<void> | undefined;
  #shield: CancellationScope | undefined;
  #waiting: Waiting[] = [];

  constructor(start: CaseStart, snapshot: ProjectionSnapshot | undefined, owner: ProjectionOwner) {
    this.#owner = owner;
    this.revision = snapshot?.revision ?? 0;
    this.#shown = { revision: this.revision, doubtful: false };
    this.#basis = snapshot?.basis;
    const startedAt = snapshot?.startedAt ?? launchTime(start);
    this.#unshown = new Unshown(
      start,
      owner.linked,
      startedAt,
      snapshot?.lastEvent ?? 0,
      snapshot?.instances,
    );
  }

  /**
   * Set while people are being looked up: nothing may change the case until they are known, so that what was written with them
   * is what the case decides.
   */
  get settling(): Promise<void> | undefined {
    return this.#settling;
  }

  /** Takes note of a step; the view shows it when `shown` resolves. */
  add(before: CaseState | undefined, step: Step): void {
    this.revision += 1;
    this.#unshown.add(before, step, this.revision);
    this.#isUrgent ||= !before || isUrgent(before, step) || this.#unshown.events > MOST_TOLD;
    this.#write();
  }

  /**
   * A case goes on in a new run: items may still look for people. Where histories are replayed it says how it stood then, for a
   * view that is made again without the earlier runs.
   */
  goOn(state: CaseState): void {
    if (isRecording()) {
      recorded.begun({
        change: this.#unshown.whole(state, this.revision),
        lastEvent: this.#unshown.lastEvent,
        lastItem: state.lastItem,
        ...(this.#basis ? { mark: this.#basis } : {}),
      });
    }
    if (this.#owner.looking().length === 0) return;
    this.revision += 1;
    this.#isUrgent = true;
    this.#write();
  }

  /** A signalled command that was refused is an event of the case: nobody else gets it. It may have any shape. */
  refused(message: unknown, { type, message: detail, details: errors }: Fault, at: number): void {
    this.revision += 1;
    const { item, by, command } = isRecord(message) ? message : {};
    const participant = isRecord(by) ? by["participant"] : undefined;
    const given = isRecord(command) ? command["type"] : undefined;
    this.#unshown.note(
      {
        type: "command-refused",
        ...(typeof item === "string" ? { item } : {}),
        ...(typeof participant === "string" ? { by: participant } : {}),
        details: {
          command: typeof given === "string" ? given : "unknown",
          fault: type,
          detail,
          ...(errors ? { errors: errors.map((error) => ({ ...error })) } : {}),
          // what was sent is not lost: whoever reads the log finds it
          ...(isRecord(command) && isRecord(command["data"]) ? { data: command["data"] as JsonObject } : {}),
        },
      },
      at,
    );
    this.#isUrgent = true;
    this.#write();
  }

  /**
   * Waits until everything that was added until now is written, or found doubtful. Plain promises: a `condition` would be
   * looked at again after every job of every activation.
   */
  async shown(): Promise<Shown> {
    const { revision } = this;
    if (this.#shown.revision >= revision) return this.#shown;
    this.#isUrgent = true;
    this.#write();
    return await new Promise<Shown>((resolve) => this.#waiting.push({ revision, resolve }));
  }

  /** How far the view is, or will be when what is under way is written. */
  get now(): Shown {
    return { revision: this.revision, doubtful: this.#shown.doubtful };
  }

  /** The view shows everything that was added. */
  get isShown(): boolean {
    return this.#shown.revision >= this.revision;
  }

  snapshot(): ProjectionSnapshot {
    if (!this.#basis) throw new Error("the view was never written");
    return {
      revision: this.revision,
      lastEvent: this.#unshown.lastEvent,
      startedAt: this.#unshown.startedAt,
      ...(this.#unshown.instances.length > 0 ? { instances: this.#unshown.instances } : {}),
      basis: this.#basis,
    };
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
    while (this.#shown.revision < this.revision && this.#isUrgent) {
      this.#isUrgent = false;
      const { revision } = this;
      const { change, requests } = this.#taken();
      const nextEvent = this.#unshown.lastEvent + 1;
      const written = settle({
        local: true,
        change,
        requests,
        nextEvent,
        ...(this.#basis ? { basis: this.#basis } : {}),
      });
      const settled = await (requests.length === 0 ? written : this.#held(written));
      this.#basis = { revision, mark: settled.mark };
      this.#take(change, requests, settled, nextEvent);
      this.#shown = { revision, doubtful: settled.doubtful ?? false };
      const waiting = this.#waiting;
      this.#waiting = waiting.filter((each) => each.revision > revision);
      for (const each of waiting) if (each.revision <= revision) each.resolve(this.#shown);
    }
    this.#isWriting = false;
    if (this.#shown.revision < this.revision) this.#tell();
  }

  /** Nothing else changes the case until the people are known. */
  async #held(written: Promise<Settled>): Promise<Settled> {
    let release: () => void = () => undefined;
    this.#settling = new Promise((resolve) => {
      release = resolve;
    });
    try {
      return await written;
    } finally {
      this.#settling = undefined;
      release();
    }
  }

  /** All that is not written yet, and whom is looked for: whoever was looked for before has been found. */
  #taken(): { readonly change: ViewChange; readonly requests: readonly DistributionRequest[] } {
    const requests = this.#owner.looking().map(({ pending, item }): DistributionRequest => {
      if (!this.#unshown.has(item.id)) this.#unshown.noteItem(item, this.revision);
      return { item: item.id, to: pending.demand, at: pending.since };
    });
    return { change: this.#unshown.take(this.revision), requests };
  }

  /** The case takes whom was found, in the order in which the view shows it. */
  #take(
    change: ViewChange,
    requests: readonly DistributionRequest[],
    { found = [], mark }: Settled,
    nextEvent: number,
  ): void {
    const times = new Map(requests.map(({ item, at }) => [item, at]));
    const people = found.map((each) => ({ ...each, at: times.get(each.item) ?? this.#unshown.startedAt }));
    if (people.length > 0) {
      this.#unshown.lastEvent += people.length;
      this.#owner.found(people);
    }
    if (!isRecording()) return;
    recorded.changed({
      change: withPeople(change, people, nextEvent),
      mark: { revision: change.revision, mark },
    });
  }

  #tell(): void {
    const change = this.#unshown.tell(this.revision);
    // what blocks and their parent tell each other is mostly nobody else's concern
    if (isEmpty(change)) return;
    if (isRecording()) recorded.changed({ change });
    else if (this.#basis) view.show(change, this.#basis);
  }
}

function isEmpty({ case: fields, data, items, events }: ViewChange): boolean {
  return items.length + events.length + Object.keys(fields).length === 0 && data === undefined;
}

/** Whether people may act on what the step changed; calls that are made and answered concern nobody. */
function isUrgent(before: CaseState, { state, events }: Step): boolean {
  if (state.status !== before.status) return true;
  return events.some((event) => {
    if (event.type === "task-failed" || event.type === "timer-failed") return true;
    return event.type === "item" && !(event.item.call && QUIET_MOVES.has(event.move));
  });
}

/** This is no worker that runs cases, but one that replays them to know what they showed. */
function isRecording(): boolean {
  return workflowInfo().taskQueue.startsWith(REPLAY_NAME);
}

const QUIET_MOVES: ReadonlySet<string> = new Set(["created", "called", "completed", "cancelled"]);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
