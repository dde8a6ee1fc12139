/**
 * Regular expressions that cannot hang: they are matched by going back, as JavaScript's are, but every step is charged to the
 * expression's budget, so that a pattern that explodes ends with a fault.
 */
import { Remembered } from "../../model/remembered.ts";
import type { Budget } from "./budget.ts";
import { BadPattern, parseRegex, type CharacterTest, type RegexTree } from "./regex-parse.ts";

type Instruction =
  | { readonly kind: "character"; readonly test: CharacterTest }
  | { readonly kind: "start" | "end" | "boundary" | "no-boundary" | "found" }
  | { readonly kind: "back"; readonly number: number }
  /** goes on at `next`; when that fails, at `other` */
  | { readonly kind: "fork"; next: number; other: number }
  | { readonly kind: "jump"; next: number }
  | { readonly kind: "save"; readonly slot: number }
  /** fails when nothing was taken since the slot was saved: what may be left out must take something */
  | { readonly kind: "moved"; readonly slot: number };

const MAX_PROGRAM = 10_000;
/** Units of the budget for one step of matching. */
const STEP_COST = 0.4;

/** Where a pattern matched. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** texts of the groups from 1; those that took no part are `undefined` */
  readonly groups: readonly (string | undefined)[];
}

/**
 * A regular expression as a program: it is matched in time that grows with text and pattern only, and paid for from a budget.
 */
export class Regex {
  readonly #program: Instruction[] = [];
  readonly #groups: number;
  readonly #multiline: boolean;
  readonly #ignoreCase: boolean;
  #slots: number;

  /**
   * @param flags of XPath (`s`, `m`, `i`, `x`, `q`) or JavaScript (`g` means nothing here)
   * @throws BadPattern
   */
  constructor(pattern: string, flags = "") {
    const unknown = /[^smixqgu]/.exec(flags);
    if (unknown) throw new BadPattern(`has the unknown flag "${unknown[0]}"`);
    const text = flags.includes("q")
      ? pattern.replaceAll(/[\\^$.*+?()[\]{}|-]/g, "\\$&")
      : flags.includes("x")
        ? pattern.replaceAll(/\s/g, "")
        : pattern;
    this.#multiline = flags.includes("m");
    this.#ignoreCase = flags.includes("i");
    const { tree, groups } = parseRegex(text, {
      ignoreCase: this.#ignoreCase,
      dotAll: flags.includes("s"),
    });
    this.#groups = groups;
    this.#slots = 2 * (groups + 1);
    this.#add({ kind: "save", slot: 0 });
    this.#compile(tree);
    this.#add({ kind: "save", slot: 1 });
    this.#add({ kind: "found" });
  }

  #add(instruction: Instruction): number {
    if (this.#program.length >= MAX_PROGRAM) throw new BadPattern("repeats too much");
    return this.#program.push(instruction) - 1;
  }

