/** Rules of a specification: taken from files, given back as files, removed. */
import { fromText } from "../../store/json-text.ts";
import { findRules, removeRules, saveRules } from "../../store/rules.ts";
import { knownAmong } from "../../store/specifications.ts";
import type { RulesView } from "../../store/views.ts";
import { idOf } from "../../yawl/files/reader/identity.ts";
import { rulesSource, writeRulesYaml } from "../../yawl/files/rules/dialect-write.ts";
import type { WorkletUse } from "../../yawl/files/rules/read-rules.ts";
import { writeXrs } from "../../yawl/files/rules/xrs-write.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { RuleSet } from "../../yawl/rules/rule-set.ts";
import type { Subject } from "../../yawl/rules/seen.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Upload } from "../http/body.ts";
import type { Answer } from "../http/route.ts";
import { faultProblem, Problem } from "../http/problem.ts";
import type { Deployment } from "../specifications/deployment.ts";
import { checkMayChange } from "../specifications/ownership.ts";
import type { Designer } from "../specifications/ownership.ts";
import { findSubject } from "./subject.ts";

/** What the use of rules needs. */
export interface RulesContext {
  readonly catalogue: Catalogue;
  readonly deployment: Deployment;
}

/** MongoDB takes 16 MiB; the rest of a document is small. */
const MOST_BYTES = 15 * 1024 * 1024;
/** Findings that one answer lists. */
const MOST_TOLD = 100;

/** What is said of all rules, as long as it is so. */
const NOT_EXECUTED: FaultDetail = {
  severity: "note",
  code: "rules-not-executed",
  message: "Rules are kept, can be tried and extended. No case acts by them yet.",
};

export interface PutOptions {
  readonly version: string | undefined;
  /** checks only */
  readonly dryRun: boolean;
  /** worklets that are not there are warnings: they come later */
  readonly workletsLater: boolean;
}

/** Replaces all the rules of a version. */
export async function putRules(
  id: string,
  upload: Upload,
  designer: Designer,
  { catalogue, deployment }: RulesContext,
  { version, dryRun, workletsLater }: PutOptions,
): Promise<{ readonly isNew: boolean; readonly answer: Record<string, unknown> }> {
  const subject = await findSubject(catalogue, id, version);
  await checkMayChange(id, designer, deployment.sharing);
  const read = await deployment.reader.readRules(upload, subject);
  if (!read.ok) throw faultProblem(read.fault);
  const unknown = await unknownWorklets(read.worklets);
  if (unknown.length > 0 && !workletsLater)
    throw new Problem("invalid-specification", `The rules cannot be taken: ${unknown[0]?.message ?? ""}`, {
      errors: unknown.slice(0, MOST_TOLD),
    });
  const warnings = [...read.warnings, ...unknown.map((each) => ({ ...each, severity: "warning" as const }))];
  checkSize(read.rules);
  const known = await findRules(id, subject.version);
  const revision = (known?.revision ?? 0) + 1;
  if (!dryRun) await save(subject, fromText(read.rules), revision, designer);
  return {
    isNew: known === undefined && !dryRun,
    answer: {
      specificationId: id,
      version: subject.version,
      revision: dryRun ? (known?.revision ?? 0) : revision,
      trees: read.trees,
      rules: read.nodes,
      checks: [...few(warnings), NOT_EXECUTED],
    },
  };
}

function few(details: readonly FaultDetail[]): readonly FaultDetail[] {
  if (details.length <= MOST_TOLD) return details;
  const message = `There are ${details.length - MOST_TOLD} more findings, which are not listed.`;
  return [...details.slice(0, MOST_TOLD), { severity: "note", message }];
}

/** @throws Problem */
export function checkSize(rules: string): void {
  const bytes = Buffer.byteLength(rules);
  if (bytes > MOST_BYTES)
    throw new Problem("too-large", `The rules have ${bytes} bytes; at most ${MOST_BYTES} are stored.`);
}

/** @throws Problem `conflict` when somebody else was quicker */
export async function save(
  { id, version }: Subject,
  rules: RuleSet,
  revision: number,
  designer: Designer,
): Promise<void> {
  const view = { id, version, rules, revision, updatedBy: designer.id, updatedAt: Date.now() };
  if (!(await saveRules(view)))
    throw new Problem(
      "conflict",
      "Somebody else has changed the rules meanwhile. Look at them, and send this again.",
    );
}

/** The worklets that are no specifications here, each at each of its places. */
export async function unknownWorklets(uses: readonly WorkletUse[]): Promise<readonly FaultDetail[]> {
  const known = await knownAmong(uses.flatMap(({ name }) => [name, idOf(name)]));
  return uses
    .filter(({ name }) => !known.has(name) && !known.has(idOf(name)))
    .map(({ name, place }) => ({
      ...place,
      code: "unknown-worklet",
      message: `There is no specification "${name}", neither by its id nor by its identifier: a worklet is uploaded before the rules that name it.`,
    }));
}

/** @throws Problem `not-found` when there are none */
async function rulesOf({ id, version }: Subject): Promise<RulesView> {
  const found = await findRules(id, version);
  if (!found) throw new Problem("not-found", `The specification "${id}" has no rules in version ${version}.`);
  return found;
}

export const XML_TYPES = ["application/xml", "text/xml"] as const;
export const YAML_TYPES = ["application/yaml", "text/yaml", "application/x-yaml"] as const;
const JSON_TYPE = "application/json";

/** The rules in the form that the caller would rather have; JSON, if they do not say. */
export async function showRules(
  id: string,
  version: string | undefined,
  preferred: (types: readonly string[]) => string | undefined,
  { catalogue }: RulesContext,
): Promise<Answer> {
  const subject = await findSubject(catalogue, id, version);
  const { rules, revision } = await rulesOf(subject);
  const headers = { "Mizzen-Revision": String(revision), Vary: "Accept" };
  const type = preferred([JSON_TYPE, ...XML_TYPES, ...YAML_TYPES]);
  if (type === undefined)
    throw new Problem(
      "not-acceptable",
      `Rules are given as ${[JSON_TYPE, ...XML_TYPES, ...YAML_TYPES].join(", ")}.`,
    );
  if (type === JSON_TYPE) return { status: 200, body: rulesSource(rules), headers };
  const content = type.endsWith("xml") ? writeXrs(rules, subject) : writeRulesYaml(rules);
  return { status: 200, text: { contentType: `${type}; charset=utf-8`, content }, headers };
}

/** Removes all the rules of a version. */
export async function deleteRules(
  id: string,
  version: string | undefined,
  designer: Designer,
  { catalogue, deployment }: RulesContext,
): Promise<void> {
  const subject = await findSubject(catalogue, id, version);
  await checkMayChange(id, designer, deployment.sharing);
  if (!(await removeRules(id, subject.version)))
    throw new Problem("not-found", `The specification "${id}" has no rules in version ${subject.version}.`);
}
