/** Organisations and demands for tests, of which only what matters is said. */
import { decide } from "../../yawl/resource/decide.ts";
import { indexOrganisation, type Organisation } from "../../yawl/resource/indexed.ts";
import { NO_LOADS, type Loads } from "../../yawl/resource/loads.ts";
import type { OrganisationModel, Person } from "../../yawl/resource/organisation.ts";
import type { Decision } from "../../yawl/work/decision.ts";
import type { CaseFacts, Demand } from "../../yawl/work/distribution.ts";
import type { DistributionSet } from "../../yawl/model/specification.ts";

/** 2026-03-02T09:00Z */
export const NOW = Date.UTC(2026, 2, 2, 9);

export function person(id: string, fields: Partial<Person> = {}): Person {
  return {
    id,
    name: id,
    roles: [],
    positions: [],
    groups: [],
    capabilities: [],
    available: true,
    locked: false,
    ...fields,
  };
}

export function organisation(
  people: readonly Person[],
  model: Partial<OrganisationModel> = {},
): Organisation {
  return indexOrganisation(modelOf(people, model));
}

export function modelOf(
  people: readonly Person[],
  model: Partial<OrganisationModel> = {},
): OrganisationModel {
  return {
    version: 7,
    people,
    roles: [],
    positions: [],
    groups: [],
    capabilities: [],
    absences: [],
    ...model,
  };
}

export const FACTS: CaseFacts = {
  caseId: "case-1",
  specification: "contracts",
  version: "1.0",
  net: "main",
  task: "review",
  seed: 1,
};

/** A demand whose set has what is given. */
export function demand(
  set: Partial<DistributionSet>,
  more: Partial<Omit<Demand, "rules">> & { readonly rules?: Partial<CaseFacts> } = {},
): Demand {
  const whole = { participants: [], roles: [], ...set };
  const { rules, ...rest } = more;
  return {
    set: whole,
    participants: whole.participants,
    roles: whole.roles,
    ...rest,
    rules: { ...FACTS, ...rules },
  };
}

export function decided(
  who: Organisation,
  wanted: Demand,
  { loads = NO_LOADS, piled, at = NOW }: { loads?: Loads; piled?: string; at?: number } = {},
): Decision {
  return decide({ demand: wanted, at, organisation: who, loads, piled });
}

/** What was decided, without the reasons. */
export function outcome(decision: Decision): Omit<Decision, "why"> {
  const { why: _why, ...rest } = decision;
  return rest;
}
