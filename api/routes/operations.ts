/** For those who run Mizzen: alive, ready, metrics. */
import { z } from "zod";
import { Problem, unavailable } from "../http/problem.ts";
import type { Metrics } from "../http/metrics.ts";
import { route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import type { Readiness } from "../readiness.ts";
import { MANAGERS } from "./access.ts";

const TAG = "operation";

const FINDING = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
});

const READY = z.object({
  status: z.literal("ready"),
  mongodb: z.boolean().meta({ description: "MongoDB answers" }),
  store: z.boolean().meta({ description: "administrator and indexes are there, and a write works" }),
  temporal: z.boolean().meta({ description: "Temporal answers" }),
  searchAttributes: z.boolean().meta({ description: "Temporal knows the search attributes of cases" }),
  worker: z.boolean().meta({ description: "a worker asked for work of late" }),
  draining: z.boolean().meta({ description: "this server is about to stop" }),
  findings: z.array(FINDING).meta({ description: "what an operator should know and mend" }),
});

export function healthRoutes(readiness: Readiness): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/healthz",
      access: "open",
      tag: TAG,
      summary: "The process is alive",
      answers: { 200: z.object({ status: z.literal("alive") }) },
      handler: async () => ({ status: 200, body: { status: "alive" } }),
    }),
    route({
      method: "get",
      path: "/readyz",
      access: "open",
      tag: TAG,
      summary: "What clients may do works; 503 says what is missing, with the same members",
      answers: { 200: READY },
      problems: ["unavailable"],
      async handler() {
        const { parts, draining, missing, findings } = await readiness.report();
        const members = { ...parts, draining, findings };
        if (missing.length === 0) return { status: 200, body: { status: "ready", ...members } };
        throw unavailable(sentence(missing), { members });
      },
    }),
  ];
}

export function metricsRoutes(metrics: Metrics): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/metrics",
      access: MANAGERS,
      tag: TAG,
      summary: "Prometheus metrics of this process",
      answers: { 200: "text/plain" },
      handler: async () => ({
        status: 200,
        text: { contentType: metrics.contentType, content: await metrics.text() },
      }),
    }),
  ];
}

/** Parts of a sentence as one: "MongoDB cannot be reached; no worker asks for work." */
function sentence(parts: readonly string[]): string {
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What is asked for is not there: after every declared route. */
export function nothingHere(path: string): Problem {
  return new Problem("not-found", `There is nothing at ${path}.`);
}
