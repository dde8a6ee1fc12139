/**
 * JSONata 1.8 (synchronous) by the few things of it that are used here; its own declarations know neither its options nor
 * what it throws.
 */
import loaded from "jsonata";

interface Compiled {
  evaluate(input: unknown, bindings: Readonly<Record<string, unknown>>): unknown;
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

export type JsonataMatch = (string | undefined)[] & { index: number };

export type RegexEngine = new (source: RegExp) => JsonataRegex;

export const jsonata = loaded as unknown as (text: string) => Compiled;

let engine: RegexEngine | undefined;

/**
 * The engine by which regular expressions are made when they are evaluated: one for the whole library, which sets it anew for
 * each expression that it reads. What a workflow shares with others is frozen, so it has to be a property with a setter.
 */
Object.defineProperty(loaded, "RegexEngine", {
  get: () => engine ?? RegExp,
  set() {
    // it stays what it is
  },
});

/** Does something with another engine for regular expressions. */
export function withEngine<T>(other: RegexEngine, work: () => T): T {
  const before = engine;
  engine = other;
  try {
    return work();
  } finally {
    engine = before;
  }
}
