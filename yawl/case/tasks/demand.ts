/** Whom a task asks for, by its resourcing and the data of its net. */
import type { JsonObject } from "../../model/json.ts";
import type { CompiledTask } from "../../net/compiled.ts";
import type { Demand } from "../../work/distribution.ts";
import { valueOf } from "../dataflow.ts";

/** Whom the task's resourcing asks for; none when an administrator offers it (offer by the user in YAWL's terms). */
export function demandOf({ resourcing }: CompiledTask, data: JsonObject): Demand | undefined {
  const set = resourcing?.offer.to;
  if (!resourcing || resourcing.offer.initiator !== "system" || !set) return undefined;
  const named = { participant: [] as string[], role: [] as string[] };
  for (const { name, refersTo } of set.variables ?? []) {
    const value = valueOf(data, name);
    const entries = Array.isArray(value) ? value : [value];
    for (const entry of entries) if (typeof entry === "string") named[refersTo].push(entry);
  }
  const bySystem = resourcing.allocate.initiator === "system";
  return {
    set,
    participants: [...set.participants, ...named.participant],
    roles: [...set.roles, ...named.role],
    ...(bySystem
      ? { allocator: resourcing.allocate.allocator ?? { name: "RandomChoice", parameters: {} } }
      : {}),
    ...(bySystem && resourcing.start.initiator === "system" ? { start: true } : {}),
  };
}
