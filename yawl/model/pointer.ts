/** JSON pointers (RFC 6901): how faults name a place in data. */

/** The pointer of a property or array entry below another pointer. */
export function below(pointer: string, key: string | number): string {
  if (typeof key === "number") return `${pointer}/${key}`;
  if (!key.includes("~") && !key.includes("/")) return `${pointer}/${key}`;
  return `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The pointer of a path: names of properties and numbers of array entries, from the outside in. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (pointer, key) => below(pointer, typeof key === "number" ? key : String(key)),
    "",
  );
}

/** The parts of a pointer: names of properties and numbers, as text; none for the whole. */
export function partsOfPointer(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What stands at a pointer in a value; `undefined` when nothing does. */
export function followPointer(value: unknown, pointer: string): unknown {
  let found: unknown = value;
  for (const part of partsOfPointer(pointer)) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[part];
  }
  return found;
}
