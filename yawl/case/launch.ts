/** The beginning of a case: its data is checked, its root net entered, its first tasks enabled. */
import { checkObject } from "../data/types/validate.ts";
import type { CompiledSpecification } from "../net/compiled.ts";
import { netOf, type LinkedSpecification } from "../net/linked.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import { isJsonObject, type JsonObject } from "../model/json.ts";
import { withInitials } from "./dataflow.ts";
import { settle } from "./settle.ts";
import type { CaseState } from "./state.ts";
import { Step } from "./step.ts";

/**
 * Checks launch data against the root net's input parameters.
 * @returns the data with initial values for what was not given, or an `invalid-data` fault with a pointer for each error
 */
export function checkLaunch(specification: CompiledSpecification, data: JsonObject): Result<JsonObject> {
  if (!isJsonObject(data)) return fault("invalid-data", "The data of a case is an object.");
  const net = specification.nets[specification.rootNet];
  if (!net) return fault("invalid-specification", "The specification has no root net.");
  const inputs = net.variables.filter(({ input }) => input);
  const details = checkObject(data, inputs, specification.types, { requireAll: false });
  if (details.length > 0) {
    return fault("invalid-data", "The data does not fit the case's input parameters.", details);
  }
  return ok(withInitials(inputs, data));
}

/**
 * Starts a case.
 * @param id the case's id
 * @param data launch data that `checkLaunch` accepts
 * @param seed of the case's random numbers, 32 bits
 * @param now epoch milliseconds
 */
export function launch(
  linked: LinkedSpecification,
  { id, data, seed, now }: { id: string; data: JsonObject; seed: number; now: number },
): Result<Step> {
  const checked = checkLaunch(linked.specification, data);
  if (!checked.ok) return checked;
  const root = netOf(linked, linked.specification.rootNet);
  const empty: CaseState = {
    id,
    status: "running",
    nets: {},
    items: {},
    lastItem: 0,
    random: seed >>> 0,
    submissions: [],
  };
  const step = new Step(linked, empty, now);
  step.emit({
    type: "net-entered",
    instance: {
      key: root.id,
      net: root.id,
      depth: 0,
      marking: { [root.net.input]: 1 },
      tasks: {},
      data: withInitials(root.net.variables, checked.value),
      dataVersion: 0,
    },
  });
  step.touch(root.id, [root.net.input]);
  settle(step);
  return ok(step);
}
