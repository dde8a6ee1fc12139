import { basic, textOf } from "./auth.js";
export async function connectionSettings(configuration, context) {
    const proxy = await proxySettings(configuration, context);
    return {
        connectLimit: configuration.limits.connect,
        tls: await tlsSettings(configuration.tls, context),
        ...(proxy && { proxy }),
    };
}
export function forOtherOrigin({ tls, ...others }) {
    const { authority, minimumVersion, verify } = tls;
    return { ...others, tls: { ...(authority !== undefined && { authority }), minimumVersion, verify } };
}
export async function tlsSettings(tls, context) {
    return {
        minimumVersion: tls.minimumVersion,
        verify: tls.verify,
        ...(tls.authority !== undefined && { authority: await textOf(tls.authority, context) }),
        ...(tls.certificate !== undefined && { certificate: await textOf(tls.certificate, context) }),
        ...(tls.key !== undefined && { key: await context.secret(tls.key) }),
        ...(tls.passphrase !== undefined && { passphrase: await context.secret(tls.passphrase) }),
        ...(tls.serverName !== undefined && { serverName: tls.serverName }),
    };
}
async function proxySettings({ proxy }, context) {
    if (proxy === false)
        return undefined;
    if (proxy === undefined)
        return deploymentProxy(context);
    const authorization = proxy.user === undefined
        ? undefined
        : basic(await textOf(proxy.user, context), proxy.password ? await context.secret(proxy.password) : "", context);
    return { url: proxy.url, trusted: false, ...(authorization !== undefined && { authorization }) };
}
function deploymentProxy(context) {
    if (context.network.proxy === undefined)
        return undefined;
    const url = new URL(context.network.proxy);
    const user = decodeURIComponent(url.username);
    const password = decodeURIComponent(url.password);
    url.username = "";
    url.password = "";
    const authorization = user === "" ? undefined : basic(user, password, context);
    if (password !== "")
        context.conceal(password);
    return { url: url.href, trusted: true, ...(authorization !== undefined && { authorization }) };
}
//# sourceMappingURL=connection.js.map