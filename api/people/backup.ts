/** An organisation backup of YAWL as a new model of the organisation. */
import { readOrganisationBackup } from "../../yawl/files/organisation/read.ts";
import type { PersonInFile } from "../../yawl/files/organisation/organisation-file.ts";
import type { Upload } from "../http/body.ts";
import { faultProblem } from "../http/problem.ts";
import type { ProblemError } from "../http/problem.ts";

/** @throws Problem when the file cannot be read, with every mistake at its line */
export function modelFromBackup({ text }: Upload): {
  readonly body: unknown;
  readonly notes: readonly ProblemError[];
} {
  const read = readOrganisationBackup(text);
  if (!read.ok) throw faultProblem(read.fault);
  const { participants, resources, ...structure } = read.value.organisation;
  const body = {
    ...structure,
    participants: participants.map(participantInput),
    // a backup without things says nothing of them
    ...(resources.length > 0 ? { resources } : {}),
  };
  return { body, notes: read.value.warnings };
}

/** Administrators of YAWL's resource service change the organisation, and see all work. */
function participantInput({ isAdministrator, managesCases, ...person }: PersonInFile): unknown {
  const access = ["participant", ...(isAdministrator ? ["admin"] : []), ...(managesCases ? ["manager"] : [])];
  return { ...person, access };
}
