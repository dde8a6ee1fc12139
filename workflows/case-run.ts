/** A case as it runs in Temporal: holds its state, takes commands, and keeps the view behind it. */
import {
  ApplicationFailure,
  currentUpdateInfo,
  log,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import { defineSearchAttributeKey, SearchAttributeType } from "@temporalio/common";
import { advance, type Between, type Input } from "../yawl/case/advance.ts";
import { callOf } from "../yawl/case/calls.ts";
import { upgrade } from "../yawl/case/format.ts";
import { whereabouts } from "../yawl/case/inspect.ts";
import { lookingForPeople } from "../yawl/case/pending.ts";
import type { CaseState } from "../yawl/case/state.ts";
import type { Step } from "../yawl/case/step.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import { link, type LinkedSpecification } from "../yawl/net/linked.ts";
import type { Fault, Result } from "../yawl/model/fault.ts";
import type { CommandMessage } from "../yawl/work/command.ts";
import type { Found } from "../yawl/work/distribution.ts";
import { describeCase } from "../yawl/view/details.ts";
import { launchOf, launchTime } from "./launch.ts";
import { Line } from "./line.ts";
import {
  DONE_ALREADY,
  SEARCH_ATTRIBUTES,
  type CaseOutcome,
  type CaseStart,
  type CommandAnswer,
} from "./messages.ts";
import { Outside } from "./outside/outside.ts";
import { Projection, type ProjectionSnapshot, type Shown } from "./projection.ts";

const STATE_ATTRIBUTE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.state, SearchAttributeType.KEYWORD);

/** What a case needs to go on in a new run. */
export interface CaseSnapshot {
  readonly state: CaseState;
  readonly projection: ProjectionSnapshot;
}

export class CaseRun {
  /** updates that this run has taken */
  updates = 0;
  /** what this run heard of blocks or of the parent */
  heard = 0;
  #state: CaseState | undefined;
  readonly #start: CaseStart;
  readonly #linked: LinkedSpecification;
  readonly #projection: Projection;
  readonly #line: Line;
  readonly #outside: Outside;
  /** who waits for what became of a command that is held, by its number */
  readonly #held = new Map<number, ((fault: Fault | undefined) => void)[]>();
  /** the decision that a validator made, for the handler that follows it with the state unchanged */
  #decided: { readonly update: string; readonly state: CaseState; readonly result: Result<Step> } | undefined;

