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
import { callOf, type CallOutcome } from "../yawl/case/calls.ts";
import { answerCall, decide, distribute, whereabouts } from "../yawl/case/decide.ts";
import { launch } from "../yawl/case/launch.ts";
import { itemOf, type CaseState } from "../yawl/case/state.ts";
import type { Step } from "../yawl/case/step.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import { link, type LinkedSpecification } from "../yawl/net/linked.ts";
import type { Fault, Result } from "../yawl/model/fault.ts";
import type { CommandMessage } from "../yawl/work/command.ts";
import { Calls } from "./calls.ts";
import { describeCase } from "../yawl/view/details.ts";
import { SEARCH_ATTRIBUTES, type CaseOutcome, type CaseStart, type CommandAnswer } from "./messages.ts";
import { Projection, type ProjectionSnapshot } from "./projection.ts";

const STATE_ATTRIBUTE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.state, SearchAttributeType.KEYWORD);

/** What a case needs to go on in a new run. */
export interface CaseSnapshot {
  readonly state: CaseState;
  readonly projection: ProjectionSnapshot;
}

export class CaseRun {
  /** updates that this run has taken */
  updates = 0;
  #state: CaseState | undefined;
  readonly #start: CaseStart;
  readonly #linked: LinkedSpecification;
  readonly #projection: Projection;
  readonly #calls: Calls;
  /** the decision that a validator made, for the handler that follows it with the state unchanged */
  #decided: { readonly update: string; readonly state: CaseState; readonly result: Result<Step> } | undefined;

  constructor(start: CaseStart, specification: CompiledSpecification, snapshot?: CaseSnapshot) {
    this.#start = start;
    this.#linked = link(specification);
    this.#state = snapshot?.state;
    this.#projection = new Projection(start, specification, snapshot?.projection, (found) => {
      this.#state = distribute(this.#linked, this.state, found);
      this.#describe();
    });
    this.#calls = new Calls(
      {
        callOf: (item) => callOf(this.#linked, this.state, item),
        itemOf: (item) => itemOf(this.state, item),
        take: (outcome) => this.#take(outcome),
      },
      { caseId: start.caseId, specificationId: specification.id },
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

  /** No connector is being called. What waits to be called or called back goes on in the next run. */
  get isQuiet(): boolean {
    return this.#calls.isQuiet;
  }

  /** Calls no more connectors: the run is to end. */
  pauseCalls(): void {
    this.#calls.pause();
  }

  /** Launches the case, or goes on where an earlier run of it ended. */
  begin(): void {
    if (this.#state) {
      this.#projection.goOn(this.#state, this.#linked);
      this.#describe();
      for (const item of Object.values(this.#state.items)) {
        if (item.call && item.status === "started") this.#calls.begin(item.id);
      }
      return;
    }
    const launched = launch(this.#linked, {
      id: this.#start.caseId,
      data: this.#start.data,
      // the sandbox's random numbers are the same in every replay
      seed: Math.floor(Math.random() * 0x1_0000_0000),
      now: Date.now(),
    });
    if (!launched.ok) throw failure(launched.fault);
    this.#accept(launched.value);
  }

  /**
   * Validator of the update: what cannot be done is refused before it reaches the history.
   * @throws ApplicationFailure with the fault
   */
  check(message: CommandMessage): void {
    const result = this.#decide(message);
    if (!result.ok) throw failure(result.fault);
    const update = currentUpdateInfo()?.id;
    if (update !== undefined) this.#decided = { update, state: this.state, result };
  }

  /** Handler of the update: answers when the view shows what the command did. */
  async execute(message: CommandMessage): Promise<CommandAnswer> {
    this.updates += 1;
    const decided = this.#decided;
    this.#decided = undefined;
    // nothing else touched the state since the validator ran, or there was no validator (replay): the same decision
    const isCurrent = decided?.state === this.state && decided.update === currentUpdateInfo()?.id;
    const result = isCurrent ? decided.result : this.#decide(message);
    if (!result.ok) throw failure(result.fault);
    this.#accept(result.value);
    const { revision, doubtful } = await this.#projection.shown();
    return { revision, ...(doubtful ? { doubtful } : {}) };
  }

  /** The other door: nobody waits for an answer, so a refusal is told to the case's events. */
  async executeSignal(message: CommandMessage): Promise<void> {
    const result = this.#decide(message);
    if (result.ok) this.#accept(result.value);
    else {
      log.warn("a signalled command was refused", { fault: result.fault.type });
      this.#projection.refused(message, result.fault, Date.now());
    }
    await this.#projection.shown();
  }

  /** Temporal was asked to cancel the workflow: the case is cancelled by the operator. */
  cancelFromOutside(): void {
    if (this.ended) return;
    const result = this.#decide({
      by: { participant: "operator", manager: true },
      command: { type: "cancel-case", reason: "The workflow was cancelled in Temporal." },
    });
    if (result.ok) this.#accept(result.value);
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

  #decide(message: CommandMessage): Result<Step> {
    return decide(this.#linked, this.state, message, Date.now());
  }

  #take(outcome: CallOutcome): void {
    this.#accept(answerCall(this.#linked, this.state, outcome, Date.now()));
  }

  #accept(step: Step): void {
    const before = this.#state;
    this.#state = step.state;
    if (step.events.length === 0) return;
    this.#projection.add(before, step);
    this.#followCalls(step);
    this.#describe();
    if (before && before.status !== step.state.status && isSearchable()) {
      upsertSearchAttributes([{ key: STATE_ATTRIBUTE, value: step.state.status }]);
    }
  }

  /** Starts the calls that a step asks for, and stops those that it ended. */
  #followCalls(step: Step): void {
    for (const event of step.events)
      if (event.type === "item" && event.item.call) this.#calls.look(event.item);
    for (const effect of step.effects) if (effect.type === "call") this.#calls.begin(effect.item);
    for (const event of step.events) {
      if (event.type === "item" && event.move === "waiting") this.#calls.begin(event.item.id);
    }
  }

  #describe(): void {
    setCurrentDetails(describeCase(this.state));
  }
}

/** A server that does not know the attribute would refuse it for ever; a case that was started with it may change it. */
function isSearchable(): boolean {
  return workflowInfo().typedSearchAttributes.get(STATE_ATTRIBUTE) !== undefined;
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
