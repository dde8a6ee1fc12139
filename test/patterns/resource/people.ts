/** The people of a fixture, as the rules see them and as those who act. */
import assert from "node:assert/strict";
import { indexOrganisation, type Organisation } from "../../../yawl/resource/indexed.ts";
import type { OrganisationModel, Person } from "../../../yawl/resource/organisation.ts";
import type { Actor } from "../../../yawl/work/command.ts";
import type { JsonObject } from "../../../yawl/model/json.ts";
import type { OrganisationInFixture, PersonInFixture } from "./fixture.ts";

/** Whom nobody has to name: an administrator, who has no work of their own. */
export const BOSS = "boss";

export class People {
  #inFixture: OrganisationInFixture;
  #version = 1;

  constructor(inFixture: OrganisationInFixture) {
    this.#inFixture = inFixture;
  }

  get organisation(): Organisation {
    return indexOrganisation(this.model);
  }

  get model(): OrganisationModel {
    const { participants, roles, groups, positions, capabilities } = this.#inFixture;
    return {
      version: this.#version,
      people: participants.map(asPerson),
      roles: roles.map(titled),
      groups: groups.map(titled),
      positions: positions.map(titled),
      capabilities: capabilities.map(titled),
      absences: [],
    };
  }

  /** Somebody is not what they were. @param changes of their entry in the fixture */
  become(id: string, changes: JsonObject): void {
    this.find(id);
    this.#version += 1;
    this.#inFixture = {
      ...this.#inFixture,
      participants: this.#inFixture.participants.map((person) =>
        person.id === id ? { ...person, ...(changes as Partial<PersonInFixture>) } : person,
      ),
    };
  }

  /** Somebody as the sender of a command: with the roles that they have now, as the API says them. */
  actor(id: string): Actor {
    if (id === BOSS) return { participant: BOSS, manager: true };
    return {
      participant: id,
      manager: this.find(id).manager,
      roles: this.organisation.rolesOf(id),
    };
  }

  find(id: string): PersonInFixture {
    const found = this.#inFixture.participants.find((person) => person.id === id);
    return found ?? assert.fail(`the fixture's organisation has nobody called ${id}`);
  }
}

/** As the rules see them. */
function asPerson({ userPrivileges, capabilities, ...person }: PersonInFixture): Person {
  const { id, name = id, roles, positions, groups, available, locked } = person;
  return {
    id,
    name,
    roles,
    positions,
    groups,
    available,
    locked,
    capabilities: capabilities.map(({ name: capability, value }) => ({
      name: capability,
      ...(value === undefined ? {} : { value }),
    })),
    ...(userPrivileges ? { userPrivileges } : {}),
  };
}

type Defined<T> = { readonly [Key in keyof T]: Exclude<T[Key], undefined> };

/** With a name, and without what is not said. */
function titled<Thing extends { readonly id: string; readonly name?: string | undefined }>(
  thing: Thing,
): Defined<Omit<Thing, "name">> & { readonly name: string } {
  const said = Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== undefined));
  return { ...(said as Defined<Omit<Thing, "name">>), name: thing.name ?? thing.id };
}
