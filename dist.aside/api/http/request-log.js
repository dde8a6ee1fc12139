import { randomUUID } from "node:crypto";
import { subjectOf } from "./subject.js";
const ACCEPTABLE_ID = /^[\w.-]{1,64}$/;
const CALLBACK = /^(.*\/callbacks\/[^/]*)\/.*$/is;
function loggable(path) {
    return path.replace(CALLBACK, "$1/…");
}
export function requestLog(log, metrics) {
    return (request, response, next) => {
        const sent = request.get("x-request-id");
        request.id = sent !== undefined && ACCEPTABLE_ID.test(sent) ? sent : randomUUID();
        response.setHeader("X-Request-Id", request.id);
        const from = process.hrtime.bigint();
        response.on("close", () => {
            const seconds = Number(process.hrtime.bigint() - from) / 1e9;
            const route = request.routePath ?? "none";
            const status = response.writableFinished ? response.statusCode : 499;
            metrics.observe(request.method, route, status, seconds);
            log.info({
                requestId: request.id,
                method: request.method,
                path: loggable(request.path),
                route,
                ...subjectOf(String(response.getHeader("location") ?? request.path)),
                status,
                milliseconds: Math.round(seconds * 1e4) / 10,
                ...(request.caller ? { participant: request.caller.id } : {}),
            }, "request");
        });
        next();
    };
}
//# sourceMappingURL=request-log.js.map