import ipaddr from "ipaddr.js";
import { z } from "zod";
import { DEFAULT_LIMITS } from "./network/targets.js";
const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
const HOST = /^(?:\[(?<six>[^\]]+)\]|(?<plain>[^:[\]]+))(?::(?<port>\d{1,5}))?$/;
const HIGHEST_PORT = 65_535;
const list = z
    .string()
    .transform((text) => text.split(",").map((entry) => entry.trim()))
    .transform((entries) => entries.filter((entry) => entry !== ""));
const hosts = list.superRefine((entries, context) => {
    for (const entry of entries) {
        if (isHost(entry))
            continue;
        const message = `"${entry}" is no name, name:port, address or range of addresses (10.0.0.0/8)`;
        context.addIssue({ code: "custom", message });
    }
});
const webAddress = (schemes) => z.string().refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url !== undefined && schemes.includes(url.protocol) && url.search === "" && url.hash === "";
}, `has to be a URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}, without ? and #`);
const atMost = (most) => z.coerce.number().int().min(1).max(most);
export const CONNECTOR_SETTINGS = {
    MIZZEN_CONNECTORS: list.default([]),
    MIZZEN_ALLOWED_HOSTS: hosts.default([]),
    MIZZEN_UNVERIFIED_HOSTS: hosts.default([]),
    MIZZEN_TARGET_CALLS: atMost(1_000).default(DEFAULT_LIMITS.concurrency),
    MIZZEN_TARGET_FAILURES: atMost(1_000).default(DEFAULT_LIMITS.failures),
    MIZZEN_TARGET_PAUSE_SECONDS: atMost(3_600).default(DEFAULT_LIMITS.openFor / 1_000),
    MIZZEN_PROXY: webAddress(["http:", "https:"]).optional(),
    MIZZEN_PUBLIC_URL: webAddress(["http:", "https:"]).optional(),
};
function isHost(entry) {
    if (ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry))
        return true;
    const { six, plain, port = "0" } = HOST.exec(entry)?.groups ?? {};
    if (Number(port) > HIGHEST_PORT)
        return false;
    return six === undefined ? plain !== undefined && NAME.test(plain) : ipaddr.IPv6.isValid(six);
}
export function publicUrl(setting, port) {
    return setting ?? `http://127.0.0.1:${port}`;
}
//# sourceMappingURL=settings.js.map