import { setTimeout as sleep } from "node:timers/promises";
import { beat, casesWrittenSince, countOpenCases, doubtfulCases, forgetWriter, lastBeat, openCaseIds, takeOverDead, } from "../../store/view/doubts.js";
import { CASE_WORKFLOW } from "../../workflows/messages.js";
const BEAT_MILLIS = 1_000;
const DEAD_MILLIS = 4_000;
const MARGIN_MILLIS = 20_000;
const LOOK_MILLIS = 2_000;
const PING_MILLIS = 2_000;
const MOST_FLAGGED = 200;
const LATE_MILLIS = 15_000;
const LONGEST_PAUSE_LOOKS = 30;
export class ViewWatch {
    #client;
    #keeper;
    #writer;
    #log;
    #stopping = new AbortController();
    #lastBeat;
    #temporalSince = Date.now();
    #isTemporalAway = false;
    #closedSince = Date.now() - LATE_MILLIS;
    #seenClosed = new Set();
    #lastDifference = 0;
    #looksToSkip = 0;
    #skipped = 0;
    #running = Promise.resolve();
    constructor(client, keeper, writer, log) {
        this.#client = client;
        this.#keeper = keeper;
        this.#writer = writer;
        this.#log = log;
    }
    start() {
        this.#running = Promise.all([
            this.#every(BEAT_MILLIS, () => this.#live()),
            this.#every(BEAT_MILLIS, () => this.#feelTemporal()),
            this.#every(LOOK_MILLIS, () => this.#compare()),
        ]);
    }
    async stop() {
        this.#stopping.abort();
        await this.#running;
        await forgetWriter(this.#writer).catch(() => undefined);
    }
    async #every(millis, work) {
        const { signal } = this.#stopping;
        while (!signal.aborted) {
            await work().catch((error) => {
                this.#log.debug({ err: error }, "a look at the views failed; it is repeated");
            });
            await sleep(millis, undefined, { signal, ref: false }).catch(() => undefined);
        }
    }
    async #live() {
        const now = Date.now();
        if (this.#lastBeat !== undefined) {
            const known = await lastBeat(this.#writer);
            if (known === undefined || known < this.#lastBeat)
                await this.#doubtSince(this.#lastBeat - MARGIN_MILLIS, "MongoDB went back in time, or this worker was taken to be dead");
        }
        await beat(this.#writer, now);
        this.#lastBeat = now;
        const died = await takeOverDead(now - DEAD_MILLIS);
        if (died !== undefined)
            await this.#doubtSince(died - MARGIN_MILLIS, "the worker that wrote it died");
        for (const caseId of await doubtfulCases(now - DEAD_MILLIS, MOST_FLAGGED)) {
            this.#keeper.doubt(caseId, "it was found doubtful");
        }
    }
    async #doubtSince(since, reason) {
        const cases = await casesWrittenSince(since);
        for (const caseId of cases)
            this.#keeper.doubt(caseId, reason);
        if (cases.length > 0)
            this.#log.info({ cases: cases.length, reason }, "views are looked at");
    }
    async #feelTemporal() {
        const { connection } = this.#client;
        try {
            await connection.withDeadline(Date.now() + PING_MILLIS, async () => {
                await connection.workflowService.getSystemInfo({});
            });
        }
        catch {
            this.#isTemporalAway = true;
            return;
        }
        if (this.#isTemporalAway) {
            await this.#doubtSince(this.#temporalSince - MARGIN_MILLIS, "Temporal was away");
            this.#isTemporalAway = false;
        }
        this.#temporalSince = Date.now();
    }
    async #compare() {
        await this.#lookAtClosed();
        await this.#compareOpen();
    }
    async #lookAtClosed() {
        const since = new Date(this.#closedSince).toISOString();
        const query = `WorkflowType = "${CASE_WORKFLOW}" AND ExecutionStatus IN ("Terminated", "TimedOut") AND CloseTime >= "${since}"`;
        const next = Date.now() - LATE_MILLIS;
        for await (const { workflowId, runId } of this.#client.workflow.list({ query })) {
            if (this.#seenClosed.has(runId))
                continue;
            if (this.#seenClosed.size > 10_000)
                this.#seenClosed.clear();
            this.#seenClosed.add(runId);
            this.#keeper.doubt(workflowId, "its workflow was reset or terminated in Temporal");
        }
        this.#closedSince = next;
    }
    async #compareOpen() {
        const query = `WorkflowType = "${CASE_WORKFLOW}" AND ExecutionStatus = "Running"`;
        const [{ count }, shown] = await Promise.all([this.#client.workflow.count(query), countOpenCases()]);
        const difference = count - shown;
        const isSame = difference !== 0 && difference === this.#lastDifference;
        this.#lastDifference = difference;
        if (!isSame)
            return;
        if (this.#skipped < this.#looksToSkip) {
            this.#skipped += 1;
            return;
        }
        this.#skipped = 0;
        const found = await this.#findDifferent(query);
        this.#looksToSkip = found > 0 ? 0 : Math.min(this.#looksToSkip * 2 + 1, LONGEST_PAUSE_LOOKS);
    }
    async #findDifferent(query) {
        const shown = new Set(await openCaseIds());
        const running = new Set();
        for await (const { workflowId } of this.#client.workflow.list({ query, pageSize: 1_000 }))
            running.add(workflowId);
        const missing = [...running].filter((caseId) => !shown.has(caseId));
        const gone = [...shown].filter((caseId) => !running.has(caseId));
        for (const caseId of missing)
            this.#keeper.doubt(caseId, "Temporal runs it and the view does not show that");
        if (isLoss(gone.length, shown.size)) {
            this.#log.error({ gone: gone.length, shown: shown.size }, "Temporal does not have many of the cases that the view shows as running: is it the right server, or an older state of it? `npm run rebuild` makes the view what Temporal has");
            return missing.length;
        }
        for (const caseId of gone)
            this.#keeper.doubt(caseId, "the view shows it as running and Temporal does not have it so");
        return missing.length + gone.length;
    }
}
const A_FEW = 10;
function isLoss(gone, shown) {
    return gone > A_FEW && gone > shown / 2;
}
//# sourceMappingURL=watch.js.map