/**
 * Reads, checks and compiles an uploaded specification: all that takes long with a large or hostile file, and needs
 * neither store nor network. It runs in a process of its own (`reading-process.mjs`); what it answers is small or one long text, since a
 * large object would be copied at the expense of who gets it.
 */
import { createHash } from "node:crypto";
import { compileFor } from "../../activities/connectors/compile.ts";
import type { Registry } from "../../activities/connectors/registry.ts";
import { toText } from "../../store/json-text.ts";
import type { JsonText } from "../../store/json-text.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import type { Fault, FaultDetail } from "../../yawl/model/fault.ts";
import type { PeopleRules } from "../../yawl/model/people-rules.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { Upload } from "../http/body.ts";
import { applyBridge } from "./bridge.ts";
import type { Bridge } from "./bridge.ts";
import { secretsUsed, type SecretUse } from "./secret-checks.ts";

/** Most warnings and most errors that are reported of one file. */
export const MOST_TOLD = 500;

/** What became of an upload. */
export type ReadUpload =
  | {
      readonly ok: true;
      readonly id: string;
      readonly version: string;
      readonly title: string;
      readonly documentation?: string;
      /** what its metadata call it */
      readonly identifier?: string;
      readonly format: string;
      /** SHA-256 of the source, hexadecimal */
      readonly digest: string;
      /** the compiled specification as JSON text */
      readonly compiled: JsonText<CompiledSpecification>;
      /** bytes of the source and of the compiled form as they are stored */
      readonly bytes: number;
      readonly checks: readonly FaultDetail[];
      /** that its calls name */
      readonly secrets: readonly SecretUse[];
    }
  | { readonly ok: false; readonly fault: Fault };

export function readUpload(
  { text, contentType }: Upload,
  bridge: Bridge,
  connectors: Registry,
  rules: PeopleRules,
): ReadUpload {
  const read = readSpecification(text, contentType);
  if (!read.ok) return { ok: false, fault: withFewDetails(read.fault) };
  const specification = applyBridge(read.value.specification, bridge);
  const compilation = compileFor(specification, connectors, rules);
  if (!compilation.ok) return { ok: false, fault: withFewDetails(compilation.fault) };
  const { id, version, title, documentation, format } = specification;
  const { identifier } = specification.metadata;
  const compiled = toText(compilation.value.compiled);
  return {
    ok: true,
    id,
    version,
    title,
    ...(documentation === undefined ? {} : { documentation }),
    ...(identifier === undefined ? {} : { identifier }),
    format,
    digest: createHash("sha256").update(text).digest("hex"),
    compiled,
    bytes: Buffer.byteLength(text) + Buffer.byteLength(compiled),
    checks: few([...read.value.warnings, ...compilation.value.checks]).map((check) => ({
      severity: "warning",
      ...check,
    })),
    secrets: secretsUsed(compilation.value.compiled),
  };
}

function withFewDetails(fault: Fault): Fault {
  return fault.details ? { ...fault, details: few(fault.details) } : fault;
}

function few(details: readonly FaultDetail[]): readonly FaultDetail[] {
  if (details.length <= MOST_TOLD) return details;
  return [
    ...details.slice(0, MOST_TOLD),
    { message: `There are ${details.length - MOST_TOLD} more findings, which are not listed.` },
  ];
}
