/**
 * Stands in for Temporal and a worker: cases that run in memory, whose people are found by what the store says, and which are
 * shown in the view.
 */
import assert from "node:assert/strict";
import type { Client } from "@temporalio/client";
import { decisions } from "../../../activities/decisions.ts";
import type { TemporalGateway } from "../../../api/temporal.ts";
import { Unshown } from "../../../workflows/unshown.ts";
import type { CaseStart, CommandAnswer } from "../../../workflows/messages.ts";
import type { CaseState } from "../../../yawl/case/state.ts";
import type { Step } from "../../../yawl/case/step.ts";
import type { Fault, Result } from "../../../yawl/model/fault.ts";
import type { CompiledSpecification } from "../../../yawl/net/compiled.ts";
import { link } from "../../../yawl/net/linked.ts";
import { openCase, type OpenCase } from "../../../yawl/run/open-case.ts";
import type { CommandMessage } from "../../../yawl/work/command.ts";
import { showChange } from "../../store/show.ts";
import { fakeTemporal, refusal } from "../fake-temporal.ts";

interface Hosted {
  readonly running: OpenCase;
  readonly unshown: Unshown;
  readonly position: { revision: number };
}

/** The cases of one trace. */
export class HostedCases {
  /** of the random choices of cases that start */
  seed = 1;
  readonly #cases = new Map<string, Hosted>();
  #now = 0;

  get states(): readonly CaseState[] {
    return [...this.#cases.values()].map(({ running }) => running.state);
  }

  /** What the API talks to. */
  get gateway(): TemporalGateway {
    const { gateway } = fakeTemporal();
    const handleOf = (id: string) => ({
      ...gateway.client.workflow.getHandle(id),
      executeUpdate: async (_name: string, { args: [message] }: { args: [CommandMessage] }) =>
        await this.#take(id, message),
      query: async () => false,
    });
    const workflow = {
      ...gateway.client.workflow,
      getHandle: handleOf,
      start: async (_type: string, { args }: { args: [CaseStart, CompiledSpecification] }) =>
        await this.#start(...args),
    };
    const client = { ...gateway.client, workflow } as unknown as Client;
    return { ...gateway, client };
  }

  async #start(start: CaseStart, specification: CompiledSpecification): Promise<void> {
    const linked = link(specification);
    const now = this.#tick();
    const unshown = new Unshown(start, linked, now, 0);
    const position = { revision: 0 };
    let before: CaseState | undefined;
    const onStep = (step: Step): void => {
      position.revision += 1;
      unshown.add(before, step, position.revision);
      before = step.state;
    };
    const { caseId: id, data } = start;
    const running = valueOf(openCase({ linked, id, data, seed: this.seed, now, onStep }));
    const hosted = { running, unshown, position };
    this.#cases.set(id, hosted);
    await settle(hosted);
  }

  async #take(id: string, message: CommandMessage): Promise<CommandAnswer> {
    const hosted = this.#cases.get(id) ?? assert.fail(`there is no case ${id}`);
    hosted.running.clock.set(this.#tick());
    const done = hosted.running.send(message);
    if (!done.ok) throw refused(done.fault);
    await settle(hosted);
    return { revision: hosted.position.revision };
  }

  /** No two things happen at the same instant. */
  #tick(): number {
    return (this.#now = Math.max(Date.now(), this.#now + 1));
  }
}

/** People are found for one item after the other, and what the system starts is started. */
async function settle(hosted: Hosted): Promise<void> {
  const { running } = hosted;
  for (;;) {
    await show(hosted);
    const pending = Object.values(running.state.pending).find(
      ({ kind }) => kind === "people" || kind === "start",
    );
    if (pending?.kind === "people") {
      const decision = await decisions([])(pending.demand);
      valueOf(running.answerPeople([{ item: pending.item, decision }]));
    } else if (pending?.kind === "start") {
      running.clock.advance(0);
    } else {
      return;
    }
  }
}

async function show({ unshown, position }: Hosted): Promise<void> {
  await showChange(unshown.take(position.revision));
}

function refused({ type, message }: Fault): Error {
  return refusal(type, message);
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) assert.fail(JSON.stringify(result.fault));
  return result.value;
}