  constructor(start: CaseStart, specification: CompiledSpecification, snapshot?: CaseSnapshot) {
    this.#start = start;
    this.#linked = link(specification);
    this.#state = snapshot && upgrade(snapshot.state);
    this.#projection = new Projection(start, snapshot?.projection, {
      looking: () => lookingForPeople(this.state),
      found: (found) => this.#acceptFound(found),
      linked: this.#linked,
    });
    this.#line = new Line(() => this.#projection.settling);
    this.#outside = new Outside(
      {
        callOf: (item) => callOf(this.#linked, this.state, item),
        take: (outcome) => this.#line.enter(() => this.#hear({ type: "call-ended", outcome })),
        due: (pending, at) =>
          this.#line.enter(() =>
            this.#hear({ type: "timer-due", pending, ...(at === undefined ? {} : { at }) }),
          ),
        blocks: {
          blockOf: (id) => this.state.blocks?.[id],
          argumentsFor: (block) => [{ ...start, caseId: block.id, data: {}, block }, specification],
          begun: (block) => this.tell({ type: "block-begun", block }),
          lost: (block, message) => this.tell({ type: "block-lost", block, message }),
        },
        reports: {
          sent: (version) => this.tell({ type: "report-sent", version }),
          orphaned: () => this.cancelFromOutside("The case that it is a part of is not there any more."),
        },
      },
      // whatever is started or published in a block comes from the case
      { caseId: start.block?.root ?? start.caseId, specificationId: specification.id },
    );
  }

  get state(): CaseState {
    if (!this.#state) throw new Error("the case has not begun");
    return this.#state;
  }

  /** The case has come to an end and only its last changes are still to be shown. */
  get ended(): boolean {
    const { status } = this.state;
    return status !== "running" && status !== "suspended";
  }

  /** It has come to an end, so have its blocks, and its parent knows. */
  get isOver(): boolean {
    const { blocks, pending } = this.state;
    return this.ended && blocks === undefined && pending["report"] === undefined;
  }

  /** No connector is being called. What waits to be called or called back goes on in the next run. */
  get isQuiet(): boolean {
    return this.#outside.isQuiet;
  }

  /** Calls no more connectors: the run is to end. */
  pauseCalls(): void {
    this.#outside.pause();
  }

  /** Everything that came has been taken. */
  get isTaken(): boolean {
    return this.#line.isFree;
  }

  /** The view shows everything that has happened. */
  get isShown(): boolean {
    return this.#projection.isShown;
  }

  /** Launches the case, or goes on where an earlier run of it ended. */
  begin(): void {
    if (this.#state) {
      this.#outside.follow({}, this.#state.pending);
      this.#projection.goOn(this.#state);
      this.#describe();
      return;
    }
    const launched = this.#advance(launchOf(this.#start), launchTime(this.#start));
    if (!launched.ok) throw failure(launched.fault);
    this.#accept(launched.value);
  }

  /** Takes what a block or the parent of this block says, or what became of telling them. */
  tell(input: Between): void {
    this.heard += 1;
    this.#line.enter(() => this.#hear(input));
  }

  /**
   * Validator of the update: what cannot be done, and what is done already, is answered before it reaches the history.
   * @throws ApplicationFailure with the fault, or of the type `DONE_ALREADY`
   */
  check(message: CommandMessage): void {
    const result = this.#decide(message);
    if (!result.ok) throw failure(result.fault);
    if (isDone(result.value)) throw doneAlready(this.#projection.now);
    const update = currentUpdateInfo()?.id;
    if (update !== undefined) this.#decided = { update, state: this.state, result };
  }

  /** Whether the case has taken this command before, so that there is nothing left to do. */
  wasDone(message: CommandMessage): boolean {
    const result = this.#decide(message);
    return result.ok && isDone(result.value);
  }

  /** Handler of the update: answers when the view shows what the command did. */
  async execute(message: CommandMessage): Promise<CommandAnswer> {
    this.updates += 1;
    const decided = this.#decided;
    this.#decided = undefined;
    if (this.#line.isFree) {
      // nothing else touched the state since the validator ran, or there was no validator (replay): the same decision
      const isCurrent = decided?.state === this.state && decided.update === currentUpdateInfo()?.id;
      const held = this.#answerOf(this.#acceptIfRight(isCurrent ? decided.result : this.#decide(message)));
      // each promise more would change what joins which write, and so what histories say
      if (held) answer(await held);
    } else {
      const { held } = await this.#line.turn(() => ({
        held: this.#answerOf(this.#acceptIfRight(this.#decide(message))),
      }));
      if (held) answer(await held);
    }
    const { revision, doubtful } = await this.#projection.shown();
    return { revision, ...(doubtful ? { doubtful } : {}) };
  }

  /**
   * A command that is held is answered by a later step, or at the end of the very step that took it. Asked for at once after
   * that step: the next one may answer it. A plain promise: it costs nothing while it waits.
   */
  #answerOf({ heldAs, answers = [] }: Step): Promise<Fault | undefined> | undefined {
    if (heldAs === undefined) return undefined;
    const known = answers.find(({ id }) => id === heldAs);
    if (known) return Promise.resolve(known.fault);
    return new Promise((resolve) => {
      this.#held.set(heldAs, [...(this.#held.get(heldAs) ?? []), resolve]);
    });
  }

  /** Handler of the signal: nobody waits for an answer, so a refusal becomes an event of the case. */
  async executeSignal(message: CommandMessage): Promise<void> {
    const act = (): void => {
      const result = this.#decide(message);
      if (result.ok) this.#accept(result.value);
      else {
        log.warn("a signalled command was refused", { fault: result.fault.type });
        this.#projection.refused(message, result.fault, Date.now());
      }
    };
    if (this.#line.isFree) act();
    else await this.#line.turn(act);
    await this.#projection.shown();
  }

  /** Temporal was asked to cancel the workflow: the case is cancelled by the operator. */
  cancelFromOutside(reason = "The workflow was cancelled in Temporal."): void {
    this.#line.enter(() => {
      if (this.ended) return;
      const result = this.#decide({
        by: { participant: "operator", manager: true },
        command: { type: "cancel-case", reason },
      });
      if (result.ok) this.#accept(result.value);
    });
  }

  /** Waits until the view shows everything that has happened. */
  async shown(): Promise<void> {
    await this.#projection.shown();
  }

  snapshot(): CaseSnapshot {
    return { state: this.state, projection: this.#projection.snapshot() };
  }

  whereabouts(): ReturnType<typeof whereabouts> {
    return whereabouts(this.state);
  }

  outcome(): CaseOutcome {
    const { status, result } = this.state;
    if (status === "running" || status === "suspended") throw new Error("the case has not ended");
    return { state: status, data: result ?? {} };
  }

  #advance(input: Input, now = Date.now()): Result<Step> {
    return advance(this.#linked, this.#state, input, now);
  }

  #decide(message: CommandMessage): Result<Step> {
    return this.#advance({ type: "command", message });
  }

  /** Takes what happened outside; there is nobody to whom a fault could be answered. */
  #hear(input: Input): void {
    if (this.ended && !CONCERNS_ENDED.has(input.type)) return;
    this.#acceptIfRight(this.#advance(input));
  }

  /** The view shows it already: whoever found the people wrote what becomes of their items (`activities/settle.ts`). */
  #acceptFound(found: readonly Found[]): void {
    const result = this.#advance({ type: "people-found", found });
    if (!result.ok) throw failure(result.fault);
    const { pending } = this.state;
    this.#state = result.value.state;
    this.#outside.follow(pending, this.#state.pending);
    this.#describe();
  }

  #acceptIfRight(result: Result<Step>): Step {
    if (!result.ok) throw failure(result.fault);
    this.#accept(result.value);
    return result.value;
  }

  #accept(step: Step): void {
    const before = this.#state;
    this.#state = step.state;
    if (step.events.length === 0) return;
    this.#projection.add(before, step);
    for (const { id, fault } of step.answers ?? []) {
      for (const answered of this.#held.get(id) ?? []) answered(fault);
      this.#held.delete(id);
    }
    this.#outside.follow(before?.pending ?? {}, step.state.pending);
    this.#describe();
    if (before && before.status !== step.state.status && isSearchable()) {
      upsertSearchAttributes([{ key: STATE_ATTRIBUTE, value: step.state.status }]);
    }
  }

  #describe(): void {
    setCurrentDetails(describeCase(this.state, pageOf));
  }
}

