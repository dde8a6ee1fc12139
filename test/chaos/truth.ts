/**
 * What is true of a case: what its history says. It is replayed here, in this process, which no case and no worker of the product
 * notices; and it is asked of the case itself (`STATE`), so that a fault in what a replay shows is seen as well.
 */
import type { Client } from "@temporalio/client";
import { DefaultLogger, Runtime } from "@temporalio/worker";
import { pino } from "pino";
import { workflowBundle } from "../../worker/bundle.ts";
import { Replayer } from "../../worker/view/replayer.ts";
import { truthOf as replayed } from "../../worker/view/truth.ts";
import { STATE } from "../../workflows/messages.ts";
import { failedTasks, whereabouts } from "../../yawl/case/inspect.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { CaseView } from "../../yawl/view/views.ts";
import type { WholeView } from "../../yawl/view/whole.ts";
import type { WorkItem } from "../../yawl/work/item.ts";

export interface Truth {
  /** the view, document by document */
  readonly whole: WholeView;
  /** none when Temporal ended the case without asking it */
  readonly asked?: Asked;
}

/** How the case itself says that it stands. */
export interface Asked {
  readonly case: Pick<CaseView, "state" | "data" | "marking" | "busy"> &
    Partial<Pick<CaseView, "failures" | "fault" | "reason">>;
  /** work items that have not ended, by id */
  readonly open: ReadonlyMap<string, WorkItem>;
  /** number of the last work item: there are all up to it, and none beyond */
  readonly lastItem: number;
}

const QUERY_MILLIS = 30_000;
const ENDED_OUTSIDE = "case-ended-in-temporal";

/** The one place that says what is true. */
export class Truths {
  readonly #client: Client;
  readonly #replayer: Replayer;

  private constructor(client: Client, replayer: Replayer) {
    this.#client = client;
    this.#replayer = replayer;
  }

  /** @param dataFolder of the product, whose workflows it replays */
  static async open(client: Client, dataFolder: string): Promise<Truths> {
    Runtime.install({ logger: new DefaultLogger("ERROR"), shutdownSignals: [] });
    const bundle = await workflowBundle(dataFolder, pino({ level: "silent" }));
    return new Truths(client, new Replayer(bundle));
  }

  close(): void {
    this.#replayer.close();
  }

  /** @throws Error when nobody can say it: the history cannot be replayed, the case does not answer, or is not there */
  async of(caseId: string): Promise<Truth> {
    const found = await replayed(this.#client, this.#replayer, caseId);
    if (!found) throw new Error("Temporal has no such case");
    const { whole } = found;
    const hasEndedOutside = [...whole.events.values()].some(({ type }) => type === ENDED_OUTSIDE);
    return { whole, ...(hasEndedOutside ? {} : { asked: await this.#ask(caseId) }) };
  }

  async #ask(caseId: string): Promise<Asked> {
    const state = await this.#client.withDeadline(Date.now() + QUERY_MILLIS, async () =>
      this.#client.workflow.getHandle(caseId).query<CaseState>(STATE),
    );
    const root = Object.values(state.nets).find(({ depth }) => depth === 0);
    const failures = failedTasks(state);
    return {
      case: {
        state: state.status,
        data: root?.data ?? state.result ?? {},
        ...whereabouts(state),
        ...(failures.length > 0 ? { failures } : {}),
        ...(state.fault === undefined ? {} : { fault: state.fault }),
        ...(state.reason === undefined ? {} : { reason: state.reason }),
      },
      open: new Map(Object.entries(state.items)),
      lastItem: state.lastItem,
    };
  }
}
