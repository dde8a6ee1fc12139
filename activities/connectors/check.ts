/** What can be known to be wrong with the calls of a specification before a case runs. */
import { didYouMean } from "../../yawl/files/dialect/near.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { ConnectorCall, Specification, WorkDecomposition } from "../../yawl/model/specification.ts";
import { mistakesIn } from "./configuration-check.ts";
import type { Connector } from "./contract.ts";
import type { Registry } from "./registry.ts";

/**
 * Findings about every call of a specification: connectors and versions that are not there, configurations that do not
 * fit, template variables that nothing fills. Each names the decomposition and its place. (Retries and time limits are checked
 * where they are compiled.)
 */
export function checkCalls(specification: Specification, registry: Registry): FaultDetail[] {
  return specification.decompositions.flatMap((decomposition) => {
    if (decomposition.kind !== "work" || decomposition.call === undefined) return [];
    const findings = checkCall(decomposition, decomposition.call, registry);
    return findings.map((message) => ({
      element: decomposition.id,
      ...(decomposition.place && { line: decomposition.place.line, column: decomposition.place.column }),
      message,
    }));
  });
}

function checkCall(
  decomposition: WorkDecomposition,
  call: ConnectorCall,
  registry: Registry,
): readonly string[] {
  const connector = registry.find(call.connector, call.version);
  if (!connector) return [registry.unknown(call.connector, call.version)];
  return checkConfiguration(decomposition, call, connector);
}

function checkConfiguration(
  decomposition: WorkDecomposition,
  call: ConnectorCall,
  connector: Connector,
): readonly string[] {
  const parsed = connector.configuration.safeParse(call.configuration);
  if (!parsed.success) {
    return mistakesIn(connector, call.configuration, parsed.error.issues).map(({ path, message }) => {
      const last = String(path.at(-1) ?? "");
      // a key that is missing or unknown is named in the sentence
      const where = message.startsWith(`"${last}"`) ? path.slice(0, -1) : path;
      const place = where.length === 0 ? "" : ` at "${where.join(".")}"`;
      const sentence = message.startsWith(`${last}: `) ? message.slice(last.length + 2) : message;
      return `The configuration of the connector "${connector.name}" is wrong${place}: ${sentence}`;
    });
  }
  const sentences = connector.check?.(parsed.data) ?? [];
  const provided = call.input
    ? call.input.map(({ mapsTo }) => mapsTo)
    : decomposition.inputs.map(({ name }) => name);
  const missing = (connector.variables?.(parsed.data) ?? []).filter((name) => !provided.includes(name));
  return [
    ...sentences,
    ...[...new Set(missing)].map(
      (name) =>
        `The template variable "{${name}}" is filled by no input of the task.${didYouMean(name, provided)}`,
    ),
  ];
}
