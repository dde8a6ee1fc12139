/** Things of an organisation that have an id and a name, may stand above each other, and are held by people. */

/** A role, position, group or capability, as far as the index looks at it. */
export interface NamedEntry {
  readonly id: string;
  readonly name: string;
  /** id or name of what is above it */
  readonly above?: string | undefined;
}

/**
 * Entries of one kind by what people call them. A reference is an id or a name; where a name is the id of another entry,
 * it means that one. What somebody holds without an entry counts as an entry of that id.
 */
export class Named {
  private readonly byId = new Map<string, NamedEntry>();
  private readonly byName = new Map<string, string[]>();
  private readonly lines = new Map<string, readonly string[]>();
  private readonly holders = new Map<string, Set<string>>();

  constructor(entries: readonly NamedEntry[]) {
    for (const entry of entries) this.add(entry);
  }

  private add(entry: NamedEntry): void {
    if (this.byId.has(entry.id)) return;
    this.byId.set(entry.id, entry);
    const same = this.byName.get(entry.name);
    if (same) same.push(entry.id);
    else this.byName.set(entry.name, [entry.id]);
  }

  /** What a reference means: one id, or several where entries share the name; none if nothing has that id or name. */
  idsOf(reference: string): readonly string[] {
    return this.byId.has(reference) ? [reference] : (this.byName.get(reference) ?? []);
  }

  /** The entry itself and everything above it, nearest first; a circle ends where it comes back. */
  lineOf(id: string): readonly string[] {
    const known = this.lines.get(id);
    if (known) return known;
    const line = new Set<string>([id]);
    // a set is iterated over what is added to it meanwhile
    for (const each of line) {
      const above = this.byId.get(each)?.above;
      if (above !== undefined) for (const upper of this.idsOf(above)) line.add(upper);
    }
    const found = [...line];
    this.lines.set(id, found);
    return found;
  }

  /** Notes that somebody holds what the reference means, and with it everything above. */
  hold(person: string, reference: string): void {
    if (this.idsOf(reference).length === 0) this.add({ id: reference, name: reference });
    for (const id of this.idsOf(reference)) {
      for (const each of this.lineOf(id)) {
        const people = this.holders.get(each);
        if (people) people.add(person);
        else this.holders.set(each, new Set([person]));
      }
    }
  }

  /** Everybody who holds what the reference means, or something below it; `undefined` if nothing has that id or name. */
  holdersOf(reference: string): ReadonlySet<string> | undefined {
    const ids = this.idsOf(reference);
    const [first] = ids;
    if (first === undefined) return undefined;
    if (ids.length === 1) return this.holders.get(first) ?? NOBODY;
    return new Set(ids.flatMap((id) => [...(this.holders.get(id) ?? NOBODY)]));
  }

  /** Ids of everything that the references mean, with all above. */
  withAbove(references: Iterable<string>): readonly string[] {
    const found = new Set<string>();
    for (const reference of references) {
      for (const id of this.idsOf(reference)) for (const each of this.lineOf(id)) found.add(each);
    }
    return [...found];
  }

  /** Whether the one reference means the other, or something above it: `isWithin("junior clerk", "clerk")`. */
  isWithin(reference: string, upper: string): boolean {
    const uppers = this.idsOf(upper);
    return this.idsOf(reference).some((id) => this.lineOf(id).some((each) => uppers.includes(each)));
  }

  /** Ids with those names that mean them, not something else. */
  callings(ids: Iterable<string>): readonly string[] {
    const found = new Set<string>();
    for (const id of ids) {
      found.add(id);
      const name = this.byId.get(id)?.name;
      if (name !== undefined && this.idsOf(name).includes(id)) found.add(name);
    }
    return [...found].toSorted();
  }

  nameOf(id: string): string {
    return this.byId.get(id)?.name ?? id;
  }

  /** All ids and names, for whoever looks for what a misspelt one meant. */
  *references(): Generator<string> {
    yield* this.byId.keys();
    yield* this.byName.keys();
  }
}

const NOBODY: ReadonlySet<string> = new Set();
