/** Compiles a specification as an upload does, with the connectors of `MIZZEN_CONNECTORS`. */
import { compile, type Compilation } from "../yawl/net/compile.ts";
import type { Result } from "../yawl/model/fault.ts";
import type { Specification } from "../yawl/model/specification.ts";
import { WrongUsage } from "./command.ts";

/** @throws WrongUsage when a connector of `MIZZEN_CONNECTORS` cannot be loaded */
export async function compileHere(specification: Specification): Promise<Result<Compilation>> {
  const isCalling = specification.decompositions.some((each) => each.kind === "work" && each.call);
  // most specifications call nothing, and the connectors' libraries take a while
  if (!isCalling) return compile(specification);
  const { compileFor } = await import("../activities/connectors/compile.ts");
  const { connectorSources, loadRegistry } = await import("../activities/connectors/registry.ts");
  const registry = await loadRegistry(connectorSources(process.env["MIZZEN_CONNECTORS"])).catch(
    (error: unknown) => {
      // it names what of the variable cannot be used
      throw new WrongUsage(error instanceof Error ? error.message.replace(/\.$/, "") : String(error));
    },
  );
  try {
    return compileFor(specification, registry);
  } finally {
    await registry.close();
  }
}
