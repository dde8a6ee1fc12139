/** Finds where text stops being JSON: the built-in parser does not say it in every case. */

/** Where a text stops being JSON, and why, as the end of a sentence. */
export interface Mistake {
  /** of the first character that cannot stand there; the length of the text when it ends too early */
  readonly offset: number;
  readonly message: string;
}

type Expected = "value" | "value or ]" | "name" | "name or }" | ":" | ", or ]" | ", or }" | "the end";

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const WHITE_SPACE = /[ \t\n\r]*/y;

/** The first mistake in text that is not JSON. */
export function findMistake(text: string): Mistake {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let offset = 0;
  for (;;) {
    offset = skip(WHITE_SPACE, text, offset) ?? offset;
    if (offset >= text.length) return { offset, message: `it ends where ${expected} should come` };
    const character = text.charAt(offset);
    const step = next(expected, character, open);
    if (step === "scalar") {
      const end = scalar(text, offset);
      if (end === undefined) return { offset, message: `${expected} should come here` };
      if (typeof end === "object") return end;
      offset = end;
      expected = isName(expected) ? ":" : afterValue(open);
    } else if (step === undefined) {
      return { offset, message: `${expected} should come here` };
    } else {
      offset += 1;
      expected = step;
    }
  }
}

/** What a character leads to: the next thing expected, a string, number or word to be read, or nothing that fits. */
function next(expected: Expected, character: string, open: ("{" | "[")[]): Expected | "scalar" | undefined {
  switch (expected) {
    case "value":
    case "value or ]":
      if (character === "]" && expected === "value or ]") return closed(open);
      if (character === "{") return opened("{", open);
      return character === "[" ? opened("[", open) : "scalar";
    case "name":
    case "name or }":
      if (character === "}" && expected === "name or }") return closed(open);
      return character === '"' ? "scalar" : undefined;
    case ":":
      return character === ":" ? "value" : undefined;
    case ", or ]":
      if (character === "]") return closed(open);
      return character === "," ? "value" : undefined;
    case ", or }":
      if (character === "}") return closed(open);
      return character === "," ? "name" : undefined;
    case "the end":
      return undefined;
  }
}

function isName(expected: Expected): boolean {
  return expected === "name" || expected === "name or }";
}

function opened(bracket: "{" | "[", open: ("{" | "[")[]): Expected {
  open.push(bracket);
  return bracket === "{" ? "name or }" : "value or ]";
}

function closed(open: ("{" | "[")[]): Expected {
  open.pop();
  return afterValue(open);
}

function afterValue(open: readonly ("{" | "[")[]): Expected {
  const bracket = open.at(-1);
  if (bracket === undefined) return "the end";
  return bracket === "{" ? ", or }" : ", or ]";
}

/** Where the string, number or word at this place ends. */
function scalar(text: string, offset: number): number | Mistake | undefined {
  if (text.charAt(offset) === '"') return string(text, offset);
  return skip(NUMBER, text, offset) ?? skip(WORD, text, offset);
}

function string(text: string, from: number): number | Mistake {
  for (let offset = from + 1; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '"') return offset + 1;
    if (character < " ") return { offset, message: "a string cannot hold this character as it is" };
    if (character !== "\\") continue;
    if (!/^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(offset + 1, offset + 6))) {
      return { offset, message: "there is no such escape" };
    }
    offset += 1;
  }
  return { offset: text.length, message: "a string does not end" };
}

function skip(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
