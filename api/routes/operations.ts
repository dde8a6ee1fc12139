/** For those who run Mizzen: alive, ready, metrics. */
import { z } from "zod";
import { ping } from "../../store/connect.ts";
import { Problem, unavailable } from "../http/problem.ts";
import type { Metrics } from "../http/metrics.ts";
import { route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import type { TemporalGateway } from "../temporal.ts";
import { MANAGERS } from "./access.ts";

const TAG = "operation";
const PATIENCE_MILLIS = 4_000;

export function healthRoutes(temporal: TemporalGateway): readonly Route[] {
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
      summary: "Temporal and MongoDB can be reached; 503 names the one that cannot",
      answers: {
        200: z.object({ status: z.literal("ready"), mongodb: z.literal(true), temporal: z.literal(true) }),
      },
      problems: ["unavailable"],
      async handler() {
        const [mongodb, temporalAnswers] = await Promise.all([answers(ping()), answers(temporal.ping())]);
        if (mongodb && temporalAnswers)
          return { status: 200, body: { status: "ready", mongodb, temporal: temporalAnswers } };
        const missing = [...(mongodb ? [] : ["MongoDB"]), ...(temporalAnswers ? [] : ["Temporal"])].join(
          " and ",
        );
        throw unavailable(`${missing} cannot be reached.`, {
          members: { mongodb, temporal: temporalAnswers },
        });
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

async function answers(asking: Promise<void>): Promise<boolean> {
  const timedOut = new Promise<boolean>((resolve) => {
    setTimeout(() => {
      resolve(false);
    }, PATIENCE_MILLIS).unref();
  });
  return await Promise.race([
    asking.then(
      () => true,
      () => false,
    ),
    timedOut,
  ]);
}

/** What is asked for is not there: after every declared route. */
export function nothingHere(path: string): Problem {
  return new Problem("not-found", `There is nothing at ${path}.`);
}
