/**
 * JSONata 1.8 (synchronous) by the few things of it that are used here; its own declarations know neither its options nor
 * what it throws.
 */
import loaded from "jsonata";

interface Compiled {
  evaluate(input: unknown, bindings: Readonly<Record<string, unknown>>): unknown;
  /** the tree that is evaluated */
  ast(): object;
}

/** Where an evaluation looks up what is bound. */
export interface JsonataEnvironment {
  lookup(name: string): unknown;
  bind(name: string, value: unknown): void;
}

/** A regular expression as JSONata uses it: like JavaScript's, from one of JavaScript's. */
export interface JsonataRegex {
  lastIndex: number;
  exec(text: string): JsonataMatch | null;
}

/** A match as JavaScript's `exec` gives it: the whole, then the groups. */
export type JsonataMatch = (string | undefined)[] & { index: number };

/** Makes the regular expression that is evaluated from the one that is written. */
export type RegexEngine = new (source: RegExp) => JsonataRegex;

/**
 * Compiles an expression.
 * @throws the library's own object with `code` and `position` for a text that is none
 */
export const jsonata = loaded as unknown as (text: string) => Compiled;

type Exchange = (next: RegexEngine | undefined) => RegexEngine | undefined;

const EXCHANGE = Symbol.for("mizzen: engine of JSONata's regular expressions");

/**
 * Sets the engine by which regular expressions are made when they are evaluated, and answers the one before: there is one for
 * the whole library, which sets it anew for each expression that it reads. What a workflow shares with others is frozen, so
 * it has to be a property with a setter; where this module is loaded twice, both find the same.
 */
const exchange: Exchange = (loaded as { [EXCHANGE]?: Exchange })[EXCHANGE] ?? installed();

function installed(): Exchange {
  let engine: RegexEngine | undefined;
  const made: Exchange = (next) => {
    const before = engine;
    engine = next;
    return before;
  };
  Object.defineProperty(loaded, "RegexEngine", {
    get: () => engine ?? RegExp,
    set(_ofTheLibrary: unknown) {
      // ours stays
    },
  });
  Object.defineProperty(loaded, EXCHANGE, { value: made });
  return made;
}

/** Does something with another engine for regular expressions. */
export function withEngine<T>(other: RegexEngine, work: () => T): T {
  const before = exchange(other);
  try {
    return work();
  } finally {
    exchange(before);
  }
}
