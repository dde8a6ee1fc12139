/**
 * The bridge from `.yawl` files to connectors: their automated tasks name codelets (Java classes) and services (URIs) of
 * the reference engine; the bridge says which connector does that work here.
 */
import type { ConnectorCall, Specification, WorkDecomposition } from "../../yawl/model/specification.ts";

/** What a name in a file stands for. */
interface Rule {
  /** a class, with or without its package; or a URI, in which each `*` stands for any text */
  readonly name: string;
  readonly call: ConnectorCall;
}

export interface Bridge {
  readonly codelets: readonly Rule[];
  readonly services: readonly Rule[];
}

export const NO_BRIDGE: Bridge = { codelets: [], services: [] };

/**
 * The specification with a call in every decomposition whose codelet, or else service, the bridge knows. These are
 * automated from then on, also in files of versions that could not say so. Calls that the file has itself stay.
 */
export function applyBridge(specification: Specification, bridge: Bridge): Specification {
  const decompositions = specification.decompositions.map((decomposition) => {
    if (decomposition.kind !== "work" || decomposition.call) return decomposition;
    const call = callFor(decomposition, bridge);
    return call ? { ...decomposition, interaction: "automated" as const, call } : decomposition;
  });
  return { ...specification, decompositions };
}

/** What is named whole comes before what is named in part; of several patterns the first one counts. */
function callFor({ codelet, service }: WorkDecomposition, bridge: Bridge): ConnectorCall | undefined {
  const rule =
    (codelet === undefined ? undefined : ruleForClass(codelet, bridge.codelets)) ??
    (service === undefined ? undefined : ruleForUri(service, bridge.services));
  return rule?.call;
}

function ruleForClass(codelet: string, rules: readonly Rule[]): Rule | undefined {
  return (
    rules.find(({ name }) => name === codelet) ??
    rules.find(
      ({ name }) => (isSimple(name) || isSimple(codelet)) && simpleName(name) === simpleName(codelet),
    )
  );
}

function isSimple(className: string): boolean {
  return !className.includes(".");
}

function simpleName(className: string): string {
  return className.slice(className.lastIndexOf(".") + 1);
}

function ruleForUri(service: string, rules: readonly Rule[]): Rule | undefined {
  return (
    rules.find(({ name }) => name === service) ?? rules.find(({ name }) => matches(name.split("*"), service))
  );
}

/** Whether a text starts with the first part, ends with the last, and has the others between them in their order. */
function matches(parts: readonly string[], text: string): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return first === text;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
