/** Who performs a task: the `resourcing` of a task (since 2.0), with its three interactions offer, allocate and start. */
import type { SecondaryResources } from "../../model/kept.ts";
import type {
  DistributionSet,
  Grant,
  Initiator,
  PeopleSet,
  Resourcing,
  Selector,
} from "../../model/specification.ts";
import { arePlacedSelectors, isPeopleSet } from "./extension.ts";
import type { Part } from "./part.ts";

const INITIATORS = ["system", "user"] as const;

/** Reads who does a task (`resourcing`). */
export function readResourcing(part: Part): Resourcing {
  const offer = part.one("offer");
  const allocate = part.one("allocate");
  const start = part.one("start");
  const to = offer && readDistribution(offer);
  const allocator = allocate?.one("allocator");
  const privileges = readPrivileges(part.one("privileges"));
  const secondary = part.one("secondary");
  return {
    offer: { initiator: initiatorOf(offer), ...(to && { to }) },
    allocate: {
      initiator: initiatorOf(allocate),
      ...(allocator && { allocator: readSelector(allocator) }),
    },
    start: { initiator: initiatorOf(start) },
    ...(privileges && { privileges }),
    ...(secondary && { secondary: readSecondary(secondary) }),
  };
}

/** An interaction that is not described is left to people, as the engine does. */
function initiatorOf(interaction: Part | undefined): Initiator {
  return interaction?.oneOf(interaction.attribute("initiator"), INITIATORS, "user") ?? "user";
}

function readDistribution(offer: Part): DistributionSet | undefined {
  const part = offer.one("distributionSet");
  const familiar = offer.one("familiarParticipant");
  const familiarTask = familiar?.requiredAttribute("taskID");
  if (!part && !familiar) return undefined;
  const initial = part?.one("initialSet");
  const variables = initial?.all("param").map((param) => ({
    name: param.requiredText("name"),
    refersTo: param.oneOf(param.textOf("refers"), ["participant", "role"], "participant"),
  }));
  const filters = readSelectors(part?.one("filters"), "filter");
  const constraints = readSelectors(part?.one("constraints"), "constraint");
  return {
    ...readSet(initial),
    ...(variables?.length && { variables }),
    ...(filters?.length && { filters }),
    ...(constraints?.length && { constraints }),
    ...(familiarTask !== undefined && { familiarTask }),
    place: (familiar ?? part ?? offer).place,
  };
}

function readSet(part: Part | undefined): PeopleSet {
  const ids = (element: string): string[] =>
    (part?.all(element) ?? []).map((entry) => entry.text).filter((id) => id !== "");
  return { participants: ids("participant"), roles: ids("role") };
}

/** Secondary resources (since 2.2), things and their categories among them. */
function readSecondary(part: Part): SecondaryResources {
  const things = part
    .all("nonHumanResource")
    .map(({ text }) => text)
    .filter((id) => id !== "");
  const categories = part.all("nonHumanCategory").map((category) => {
    const subcategory = category.attribute("subcategory");
    return { name: category.text, ...(subcategory !== undefined && { subcategory }) };
  });
  return {
    ...readSet(part),
    ...(things.length > 0 && { nonHumanResources: things }),
    ...(categories.length > 0 && { nonHumanCategories: categories }),
  };
}

/** YAWL's schema allows one of a name only: further ones stand in an instruction, with their places in the list. */
function readSelectors(part: Part | undefined, entry: string): readonly Selector[] {
  const all = (part?.all(entry) ?? []).map(readSelector);
  for (const { at, name, parameters } of part?.extra("further", arePlacedSelectors) ?? [])
    all.splice(at, 0, { name, parameters, ...(part && { place: part.place }) });
  return all;
}

/** A filter, constraint or allocator: its registered name and its parameters. */
function readSelector(part: Part): Selector {
  const parameters = part.one("params")?.all("param") ?? [];
  return {
    name: part.requiredText("name"),
    parameters: Object.fromEntries(
      parameters.map((parameter) => [parameter.requiredText("key"), parameter.textOf("value") ?? ""]),
    ),
    place: part.place,
  };
}

/** Privileges by name. One that says nothing is granted to nobody. */
function readPrivileges(part: Part | undefined): Resourcing["privileges"] | undefined {
  if (!part) return undefined;
  return Object.fromEntries(
    part.all("privilege").map((privilege) => [privilege.requiredText("name"), readGrant(privilege)]),
  );
}

/** Who is named beside `allowall` is left out (SEMANTICS R8); YAWL's schema has one of both, so they may stand in an instruction. */
function readGrant(part: Part): Grant {
  const isForAll = ["true", "1"].includes(part.textOf("allowall") ?? "");
  const named = readSet(part.one("set"));
  const kept = part.extra("except", isPeopleSet);
  if (!isForAll) return named;
  const except = kept ?? named;
  return kept || except.participants.length + except.roles.length > 0 ? { except } : "all";
}
