/** Connections for HTTP: pools that are kept by their settings, every socket of which passes the guard. */
import { createHash } from "node:crypto";
import type { LookupFunction } from "node:net";
import { createSecureContext, type SecureVersion } from "node:tls";
import { LRUCache } from "lru-cache";
import { Agent, buildConnector, ProxyAgent, type Dispatcher } from "undici";
import { ConnectorError, type NetworkPolicy } from "../contract.ts";
import { assertLiteral, assertReachableByProxy, guardedLookup, SYSTEM_LOOKUP } from "./lookup.ts";
import { endpointOf, maySkipVerification, refused } from "./guard.ts";

const MOST_POOLS = 100;
const LARGEST_HEADERS = 64 * 1024;

export interface TlsSettings {
  /** PEM; besides the certificate authorities that Node trusts none are trusted when it is given */
  readonly authority?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly serverName?: string;
  readonly minimumVersion: SecureVersion;
  readonly verify: boolean;
}

export interface ProxySettings {
  /** `http://host:port` or `https://host:port` */
  readonly url: string;
  /** value of Proxy-Authorization */
  readonly authorization?: string;
  /** named by the deployment, not by a specification */
  readonly trusted: boolean;
}

/** Everything that makes two requests unable to share a connection. */
export interface ConnectionSettings {
  /** milliseconds */
  readonly connectLimit: number;
  readonly tls: TlsSettings;
  readonly proxy?: ProxySettings;
}

export class Transport {
  readonly resolve: LookupFunction;
  private readonly pools = new LRUCache<string, Dispatcher>({
    max: MOST_POOLS,
    // what is under way in an evicted one goes on
    dispose: (idle, _key, reason) => {
      if (reason === "evict") void idle.close().catch(() => undefined);
    },
  });

  /** @param resolve name resolution; only tests give another than the system's */
  constructor(resolve: LookupFunction = SYSTEM_LOOKUP) {
    this.resolve = resolve;
  }

  /**
   * The pool through which a request to this URL has to go.
   *
   * @throws ConnectorError when the host may not be reached or the TLS settings cannot be used
   */
  async dispatcher(url: URL, settings: ConnectionSettings, policy: NetworkPolicy): Promise<Dispatcher> {
    const endpoint = endpointOf(url);
    if (!settings.tls.verify && url.protocol === "https:" && !maySkipVerification(endpoint, policy)) {
      throw refused(`"${endpoint.host}" is not a host whose certificate may go unverified`);
    }
    if (settings.proxy) await assertReachableByProxy(endpoint, policy, this.resolve);
    else assertLiteral(endpoint, policy);
    const key = keyOf(settings, policy);
    const known = this.pools.get(key);
    if (known) return known;
    const pool = this.newPool(settings, policy);
    this.pools.set(key, pool);
    return pool;
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private newPool(settings: ConnectionSettings, policy: NetworkPolicy): Dispatcher {
    const tls = tlsOptions(settings.tls);
    const timeout = settings.connectLimit;
    if (settings.proxy) {
      const proxy = new URL(settings.proxy.url);
      const { host, port } = endpointOf(proxy);
      const own: NetworkPolicy = settings.proxy.trusted ? { allowedHosts: [host] } : policy;
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
    const connectors = new Map<number, buildConnector.connector>();
    return new Agent({
      maxHeaderSize: LARGEST_HEADERS,
      connect: (options, callback) => {
        const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
        try {
          assertLiteral({ host: options.hostname, port }, policy);
        } catch (error) {
          callback(error as Error, null);
          return;
        }
        const known = connectors.get(port);
        const connect =
          known ?? buildConnector({ ...tls, timeout, lookup: guardedLookup(port, policy, this.resolve) });
        connectors.set(port, connect);
        connect(options, callback);
      },
    });
  }
}

/** Options for `tls.connect`. @throws ConnectorError `tls` when a certificate or key cannot be read */
export function tlsOptions(settings: TlsSettings): {
  readonly secureContext: ReturnType<typeof createSecureContext>;
  readonly rejectUnauthorized: boolean;
  readonly servername?: string;
} {
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
  } catch (error) {
    throw new ConnectorError("tls", "A certificate, its key or its passphrase cannot be used.", {
      retryable: false,
      cause: error,
    });
  }
}

/** Settings may hold keys and passwords: only their hash is kept. */
function keyOf(settings: ConnectionSettings, policy: NetworkPolicy): string {
  const text = JSON.stringify([settings, policy.allowedHosts, policy.unverifiedHosts ?? []]);
  return createHash("sha256").update(text).digest("base64");
}