/** There was nothing to do, and nothing of it waits to be decided. */
function isDone({ events, heldAs }: Step): boolean {
  return events.length === 0 && heldAs === undefined;
}

/** The page of an execution in Temporal's Web UI. */
function pageOf(execution: string): string {
  return `/namespaces/${encodeURIComponent(workflowInfo().namespace)}/workflows/${encodeURIComponent(execution)}`;
}

/** What still counts for an execution that has ended: its blocks are awaited, and its parent is told. */
const CONCERNS_ENDED: ReadonlySet<Input["type"]> = new Set([
  "block-begun",
  "block-reported",
  "block-lost",
  "report-sent",
]);

/** A server that does not know the attribute would refuse it for ever; a case that was started with it may change it. */
function isSearchable(): boolean {
  return workflowInfo().typedSearchAttributes.get(STATE_ATTRIBUTE) !== undefined;
}

/** Nothing has to be done: the command repeats one that the case has taken, and the view shows it at this revision. */
function doneAlready({ revision, doubtful }: Shown): ApplicationFailure {
  const detail: CommandAnswer = { revision, ...(doubtful ? { doubtful } : {}) };
  return ApplicationFailure.create({
    type: DONE_ALREADY,
    message: "This was done already.",
    details: [detail],
    nonRetryable: true,
  });
}

function answer(fault: Fault | undefined): void {
  if (fault) throw failure(fault);
}

/** A fault as Temporal carries it: its type, its sentence, and the whole of it as the first detail. */
function failure(what: Fault): ApplicationFailure {
  return ApplicationFailure.create({
    type: what.type,
    message: what.message,
    details: [what],
    nonRetryable: true,
  });
}
