/** Blocks of cases: executions that have some of the instances of a task, shown as a part of their case. */
import { caseView } from "./documents.ts";
import { fromText, toText } from "./json-text.ts";
import { Cases, Events } from "./models.ts";
import { OPEN_STATES } from "../yawl/view/views.ts";
import type { CaseView } from "./views.ts";

/** Ids of all blocks of a case, also of those that have ended. */
export async function blockIdsOf(caseId: string): Promise<readonly string[]> {
  return await idsOf({ "partOf.case": caseId });
}

/** Ids of the blocks of a case that have not ended. */
export async function openBlocksOf(caseId: string): Promise<readonly string[]> {
  return await idsOf({ "partOf.case": caseId, state: { $in: OPEN_STATES } });
}

/** Ids of blocks that this execution made and that have not ended. */
export async function openBlocksMadeBy(execution: string): Promise<readonly string[]> {
  return await idsOf({ "partOf.parent": execution, state: { $in: OPEN_STATES } });
}

/** Ids of all blocks that an execution made, as far as its log or the blocks themselves say. */
export async function blocksMadeBy(execution: string): Promise<readonly string[]> {
  const [shown, begun] = await Promise.all([
    idsOf({ "partOf.parent": execution }),
    Events.find({ caseId: execution, type: "instances-begun" }, { details: 1 }).lean(),
  ]);
  const logged = begun.flatMap(({ details }) => {
    const read = details === undefined ? undefined : fromText(details);
    const id =
      typeof read === "object" && read !== null && "execution" in read ? read["execution"] : undefined;
    return typeof id === "string" ? [id] : [];
  });
  return [...new Set([...shown, ...logged])];
}

async function idsOf(conditions: Record<string, unknown>): Promise<readonly string[]> {
  const found = await Cases.find(conditions, { _id: 1 }).lean();
  return found.map(({ _id }) => _id);
}

/** The case that each of these executions is or is a part of; none for those that are not shown. */
export async function casesOf(executions: readonly string[]): Promise<readonly string[]> {
  if (executions.length === 0) return [];
  const found = await Cases.find({ _id: { $in: executions } }, { partOf: 1 }).lean();
  return [...new Set(found.map(({ _id, partOf }) => partOf?.case ?? _id))];
}

/** Whether this is the id of a block that is shown. */
export async function isBlock(id: string): Promise<boolean> {
  return (await Cases.exists({ _id: id, "partOf.case": { $exists: true } })) !== null;
}

export type BlockFailure = NonNullable<CaseView["failures"]>[number] & { readonly execution: string };

const NO_FAILURES = toText<never[]>([]);

/** Tasks in the blocks of a case that could not start or end. */
export async function failuresInBlocks(caseId: string): Promise<readonly BlockFailure[]> {
  const found = await Cases.find({
    "partOf.case": caseId,
    state: { $in: OPEN_STATES },
    failures: { $exists: true, $ne: NO_FAILURES },
  }).lean();
  return found.flatMap((document) => {
    const { id, failures = [] } = caseView(document);
    return failures.map((failure) => ({ ...failure, execution: id }));
  });
}
