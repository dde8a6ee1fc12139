/** Who performs a task, and what is needed besides. */
import type { SecondaryResources } from "../../model/kept.ts";
import type { DistributionSet, PeopleSet, Resourcing, Selector } from "../../model/specification.ts";
import { TASK_PRIVILEGES } from "../../model/people-rules.ts";
import { element, extra, textElement, type OutElement } from "./output.ts";
import type { Writing } from "./writing.ts";

const PRIVILEGES: ReadonlySet<string> = new Set(TASK_PRIVILEGES);

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
      offer.to && distributionSet(offer.to, where, writing),
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

function distributionSet(set: DistributionSet, where: string, writing: Writing): OutElement {
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
    selectors("filter", set.filters, where, writing),
    selectors("constraint", set.constraints, where, writing),
  );
}

function people({ participants, roles }: PeopleSet): OutElement[] {
  return [
    ...participants.map((id) => ({ ...element("participant"), text: id })),
    ...roles.map((id) => ({ ...element("role"), text: id })),
  ];
}

/** YAWL's schema allows one of a name only; further ones stand in an instruction. */
function selectors(
  entry: "filter" | "constraint",
  all: readonly Selector[] | undefined,
  where: string,
  writing: Writing,
): OutElement | undefined {
  if (!all?.length) return undefined;
  const isFirst = ({ name }: Selector, index: number): boolean =>
    all.findIndex((each) => each.name === name) === index;
  const further = all.flatMap(({ name, parameters }, at) =>
    isFirst({ name, parameters }, at) ? [] : [{ at, name, parameters }],
  );
  for (const { name } of further)
    writing.lose(where, `YAWL's schema allows one ${entry} "${name}"; there are more.`);
  return element(
    `${entry}s`,
    {},
    all.filter(isFirst).map((each) => selector(entry, each)),
    extra({ further: further.length > 0 ? further : undefined }),
  );
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
    const isForAll = granted === "all" || "except" in granted;
    if (isForAll && granted !== "all")
      writing.lose(where, `YAWL's schema cannot say who does not have "${name}" when all others have it.`);
    return element(
      "privilege",
      {},
      textElement("name", name),
      isForAll ? textElement("allowall", "true") : element("set", {}, people(granted)),
      extra({ except: isForAll && granted !== "all" ? granted.except : undefined }),
    );
  });
  return element("privileges", {}, entries);
}
