/** Tokens in the conditions of one net instance: condition id -> number of tokens; conditions without tokens are absent. */
export type Marking = Readonly<Record<string, number>>;

/** A marking that is being changed. */
export type MarkingDraft = Record<string, number>;

/** How many tokens a condition has. */
export function tokens(marking: Marking, condition: string): number {
  return Object.hasOwn(marking, condition) ? (marking[condition] ?? 0) : 0;
}

/** Puts one token in each of the conditions; a condition that is named twice gets two. */
export function put(marking: MarkingDraft, conditions: readonly string[]): void {
  for (const condition of conditions) marking[condition] = tokens(marking, condition) + 1;
}

/**
 * Takes one token from each of the conditions.
 * @throws Error when a condition has none: a bug, since only what is there is taken
 */
export function take(marking: MarkingDraft, conditions: readonly string[]): void {
  for (const condition of conditions) {
    const left = tokens(marking, condition) - 1;
    if (left < 0) throw new Error(`condition ${condition} has no token to take`);
    if (left === 0) delete marking[condition];
    else marking[condition] = left;
  }
}

/** Removes all tokens from the conditions. */
export function clear(marking: MarkingDraft, conditions: readonly string[]): void {
  for (const condition of conditions) delete marking[condition];
}

/** Whether there is no token at all. */
export function isEmpty(marking: Marking): boolean {
  for (const condition in marking) if (Object.hasOwn(marking, condition)) return false;
  return true;
}
