/** What somebody is, as far as it decides what work they get, and how that changed. */
import type { Standing } from "../../store/follow-ups.ts";
import { indexOrganisation } from "../../yawl/resource/indexed.ts";
import type { Organisation } from "../../yawl/resource/indexed.ts";
import type { Structure } from "../../store/organisation.ts";
import type { Person } from "../../yawl/resource/organisation.ts";

/** Of somebody who is not there. */
export const NOBODY: Standing = { roles: [], held: [], available: false, locked: false };

export function standingOf(organisation: Organisation, id: string): Standing {
  const person = organisation.person(id);
  if (!person) return NOBODY;
  const groups = organisation.groupsOf(id);
  return {
    roles: organisation.rolesOf(id),
    held: [
      ...organisation.positionsOf(id).map((each) => `position ${each}`),
      ...groups.map((each) => `group ${each}`),
      ...person.capabilities.map(({ name, value }) => `capability ${name} ${JSON.stringify(value ?? null)}`),
      `manager ${organisation.managersOf(id).join(" ")}`,
    ],
    available: person.available,
    locked: person.locked,
  };
}

/** Somebody alone in an organisation. */
export function standingIn(structure: Structure, person: Person): Standing {
  const organisation = indexOrganisation({ ...structure, version: 0, people: [person], absences: [] });
  return standingOf(organisation, person.id);
}

/** What somebody has no longer, and what they have now that they had not. */
export interface Difference {
  readonly participant: string;
  readonly lostRoles: readonly string[];
  readonly gainedRoles: readonly string[];
  /** of positions, groups and capabilities */
  readonly lostHeld: boolean;
  readonly gainedHeld: boolean;
  /** gets no new work any more, or does again */
  readonly left: boolean;
  readonly came: boolean;
  readonly wasLocked: boolean;
  /** roles before and now */
  readonly roles: readonly string[];
}

/** `undefined`: nothing that decides what work they get. */
export function differenceOf(participant: string, before: Standing, now: Standing): Difference | undefined {
  const [worked, works] = [before, now].map(({ available, locked }) => available && !locked);
  const difference: Difference = {
    participant,
    lostRoles: without(before.roles, now.roles),
    gainedRoles: without(now.roles, before.roles),
    lostHeld: without(before.held, now.held).length > 0,
    gainedHeld: without(now.held, before.held).length > 0,
    left: worked === true && works === false,
    came: worked === false && works === true,
    wasLocked: now.locked && !before.locked,
    roles: [...new Set([...before.roles, ...now.roles])],
  };
  const { lostRoles, gainedRoles, lostHeld, gainedHeld, left, came, wasLocked } = difference;
  const isSame =
    lostRoles.length + gainedRoles.length === 0 && !lostHeld && !gainedHeld && !left && !came && !wasLocked;
  return isSame ? undefined : difference;
}

function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const set = new Set(others);
  return some.filter((each) => !set.has(each));
}
