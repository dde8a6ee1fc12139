/** Tokens in the conditions of one net instance: condition id -> number of tokens; conditions without tokens are absent. */
export type Marking = Readonly<Record<string, number>>;

export function tokens(marking: Marking, condition: string): number {
  return Object.hasOwn(marking, condition) ? (marking[condition] ?? 0) : 0;
}

/** The marking with `count` more tokens (negative: fewer) in each of the conditions. */
export function change(marking: Marking, conditions: readonly string[], count: number): Marking {
  const next: Record<string, number> = { ...marking };
  for (const condition of conditions) {
    const left = tokens(next, condition) + count;
    if (left < 0) throw new Error(`condition ${condition} has no token to take`);
    if (left === 0) delete next[condition];
    else next[condition] = left;
  }
  return next;
}

/** The marking without any token in the conditions. */
export function clear(marking: Marking, conditions: readonly string[]): Marking {
  const next: Record<string, number> = { ...marking };
  for (const condition of conditions) delete next[condition];
  return next;
}

export function isEmpty(marking: Marking): boolean {
  return Object.keys(marking).length === 0;
}
