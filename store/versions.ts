/** Order of versions: `0.10` is newer than `0.9`. */

/** Below 0 when `left` is older, above 0 when it is newer; parts between dots are compared as numbers where they are. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left.split("."), right.split(".")];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = comparePart(a[index] ?? "0", b[index] ?? "0");
    if (difference !== 0) return difference;
  }
  return 0;
}

export function newestFirst(versions: readonly string[]): readonly string[] {
  return versions.toSorted((left, right) => compareVersions(right, left));
}

/** The newest of some versions. */
export function newest(versions: readonly string[]): string | undefined {
  return newestFirst(versions)[0];
}

function comparePart(left: string, right: string): number {
  const numeric = /^\d+$/;
  if (numeric.test(left) && numeric.test(right)) {
    const [a, b] = [BigInt(left), BigInt(right)];
    return a < b ? -1 : Number(a > b);
  }
  return left < right ? -1 : Number(left > right);
}
