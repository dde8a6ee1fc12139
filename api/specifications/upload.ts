/** Reads, checks, compiles and keeps an uploaded specification. */
import { createHash } from "node:crypto";
import { saveSpecification } from "../../store/specifications.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { FaultDetail } from "../../yawl/spec/fault.ts";
import type { Upload } from "../http/body.ts";
import { faultProblem, Problem } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";
import { applyBridge, checkUnbridged, NO_BRIDGE } from "./bridge.ts";
import type { Bridge } from "./bridge.ts";

export interface Uploaded {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** warnings */
  readonly checks: readonly FaultDetail[];
}

/**
 * A version is never changed: the same content again is answered as before, other content is refused.
 * @param bridge to the connectors that do the work of codelets and services
 */
export async function uploadSpecification(
  { text, contentType }: Upload,
  caller: Pick<Caller, "id">,
  bridge: Bridge = NO_BRIDGE,
): Promise<{ readonly isNew: boolean; readonly answer: Uploaded }> {
  const read = readSpecification(text, contentType);
  if (!read.ok) throw faultProblem(read.fault);
  const specification = applyBridge(read.value.specification, bridge);
  const compilation = compile(specification);
  if (!compilation.ok) throw faultProblem(compilation.fault);
  const { id, version, title, documentation, format } = specification;
  const checks = [...read.value.warnings, ...checkUnbridged(specification), ...compilation.value.checks];
  const outcome = await saveSpecification({
    id,
    version,
    title,
    ...(documentation === undefined ? {} : { documentation }),
    format,
    digest: createHash("sha256").update(text).digest("hex"),
    source: text,
    contentType,
    compiled: compilation.value.compiled,
    checks,
    uploadedBy: caller.id,
    uploadedAt: Date.now(),
  });
  if (outcome === "conflict") {
    throw new Problem(
      "conflict",
      `"${id}" is there in version ${version} with other content. A version is never changed: upload it under a new one.`,
    );
  }
  return { isNew: outcome === "saved", answer: { id, version, title, checks } };
}
