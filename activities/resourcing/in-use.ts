/** The filters, constraints and allocators of this process: set once when it starts, as the connection of the store is. */
import { OWN_KINDS, type Registry } from "../../yawl/resource/registry.ts";

let inUse = OWN_KINDS;

/** Those that decisions are made by from now on. */
export function useResourcing(registry: Registry): void {
  inUse = registry;
}

/** Mizzen's own until others are set. */
export function resourcing(): Registry {
  return inUse;
}
