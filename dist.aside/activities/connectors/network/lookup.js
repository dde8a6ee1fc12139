import { lookup as systemLookup } from "node:dns";
import { isIP } from "node:net";
import { assertReachable, refusal, refused } from "./guard.js";
export function guardedLookup(port, policy, resolve) {
    return (hostname, options, callback) => {
        resolve(hostname, { ...options, all: true }, (error, answer, family) => {
            if (error) {
                callback(error, "", 0);
                return;
            }
            const found = typeof answer === "string" ? [{ address: answer, family: family ?? isIP(answer) }] : answer;
            const reasons = found.map(({ address }) => refusal(address, { host: hostname, port }, policy));
            const reachable = found.filter((_, index) => reasons[index] === undefined);
            const [first] = reachable;
            if (!first)
                callback(refused(reasons[0] ?? `"${hostname}" has no address`), "", 0);
            else if (options.all === true)
                callback(null, reachable);
            else
                callback(null, first.address, first.family);
        });
    };
}
export function assertLiteral(endpoint, policy) {
    if (isIP(endpoint.host) !== 0)
        assertReachable(endpoint.host, endpoint, policy);
}
export async function assertReachableByProxy(endpoint, policy, resolve) {
    assertLiteral(endpoint, policy);
    if (isIP(endpoint.host) !== 0)
        return;
    const found = await new Promise((settle) => {
        resolve(endpoint.host, { all: true }, (error, answer) => {
            if (error)
                settle([]);
            else
                settle(typeof answer === "string" ? [{ address: answer, family: isIP(answer) }] : answer);
        });
    });
    for (const { address } of found)
        assertReachable(address, endpoint, policy);
}
export const SYSTEM_LOOKUP = systemLookup;
//# sourceMappingURL=lookup.js.map