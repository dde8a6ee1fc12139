/** Reads, checks, compiles and keeps an uploaded specification. */
import { createHash } from "node:crypto";
import { compileFor } from "../../activities/connectors/compile.ts";
import type { Registry } from "../../activities/connectors/registry.ts";
import { saveSpecification } from "../../store/specifications.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { Upload } from "../http/body.ts";
import { faultProblem, Problem } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";
import { applyBridge, checkUnbridged } from "./bridge.ts";
import type { Bridge } from "./bridge.ts";
import { checkSecrets } from "./secret-checks.ts";

export interface Uploaded {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** warnings */
  readonly checks: readonly FaultDetail[];
}

/** What automated tasks can count on where they will run. */
export interface Deployment {
  readonly connectors: Registry;
  /** to the connectors that do the work of codelets and services */
  readonly bridge: Bridge;
}

/** A version is never changed: the same content again is answered as before, other content is refused. */
export async function uploadSpecification(
  { text, contentType }: Upload,
  caller: Pick<Caller, "id">,
  deployment: Deployment,
): Promise<{ readonly isNew: boolean; readonly answer: Uploaded }> {
  const read = readSpecification(text, contentType);
  if (!read.ok) throw faultProblem(read.fault);
  const specification = applyBridge(read.value.specification, deployment.bridge);
  const compilation = compileFor(specification, deployment.connectors);
  if (!compilation.ok) throw faultProblem(compilation.fault);
  const { id, version, title, documentation, format } = specification;
  const checks = [
    ...read.value.warnings,
    ...checkUnbridged(specification),
    ...compilation.value.checks,
    ...(await checkSecrets(compilation.value.compiled)),
  ];
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
