/** Name resolution that gives a connection only addresses that it may be made to. */
import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { NetworkPolicy } from "../contract.ts";
import { assertReachable, refusal, refused, type Endpoint } from "./guard.ts";

/**
 * A `lookup` for one endpoint's sockets. Node connects to the very addresses that it answers, so that there is no second
 * look at the name between check and connection.
 *
 * @param resolve the resolver to ask; the system's in production
 */
export function guardedLookup(port: number, policy: NetworkPolicy, resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, answer, family) => {
      if (error) {
        callback(error, "", 0);
        return;
      }
      const found: LookupAddress[] =
        typeof answer === "string" ? [{ address: answer, family: family ?? isIP(answer) }] : answer;
      const reasons = found.map(({ address }) => refusal(address, { host: hostname, port }, policy));
      const reachable = found.filter((_, index) => reasons[index] === undefined);
      const [first] = reachable;
      if (!first) callback(refused(reasons[0] ?? `"${hostname}" has no address`), "", 0);
      else if (options.all === true) callback(null, reachable);
      else callback(null, first.address, first.family);
    });
  };
}

/** A literal address needs no look-up, so Node makes none: it is checked here. @throws ConnectorError */
export function assertLiteral(endpoint: Endpoint, policy: NetworkPolicy): void {
  if (isIP(endpoint.host) !== 0) assertReachable(endpoint.host, endpoint, policy);
}

/**
 * Checks a host that a proxy is going to connect to. Its name is resolved here as well; a name that cannot be resolved here is
 * the proxy's to judge, for behind many proxies no outside name can be.
 *
 * @throws ConnectorError
 */
export async function assertReachableByProxy(
  endpoint: Endpoint,
  policy: NetworkPolicy,
  resolve: LookupFunction,
): Promise<void> {
  assertLiteral(endpoint, policy);
  if (isIP(endpoint.host) !== 0) return;
  const found = await new Promise<readonly LookupAddress[]>((settle) => {
    resolve(endpoint.host, { all: true }, (error, answer) => {
      if (error) settle([]);
      else settle(typeof answer === "string" ? [{ address: answer, family: isIP(answer) }] : answer);
    });
  });
  for (const { address } of found) assertReachable(address, endpoint, policy);
}

export const SYSTEM_LOOKUP: LookupFunction = systemLookup;
