import { createHash } from "node:crypto";
import { createSecureContext } from "node:tls";
import { Agent, buildConnector, ProxyAgent } from "undici";
import { ConnectorError } from "../contract.js";
import { assertLiteral, assertReachableByProxy, guardedLookup, SYSTEM_LOOKUP } from "./lookup.js";
import { maySkipVerification, refused } from "./guard.js";
const MOST_POOLS = 100;
const LARGEST_HEADERS = 64 * 1024;
export class Transport {
    resolve;
    pools = new Map();
    constructor(resolve = SYSTEM_LOOKUP) {
        this.resolve = resolve;
    }
    async dispatcher(url, settings, policy) {
        const endpoint = endpointOf(url);
        if (!settings.tls.verify && url.protocol === "https:" && !maySkipVerification(endpoint, policy)) {
            throw refused(`"${endpoint.host}" is not a host whose certificate may go unverified`);
        }
        if (settings.proxy)
            await assertReachableByProxy(endpoint, policy, this.resolve);
        else
            assertLiteral(endpoint, policy);
        const key = keyOf(settings, policy);
        const known = this.pools.get(key);
        this.pools.delete(key);
        const pool = known ?? this.newPool(settings, policy);
        this.pools.set(key, pool);
        for (const [oldest, idle] of this.pools) {
            if (this.pools.size <= MOST_POOLS)
                break;
            this.pools.delete(oldest);
            void idle.close().catch(() => undefined);
        }
        return pool;
    }
    async close() {
        const pools = [...this.pools.values()];
        this.pools.clear();
        await Promise.all(pools.map((pool) => pool.destroy()));
    }
    newPool(settings, policy) {
        const tls = tlsOptions(settings.tls);
        const timeout = settings.connectLimit;
        if (settings.proxy) {
            const proxy = new URL(settings.proxy.url);
            const { host, port } = endpointOf(proxy);
            const own = settings.proxy.trusted ? { allowedHosts: [host] } : policy;
            assertLiteral({ host, port }, own);
            return new ProxyAgent({
                uri: proxy.href,
                ...(settings.proxy.authorization !== undefined && { token: settings.proxy.authorization }),
                proxyTunnel: false,
                maxHeaderSize: LARGEST_HEADERS,
                requestTls: { ...tls, timeout },
                proxyTls: { timeout, lookup: guardedLookup(port, own, this.resolve) },
            });
        }
        const connectors = new Map();
        return new Agent({
            maxHeaderSize: LARGEST_HEADERS,
            connect: (options, callback) => {
                const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
                try {
                    assertLiteral({ host: options.hostname, port }, policy);
                }
                catch (error) {
                    callback(error, null);
                    return;
                }
                const known = connectors.get(port);
                const connect = known ?? buildConnector({ ...tls, timeout, lookup: guardedLookup(port, policy, this.resolve) });
                connectors.set(port, connect);
                connect(options, callback);
            },
        });
    }
}
export function tlsOptions(settings) {
    const { authority, certificate, key, passphrase, serverName, minimumVersion, verify } = settings;
    try {
        const secureContext = createSecureContext({
            minVersion: minimumVersion,
            ...(authority !== undefined && { ca: authority }),
            ...(certificate !== undefined && { cert: certificate }),
            ...(key !== undefined && { key }),
            ...(passphrase !== undefined && { passphrase }),
        });
        return {
            secureContext,
            rejectUnauthorized: verify,
            ...(serverName !== undefined && { servername: serverName }),
        };
    }
    catch (error) {
        throw new ConnectorError("tls", "A certificate, its key or its passphrase cannot be used.", {
            retryable: false,
            cause: error,
        });
    }
}
export function endpointOf(url) {
    return {
        host: url.hostname.replace(/^\[|\]$/g, ""),
        port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
    };
}
function keyOf(settings, policy) {
    const text = JSON.stringify([settings, policy.allowedHosts, policy.unverifiedHosts ?? []]);
    return createHash("sha256").update(text).digest("base64");
}
//# sourceMappingURL=transport.js.map