import { setTimeout as sleep } from "node:timers/promises";
export function closeWhileDraining(server) {
    return (_request, response, next) => {
        if (server.isDraining)
            response.setHeader("Connection", "close");
        next();
    };
}
export async function drain(server, { drainMillis, finishMillis, hurry }) {
    if (drainMillis > 0)
        await sleep(drainMillis, undefined, { signal: hurry }).catch(() => undefined);
    const forced = setTimeout(() => {
        server.closeAllConnections();
    }, finishMillis);
    await new Promise((resolve) => {
        server.close(() => {
            resolve();
        });
        server.closeIdleConnections();
    });
    clearTimeout(forced);
}
//# sourceMappingURL=draining.js.map