/**
 * Which addresses connectors may reach: public ones, and those that the deployment names. It is asked for each address that
 * a connection is about to be made to, so that neither a redirect nor a name server that changes its answer gets around it.
 */
import ipaddr from "ipaddr.js";
import { ConnectorError, type NetworkPolicy } from "../contract.ts";
import { kindOf, reached } from "./address-kind.ts";

/** Where a connection goes. */
export interface Endpoint {
  /** name or address as it was asked for, without brackets */
  readonly host: string;
  readonly port: number;
}

/** Where a request to this URL goes. */
export function endpointOf(url: URL): Endpoint {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
  };
}

interface Entry {
  /** lower case, no brackets */
  readonly host: string;
  readonly port: number | undefined;
}

/** Why the address may not be reached; `undefined` when it may. */
export function refusal(address: string, endpoint: Endpoint, policy: NetworkPolicy): string | undefined {
  if (!ipaddr.isValid(address)) return `"${endpoint.host}" has no valid address`;
  const parsed = reached(address);
  const range = kindOf(parsed);
  if (range === "unicast" || isListed(policy.allowedHosts, endpoint, parsed)) return undefined;
  const name = endpoint.host === address ? `"${address}"` : `"${endpoint.host}" (${address})`;
  return `${name} is not a public address (${range}); the network policy does not allow it`;
}

/** @throws ConnectorError when the address may not be reached */
export function assertReachable(address: string, endpoint: Endpoint, policy: NetworkPolicy): void {
  const reason = refusal(address, endpoint, policy);
  if (reason !== undefined) throw refused(reason);
}

export function refused(reason: string): ConnectorError {
  return new ConnectorError("address-refused", `The request was refused: ${reason}.`, { retryable: false });
}

/** Whether the policy lets a configuration do without the verification of certificates for this host. */
export function maySkipVerification(endpoint: Endpoint, policy: NetworkPolicy): boolean {
  return isListed(policy.unverifiedHosts ?? [], endpoint);
}

/** Whether a list of hosts names an endpoint. @param address that its name was resolved to; absent: the name alone counts */
export function isListed(
  list: readonly string[],
  endpoint: Endpoint,
  address: ipaddr.IPv4 | ipaddr.IPv6 | undefined = literal(endpoint.host),
): boolean {
  const host = endpoint.host.toLowerCase().replace(/\.$/, "");
  return list.some((text) => {
    if (ipaddr.isValidCIDR(text)) return address !== undefined && isInside(address, text);
    const entry = readEntry(text);
    if (entry.port !== undefined && entry.port !== endpoint.port) return false;
    if (entry.host.startsWith("*.")) return host.endsWith(entry.host.slice(1));
    if (!ipaddr.isValid(entry.host)) return entry.host === host;
    return address !== undefined && ipaddr.process(entry.host).toString() === address.toString();
  });
}

function literal(host: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return ipaddr.isValid(host) ? ipaddr.process(host) : undefined;
}

function isInside(address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(range);
  // ipaddr compares addresses of one family only.
  return base.kind() === address.kind() && address.match(base, bits);
}

/** `name`, `name:port`, `*.domain` for all names below it, an IPv4 address with or without port, an IPv6 address, or one in brackets with a port. */
function readEntry(text: string): Entry {
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text.trim().toLowerCase());
  if (!parts) return { host: text.trim().toLowerCase(), port: undefined };
  const host = (parts[1] ?? parts[2] ?? "").replace(/\.$/, "");
  return { host, port: parts[3] === undefined ? undefined : Number(parts[3]) };
}
