/**
 * Regular expressions matched in time proportional to the text: all ways to match are followed at once, so that no
 * pattern of a specification can stall a worker by backtracking. What a match costs is counted, for a large expression on
 * a long text is much work all the same.
 */
import { Remembered } from "../../model/remembered.ts";
import type { Work } from "./work.ts";

/** Whether a character is of a class. */
export type CharacterTest = (codePoint: number, character: string) => boolean;

/** What may be asked of a place between two characters. */
export type Border = "start" | "end" | "boundary" | "no-boundary";

/** A regular expression as a tree. */
export type Tree =
  | {
      readonly kind: "character";
      readonly test: CharacterTest;
      /** how many tests in one it is; 1 by default */
      readonly size?: number;
    }
  | { readonly kind: Border }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Tree[] }
  | { readonly kind: "repeat"; readonly part: Tree; readonly min: number; readonly max: number };

type Step =
  | { readonly kind: "character"; readonly test: CharacterTest; readonly cost: number; readonly next: number }
  | { readonly kind: "border"; readonly border: Border; readonly next: number }
  | { readonly kind: "fork"; readonly targets: number[] }
  | { readonly kind: "end" };

/** Compiled expression. */
export interface Automaton {
  readonly steps: readonly Step[];
  readonly start: number;
}

/** Steps of one expression, its repetitions written out. */
export const MAX_STEPS = 10_000;
/** Nested repetitions of nothing (`(){9}`) make no steps, but are built all the same. */
const MAX_BUILT = 100_000;

class TooBig extends Error {}

/** Compiles a tree, from its end to its start; `undefined` when its repetitions are too big to be written out. */
export function compileTree(tree: Tree): Automaton | undefined {
  const builder = new Builder();
  try {
    return { start: builder.build(tree, 0), steps: builder.steps };
  } catch (error) {
    if (error instanceof TooBig) return undefined;
    throw error;
  }
}

class Builder {
  readonly steps: Step[] = [{ kind: "end" }];
  private built = 0;

  private push(step: Step): number {
    if (this.steps.length >= MAX_STEPS) throw new TooBig();
    return this.steps.push(step) - 1;
  }

  build(tree: Tree, next: number): number {
    this.built += 1;
    if (this.built > MAX_BUILT) throw new TooBig();
    switch (tree.kind) {
      case "character": {
        const cost = 0.5 + (tree.size ?? 1) / 10;
        return this.push({ kind: "character", test: tree.test, cost, next });
      }
      case "start":
      case "end":
      case "boundary":
      case "no-boundary":
        return this.push({ kind: "border", border: tree.kind, next });
      case "sequence":
        return tree.parts.reduceRight((after, part) => this.build(part, after), next);
      case "choice":
        return this.push({ kind: "fork", targets: tree.parts.map((part) => this.build(part, next)) });
      case "repeat":
        return this.repeat(tree, next);
    }
  }

  private repeat(tree: Tree & { kind: "repeat" }, next: number): number {
    let entry = next;
    if (tree.max === Infinity) {
      const targets = [next];
      entry = this.push({ kind: "fork", targets });
      targets.push(this.build(tree.part, entry));
    } else {
      for (let count = tree.min; count < tree.max; count += 1) {
        entry = this.push({ kind: "fork", targets: [next, this.build(tree.part, entry)] });
      }
    }
    for (let count = 0; count < tree.min; count += 1) entry = this.build(tree.part, entry);
    return entry;
  }
}

/** Whether the whole text matches. @throws TooMuchWork */
export function matches(automaton: Automaton, text: string, work: Work): boolean {
  return new Run(automaton, text, work).whole();
}

/** Whether some part of the text matches. @throws TooMuchWork */
export function finds(automaton: Automaton, text: string, work: Work): boolean {
  return new Run(automaton, text, work).anywhere();
}

/** One match: the steps that are open at a place in the text. */
class Run {
  private readonly automaton: Automaton;
  private readonly text: string;
  private readonly work: Work;
  /** by step: the last place at which it was opened */
  private readonly seen: Int32Array;
  private position = 0;
  private open: number[] = [];
  private isFound = false;

  constructor(automaton: Automaton, text: string, work: Work) {
    work.spend(1 + automaton.steps.length / 50);
    this.automaton = automaton;
    this.text = text;
    this.work = work;
    this.seen = new Int32Array(automaton.steps.length).fill(-1);
    this.follow(automaton.start);
  }

  whole(): boolean {
    while (this.position < this.text.length) {
      this.advance();
      if (this.open.length === 0 && !this.isFound) return false;
    }
    return this.isFound;
  }

  anywhere(): boolean {
    while (!this.isFound && this.position < this.text.length) {
      this.advance();
      this.follow(this.automaton.start);
    }
    return this.isFound;
  }

  /** Takes one character. */
  private advance(): void {
    const codePoint = this.text.codePointAt(this.position) ?? 0;
    const character = String.fromCodePoint(codePoint);
    const { open } = this;
    this.open = [];
    this.isFound = false;
    this.position += character.length;
    let cost = 0.5;
    for (const index of open) {
      const step = this.automaton.steps[index];
      if (step?.kind !== "character") continue;
      cost += step.cost;
      if (step.test(codePoint, character)) this.follow(step.next);
    }
    this.work.spend(cost);
  }

  /** Opens a step and all that forks lead to, each once a place. */
  private follow(first: number): void {
    const waiting = [first];
    let followed = 0;
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      followed += 1;
      if (this.seen[index] === this.position) continue;
      this.seen[index] = this.position;
      const step = this.automaton.steps[index];
      if (step?.kind === "character") this.open.push(index);
      else if (step?.kind === "end") this.isFound = true;
      else if (step?.kind === "fork") for (const target of step.targets) waiting.push(target);
      else if (step?.kind === "border" && this.holds(step.border)) waiting.push(step.next);
    }
    this.work.spend(followed / 4);
  }

  private holds(border: Border): boolean {
    const { text, position } = this;
    if (border === "start") return position === 0;
    if (border === "end") return position === text.length;
    const isBoundary = isWord(text[position - 1]) !== isWord(text[position]);
    return isBoundary === (border === "boundary");
  }
}

/** A letter, digit or underscore of ASCII, as `\b` means it. */
function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

/** Expressions by their text: read once, and forgotten when they take too much room. */
export class CompiledPatterns {
  private readonly known = new Remembered<Automaton | string>(MAX_KEPT_STEPS, stepsKept);
  private readonly read: (pattern: string) => Tree | string;

  /** @param read the tree of a pattern, or why it cannot be read */
  constructor(read: (pattern: string) => Tree | string) {
    this.read = read;
  }

  /** The automaton of a pattern, or why there is none, as the end of a sentence. */
  of(pattern: string): Automaton | string {
    return this.known.get(pattern, () => {
      const tree = this.read(pattern);
      return typeof tree === "string" ? tree : (compileTree(tree) ?? "its repetitions are too big");
    });
  }
}

/** Steps that are kept of all expressions together. */
const MAX_KEPT_STEPS = 300_000;

/** How many steps a pattern counts as; its text and the entry itself count, too. */
function stepsKept(pattern: string, made: Automaton | string): number {
  return 100 + Math.ceil(pattern.length / 10) + (typeof made === "string" ? 0 : made.steps.length);
}
