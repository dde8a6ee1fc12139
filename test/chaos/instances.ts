/** What the instances of tasks come to: exactly the threshold, joined in their order, and nothing that runs on. */
import { isDeepStrictEqual } from "node:util";
import type { ItemView } from "../../yawl/view/views.ts";
import type { CaseHistory } from "./history.ts";
import type { Violation } from "./report.ts";
import { viewOf } from "./view.ts";

/** Of `panel.yaml`: reviews that are needed, and where their marks go. */
const THRESHOLD = 4;
const TASK = "review";

export async function checkInstances(read: ReadonlyMap<string, CaseHistory>): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  const blocks = new Map<string, CaseHistory[]>();
  for (const history of read.values()) {
    const root = history.start.block?.root;
    if (root !== undefined) blocks.set(root, [...(blocks.get(root) ?? []), history]);
  }
  for (const [caseId, parts] of blocks) {
    const root = read.get(caseId);
    if (!root) {
      found.push({ kind: "view", caseId, what: "Temporal has instances of it, and not the case" });
      continue;
    }
    const running = parts.filter(({ status }) => status === "RUNNING").map((part) => part.caseId);
    if (root.status !== "RUNNING" && running.length > 0) {
      found.push({ kind: "view", caseId, what: `it has ended, and ${running.join(", ")} runs on` });
    }
    found.push(...(await checkMarks(caseId, parts)));
  }
  return found;
}

/** The joined result is what the completed reviews gave, in the order of the instances. */
async function checkMarks(caseId: string, parts: readonly CaseHistory[]): Promise<readonly Violation[]> {
  const views = await Promise.all([caseId, ...parts.map((part) => part.caseId)].map(viewOf));
  const [own] = views;
  const marks = own?.case?.data["marks"];
  if (!own?.case || !Array.isArray(marks) || marks.length === 0) return [];
  const done = views
    .flatMap(({ items }) => items)
    .filter(({ task, status }) => task === TASK && (status === "completed" || status === "skipped"))
    .toSorted((a, b) => (a.instance ?? 0) - (b.instance ?? 0));
  const given = done.map(({ output }: ItemView) => output?.["mark"] ?? null);
  if (!isDeepStrictEqual(given, marks)) {
    const what = `its marks are ${JSON.stringify(marks)}, and its reviews gave ${JSON.stringify(given)}`;
    return [{ kind: "view", caseId, what }];
  }
  if (marks.length <= THRESHOLD) return [];
  return [{ kind: "twice", caseId, what: `${marks.length} reviews count, and ${THRESHOLD} are needed` }];
}
