/** The beginning of a case: its data is checked, its root net entered, its first tasks enabled. */
import { valuesOf } from "../data/types/given.ts";
import { checkObject, faultTypeOf } from "../data/types/validate.ts";
import type { CompiledSpecification } from "../net/compiled.ts";
import { netOf } from "../net/linked.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import { isJsonObject, type JsonObject } from "../model/json.ts";
import { withInitials } from "./dataflow.ts";
import { knownFlags, type Flag } from "./flags.ts";
import { FORMAT } from "./format.ts";
import type { CaseState } from "./state.ts";
import type { CaseStep } from "./tasks/kind.ts";

/**
 * Checks launch data against the root net's input parameters.
 * @returns the data with initial values for what was not given, or an `invalid-data` (`too-large`) fault with a pointer for
 *   each error. Null for an input whose type has none stays in it: it says that the input has no value and no default.
 */
export function checkLaunch(specification: CompiledSpecification, data: JsonObject): Result<JsonObject> {
  if (!isJsonObject(data)) return fault("invalid-data", "The data of a case is an object.");
  const net = specification.nets[specification.rootNet];
  if (!net) return fault("invalid-specification", "The specification has no root net.");
  const inputs = net.variables.filter(({ input }) => input);
  const details = checkObject(data, inputs, specification.types);
  if (details.length > 0) {
    return fault(faultTypeOf(details), "The data does not fit the case's input parameters.", details);
  }
  return ok(withInitials(inputs, data));
}

/** A case in which nothing has happened yet. */
export function emptyCase({
  id,
  seed,
  flags,
  inside,
  perBlock,
}: {
  readonly id: string;
  readonly seed: number;
  readonly flags: readonly Flag[];
  readonly inside?: number;
  readonly perBlock?: number;
}): CaseState {
  return {
    format: FORMAT,
    id,
    flags: knownFlags(flags),
    status: "running",
    nets: {},
    items: {},
    pending: {},
    performers: [],
    lastItem: 0,
    random: seed >>> 0,
    ended: [],
    ...(inside === undefined ? {} : { inside }),
    ...(perBlock === undefined ? {} : { perBlock }),
  };
}

/** Checks the launch data and enters the root net with one token in its input condition. */
export function enterRoot(step: CaseStep, data: JsonObject): Result<undefined> {
  const checked = checkLaunch(step.linked.specification, data);
  if (!checked.ok) return checked;
  const root = netOf(step.linked, step.linked.specification.rootNet);
  step.emit({
    type: "net-entered",
    instance: {
      key: root.id,
      net: root.id,
      depth: 0,
      marking: { [root.net.input]: 1 },
      tasks: {},
      data: valuesOf(root.net.variables, checked.value, step.linked.types),
      dataVersion: 0,
    },
  });
  step.touch(root.id, [root.net.input]);
  return ok(undefined);
}
