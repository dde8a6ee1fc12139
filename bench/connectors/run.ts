/**
 * Automated tasks per second: a process of ten HTTP calls one after the other, against a server on this machine. Mizzen
 * interprets it; the twins are written by hand and make the same calls by the same activity, one without and one with a
 * view in MongoDB.
 */
import { connectorActivity } from "../../activities/call-connector.ts";
import { loadRegistry } from "../../activities/connectors/registry.ts";
import { createActivities } from "../../activities/index.ts";
import { CASE_WORKFLOW } from "../../workflows/messages.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { Specification, Task } from "../../yawl/model/specification.ts";
import { countingServer, localCalls } from "../calls.ts";
import { compete, type Contender } from "../contest.ts";
import { MIZZEN_QUEUE, onStage, TWIN_QUEUE, type Cast, type Servers } from "../stage.ts";
import { showSteps } from "./twin-activities.ts";

const CALLS = 10;
const CASES = Number(process.env["BENCH_CASES"] ?? 50);
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 4);
const AT_ONCE = Number(process.env["BENCH_AT_ONCE"] ?? 20);

/** `call_1` to `call_10`, each with what the one before answered. */
function callingSpecification(url: string): CompiledSpecification {
  const number = { kind: "json", schema: { type: "number" } } as const;
  const variable = { language: "variable", text: "n" } as const;
  const tasks = Array.from({ length: CALLS }, (_, index): Task => {
    const next = index + 1 === CALLS ? "end" : `call_${index + 2}`;
    return {
      id: `call_${index + 1}`,
      join: "xor",
      split: "and",
      flows: [{ to: next }],
      removes: [],
      decomposition: "count",
      startingMappings: [{ query: variable, mapsTo: "n" }],
      completedMappings: [{ query: { language: "xpath", text: "$body?n" }, mapsTo: "n" }],
    };
  });
  const specification: Specification = {
    id: "calls",
    version: "1.0",
    title: "Calls",
    format: "mizzen",
    metadata: {},
    types: {},
    rootNet: "calls",
    decompositions: [
      {
        kind: "net",
        id: "calls",
        root: "calls",
        inputs: [],
        outputs: [],
        locals: [{ name: "n", type: number, initial: 0 }],
        inputCondition: { id: "start", flows: [{ to: "call_1" }] },
        outputCondition: { id: "end", flows: [] },
        conditions: [],
        tasks,
      },
      {
        kind: "work",
        id: "count",
        root: "count",
        inputs: [{ name: "n", type: number }],
        outputs: [],
        interaction: "automated",
        call: { connector: "http", configuration: { method: "GET", url } },
      },
    ],
  };
  const compiled = compile(specification, () => ({ version: 1, answers: ["status", "headers", "body"] }));
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return compiled.value.compiled;
}

function mizzen(specification: CompiledSpecification): Contender {
  return {
    name: "Mizzen",
    taskQueue: MIZZEN_QUEUE,
    async run(client, caseId) {
      const { data } = (await client.workflow.execute(CASE_WORKFLOW, {
        workflowId: caseId,
        taskQueue: this.taskQueue,
        args: [{ caseId, data: {}, startedBy: "bench" }, specification],
      })) as { data: { n: number } };
      if (data.n !== CALLS) throw new Error(`it counted to ${data.n}`);
    },
  };
}

function twin(name: string, url: string, isShown: boolean): Contender {
  return {
    name,
    taskQueue: TWIN_QUEUE,
    async run(client, caseId) {
      const { n } = (await client.workflow.execute("twinCalls", {
        workflowId: caseId,
        taskQueue: this.taskQueue,
        args: [{ caseId, url, calls: CALLS, isShown }],
      })) as { n: number };
      if (n !== CALLS) throw new Error(`it counted to ${n}`);
    },
  };
}

export async function benchConnectors(servers: Servers, dataFolder: string): Promise<void> {
  const counting = await countingServer();
  const registry = await loadRegistry([]);
  const services = localCalls(registry);
  const cast: Cast = {
    dataFolder,
    activities: (writer) => createActivities(services, writer),
    twin: {
      workflows: new URL("twin-workflow.ts", import.meta.url),
      activities: { callConnector: connectorActivity(services), showSteps },
    },
  };
  const contenders = [
    mizzen(callingSpecification(counting.url)),
    twin("twin without a view", counting.url, false),
    twin("twin with a view", counting.url, true),
  ];
  await onStage(servers, cast, (client) =>
    compete(client, contenders, {
      cases: CASES,
      atOnce: AT_ONCE,
      perCase: CALLS,
      rounds: ROUNDS,
      unit: "tasks",
    }),
  );
  counting.close();
  await registry.close();
}
