/** What a task gives to its net when it is done: its completed mappings, and what each of them sees. */
import type { CompiledNet, CompiledTask } from "../net/compiled.ts";
import { ok, type Result } from "../model/fault.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { Mapping } from "../model/specification.ts";
import { runMappings, valueOf, type DataScope, type Mapped } from "./dataflow.ts";

/**
 * The new values of the net's variables. XQuery sees what the work gave, as in YAWL. Mizzen's own languages see the net's
 * variables beside it (`$tries + 1`); an output hides the variable of its name, also when it has no value.
 * @param data of the net
 * @param output what the work gave
 */
export function runCompleted(
  { completed, seesNet }: CompiledTask,
  net: CompiledNet,
  data: JsonObject,
  output: DataScope,
): Result<Mapped> {
  if (!seesNet) return runMappings(completed, output, net.variables);
  const isQuery = ({ query }: Mapping): boolean => query.language === "xquery";
  const asked = runMappings(completed.filter(isQuery), output, net.variables);
  if (!asked.ok) return asked;
  const others = completed.filter((mapping) => !isQuery(mapping));
  const found = runMappings(others, besideNet(output, net, data), net.variables);
  if (!found.ok) return found;
  return ok({
    values: { ...asked.value.values, ...found.value.values },
    emptied: [...asked.value.emptied, ...found.value.emptied],
  });
}

function besideNet(output: DataScope, net: CompiledNet, data: JsonObject): DataScope {
  const given = new Set(output.variables.map(({ name }) => name));
  const others = net.variables.filter(({ name }) => !given.has(name));
  const values: Record<string, Json> = {};
  for (const { name } of others) {
    const value = valueOf(data, name);
    if (value !== undefined) values[name] = value;
  }
  return { ...output, variables: [...output.variables, ...others], data: { ...values, ...output.data } };
}
