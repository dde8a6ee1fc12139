/** Prometheus metrics of the API. */
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

export interface Metrics {
  observe(method: string, route: string, status: number, seconds: number): void;
  /** exposition format */
  text(): Promise<string>;
  readonly contentType: string;
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `processMetrics`: also memory, event loop and so on of the process; once a process. */
export function createMetrics(processMetrics: boolean): Metrics {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "mizzen_http_request_duration_seconds",
    help: "Duration of HTTP requests by method, route and status",
    labelNames: ["method", "route", "status"],
    buckets: BUCKETS,
    registers: [registry],
  });
  return {
    observe(method, route, status, seconds) {
      durations.observe({ method, route, status: String(status) }, seconds);
    },
    text: async () => registry.metrics(),
    contentType: registry.contentType,
  };
}
