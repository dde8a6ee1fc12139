/** What can be known to be wrong with the calls of a specification before a case runs. */
import { didYouMean } from "../../yawl/files/dialect/near.ts";
import { durationMillis } from "../../yawl/time/duration.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type {
  ConnectorCall,
  RetryPolicy,
  Specification,
  WorkDecomposition,
} from "../../yawl/model/specification.ts";
import { mistakesIn } from "./configuration-check.ts";
import type { Connector } from "./contract.ts";
import type { Registry } from "./registry.ts";

/**
 * Findings about every call of a specification: connectors and versions that are not there, configurations that do not
 * fit, template variables that nothing fills, retry policies and time limits that are none. Each names the decomposition
 * and its place.
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
  const timing = [...checkRetry(call.retry ?? {}), ...checkDuration("timeout", call.timeout)];
  const connector = registry.find(call.connector, call.version);
  if (!connector) return [registry.unknown(call.connector, call.version), ...timing];
  return [...checkConfiguration(decomposition, call, connector), ...timing];
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

function checkRetry(retry: RetryPolicy): readonly string[] {
  const { attempts, coefficient } = retry;
  return [
    ...(attempts === undefined || (Number.isInteger(attempts) && attempts >= 1)
      ? []
      : [`The number of attempts must be a whole number from 1, not ${String(attempts)}.`]),
    ...(coefficient === undefined || (Number.isFinite(coefficient) && coefficient >= 1)
      ? []
      : [`The coefficient of the retry policy must be a number from 1, not ${String(coefficient)}.`]),
    ...checkDuration("retry policy's initial interval", retry.initialInterval),
    ...checkDuration("retry policy's maximum interval", retry.maximumInterval),
    ...checkDuration("retry policy's deadline", retry.deadline),
  ];
}

function checkDuration(what: string, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const length = durationMillis(text);
  if (length !== undefined && length > 0) return [];
  return [
    `The ${what} must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, like "PT30S", not "${text}".`,
  ];
}
