/** The specification that rules are for, as requests name it. */
import { findSummary } from "../../store/specifications.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { subjectOf } from "../../yawl/rules/seen.ts";
import type { Subject } from "../../yawl/rules/seen.ts";
import type { Catalogue } from "../catalogue.ts";
import { Problem } from "../http/problem.ts";

const subjects = new WeakMap<CompiledSpecification, Subject>();

/** The named version, else the newest. @throws Problem `not-found` */
export async function findSubject(
  catalogue: Catalogue,
  id: string,
  version: string | undefined,
): Promise<Subject> {
  const summary = await findSummary(id, version);
  const compiled = summary && (await catalogue.find(id, summary.version, summary.digest));
  if (!compiled)
    throw new Problem(
      "not-found",
      `There is no specification "${id}"${version === undefined ? "" : ` in version ${version}`}.`,
    );
  let subject = subjects.get(compiled);
  if (!subject) {
    subject = subjectOf(compiled, summary.identifier);
    subjects.set(compiled, subject);
  }
  return subject;
}
