/** What a worker does for the view besides writing it: notices what may be wrong, and makes it again. */
import type { Client } from "@temporalio/client";
import type { WorkerOptions } from "@temporalio/worker";
import type { Logger } from "pino";
import { viewActivities, type ViewActivities } from "../../activities/index.ts";
import { ViewWriter } from "../../activities/view-writer.ts";
import { ViewKeeper } from "./keeper.ts";
import { Replayer } from "./replayer.ts";
import { ViewWatch } from "./watch.ts";

export interface View {
  readonly writer: ViewWriter;
  readonly activities: ViewActivities;
  start(): void;
  /** after the last write of this process */
  stop(): Promise<void>;
}

export function openView(
  client: Client,
  workflowBundle: NonNullable<WorkerOptions["workflowBundle"]>,
  log: Logger,
): View {
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
      await keeper.close();
    },
  };
}
