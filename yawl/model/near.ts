/** What a misspelt name may have meant. */

/** Names that are looked at; a file may have ten thousand. */
const MOST_CANDIDATES = 2000;

/** ` Did you mean "offer"?`, or nothing when no candidate is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const found = nearest(name, candidates);
  return found === undefined ? "" : ` Did you mean "${found}"?`;
}

/** The candidate that is fewest changes away, if a slip of the pen explains them. */
function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > 100) return undefined;
  let best: string | undefined;
  let least = name.length <= 3 ? 2 : Math.min(4, Math.floor(name.length / 3) + 1);
  let looked = 0;
  for (const candidate of candidates) {
    if (++looked > MOST_CANDIDATES) break;
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const changes = distance(plain(name), plain(candidate));
    if (changes < least) {
      best = candidate;
      least = changes;
    }
  }
  return best;
}

/** Without what people mix up first: capitals and separators. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s-]/g, "");
}

/** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  let above: number[] = [];
  let row: number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next: number[] = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        least = Math.min(least, (above[j - 2] ?? 0) + 1);
      }
      next.push(least);
    }
    above = row;
    row = next;
  }
  return row[other.length] ?? 0;
}
