/** Settings of connectors in the environment: the same for the API, which shows and checks them, and the worker. */
import { z } from "zod";

const ADDRESS = /^\[?[0-9a-fA-F:.]+\]?(?:\/\d{1,3})?$/;
const HOST = /^(?:\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
const PORT = /:(\d{1,5})$/;
const HIGHEST_PORT = 65_535;

/** `a, b` as a list. */
const list = z
  .string()
  .transform((text) => text.split(",").map((entry) => entry.trim()))
  .transform((entries) => entries.filter((entry) => entry !== ""));

const webAddress = (schemes: readonly string[]) =>
  z.string().refine(
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      return url !== undefined && schemes.includes(url.protocol) && url.search === "" && url.hash === "";
    },
    `has to be a URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}, without ? and #`,
  );

export const CONNECTOR_SETTINGS = {
  /** packages or files with connectors of one's own */
  MIZZEN_CONNECTORS: list.default([]),
  /** hosts that may be called although they are private or on this machine */
  MIZZEN_ALLOWED_HOSTS: list
    .superRefine((entries, context) => {
      for (const entry of entries) {
        if (!isHost(entry))
          context.addIssue({
            code: "custom",
            message: `"${entry}" is no name, name:port, address or range of addresses (10.0.0.0/8)`,
          });
      }
    })
    .default([]),
  MIZZEN_PROXY: webAddress(["http:", "https:"]).optional(),
  /** where outside systems reach the API */
  MIZZEN_PUBLIC_URL: webAddress(["http:", "https:"]).optional(),
} as const;

function isHost(entry: string): boolean {
  if (ADDRESS.test(entry) || HOST.test(entry)) return true;
  const port = PORT.exec(entry)?.[1];
  if (port === undefined || Number(port) > HIGHEST_PORT) return false;
  const host = entry.slice(0, -port.length - 1);
  return HOST.test(host) || ADDRESS.test(host);
}

/** The API's address for outside systems; without a setting, this machine's. */
export function publicUrl(setting: string | undefined, port: number): string {
  return setting ?? `http://127.0.0.1:${port}`;
}
