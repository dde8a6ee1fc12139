/**
 * Formats of JSON Schema. Those of the library are taken whose expressions do not go back without an end; a text that is
 * longer than any value of a format is none.
 */
import { format as libraryFormats } from "@cfworker/json-schema";
import { readDuration } from "../../time/duration.ts";
import type { Work } from "../types/work.ts";
import { schemaPatternProblem } from "./pattern.ts";

interface Format {
  /** what a text must be, as the end of a sentence */
  readonly expectation: string;
  readonly fits: (text: string) => boolean;
}

const library = (name: string): ((text: string) => boolean) => libraryFormats[name] ?? (() => true);

const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ["date", { expectation: "a date such as 2026-11-23", fits: library("date") }],
  ["time", { expectation: "a time with its zone such as 14:30:00Z", fits: library("time") }],
  ["date-time", { expectation: "a date and time such as 2026-11-23T14:30:00Z", fits: library("date-time") }],
  [
    "duration",
    { expectation: "a duration such as P1DT2H", fits: (text) => readDuration(text)?.isNegative === false },
  ],
  ["email", { expectation: "an email address", fits: library("email") }],
  ["hostname", { expectation: "the name of a host", fits: library("hostname") }],
  ["ipv4", { expectation: "an address such as 192.0.2.1", fits: library("ipv4") }],
  ["ipv6", { expectation: "an address such as 2001:db8::1", fits: library("ipv6") }],
  ["uri", { expectation: "a URI such as https://acme.com/", fits: library("uri") }],
  ["url", { expectation: "a URL such as https://acme.com/", fits: library("uri") }],
  ["uri-reference", { expectation: "a URI or a part of one", fits: library("uri-reference") }],
  ["uri-template", { expectation: "a template of a URI", fits: library("uri-template") }],
  ["uuid", { expectation: "a UUID", fits: library("uuid") }],
  ["json-pointer", { expectation: "a JSON pointer", fits: library("json-pointer") }],
  [
    "relative-json-pointer",
    { expectation: "a relative JSON pointer", fits: library("relative-json-pointer") },
  ],
  [
    "regex",
    { expectation: "a regular expression", fits: (text) => schemaPatternProblem(text) === undefined },
  ],
]);

/** The longest text that is looked at: browsers and servers take no longer addresses. */
const MAX_LENGTH = 8_000;

/**
 * What is wrong with a text by a format, as the end of a sentence; formats that are not known say nothing.
 * @throws TooMuchWork
 */
export function formatProblem(text: string, name: string, work: Work): string | undefined {
  const format = FORMATS.get(name);
  if (!format) return undefined;
  work.spend(5 + Math.min(text.length, MAX_LENGTH));
  if (text.length <= MAX_LENGTH && format.fits(text)) return undefined;
  return `must be ${format.expectation}`;
}
