/**
 * Regular expressions matched in time proportional to the text: all ways to match are followed at once, so that no
 * pattern of a specification can stall a worker by backtracking.
 */

/** Whether a character is of a class. */
export type CharacterTest = (codePoint: number, character: string) => boolean;

/** A regular expression as a tree. */
export type Tree =
  | { readonly kind: "character"; readonly test: CharacterTest }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Tree[] }
  | { readonly kind: "repeat"; readonly part: Tree; readonly min: number; readonly max: number };

type Step =
  | { readonly kind: "character"; readonly test: CharacterTest; next: number }
  | { readonly kind: "fork"; readonly targets: number[] }
  | { readonly kind: "end" };

/** Compiled expression; `undefined` for trees whose counted repetitions are too big to be unrolled. */
export interface Automaton {
  readonly steps: readonly Step[];
  readonly start: number;
}

const MAX_STEPS = 10_000;
/** Work that one match may cause: texts longer than this allows do not match. */
const MAX_WORK = 50_000_000;

class TooBig extends Error {}

/** Compiles a tree, from its end to its start. */
export function compileTree(tree: Tree): Automaton | undefined {
  const steps: Step[] = [{ kind: "end" }];
  try {
    return { start: build(tree, 0, steps), steps };
  } catch (error) {
    if (error instanceof TooBig) return undefined;
    throw error;
  }
}

function push(steps: Step[], step: Step): number {
  if (steps.length >= MAX_STEPS) throw new TooBig();
  return steps.push(step) - 1;
}

function build(tree: Tree, next: number, steps: Step[]): number {
  switch (tree.kind) {
    case "character":
      return push(steps, { kind: "character", test: tree.test, next });
    case "sequence":
      return tree.parts.reduceRight((after, part) => build(part, after, steps), next);
    case "choice":
      return push(steps, { kind: "fork", targets: tree.parts.map((part) => build(part, next, steps)) });
    case "repeat":
      return buildRepeat(tree, next, steps);
  }
}

function buildRepeat(tree: Tree & { kind: "repeat" }, next: number, steps: Step[]): number {
  let entry = next;
  if (tree.max === Infinity) {
    const targets = [next];
    entry = push(steps, { kind: "fork", targets });
    targets.push(build(tree.part, entry, steps));
  } else {
    for (let count = tree.min; count < tree.max; count += 1) {
      entry = push(steps, { kind: "fork", targets: [next, build(tree.part, entry, steps)] });
    }
  }
  for (let count = 0; count < tree.min; count += 1) entry = build(tree.part, entry, steps);
  return entry;
}

/** Whether the whole text matches. */
export function matches(automaton: Automaton, text: string): boolean {
  const { steps, start } = automaton;
  if (text.length * steps.length > MAX_WORK) return false;
  const seen = new Int32Array(steps.length).fill(-1);
  let current: number[] = [];
  let position = 0;
  follow(start, position, steps, seen, current);
  for (const character of text) {
    position += 1;
    const codePoint = character.codePointAt(0) ?? 0;
    const following: number[] = [];
    for (const index of current) {
      const step = steps[index];
      if (step?.kind === "character" && step.test(codePoint, character))
        follow(step.next, position, steps, seen, following);
    }
    if (following.length === 0) return false;
    current = following;
  }
  return current.includes(0);
}

/** Adds a step and all that forks lead to, each once a position. */
function follow(
  first: number,
  position: number,
  steps: readonly Step[],
  seen: Int32Array,
  into: number[],
): void {
  const open = [first];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen[index] === position) continue;
    seen[index] = position;
    const step = steps[index];
    if (step?.kind === "fork") open.push(...step.targets);
    else into.push(index);
  }
}
