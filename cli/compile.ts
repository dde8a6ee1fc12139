/** Compiles a specification as an upload does, with the connectors of `MIZZEN_CONNECTORS` and the rules of `MIZZEN_RESOURCING`. */
import { compile, type Compilation } from "../yawl/net/compile.ts";
import type { Result } from "../yawl/model/fault.ts";
import type { PeopleRules } from "../yawl/model/people-rules.ts";
import type { Specification } from "../yawl/model/specification.ts";
import { peopleRules } from "../yawl/resource/people-rules.ts";
import { WrongUsage } from "./command.ts";

/** @throws WrongUsage when something of these variables cannot be loaded */
export async function compileHere(specification: Specification): Promise<Result<Compilation>> {
  const isCalling = specification.decompositions.some((each) => each.kind === "work" && each.call);
  // most specifications call nothing, and the connectors' libraries take a while
  const rules = await rulesHere();
  if (!isCalling) return compile(specification, undefined, rules);
  const { compileFor } = await import("../activities/connectors/compile.ts");
  const { connectorSources, loadRegistry } = await import("../activities/connectors/registry.ts");
  const registry = await loadRegistry(connectorSources(process.env["MIZZEN_CONNECTORS"])).catch(
    (error: unknown) => {
      throw wrongSetting(error);
    },
  );
  try {
    return compileFor(specification, registry, rules);
  } finally {
    await registry.close();
  }
}

/** The filters, constraints and allocators of `MIZZEN_RESOURCING`, and Mizzen's own. */
async function rulesHere(): Promise<PeopleRules> {
  const variable = process.env["MIZZEN_RESOURCING"];
  if (variable === undefined || variable === "") return peopleRules();
  const { loadResourcing, RESOURCING_SETTINGS } = await import("../activities/resourcing/load.ts");
  try {
    return peopleRules(await loadResourcing(RESOURCING_SETTINGS.MIZZEN_RESOURCING.parse(variable)));
  } catch (error) {
    throw wrongSetting(error);
  }
}

/** The error names what of a variable cannot be used. */
function wrongSetting(error: unknown): WrongUsage {
  return new WrongUsage(error instanceof Error ? error.message.replace(/\.$/, "") : String(error));
}
