/** A time-skipping Temporal with the real worker and a real MongoDB: where the case workflow is tried. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkflowHandleWithFirstExecutionRunId } from "@temporalio/client";
import type { PayloadCodec } from "@temporalio/common";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { pino } from "pino";
import type { ConnectorServices } from "../../activities/call-connector.ts";
import { createActivities } from "../../activities/index.ts";
import { ViewWriter } from "../../activities/view-writer.ts";
import { claimCheckCodec } from "../../store/claim-check.ts";
import { connect, disconnect, ensureIndexes } from "../../store/connect.ts";
import { participantWith, putParticipant } from "../../store/participants.ts";
import { CASE_WORKFLOW, COMMAND, type CommandAnswer } from "../../workflows/messages.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { ViewKeeper } from "../../worker/view/keeper.ts";
import { Replayer } from "../../worker/view/replayer.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { CURRENT_FLAGS, type Flag } from "../../yawl/case/flags.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { ConnectorCatalogue } from "../../yawl/net/compile-call.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Actor, CommandMessage, ItemCommand } from "../../yawl/work/command.ts";
import { unfitting } from "../store/fitting.ts";

const TASK_QUEUE = "case-test";

async function callsNothing(): Promise<never> {
  throw new Error("no connector is called here");
}

/** What calls may use besides; nothing of it is there. */
const SERVICES: Omit<ConnectorServices, "run"> = {
  network: { allowedHosts: [] },
  engine: { startCase: callsNothing, publish: callsNothing },
  secret: callsNothing,
  callbackUrl: async (item) => `https://mizzen.example/${item}`,
};

/** Roles of the people of a test file: whoever acts says which they have, as the API does. */
const ROLES = new Map<string, readonly string[]>();

function actor(participant: string): Actor {
  return { participant, manager: false, roles: ROLES.get(participant) ?? [] };
}

export class CaseBed {
  readonly environment: TestWorkflowEnvironment;
  readonly #makeWorker: () => Promise<Worker>;
  #worker: Worker;
  #running: Promise<void>;
  /** makes views again */
  readonly keeper: ViewKeeper;
  /** how long each write of the view waits before it begins */
  readonly pace: { millis: number };

  private constructor(
    environment: TestWorkflowEnvironment,
    makeWorker: () => Promise<Worker>,
    worker: Worker,
    keeper: ViewKeeper,
    pace: { millis: number },
  ) {
    this.environment = environment;
    this.#makeWorker = makeWorker;
    this.#worker = worker;
    this.keeper = keeper;
    this.pace = pace;
    this.#running = worker.run();
  }

