/** Settings of connectors in the environment: the same for the API, which shows and checks them, and the worker. */
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { DEFAULT_LIMITS } from "./network/targets.ts";

const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
/** A name or address and perhaps a port; the address of IPv6 is in brackets then. */
const HOST = /^(?:\[(?<six>[^\]]+)\]|(?<plain>[^:[\]]+))(?::(?<port>\d{1,5}))?$/;
const HIGHEST_PORT = 65_535;

/** `a, b` as a list. */
const list = z
  .string()
  .transform((text) => text.split(",").map((entry) => entry.trim()))
  .transform((entries) => entries.filter((entry) => entry !== ""));

const hosts = list.superRefine((entries, context) => {
  for (const entry of entries) {
    if (isHost(entry)) continue;
    const message = `"${entry}" is no name, name:port, address or range of addresses (10.0.0.0/8)`;
    context.addIssue({ code: "custom", message });
  }
});

const webAddress = (schemes: readonly string[]) =>
  z.string().refine(
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      return url !== undefined && schemes.includes(url.protocol) && url.search === "" && url.hash === "";
    },
    `has to be a URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}, without ? and #`,
  );

const atMost = (most: number) => z.coerce.number().int().min(1).max(most);

export const CONNECTOR_SETTINGS = {
  /** packages or files with connectors of one's own */
  MIZZEN_CONNECTORS: list.default([]),
  /** hosts that may be called although they are private or on this machine */
  MIZZEN_ALLOWED_HOSTS: hosts.default([]),
  /** hosts whose certificates need not be verified where a specification says so */
  MIZZEN_UNVERIFIED_HOSTS: hosts.default([]),
  /** calls of one target at once, in one worker */
  MIZZEN_TARGET_CALLS: atMost(1_000).default(DEFAULT_LIMITS.concurrency),
  /** failures of a target in a row after which it is not called for a while */
  MIZZEN_TARGET_FAILURES: atMost(1_000).default(DEFAULT_LIMITS.failures),
  /** for how long */
  MIZZEN_TARGET_PAUSE_SECONDS: atMost(3_600).default(DEFAULT_LIMITS.openFor / 1_000),
  MIZZEN_PROXY: webAddress(["http:", "https:"]).optional(),
  /** where outside systems reach the API */
  MIZZEN_PUBLIC_URL: webAddress(["http:", "https:"]).optional(),
} as const;

/** A name, an address, either with a port, or a range of addresses. */
export function isHost(entry: string): boolean {
  if (ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry)) return true;
  const { six, plain, port = "0" } = HOST.exec(entry)?.groups ?? {};
  if (Number(port) > HIGHEST_PORT) return false;
  return six === undefined ? plain !== undefined && NAME.test(plain) : ipaddr.IPv6.isValid(six);
}

/** The API's address for outside systems; without a setting, this machine's. */
export function publicUrl(setting: string | undefined, port: number): string {
  return setting ?? `http://127.0.0.1:${port}`;
}
