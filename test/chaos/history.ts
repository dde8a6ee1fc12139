/** What Temporal keeps of the cases: commands that they took, and what they were started with. Looking changes nothing. */
import type { Client } from "@temporalio/client";
import { defaultPayloadConverter, type Payload, type PayloadCodec } from "@temporalio/common";
import type proto from "@temporalio/proto";
import { COMMAND, type CaseStart } from "../../workflows/messages.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";

type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;
type UpdateRequest = proto.temporal.api.update.v1.IRequest;

/** A command that a case took: an update that is in its history. */
export interface Taken {
  readonly updateId: string;
  readonly message: CommandMessage;
  /** epoch milliseconds */
  readonly at: number;
  /** `open`: the case has not answered it yet */
  readonly result: "done" | "failed" | "open";
  /** id of the event that accepted it */
  readonly event: number;
}

export interface CaseHistory {
  readonly caseId: string;
  readonly runId: string;
  /** of Temporal: RUNNING, COMPLETED ... */
  readonly status: string;
  readonly start: CaseStart;
  readonly taken: readonly Taken[];
  /** time of its last event, epoch milliseconds */
  readonly last: number;
  readonly events: readonly HistoryEvent[];
}

export class Histories {
  readonly #client: Client;
  readonly #codec: PayloadCodec;

  constructor(client: Client, codec: PayloadCodec) {
    this.#client = client;
    this.#codec = codec;
  }

  /** Ids of all cases, and of their blocks of instances, that visibility shows. It may lag: it only adds to what is known otherwise. */
  async list(): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const { workflowId } of this.#client.workflow.list({
      query: "WorkflowType IN ('yawlCase', 'yawlInstances')",
    })) {
      ids.push(workflowId);
    }
    return ids;
  }

  /** @throws WorkflowNotFoundError */
  async read(caseId: string): Promise<CaseHistory> {
    const handle = this.#client.workflow.getHandle(caseId);
    const { status, runId } = await handle.describe();
    const events: HistoryEvent[] = [];
    // earlier runs of a case that went on as new
    for (let run: string | undefined = runId; run;) {
      const history = await this.#client.workflow.getHandle(caseId, run).fetchHistory();
      const part: readonly HistoryEvent[] = history.events ?? [];
      events.unshift(...part);
      run = part[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
    }
    const [start] = await this.#decode(events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads);
    return {
      caseId,
      runId,
      status: status.name,
      start: start as CaseStart,
      taken: await this.#commands(events),
      last: timeOf(events.at(-1)),
      events,
    };
  }

  async #commands(events: readonly HistoryEvent[]): Promise<readonly Taken[]> {
    const requests = new Map<string, UpdateRequest>();
    const results = new Map<string, Taken["result"]>();
    for (const event of events) {
      // updates that a reset took over stand in the history before they are accepted
      const admitted = event.workflowExecutionUpdateAdmittedEventAttributes?.request;
      if (admitted?.meta?.updateId) requests.set(admitted.meta.updateId, admitted);
      const completed = event.workflowExecutionUpdateCompletedEventAttributes;
      if (completed?.meta?.updateId)
        results.set(completed.meta.updateId, completed.outcome?.failure ? "failed" : "done");
    }
    const taken: Taken[] = [];
    for (const event of events) {
      const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
      if (!accepted) continue;
      const updateId = accepted.acceptedRequest?.meta?.updateId ?? accepted.protocolInstanceId ?? "";
      const request = accepted.acceptedRequest ?? requests.get(updateId);
      // whatever else a case may be asked is no command of somebody's
      if (request?.input?.name !== COMMAND) continue;
      const [message] = await this.#decode(request.input.args?.payloads);
      taken.push({
        updateId,
        message: message as CommandMessage,
        at: timeOf(event),
        result: results.get(updateId) ?? "open",
        event: Number(event.eventId),
      });
    }
    return taken;
  }

  /** Payloads as values; large ones lie in MongoDB. */
  async #decode(payloads: readonly Payload[] | null | undefined): Promise<readonly unknown[]> {
    const decoded = await this.#codec.decode([...(payloads ?? [])]);
    return decoded.map((payload) => defaultPayloadConverter.fromPayload(payload));
  }
}

function timeOf(event: HistoryEvent | undefined): number {
  const { seconds, nanos } = event?.eventTime ?? {};
  return Number(seconds ?? 0) * 1_000 + Math.floor((nanos ?? 0) / 1_000_000);
}
