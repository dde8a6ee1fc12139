/** What is wrong with a model of the organisation: references to what is not there, and circles, each with its place. */
import type { WholeOrganisation } from "../../store/organisation.ts";
import { circlesOfSubstitutes } from "../../yawl/resource/circles.ts";
import { circleFrom } from "../../yawl/model/circle.ts";
import type { ProblemError } from "../http/problem.ts";

const PARTS = [
  "participants",
  "roles",
  "positions",
  "groups",
  "capabilities",
  "resources",
  "absences",
] as const;
export type ModelPart = (typeof PARTS)[number];

/** Entries by what they may be called. */
class Names {
  readonly #ids: ReadonlySet<string>;
  readonly #byName: ReadonlyMap<string, string>;

  constructor(entries: readonly { readonly id: string; readonly name: string }[]) {
    this.#ids = new Set(entries.map(({ id }) => id));
    this.#byName = new Map(entries.map(({ id, name }) => [name, id]));
  }

  /** Id of what a reference means: an id comes before a name. */
  idOf(reference: string): string | undefined {
    return this.#ids.has(reference) ? reference : this.#byName.get(reference);
  }
}

/** Everything that is wrong with a model, in its order. */
export function modelErrors(model: WholeOrganisation): readonly ProblemError[] {
  const duplicates = PARTS.flatMap((part) => twice(part, model[part]));
  return [...duplicates, ...referenceErrors(model), ...circleErrors(model), ...absenceErrors(model)];
}

/**
 * What is wrong with one entry of a model, pointers from the entry on. What was wrong elsewhere before is not its fault.
 * @param id of the entry
 */
export function entryErrors(model: WholeOrganisation, part: ModelPart, id: string): readonly ProblemError[] {
  const index = model[part].findIndex((entry) => entry.id === id);
  const place = `/${part}/${index}/`;
  return modelErrors(model).flatMap((error) =>
    error.pointer?.startsWith(place) ? [{ ...error, pointer: error.pointer.slice(place.length - 1) }] : [],
  );
}

/** Ids of the entries that refer to something in a model, and after a change of it to nothing. */
export function lostReferences(before: WholeOrganisation, after: WholeOrganisation): readonly string[] {
  const known = new Set(modelErrors(before).map(({ pointer, message }) => `${pointer ?? ""} ${message}`));
  const found = modelErrors(after)
    .filter(({ pointer, message }) => !known.has(`${pointer ?? ""} ${message}`))
    .flatMap(({ pointer = "" }) => {
      const [, name, index] = pointer.split("/");
      const part = PARTS.find((each) => each === name);
      return (part && after[part][Number(index)]?.id) ?? [];
    });
  return [...new Set(found)];
}

function twice(part: ModelPart, entries: readonly { readonly id: string }[]): readonly ProblemError[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, index) => {
    if (seen.has(id)) return [{ pointer: `/${part}/${index}/id`, message: `"${id}" comes twice` }];
    seen.add(id);
    return [];
  });
}

function referenceErrors(model: WholeOrganisation): readonly ProblemError[] {
  const errors: ProblemError[] = [];
  const names = {
    role: new Names(model.roles),
    position: new Names(model.positions),
    group: new Names(model.groups),
    capability: new Names(model.capabilities),
  };
  const check = (kind: keyof typeof names, reference: string | undefined, pointer: string): void => {
    if (reference === undefined || names[kind].idOf(reference) !== undefined) return;
    errors.push({ pointer, message: `there is no ${kind} "${reference}"` });
  };
  for (const [index, person] of model.participants.entries()) {
    const at = `/participants/${index}`;
    for (const [place, role] of person.roles.entries()) check("role", role, `${at}/roles/${place}`);
    for (const [place, each] of person.positions.entries())
      check("position", each, `${at}/positions/${place}`);
    for (const [place, group] of person.groups.entries()) check("group", group, `${at}/groups/${place}`);
    for (const [place, { name }] of person.capabilities.entries())
      check("capability", name, `${at}/capabilities/${place}/name`);
  }
  for (const [index, { belongsTo }] of model.roles.entries())
    check("role", belongsTo, `/roles/${index}/belongsTo`);
  for (const [index, { reportsTo, group }] of model.positions.entries()) {
    check("position", reportsTo, `/positions/${index}/reportsTo`);
    check("group", group, `/positions/${index}/group`);
  }
  for (const [index, { belongsTo }] of model.groups.entries())
    check("group", belongsTo, `/groups/${index}/belongsTo`);
  return [...errors, ...aliasErrors(model)];
}

