/** Circles where there must be none: in what stands above what. */

/**
 * The circle that something is in, from it back to it (`["a", "b", "a"]`); `undefined` when it is in none, though one may lie
 * above it.
 */
export function circleFrom(
  id: string,
  above: (id: string) => string | undefined,
): readonly string[] | undefined {
  const line = [id];
  const seen = new Set(line);
  for (let upper = above(id); upper !== undefined; upper = above(upper)) {
    line.push(upper);
    if (upper === id) return line;
    if (seen.has(upper)) return undefined;
    seen.add(upper);
  }
  return undefined;
}
