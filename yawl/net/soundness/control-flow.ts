/** The control flow of a net alone, linked without its data, for analysis before the whole specification is compiled. */
import type { Net } from "../../model/specification.ts";
import { link, netOf, type LinkedNet } from "../linked.ts";
import { structureOf } from "../structure.ts";

/** @param net one in which `checkSpecification` finds no error */
export function controlFlow(net: Net): LinkedNet {
  const linked = link({
    format: 1,
    id: net.id,
    version: "",
    title: "",
    rootNet: net.id,
    types: {},
    nets: { [net.id]: structureOf(net) },
    work: {},
  });
  return netOf(linked, net.id);
}