/** A name by which files know somebody means one person. */
function aliasErrors({ participants }: WholeOrganisation): readonly ProblemError[] {
  const owners = new Map(participants.map(({ id }) => [id, id]));
  return participants.flatMap(({ id, aliases = [] }, index) =>
    aliases.flatMap((alias, place): readonly ProblemError[] => {
      const owner = owners.get(alias);
      if (owner === undefined) owners.set(alias, id);
      if (owner === undefined || owner === id) return [];
      const pointer = `/participants/${index}/aliases/${place}`;
      return [{ pointer, message: `"${alias}" means the participant "${owner}" already` }];
    }),
  );
}

function circleErrors({ roles, positions, groups }: WholeOrganisation): readonly ProblemError[] {
  const roleNames = new Names(roles);
  const positionNames = new Names(positions);
  const groupNames = new Names(groups);
  return [
    ...circles(
      "roles",
      "belongsTo",
      roles.map(({ id, belongsTo }) => [id, belongsTo]),
      roleNames,
    ),
    ...circles(
      "positions",
      "reportsTo",
      positions.map(({ id, reportsTo }) => [id, reportsTo]),
      positionNames,
    ),
    ...circles(
      "groups",
      "belongsTo",
      groups.map(({ id, belongsTo }) => [id, belongsTo]),
      groupNames,
    ),
  ];
}

function circles(
  part: ModelPart,
  property: string,
  entries: readonly (readonly [id: string, above: string | undefined])[],
  names: Names,
): readonly ProblemError[] {
  const above = new Map(
    entries.map(([id, upper]) => [id, upper === undefined ? undefined : names.idOf(upper)]),
  );
  return entries.flatMap(([id], index): readonly ProblemError[] => {
    const circle = circleFrom(id, (each) => above.get(each));
    if (!circle) return [];
    const pointer = `/${part}/${index}/${property}`;
    return [{ pointer, message: `this goes round in a circle: ${circle.join(" -> ")}` }];
  });
}

function absenceErrors(model: WholeOrganisation): readonly ProblemError[] {
  const people = new Set(model.participants.map(({ id }) => id));
  const roles = new Names(model.roles);
  const loops = circlesOfSubstitutes(model.absences);
  return model.absences.flatMap((absence, index): readonly ProblemError[] => {
    const { id, participant, substitute, from, until } = absence;
    const at = `/absences/${index}`;
    const errors: ProblemError[] = [];
    const say = (place: string, message: string): void =>
      void errors.push({ pointer: `${at}/${place}`, message });
    if (!people.has(participant)) say("participant", `there is no participant "${participant}"`);
    if (substitute !== undefined && !people.has(substitute))
      say("substitute", `there is no participant "${substitute}"`);
    if (substitute === participant) say("substitute", "nobody stands in for themselves");
    if (from >= until) say("until", "this has to be after `from`");
    for (const [place, role] of (absence.roles ?? []).entries())
      if (roles.idOf(role) === undefined) say(`roles/${place}`, `there is no role "${role}"`);
    const loop = substitute === participant ? undefined : loops.get(id);
    if (loop) say("substitute", `the substitutes go round in a circle: ${loop.join(" -> ")}`);
    return errors;
  });
}
