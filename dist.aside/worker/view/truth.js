import { WholeView } from "../../yawl/view/whole.js";
import { historyOf } from "./histories.js";
export async function truthOf(client, replayer, caseId) {
    const found = await historyOf(client, caseId);
    if (!found)
        return undefined;
    let whole = new WholeView(caseId);
    let mark;
    for (const [index, history] of found.runs.entries()) {
        await replayer.replay(caseId, history, {
            begun(start) {
                if (index === 0) {
                    whole = new WholeView(caseId, start.lastEvent + 1, start.lastItem);
                    whole.add(start.change);
                }
                mark = start.mark?.mark ?? mark;
            },
            changed(change, written) {
                whole.add(change);
                if (written)
                    mark = written.mark;
            },
        });
    }
    if (found.end)
        whole.endOutside(found.end);
    return { whole, mark, runId: found.runId, isBusy: found.isBusy };
}
//# sourceMappingURL=truth.js.map