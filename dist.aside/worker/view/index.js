import { viewActivities } from "../../activities/index.js";
import { ViewWriter } from "../../activities/view-writer.js";
import { ViewKeeper } from "./keeper.js";
import { Replayer } from "./replayer.js";
import { ViewWatch } from "./watch.js";
export function openView(client, workflowBundle, log) {
    const replayer = new Replayer(workflowBundle);
    const keeper = new ViewKeeper(client, replayer, log);
    const writer = new ViewWriter({
        doubt: (caseId, reason) => keeper.doubt(caseId, reason),
        warn: (error, caseId) => log.warn({ caseId, err: error }, "the view could not be told"),
    });
    const watch = new ViewWatch(client, keeper, writer.id, log);
    return {
        writer,
        activities: viewActivities(client, (caseId, reason) => keeper.resync(caseId, reason)),
        start: () => watch.start(),
        async stop() {
            await writer.flush();
            await watch.stop();
            keeper.close();
        },
    };
}
//# sourceMappingURL=index.js.map