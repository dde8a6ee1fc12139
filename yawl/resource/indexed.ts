/**
 * The organisation by what is asked of it: who has a role, what somebody is, who stands above whom, who is away. Made once
 * for a version of the organisation, and never changed.
 */
import { Named } from "./named.ts";
import type { Absence, OrganisationModel, Person } from "./organisation.ts";

/** What people can hold. */
export type HeldKind = "role" | "position" | "group" | "capability";

/** The index of an organisation of up to some ten thousand people. Everything is named by id or by name. */
export class Organisation {
  /** counts up with every change */
  readonly version: number;
  /** everybody, sorted by id */
  readonly people: readonly Person[];
  private readonly byId = new Map<string, Person>();
  private readonly byAlias = new Map<string, Person>();
  private readonly held: Readonly<Record<HeldKind, Named>>;
  private readonly groupOfPosition = new Map<string, string>();
  /** who holds a position itself, without those of positions below */
  private readonly inPosition = new Map<string, Set<string>>();
  private readonly positionAbove = new Map<string, string>();
  private readonly absences = new Map<string, Absence[]>();
  private readonly rolesByPerson = new Map<string, readonly string[]>();

  constructor(model: OrganisationModel) {
    this.version = model.version;
    for (const person of model.people) this.byId.set(person.id, person);
    for (const person of model.people)
      for (const alias of person.aliases ?? []) this.byAlias.set(alias, person);
    this.people = [...this.byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const levels = ({ id, name, belongsTo }: { id: string; name: string; belongsTo?: string }) => ({
      id,
      name,
      above: belongsTo,
    });
    this.held = {
      role: new Named(model.roles.map(levels)),
      group: new Named(model.groups.map(levels)),
      // positions and capabilities are flat (R5 in docs/semantics.md): the reporting line is asked for by itself
      position: new Named(model.positions.map(({ id, name }) => ({ id, name }))),
      capability: new Named(model.capabilities.map(({ id, name }) => ({ id, name }))),
    };
    for (const { id, group, reportsTo } of model.positions) {
      if (group !== undefined) this.groupOfPosition.set(id, group);
      if (reportsTo !== undefined) this.positionAbove.set(id, reportsTo);
    }
    for (const person of this.people) this.addHeld(person);
    for (const absence of model.absences) {
      const same = this.absences.get(absence.participant);
      if (same) same.push(absence);
      else this.absences.set(absence.participant, [absence]);
    }
    for (const each of this.absences.values()) each.sort(bySpecificity);
  }

  private addHeld({ id, roles, positions, groups, capabilities }: Person): void {
    const { role, position, group, capability } = this.held;
    for (const reference of roles) role.hold(id, reference);
    for (const reference of groups) group.hold(id, reference);
    for (const { name } of capabilities) capability.hold(id, name);
    for (const reference of positions) {
      position.hold(id, reference);
      for (const each of position.idsOf(reference)) {
        const people = this.inPosition.get(each);
        if (people) people.add(id);
        else this.inPosition.set(each, new Set([id]));
        const inGroup = this.groupOfPosition.get(each);
        if (inGroup !== undefined) group.hold(id, inGroup);
      }
    }
  }

  /** Somebody by id, or by another name that files know them by. */
  person(id: string): Person | undefined {
    return this.byId.get(id) ?? this.byAlias.get(id);
  }

  /** Ids and names of all roles that count for somebody, sorted: their own and all above them. */
  rolesOf(id: string): readonly string[] {
    const known = this.rolesByPerson.get(id);
    if (known) return known;
    const { role } = this.held;
    const found = role.callings(role.withAbove(this.byId.get(id)?.roles ?? []));
    this.rolesByPerson.set(id, found);
    return found;
  }

  /** Ids of everybody who has one of the roles, or a role below one of them; sorted. */
  membersOf(roles: readonly string[]): readonly string[] {
    const members = new Set<string>();
    for (const role of roles) for (const id of this.held.role.holdersOf(role) ?? []) members.add(id);
    return [...members].toSorted();
  }

  /** Whether somebody has one of the roles, or a role below one of them. */
  hasRole(id: string, roles: readonly string[]): boolean {
    return roles.some((role) => this.held.role.holdersOf(role)?.has(id));
  }

  /**
   * Everybody who holds something: a role or group also through those below it, a group also through their position.
   * `undefined`: there is no such thing.
   */
  holdersOf(kind: HeldKind, reference: string): ReadonlySet<string> | undefined {
    return this.held[kind].holdersOf(reference);
  }

  /** Ids of what a name means; as it was written where nothing has that id or name. */
  idsOf(kind: HeldKind, reference: string): readonly string[] {
    const ids = this.held[kind].idsOf(reference);
    return ids.length === 0 ? [reference] : ids;
  }

  /** Those ids and names that mean one of these, by id. */
  callingsOf(kind: HeldKind, ids: readonly string[]): readonly string[] {
    return this.held[kind].callings(ids);
  }

  /** Whether anything of the kind has that id or name. */
  knows(kind: HeldKind, reference: string): boolean {
    return this.held[kind].idsOf(reference).length > 0;
  }

  /** Whether a role is another one or below it, or a group is within another one. */
  isWithin(kind: HeldKind, reference: string, upper: string): boolean {
    return this.held[kind].isWithin(reference, upper);
  }

  /** All ids and names of a kind. */
  references(kind: HeldKind): Iterable<string> {
    return this.held[kind].references();
  }

  /** Ids of somebody's own roles, without those above. */
  ownRolesOf(id: string): readonly string[] {
    const { role } = this.held;
    return [...new Set((this.byId.get(id)?.roles ?? []).flatMap((each) => role.idsOf(each)))];
  }

  /** Ids of somebody's own positions. */
  positionsOf(id: string): readonly string[] {
    const { position } = this.held;
    return [...new Set((this.byId.get(id)?.positions ?? []).flatMap((each) => position.idsOf(each)))];
  }

  /** Ids of the groups that somebody is in, themselves or by position, without those above. */
  groupsOf(id: string): readonly string[] {
    const { group } = this.held;
    const named = this.byId.get(id)?.groups ?? [];
    const byPosition = this.positionsOf(id).flatMap((each) => this.groupOfPosition.get(each) ?? []);
    return [...new Set([...named, ...byPosition].flatMap((each) => group.idsOf(each)))];
  }

  /** Who holds one of these positions. */
  private holding(positions: Iterable<string>): readonly string[] {
    return [...positions].flatMap((each) => [...(this.inPosition.get(each) ?? [])]);
  }

  /** The positions right above some others. */
  private above(positions: Iterable<string>): readonly string[] {
    return [...positions].flatMap((each) => {
      const above = this.positionAbove.get(each);
      return above === undefined ? [] : this.held.position.idsOf(above);
    });
  }

  /**
   * Those to whom somebody reports, sorted: who holds the positions right above theirs; where nobody holds one, who holds the
   * next one above.
   */
  managersOf(id: string): readonly string[] {
    const found = new Set<string>();
    for (const position of this.positionsOf(id)) {
      const seen = new Set([position]);
      let level = this.above([position]);
      while (level.length > 0) {
        const managers = this.holding(level).filter((each) => each !== id);
        for (const each of managers) found.add(each);
        for (const each of level) seen.add(each);
        level = managers.length > 0 ? [] : this.above(level).filter((each) => !seen.has(each));
      }
    }
    return [...found].toSorted();
  }

  /** Everybody above somebody in the reporting line, however far; sorted. */
  lineAbove(id: string): readonly string[] {
    const line = new Set(this.above(this.positionsOf(id)));
    for (const each of line) for (const upper of this.above([each])) line.add(upper);
    return [...new Set(this.holding(line))].filter((each) => each !== id).toSorted();
  }

  /** Everybody below somebody in the reporting line, however far; sorted. */
  lineBelow(id: string): readonly string[] {
    const own = new Set(this.positionsOf(id));
    const below = [...this.inPosition].filter(([position]) => this.isBelow(position, own));
    return [...new Set(below.flatMap(([, people]) => [...people]))].filter((each) => each !== id).toSorted();
  }

  private isBelow(position: string, uppers: ReadonlySet<string>): boolean {
    const line = new Set(this.above([position]));
    for (const each of line) {
      if (uppers.has(each)) return true;
      for (const upper of this.above([each])) line.add(upper);
    }
    return false;
  }

  /** Whether the one is above the other in the reporting line, however far. */
  reportsTo(id: string, manager: string): boolean {
    return this.lineAbove(id).includes(manager);
  }

  /** What is known of somebody being away: the most specific first, then the earliest. */
  absencesOf(id: string): readonly Absence[] {
    return this.absences.get(id) ?? [];
  }
}

/** Makes the index of an organisation. */
export function indexOrganisation(model: OrganisationModel): Organisation {
  return new Organisation(model);
}

function bySpecificity(one: Absence, other: Absence): number {
  return (
    scopes(other) - scopes(one) ||
    one.from - other.from ||
    (one.id < other.id ? -1 : Number(one.id > other.id))
  );
}

function scopes({ roles, specifications }: Absence): number {
  return Number(roles !== undefined) + Number(specifications !== undefined);
}
