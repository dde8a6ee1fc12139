/** Writes to the view as a case would whose certain writes all went well. */
import { randomBytes } from "node:crypto";
import { Cases } from "../../store/models.ts";
import { writeChange, type Written } from "../../store/view/write.ts";
import type { ViewChange } from "../../yawl/view/views.ts";

export async function showChange(change: ViewChange): Promise<Written> {
  const known = await Cases.findById(change.caseId).lean();
  return await writeChange({
    change,
    runId: "run",
    basis: known?.mark === undefined ? undefined : { revision: known.revision, mark: known.mark },
    mark: randomBytes(6).toString("hex"),
    writer: "test",
    complete: async (whole) => whole,
  });
}
