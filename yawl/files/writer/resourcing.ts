/** Who performs a task, and what is needed besides. */
import type { SecondaryResources } from "../../model/kept.ts";
import type { DistributionSet, Resourcing, Selector } from "../../model/specification.ts";
import { element, textElement, type OutElement } from "./output.ts";
import type { Writing } from "./writing.ts";

const PRIVILEGES = new Set([
  "canSuspend",
  "canReallocateStateless",
  "canReallocateStateful",
  "canDeallocate",
  "canDelegate",
  "canSkip",
  "canPile",
]);

interface People {
  readonly participants: readonly string[];
  readonly roles: readonly string[];
}

/** Who does a task, as a `resourcing` element. */
export function resourcing(
  source: Resourcing | undefined,
  where: string,
  writing: Writing,
): OutElement | undefined {
  if (!source) return undefined;
  const { offer, allocate, start, privileges, secondary: needed } = source;
  return element(
    "resourcing",
    {},
    element(
      "offer",
      { initiator: offer.initiator },
      offer.to && distributionSet(offer.to),
      offer.to?.familiarTask === undefined
        ? undefined
        : element("familiarParticipant", { taskID: offer.to.familiarTask }),
    ),
    element(
      "allocate",
      { initiator: allocate.initiator },
      allocate.allocator && selector("allocator", allocate.allocator),
    ),
    element("start", { initiator: start.initiator }),
    needed && secondary(needed),
    privileges && privilegeSet(privileges, where, writing),
  );
}

function distributionSet(set: DistributionSet): OutElement {
  return element(
    "distributionSet",
    {},
    element(
      "initialSet",
      {},
      people(set),
      (set.variables ?? []).map(({ name, refersTo }) =>
        element("param", {}, textElement("name", name), textElement("refers", refersTo)),
      ),
    ),
    selectors("filters", "filter", set.filters),
    selectors("constraints", "constraint", set.constraints),
  );
}

function people({ participants, roles }: People): OutElement[] {
  return [
    ...participants.map((id) => ({ ...element("participant"), text: id })),
    ...roles.map((id) => ({ ...element("role"), text: id })),
  ];
}

function selectors(
  name: string,
  entry: string,
  all: readonly Selector[] | undefined,
): OutElement | undefined {
  return all?.length
    ? element(
        name,
        {},
        all.map((each) => selector(entry, each)),
      )
    : undefined;
}

function selector(name: string, { name: registered, parameters }: Selector): OutElement {
  const entries = Object.entries(parameters).map(([key, value]) =>
    element("param", {}, textElement("key", key), textElement("value", value)),
  );
  return element(
    name,
    {},
    textElement("name", registered),
    entries.length === 0 ? undefined : element("params", {}, entries),
  );
}

function secondary(source: SecondaryResources): OutElement {
  return element(
    "secondary",
    {},
    people(source),
    (source.nonHumanResources ?? []).map((id) => ({ ...element("nonHumanResource"), text: id })),
    (source.nonHumanCategories ?? []).map(({ name, subcategory }) =>
      textElement("nonHumanCategory", name, { subcategory }),
    ),
  );
}

function privilegeSet(
  source: NonNullable<Resourcing["privileges"]>,
  where: string,
  writing: Writing,
): OutElement {
  const entries = Object.entries(source).map(([name, granted]) => {
    if (!PRIVILEGES.has(name)) writing.lose(where, `"${name}" is no privilege that YAWL's schema knows.`);
    return element(
      "privilege",
      {},
      textElement("name", name),
      granted === "all" ? textElement("allowall", "true") : element("set", {}, people(granted)),
    );
  });
  return element("privileges", {}, entries);
}
