import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
export function createMetrics(processMetrics) {
    const registry = new Registry();
    if (processMetrics)
        collectDefaultMetrics({ register: registry });
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
//# sourceMappingURL=metrics.js.map