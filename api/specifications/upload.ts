/** Has an uploaded specification read, and keeps it. */
import { storeJson } from "../../store/claim-check.ts";
import { findSummary, saveSpecification } from "../../store/specifications.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { Upload } from "../http/body.ts";
import { faultProblem, Problem } from "../http/problem.ts";
import type { Deployment } from "./deployment.ts";
import { checkMayChange } from "./ownership.ts";
import type { Designer } from "./ownership.ts";
import { checkSecrets } from "./secret-checks.ts";

export interface Uploaded {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** warnings and notes */
  readonly checks: readonly FaultDetail[];
}

export interface UploadOptions {
  /** warnings are errors */
  readonly strict?: boolean;
  /** checks only: nothing is stored */
  readonly dryRun?: boolean;
}

/** MongoDB takes 16 MiB; the rest of a document is small. */
const MOST_BYTES = 15 * 1024 * 1024;

/** A version is never changed: the same content again is answered as before, other content is refused. */
export async function uploadSpecification(
  upload: Upload,
  designer: Designer,
  { reader, sharing }: Deployment,
  { strict = false, dryRun = false }: UploadOptions = {},
): Promise<{ readonly isNew: boolean; readonly answer: Uploaded }> {
  const read = await reader.read(upload);
  if (!read.ok) throw faultProblem(read.fault);
  const { ok: _, bytes, secrets, ...rest } = read;
  const { id, version, title, digest } = rest;
  const checks = [...rest.checks, ...(await checkSecrets(id, secrets))];
  const specification = { ...rest, checks };
  // secrets may be set or bound later: they are no fault of the file
  const warnings = rest.checks.filter(({ severity }) => severity === "warning");
  if (strict && warnings.length > 0) {
    throw faultProblem({
      type: "invalid-specification",
      message: `The specification "${id}" has warnings, which are errors with \`strict\`: ${warnings[0]?.message ?? ""}`,
      details: warnings,
    });
  }
  const answer = { id, version, title, checks };
  const known = await findSummary(id, version);
  if (known?.digest === digest) {
    if (!dryRun) await storeJson(rest.compiled);
    return { isNew: false, answer };
  }
  await checkMayChange(id, designer, sharing);
  if (known) throw conflict(id, version);
  if (bytes > MOST_BYTES) {
    throw new Problem(
      "too-large",
      `The specification has ${bytes} bytes with its compiled form; at most ${MOST_BYTES} are stored.`,
    );
  }
  if (dryRun) return { isNew: false, answer };
  const outcome = await saveSpecification({
    ...specification,
    source: upload.text,
    contentType: upload.contentType,
    uploadedBy: designer.id,
    uploadedAt: Date.now(),
  });
  if (outcome === "conflict") throw conflict(id, version);
  // the histories of its cases refer to it: cases that lost it go on when it is uploaded again
  await storeJson(rest.compiled);
  return { isNew: outcome === "saved", answer };
}

function conflict(id: string, version: string): Problem {
  return new Problem(
    "conflict",
    `"${id}" is there in version ${version} with other content. A version is never changed: upload it under a new one.`,
  );
}
