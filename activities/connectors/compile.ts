/** Compiles a specification, with what its automated tasks call checked against the connectors that there are. */
import { compile, type Compilation } from "../../yawl/net/compile.ts";
import { fault, type Result } from "../../yawl/model/fault.ts";
import type { PeopleRules } from "../../yawl/model/people-rules.ts";
import type { Specification } from "../../yawl/model/specification.ts";
import { checkCalls } from "./check.ts";
import type { Registry } from "./registry.ts";
import { signaturesOf } from "./signatures.ts";

/** @param rules the filters, constraints and allocators that there are. Fault: `invalid-specification`, with every error at its place. */
export function compileFor(
  specification: Specification,
  connectors: Registry,
  rules?: PeopleRules,
): Result<Compilation> {
  const compilation = compile(specification, signaturesOf(connectors), rules);
  const findings = checkCalls(specification, connectors);
  if (findings.length === 0) return compilation;
  // The connectors' own findings say more than the compiler's about the same call.
  const told = new Set(findings.map(({ element }) => element));
  const others = compilation.ok
    ? []
    : (compilation.fault.details ?? []).filter(({ element }) => !told.has(element));
  return fault(
    "invalid-specification",
    `The specification "${specification.id}" calls what cannot be called: ${findings[0]?.message}`,
    [...findings, ...others],
  );
}
