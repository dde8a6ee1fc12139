/** The connection that a configuration asks for, with its secrets read. */
import type { ConnectorContext } from "../contract.ts";
import { endpointOf, type Endpoint } from "../network/guard.ts";
import type { ConnectionSettings, ProxySettings, TlsSettings } from "../network/transport.ts";
import { basic, textOf } from "./auth.ts";
import type { HttpConfiguration, Tls } from "./configuration.ts";

/**
 * @param target of the request
 * @throws ConnectorError for secrets that are not there or not for this target
 */
export async function connectionSettings(
  configuration: HttpConfiguration,
  context: ConnectorContext,
  target: Endpoint,
): Promise<ConnectionSettings> {
  const proxy = await proxySettings(configuration, context);
  return {
    connectLimit: configuration.limits.connect,
    tls: await tlsSettings(configuration.tls, context, target),
    ...(proxy && { proxy }),
  };
}

/** The same for another server: without what shows who the client is, and without the name of this one. */
export function forOtherOrigin({ tls, ...others }: ConnectionSettings): ConnectionSettings {
  const { authority, minimumVersion, verify } = tls;
  return { ...others, tls: { ...(authority !== undefined && { authority }), minimumVersion, verify } };
}

/** @throws ConnectorError for secrets that are not there or not for this target */
export async function tlsSettings(
  tls: Tls,
  context: ConnectorContext,
  target: Endpoint,
): Promise<TlsSettings> {
  return {
    minimumVersion: tls.minimumVersion,
    verify: tls.verify,
    ...(tls.authority !== undefined && { authority: await textOf(tls.authority, context, target) }),
    ...(tls.certificate !== undefined && { certificate: await textOf(tls.certificate, context, target) }),
    ...(tls.key !== undefined && { key: await context.secret(tls.key, target) }),
    ...(tls.passphrase !== undefined && { passphrase: await context.secret(tls.passphrase, target) }),
    ...(tls.serverName !== undefined && { serverName: tls.serverName }),
  };
}

async function proxySettings(
  { proxy }: HttpConfiguration,
  context: ConnectorContext,
): Promise<ProxySettings | undefined> {
  if (proxy === false) return undefined;
  if (proxy === undefined) return deploymentProxy(context);
  const target = endpointOf(new URL(proxy.url));
  const authorization =
    proxy.user === undefined
      ? undefined
      : basic(
          await textOf(proxy.user, context, target),
          proxy.password ? await context.secret(proxy.password, target) : "",
          context,
        );
  return { url: proxy.url, trusted: false, ...(authorization !== undefined && { authorization }) };
}

/** The deployment's proxy may hold its user and password in its URL. */
function deploymentProxy(context: ConnectorContext): ProxySettings | undefined {
  if (context.network.proxy === undefined) return undefined;
  const url = new URL(context.network.proxy);
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  url.username = "";
  url.password = "";
  const authorization = user === "" ? undefined : basic(user, password, context);
  if (password !== "") context.conceal(password);
  return { url: url.href, trusted: true, ...(authorization !== undefined && { authorization }) };
}