  /**
   * `undefined` without MongoDB: `npm test` gives one in MONGODB_URI.
   * @param codecs of the payloads; without any, histories hold everything that a replay needs
   * @param run makes the calls of automated tasks
   * @param worker options of the worker: with no workflow in its cache each workflow task replays the history
   */
  static async open(
    codecs: PayloadCodec[] = [claimCheckCodec()],
    run: ConnectorServices["run"] = callsNothing,
    worker: { readonly maxCachedWorkflows?: number } = {},
  ): Promise<CaseBed | undefined> {
    const uri = process.env["MONGODB_URI"];
    if (!uri) return undefined;
    try {
      Runtime.install({ logger: new DefaultLogger("ERROR") });
    } catch {
      // another test installed it
    }
    const database = new URL(uri);
    database.pathname = `/case_${randomBytes(4).toString("hex")}`;
    await connect(database.toString());
    await ensureIndexes();
    const executable = process.env["MIZZEN_TEST_SERVER"];
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      ...(executable ? { server: { executable: { type: "existing-path", path: executable } } } : {}),
      client: { dataConverter: { payloadCodecs: codecs } },
    });
    const bundle = await workflowBundle(path.join(tmpdir(), "mizzen-test"), pino({ level: "silent" }));
    const keeper = new ViewKeeper(environment.client, new Replayer(bundle), pino({ level: "silent" }));
    const writer = new ViewWriter({
      doubt: (caseId, reason) => keeper.doubt(caseId, reason),
      warn: (error) => {
        throw error;
      },
    });
    const pace = { millis: 0 };
    const { settle, ...activities } = createActivities({ ...SERVICES, run }, writer);
    const makeWorker = async (): Promise<Worker> =>
      await Worker.create({
        ...worker,
        connection: environment.nativeConnection,
        taskQueue: TASK_QUEUE,
        workflowBundle: bundle,
        activities: {
          ...activities,
          settle: async (request: Parameters<typeof settle>[0]) => {
            if (pace.millis > 0) await sleep(pace.millis);
            return await settle(request);
          },
        },
        sinks: writer.sinks(),
        dataConverter: { payloadCodecs: codecs },
      });
    return new CaseBed(environment, makeWorker, await makeWorker(), keeper, pace);
  }

  /** The worker ends, this happens, and another one goes on. */
  async withoutWorker(happens: () => Promise<void>): Promise<void> {
    this.#worker.shutdown();
    await this.#running;
    await happens();
    this.#worker = await this.#makeWorker();
    this.#running = this.#worker.run();
  }

  async close(): Promise<void> {
    this.#worker.shutdown();
    await this.#running;
    await this.keeper.close();
    await this.environment.teardown();
    const wrong = await unfitting();
    await disconnect();
    assert.deepEqual(wrong, [], "the stored documents are not what the schemas say");
  }

  /** Gives a command on an item to the execution that has it: a case, or a block of one. */
  async give(
    execution: string,
    item: string,
    participant: string,
    command: ItemCommand,
  ): Promise<CommandAnswer> {
    const message: CommandMessage = { item, by: actor(participant), command };
    return await this.environment.client.workflow
      .getHandle(execution)
      .executeUpdate<CommandAnswer, [CommandMessage]>(COMMAND, { args: [message] });
  }

  async person(id: string, roles: readonly string[]): Promise<void> {
    ROLES.set(id, roles);
    await putParticipant(participantWith({ id, roles }));
  }

  /** Starts a case and waits until its first work items are distributed. */
  async launch(
    specification: CompiledSpecification,
    data: JsonObject = {},
    flags: readonly Flag[] = CURRENT_FLAGS,
    instancesInside?: number,
    messagesPerRun?: number,
  ): Promise<RunningCase> {
    const caseId = `case-${randomBytes(4).toString("hex")}`;
    const handle = await this.environment.client.workflow.start(CASE_WORKFLOW, {
      workflowId: caseId,
      taskQueue: TASK_QUEUE,
      args: [
        {
          caseId,
          data,
          startedBy: "tester",
          flags,
          ...(instancesInside === undefined ? {} : { instancesInside }),
          ...(messagesPerRun === undefined ? {} : { messagesPerRun }),
        },
        specification,
      ],
    });
    return new RunningCase(caseId, handle, this.keeper);
  }
}

export class RunningCase {
  readonly id: string;
  readonly handle: WorkflowHandleWithFirstExecutionRunId;
  readonly #keeper: ViewKeeper;

  constructor(id: string, handle: WorkflowHandleWithFirstExecutionRunId, keeper: ViewKeeper) {
    this.id = id;
    this.handle = handle;
    this.#keeper = keeper;
  }

  /** The same case, told from another run of it. */
  at(handle: WorkflowHandleWithFirstExecutionRunId): RunningCase {
    return new RunningCase(this.id, handle, this.#keeper);
  }

  /** @param number of the work item in the case */
  message(number: number, participant: string, command: ItemCommand): CommandMessage {
    return { item: `${this.id}.${number}`, by: actor(participant), command };
  }

  async give(number: number, participant: string, command: ItemCommand): Promise<CommandAnswer> {
    return await this.send(this.message(number, participant, command));
  }

  async send(message: CommandMessage, updateId?: string): Promise<CommandAnswer> {
    const answer = await this.handle.executeUpdate<CommandAnswer, [CommandMessage]>(COMMAND, {
      args: [message],
      ...(updateId === undefined ? {} : { updateId }),
    });
    // as the API does: the view shows it once it was made again
    if (answer.doubtful) await this.#keeper.resync(this.id, "the answer was doubtful");
    return answer;
  }

  /** Claims, starts and completes. */
  async work(number: number, participant: string, data: JsonObject = {}): Promise<void> {
    await this.give(number, participant, { type: "claim" });
    await this.give(number, participant, { type: "start" });
    await this.give(number, participant, { type: "complete", data });
  }
}

/** A specification of the dialect, compiled. @throws Error with the faults */
export function specificationOf(text: string, connectors?: ConnectorCatalogue): CompiledSpecification {
  const read = readSpecification(text, "application/yaml");
  const compiled = read.ok ? compile(read.value.specification, connectors) : read;
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.fault));
  return compiled.value.compiled;
}
