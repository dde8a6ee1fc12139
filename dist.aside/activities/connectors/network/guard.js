import ipaddr from "ipaddr.js";
import { ConnectorError } from "../contract.js";
export function refusal(address, endpoint, policy) {
    if (!ipaddr.isValid(address))
        return `"${endpoint.host}" has no valid address`;
    const parsed = ipaddr.process(address);
    const range = parsed.range();
    if (range === "unicast" || isListed(policy.allowedHosts, endpoint, parsed))
        return undefined;
    const name = endpoint.host === address ? `"${address}"` : `"${endpoint.host}" (${address})`;
    return `${name} is not a public address (${range}); the network policy does not allow it`;
}
export function assertReachable(address, endpoint, policy) {
    const reason = refusal(address, endpoint, policy);
    if (reason !== undefined)
        throw refused(reason);
}
export function refused(reason) {
    return new ConnectorError("address-refused", `The request was refused: ${reason}.`, { retryable: false });
}
export function maySkipVerification(endpoint, policy) {
    const { host } = endpoint;
    return isListed(policy.unverifiedHosts ?? [], endpoint, ipaddr.isValid(host) ? ipaddr.process(host) : undefined);
}
function isListed(list, endpoint, address) {
    const host = endpoint.host.toLowerCase().replace(/\.$/, "");
    return list.some((text) => {
        if (ipaddr.isValidCIDR(text))
            return address !== undefined && isInside(address, text);
        const entry = readEntry(text);
        if (entry.port !== undefined && entry.port !== endpoint.port)
            return false;
        if (entry.host.startsWith("*."))
            return host.endsWith(entry.host.slice(1));
        if (!ipaddr.isValid(entry.host))
            return entry.host === host;
        return address !== undefined && ipaddr.process(entry.host).toString() === address.toString();
    });
}
function isInside(address, range) {
    const [base, bits] = ipaddr.parseCIDR(range);
    return base.kind() === address.kind() && address.match(base, bits);
}
function readEntry(text) {
    const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text.trim().toLowerCase());
    if (!parts)
        return { host: text.trim().toLowerCase(), port: undefined };
    const host = (parts[1] ?? parts[2] ?? "").replace(/\.$/, "");
    return { host, port: parts[3] === undefined ? undefined : Number(parts[3]) };
}
//# sourceMappingURL=guard.js.map