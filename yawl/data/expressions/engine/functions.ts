/**
 * The functions that queries call without saying so (`guard.ts`), and those that are answered here instead of by
 * fontoxpath: time, regular expressions, timers.
 */
import { STEP, type Budget } from "../budget.ts";
import { regexOf, type RegexMatch } from "../regex.ts";
import { MAX_SIZE } from "../sizes.ts";
import { define } from "./define.ts";
import { sizeOfItems } from "./items.ts";

/** Levels of a query that calls may nest, all calls taken together; half of the smallest stack is left then. */
export const MAX_CALL_DEPTH = 1_500;
/** Units for the call of a declared function. */
const CALL = 20;
/** Units for one item of a variable. */
const ITEM = 2;
/** Objects with no more properties than this are looked through in no time. */
const NARROW = 64;
/** Entries of a sort that one unit compares with a new one. */
const ENTRIES_PER_UNIT = 1;
/** Units for a part of an array that is compared or added up. */
export const PART = 2;
/** Characters of a text that is looked for, which may make looking for it dearer. */
const SEARCHED = 10_000;
/** Comparisons that one unit pays for. */
const PAIRS_PER_UNIT = 2;

const NOTHING: readonly unknown[] = [];

define("step", [], "item()*", ({ budget, widest }) => {
  budget.spend(STEP + (widest > NARROW ? widest : 0));
  return NOTHING;
});

define("item", [], "item()*", ({ budget, widest }) => {
  budget.spend(ITEM + (widest > NARROW ? widest : 0));
  return NOTHING;
});

// the engine's way to sort takes the square of the number of entries
define("order-begins", [], "item()*", ({ budget }) => {
  budget.spend(STEP);
  budget.sorted = 0;
  return NOTHING;
});

define("order", [], "item()*", ({ budget }) => {
  budget.sorted += 1;
  budget.spend(STEP + budget.sorted / ENTRIES_PER_UNIT);
  return NOTHING;
});

define("spend", ["xs:integer"], "item()*", ({ budget }, units) => {
  budget.spend(STEP + Math.max(0, Number(units)));
  return NOTHING;
});

// what was made is looked at once, part by part: each of its parts was looked at when it was made
define("made", ["function(*)"], "item()*", ({ budget }, give) => {
  budget.spend(STEP);
  if (sizeOfItems(give, budget) > MAX_SIZE) budget.end("makes a value that is too large");
  return NOTHING;
});

define("weigh", ["function(*)"], "item()*", ({ budget }, give) => {
  budget.spend(1 + sizeOfItems(give, budget) * PART);
  return NOTHING;
});

define("enter", ["xs:integer"], "item()*", ({ budget }, depth) => {
  // a call costs more the deeper it is: every variable of the calls around it is carried along
  budget.spend(CALL + Number(depth) / 4);
  if (Number(depth) > MAX_CALL_DEPTH) budget.end("calls functions that nest too deep");
  return NOTHING;
});

define("range", ["xs:anyAtomicType?", "xs:anyAtomicType?"], "item()*", ({ budget }, from, to) => {
  const length = Number(to) - Number(from) + 1;
  budget.spend(STEP + (length > 0 ? length : 0));
  return NOTHING;
});

define("pairs", ["xs:integer", "xs:integer"], "item()*", ({ budget }, first, second) => {
  budget.spend(STEP + (Number(first) * Number(second)) / PAIRS_PER_UNIT);
  return NOTHING;
});

define("text", ["xs:string?"], "xs:string?", ({ budget }, text) => {
  if (typeof text === "string") budget.read(text);
  return text;
});

// a text is looked for at every place of another one
define("search", ["xs:string?", "xs:string?"], "item()*", ({ budget }, text, part) => {
  budget.spend((textOf(text).length * Math.min(textOf(part).length, SEARCHED)) / 5_000);
  return NOTHING;
});

define("timer", ["xs:string"], "xs:string", ({ timers }, task) => timers(String(task)));

for (const [name, type] of [
  ["current-dateTime", "xs:dateTime"],
  ["current-date", "xs:date"],
  ["current-time", "xs:time"],
] as const)
  define(name, [], type, ({ now }) => new Date(now));

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

for (const more of [[], ["xs:string"]] as const) {
  define(
    "matches",
    ["xs:string?", "xs:string", ...more],
    "xs:boolean",
    ({ budget }, text, pattern, flags) => {
      budget.spend(STEP);
      return regexOf(textOf(pattern), textOf(flags)).match(textOf(text), 0, budget) !== undefined;
    },
  );
  define(
    "replace",
    ["xs:string?", "xs:string", "xs:string", ...more],
    "xs:string",
    ({ budget }, text, pattern, replacement, flags) => {
      budget.spend(STEP);
      const isPlain = textOf(flags).includes("q");
      return replaceAll(textOf(text), textOf(pattern), textOf(flags), budget, (match, source) =>
        isPlain ? textOf(replacement) : filled(textOf(replacement), match, source),
      );
    },
  );
  define(
    "tokenize",
    ["xs:string?", "xs:string", ...more],
    "xs:string*",
    ({ budget }, text, pattern, flags) => {
      budget.spend(STEP);
      return tokens(textOf(text), textOf(pattern), textOf(flags), budget);
    },
  );
}

define("tokenize", ["xs:string?"], "xs:string*", ({ budget }, text) => {
  const trimmed = textOf(text).trim();
  budget.read(trimmed);
  return trimmed === "" ? [] : trimmed.split(/\s+/);
});

/** Matches that take something; a pattern that may take nothing is refused, as XPath says (FORX0003). */
function matchesOf(text: string, pattern: string, flags: string, budget: Budget): readonly RegexMatch[] {
  const regex = regexOf(pattern, flags);
  const empty = regex.match("", 0, budget);
  if (empty) throw new Error(`the pattern "${pattern}" matches the empty text`);
  return regex.matchAll(text, budget);
}

function tokens(text: string, pattern: string, flags: string, budget: Budget): readonly string[] {
  if (text === "") return [];
  const found: string[] = [];
  let position = 0;
  for (const { start, end } of matchesOf(text, pattern, flags, budget)) {
    found.push(text.slice(position, start));
    position = end;
  }
  budget.spend(found.length);
  return [...found, text.slice(position)];
}

function replaceAll(
  text: string,
  pattern: string,
  flags: string,
  budget: Budget,
  replacement: (match: RegexMatch, source: string) => string,
): string {
  const parts: string[] = [];
  let position = 0;
  for (const match of matchesOf(text, pattern, flags, budget)) {
    const part = replacement(match, text);
    budget.read(part);
    parts.push(text.slice(position, match.start), part);
    position = match.end;
  }
  return parts.join("") + text.slice(position);
}

/** `$1` is a group, `$0` all of the match, `\$` and `\\` are themselves. */
function filled(replacement: string, { start, end, groups }: RegexMatch, source: string): string {
  return replacement.replaceAll(/\\([\\$])|\$(\d)|[\\$]/g, (whole, escaped?: string, digit?: string) => {
    if (escaped !== undefined) return escaped;
    if (digit === undefined) throw new Error(`the replacement has "${whole}" without a digit or an escape`);
    return digit === "0" ? source.slice(start, end) : (groups[Number(digit) - 1] ?? "");
  });
}
