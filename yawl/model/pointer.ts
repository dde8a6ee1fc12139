/** JSON pointers (RFC 6901): how faults name a place in data. */

/** The pointer of a property or array entry below another pointer. */
export function below(pointer: string, key: string | number): string {
  if (typeof key === "number") return `${pointer}/${key}`;
  if (!key.includes("~") && !key.includes("/")) return `${pointer}/${key}`;
  return `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
