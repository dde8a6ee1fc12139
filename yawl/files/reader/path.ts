/** Paths of elements, by which parts that a reader did not understand find their way back into a written file. */

/** What a path needs to know of an element, whether it was read or is to be written. */
export interface PathElement {
  readonly name: string;
  /** value of its attribute `id` */
  readonly id?: string | undefined;
  /** text of its child `name`, for variables and parameters: their order may change */
  readonly title?: string | undefined;
}

const NAMED_BY_CHILD: ReadonlySet<string> = new Set([
  "inputParam",
  "outputParam",
  "enablementParam",
  "localVariable",
]);

/** Longest id in a path; of ids that begin the same the first is meant. */
const MAX_ID = 80;

/**
 * The steps of elements that stand in one parent, e.g. `task[a]`, `inputParam[amount]`, `flowsInto[2]`, `layout`: by id, by
 * name, or by the number among those of the same name, from the second on.
 */
export function stepsOf(siblings: readonly PathElement[]): readonly string[] {
  const seen = new Map<string, number>();
  return siblings.map((element) => {
    const { name } = element;
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    // Beta 2 has an element of its own for the root net
    const written = name === "rootNet" ? "decomposition" : name;
    const id = element.id ?? (NAMED_BY_CHILD.has(name) ? element.title : undefined);
    if (id !== undefined) return `${written}[${id.slice(0, MAX_ID)}]`;
    return number > 1 ? `${written}[${number}]` : written;
  });
}
