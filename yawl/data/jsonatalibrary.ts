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

type RegexEngine = new (source: RegExp) => JsonataRegex;

interface Library {
  (text: string, options?: { readonly RegexEngine?: RegexEngine }): Compiled;
  /** the engine that regular expressions of all expressions are made by when they are evaluated */
  RegexEngine: RegexEngine;
}

export const jsonata = loaded as unknown as Library;
