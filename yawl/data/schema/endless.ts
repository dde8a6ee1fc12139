/** Schemas without an end: those that lead back to themselves before a step into the data, and those no value can fit. */
import { isKeywords } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";
import { resolveReferences } from "./references.ts";
import type { Resolved } from "./references.ts";

/** Schemas that one place in the data may be led through. */
const MAX_STEPS = 100;

/**
 * Finds out what is endless in a schema.
 * @param root complete in itself
 * @returns what is endless in the schema or one inside of it, as a sentence; `undefined` when nothing is
 */
export function endsOf(root: Keywords): (schema: Keywords) => string | undefined {
  const resolved = resolveReferences(root);
  const ways = longestWays(resolved);
  const filled = filledSchemas(resolved);
  return (schema) => {
    const steps = ways.get(schema) ?? 0;
    if (steps === Infinity)
      return "The type leads back to itself without a step into the data: it never ends.";
    if (steps > MAX_STEPS)
      return `The type leads through more than ${MAX_STEPS} schemas for one place in the data.`;
    if (filled.has(schema)) return undefined;
    return "No value fits the type: it needs a part of its own kind without an end.";
  };
}

/** Schemas for the same value as the schema's own. */
function besides(schema: Keywords, { targets }: Resolved): readonly unknown[] {
  const dependent = schema["dependentSchemas"];
  return [
    targets.get(schema),
    ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => listOf(schema[keyword])),
    ...["not", "if", "then", "else"].map((keyword) => schema[keyword]),
    ...(isKeywords(dependent) ? Object.values(dependent) : []),
  ];
}

/** By schema: the most schemas that one value is led through; infinite when there is a circle. */
function longestWays(resolved: Resolved): ReadonlyMap<Keywords, number> {
  const lengths = new Map<Keywords, number>();
  const open = new Set<Keywords>();
  for (const first of resolved.schemas) {
    // Not by recursion: a schema can refer to the next one thousands of times.
    const waiting = [first];
    for (let schema = waiting.at(-1); schema; schema = waiting.at(-1)) {
      const next = besides(schema, resolved).filter(isKeywords);
      const unknown = lengths.has(schema) ? [] : next.filter((each) => !lengths.has(each));
      if (unknown.length > 0 && !open.has(schema)) {
        open.add(schema);
        waiting.push(...unknown);
        continue;
      }
      // What is still unknown waits for this one: a circle.
      const length =
        unknown.length > 0
          ? Infinity
          : 1 + next.reduce((most, each) => Math.max(most, lengths.get(each) ?? 0), 0);
      lengths.set(schema, Math.max(length, lengths.get(schema) ?? 0));
      open.delete(schema);
      waiting.pop();
    }
  }
  return lengths;
}

/** The schemas that some value of finite size can fit: what a schema needs must have such values first. */
function filledSchemas(resolved: Resolved): ReadonlySet<Keywords> {
  const found = new Set<Keywords>();
  const isFound = (schema: unknown): boolean => !isKeywords(schema) || found.has(schema);
  const waitingFor = new Map<Keywords, Keywords[]>();
  for (const schema of resolved.schemas) {
    for (const part of [...besides(schema, resolved), ...needed(schema)]) {
      if (!isKeywords(part)) continue;
      const waiting = waitingFor.get(part);
      if (waiting) waiting.push(schema);
      else waitingFor.set(part, [schema]);
    }
  }
  const open = [...resolved.schemas];
  for (let schema = open.pop(); schema; schema = open.pop()) {
    if (found.has(schema) || !hasAll(schema, resolved, isFound)) continue;
    found.add(schema);
    open.push(...(waitingFor.get(schema) ?? []));
  }
  return found;
}

function hasAll(schema: Keywords, { targets }: Resolved, isFound: (schema: unknown) => boolean): boolean {
  if (!isFound(targets.get(schema)) || !listOf(schema["allOf"]).every(isFound)) return false;
  for (const keyword of ["anyOf", "oneOf"]) {
    const parts = listOf(schema[keyword]);
    if (parts.length > 0 && !parts.some(isFound)) return false;
  }
  return needed(schema).every(isFound);
}

/** The parts without which no value fits; none where the value may be of another kind. */
function needed(schema: Keywords): readonly unknown[] {
  const type =
    Array.isArray(schema["type"]) && schema["type"].length === 1
      ? (schema["type"][0] as unknown)
      : schema["type"];
  if (type === "object") {
    const properties = schema["properties"];
    if (!isKeywords(properties)) return [];
    return listOf(schema["required"]).map((name) =>
      typeof name === "string" && Object.hasOwn(properties, name) ? properties[name] : undefined,
    );
  }
  if (type !== "array") return [];
  const least = Number(schema["minItems"] ?? 0);
  const first = listOf(schema["prefixItems"]);
  const { items, contains, minContains } = schema;
  return [
    ...first.slice(0, least),
    ...(least > first.length ? [items] : []),
    ...(minContains === 0 ? [] : [contains]),
  ];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
