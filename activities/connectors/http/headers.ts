/** The headers of an answer. */
import { headerText } from "./charset.ts";

/** Names in lower case. One that came several times is a list, never joined: the parts may hold commas. `set-cookie` always is one. */
export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** @param raw as undici gives them: a character for each byte */
export function readHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => {
      const texts = [value ?? ""].flat().map(headerText);
      const [first = ""] = texts;
      return [name.toLowerCase(), texts.length === 1 && name.toLowerCase() !== "set-cookie" ? first : texts];
    }),
  );
}

/** All values of a header. */
export function valuesOf(headers: Headers, name: string): readonly string[] {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** The value of a header that comes once: the first. */
export function valueOf(headers: Headers, name: string): string | undefined {
  return valuesOf(headers, name)[0];
}
