/**
 * A copy of an object with other values for some properties: what `{ ...object, ...changes }` gives, several times as quick
 * where objects of many shapes come by. An engine keeps few shapes in mind for a place with a spread, and copies property by
 * property what has another; for `Object.assign` it does not matter. For objects whose names are known beforehand only: to
 * assign `__proto__` is not to copy it.
 */
export function revised<T extends object, Changes extends object>(object: T, changes: Changes): T & Changes {
  return Object.assign({}, object, changes);
}