  #compile(tree: RegexTree): void {
    switch (tree.kind) {
      case "character":
      case "start":
      case "end":
      case "boundary":
      case "no-boundary":
      case "back":
        this.#add(tree);
        break;
      case "sequence":
        for (const part of tree.parts) this.#compile(part);
        break;
      case "choice":
        this.#compileChoice(tree.parts);
        break;
      case "group":
        this.#add({ kind: "save", slot: 2 * tree.number });
        this.#compile(tree.part);
        this.#add({ kind: "save", slot: 2 * tree.number + 1 });
        break;
      case "repeat":
        this.#compileRepeat(tree);
        break;
    }
  }

  #compileChoice(parts: readonly RegexTree[]): void {
    const jumps: { next: number }[] = [];
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      const fork = { kind: "fork" as const, next: 0, other: 0 };
      if (!isLast) fork.next = this.#add(fork) + 1;
      this.#compile(part);
      if (isLast) continue;
      const jump = { kind: "jump" as const, next: 0 };
      this.#add(jump);
      jumps.push(jump);
      fork.other = this.#program.length;
    }
    for (const jump of jumps) jump.next = this.#program.length;
  }

  #compileRepeat({ part, min, max, lazy }: RegexTree & { readonly kind: "repeat" }): void {
    for (let count = 0; count < min; count += 1) this.#compile(part);
    const slot = this.#slots;
    this.#slots += 1;
    if (max === Infinity) {
      const { fork, into, after } = this.#fork(lazy);
      this.#add({ kind: "save", slot });
      into(this.#program.length - 1);
      this.#compile(part);
      this.#add({ kind: "moved", slot });
      this.#add({ kind: "jump", next: fork });
      after(this.#program.length);
      return;
    }
    const exits: ((position: number) => void)[] = [];
    for (let count = min; count < max; count += 1) {
      const { into, after } = this.#fork(lazy);
      into(this.#program.length);
      exits.push(after);
      this.#add({ kind: "save", slot });
      this.#compile(part);
      this.#add({ kind: "moved", slot });
    }
    for (const after of exits) after(this.#program.length);
  }

  /** A choice between going into a repetition (first, unless it is reluctant) and going on after it. */
  #fork(lazy: boolean): {
    readonly fork: number;
    readonly into: (position: number) => void;
    readonly after: (position: number) => void;
  } {
    const instruction = { kind: "fork" as const, next: 0, other: 0 };
    return {
      fork: this.#add(instruction),
      into: (position) => (lazy ? (instruction.other = position) : (instruction.next = position)),
      after: (position) => (lazy ? (instruction.next = position) : (instruction.other = position)),
    };
  }

  /** The first match at or after a position. @throws Exhausted */
  match(text: string, from: number, budget: Budget): RegexMatch | undefined {
    for (let start = from; start <= text.length; start += 1) {
      const found = this.#matchAt(text, start, budget);
      if (found) return found;
    }
    return undefined;
  }

  /** All matches that take something, one after the other. @throws Exhausted */
  matchAll(text: string, budget: Budget): readonly RegexMatch[] {
    const found: RegexMatch[] = [];
    for (let position = 0; position <= text.length;) {
      const next = this.match(text, position, budget);
      if (!next) break;
      if (next.end > next.start) found.push(next);
      position = Math.max(next.end, next.start + (next.end === next.start ? 1 : 0));
    }
    return found;
  }

  #matchAt(text: string, start: number, budget: Budget): RegexMatch | undefined {
    let saved: readonly number[] = Array.from({ length: this.#slots }, () => -1);
    const waiting: { readonly at: number; readonly position: number; readonly saved: readonly number[] }[] =
      [];
    let at = 0;
    let position = start;
    for (;;) {
      budget.spend(STEP_COST);
      const instruction = this.#program[at];
      if (instruction?.kind === "found") return this.#found(text, saved);
      let goesOn = true;
      switch (instruction?.kind) {
        case "character": {
          const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
          goesOn = position < text.length && instruction.test(character);
          position += character.length;
          break;
        }
        case "fork":
          // a copy of the saved places a fork: they are few
          waiting.push({ at: instruction.other, position, saved });
          budget.spend(saved.length * STEP_COST);
          at = instruction.next - 1;
          break;
        case "jump":
          at = instruction.next - 1;
          break;
        case "save":
          saved = saved.with(instruction.slot, position);
          break;
        case "moved":
          goesOn = saved[instruction.slot] !== position;
          break;
        case "back": {
          const part = text.slice(saved[2 * instruction.number], saved[2 * instruction.number + 1]);
          budget.read(part);
          const there = text.slice(position, position + part.length);
          goesOn = this.#ignoreCase ? there.toLowerCase() === part.toLowerCase() : there === part;
          position += part.length;
          break;
        }
        case undefined:
          goesOn = false;
          break;
        case "start":
        case "end":
        case "boundary":
        case "no-boundary":
          goesOn = this.#holds(instruction.kind, text, position);
          break;
      }
      if (goesOn) {
        at += 1;
        continue;
      }
      const back = waiting.pop();
      if (!back) return undefined;
      ({ at, position, saved } = back);
    }
  }

  #holds(kind: "start" | "end" | "boundary" | "no-boundary", text: string, position: number): boolean {
    if (kind === "start") return position === 0 || (this.#multiline && text[position - 1] === "\n");
    if (kind === "end") return position === text.length || (this.#multiline && text[position] === "\n");
    const isBoundary = isWord(text[position - 1]) !== isWord(text[position]);
    return isBoundary === (kind === "boundary");
  }

  #found(text: string, saved: readonly number[]): RegexMatch {
    const part = (number: number): string | undefined => {
      const [from = -1, to = -1] = [saved[2 * number], saved[2 * number + 1]];
      return from < 0 || to < 0 ? undefined : text.slice(from, to);
    };
    const groups = Array.from({ length: this.#groups }, (_, index) => part(index + 1));
    return { start: saved[0] ?? 0, end: saved[1] ?? 0, groups };
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

const known = new Remembered<Regex>(1_000);

/** A regular expression, compiled once. @throws BadPattern */
export function regexOf(pattern: string, flags: string): Regex {
  return known.get(`${flags}/${pattern}`, () => new Regex(pattern, flags));
}
