/** A manager gives variables of the root net other values: what the tasks or people before gave was wrong, and the case goes on. */
import { valuesOf } from "../data/types/given.ts";
import { checkObject, faultTypeOf } from "../data/types/validate.ts";
import { fault, ok, type FaultDetail, type Result } from "../model/fault.ts";
import { canonical, type JsonObject } from "../model/json.ts";
import type { Variable } from "../model/specification.ts";
import type { CompiledSpecification } from "../net/compiled.ts";
import type { Actor, CaseCommand } from "../work/command.ts";
import { netInstance } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";

type ChangeData = Extract<CaseCommand, { readonly type: "change-data" }>;

/**
 * Every way in which these values are not what the variables of the root net take, with a pointer into them; empty when they
 * are right. What is not named stays as it is; null empties a variable, where its type has no null and it need not have a value.
 */
export function checkDataChange(
  specification: CompiledSpecification,
  data: JsonObject,
): readonly FaultDetail[] {
  if (Object.keys(data).length === 0) return [{ pointer: "", message: "names no variable" }];
  const variables = rootVariables(specification).map((each) =>
    Object.hasOwn(data, each.name) ? each : { ...each, mandatory: false },
  );
  return checkObject(data, variables, specification.types);
}

/** Does it; nothing happens when every variable has that value already. Faults: `invalid-data`, `too-large`. */
export function changeData(
  step: CaseStep,
  { data, reason }: ChangeData,
  { participant }: Actor,
): Result<undefined> {
  const { specification } = step.linked;
  const details = checkDataChange(specification, data);
  if (details.length > 0) {
    return fault(faultTypeOf(details), "The data does not fit the variables of the case.", details);
  }
  const { data: known } = netInstance(step.state, specification.rootNet);
  const named = rootVariables(specification).filter(({ name }) => Object.hasOwn(data, name));
  const given = valuesOf(named, data, step.linked.types);
  const differs = named
    .map(({ name }) => name)
    .filter((name) => {
      const isSet = Object.hasOwn(given, name);
      if (isSet !== Object.hasOwn(known, name)) return true;
      return isSet && canonical(given[name] ?? null) !== canonical(known[name] ?? null);
    });
  if (differs.length === 0) return ok(undefined);
  step.emit({
    type: "data-changed",
    net: specification.rootNet,
    values: only(given, differs),
    emptied: differs.filter((name) => !Object.hasOwn(given, name)),
    changedBy: { by: participant, reason, before: only(known, differs) },
  });
  return ok(undefined);
}

function rootVariables({ nets, rootNet }: CompiledSpecification): readonly Variable[] {
  return nets[rootNet]?.variables ?? [];
}

function only(data: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(data, name) ? [[name, data[name] ?? null]] : [])),
  );
}
