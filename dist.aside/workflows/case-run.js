import { ApplicationFailure, currentUpdateInfo, log, setCurrentDetails, upsertSearchAttributes, workflowInfo, } from "@temporalio/workflow";
import { defineSearchAttributeKey, SearchAttributeType } from "@temporalio/common";
import { advance } from "../yawl/case/advance.js";
import { callOf } from "../yawl/case/calls.js";
import { upgrade } from "../yawl/case/format.js";
import { whereabouts } from "../yawl/case/inspect.js";
import { lookingForPeople } from "../yawl/case/pending.js";
import { link } from "../yawl/net/linked.js";
import { describeCase } from "../yawl/view/details.js";
import { Line } from "./line.js";
import { DONE_ALREADY, SEARCH_ATTRIBUTES, } from "./messages.js";
import { Outside } from "./outside/outside.js";
import { Projection } from "./projection.js";
const STATE_ATTRIBUTE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.state, SearchAttributeType.KEYWORD);
export class CaseRun {
    updates = 0;
    #state;
    #start;
    #linked;
    #projection;
    #line;
    #outside;
    #decided;
    constructor(start, specification, snapshot) {
        this.#start = start;
        this.#linked = link(specification);
        this.#state = snapshot && upgrade(snapshot.state);
        this.#projection = new Projection(start, specification, snapshot?.projection, {
            looking: () => lookingForPeople(this.state),
            found: (found) => this.#acceptFound(found),
            linked: this.#linked,
        });
        this.#line = new Line(() => this.#projection.settling);
        this.#outside = new Outside({
            callOf: (item) => callOf(this.#linked, this.state, item),
            take: (outcome) => this.#line.enter(() => this.#hear({ type: "call-ended", outcome })),
            due: (pending) => this.#line.enter(() => this.#hear({ type: "timer-due", pending })),
        }, { caseId: start.caseId, specificationId: specification.id });
    }
    get state() {
        if (!this.#state)
            throw new Error("the case has not begun");
        return this.#state;
    }
    get ended() {
        const { status } = this.state;
        return status !== "running" && status !== "suspended";
    }
    get isQuiet() {
        return this.#outside.isQuiet;
    }
    pauseCalls() {
        this.#outside.pause();
    }
    get isTaken() {
        return this.#line.isFree;
    }
    get isShown() {
        return this.#projection.isShown;
    }
    begin() {
        if (this.#state) {
            this.#outside.follow({}, this.#state.pending);
            this.#projection.goOn(this.#state);
            this.#describe();
            return;
        }
        const launched = this.#advance({
            type: "launch",
            id: this.#start.caseId,
            data: this.#start.data,
            seed: Math.floor(Math.random() * 0x1_0000_0000),
            flags: this.#start.flags ?? [],
        });
        if (!launched.ok)
            throw failure(launched.fault);
        this.#accept(launched.value);
    }
    check(message) {
        const result = this.#decide(message);
        if (!result.ok)
            throw failure(result.fault);
        if (result.value.events.length === 0)
            throw doneAlready(this.#projection.now);
        const update = currentUpdateInfo()?.id;
        if (update !== undefined)
            this.#decided = { update, state: this.state, result };
    }
    async execute(message) {
        this.updates += 1;
        const decided = this.#decided;
        this.#decided = undefined;
        if (this.#line.isFree) {
            const isCurrent = decided?.state === this.state && decided.update === currentUpdateInfo()?.id;
            this.#acceptIfRight(isCurrent ? decided.result : this.#decide(message));
        }
        else
            await this.#line.turn(() => this.#acceptIfRight(this.#decide(message)));
        const { revision, doubtful } = await this.#projection.shown();
        return { revision, ...(doubtful ? { doubtful } : {}) };
    }
    async executeSignal(message) {
        const act = () => {
            const result = this.#decide(message);
            if (result.ok)
                this.#accept(result.value);
            else {
                log.warn("a signalled command was refused", { fault: result.fault.type });
                this.#projection.refused(message, result.fault, Date.now());
            }
        };
        if (this.#line.isFree)
            act();
        else
            await this.#line.turn(act);
        await this.#projection.shown();
    }
    cancelFromOutside() {
        this.#line.enter(() => {
            if (this.ended)
                return;
            const result = this.#decide({
                by: { participant: "operator", manager: true },
                command: { type: "cancel-case", reason: "The workflow was cancelled in Temporal." },
            });
            if (result.ok)
                this.#accept(result.value);
        });
    }
    async shown() {
        await this.#projection.shown();
    }
    snapshot() {
        return { state: this.state, projection: this.#projection.snapshot() };
    }
    whereabouts() {
        return whereabouts(this.state);
    }
    outcome() {
        const { status, result } = this.state;
        if (status === "running" || status === "suspended")
            throw new Error("the case has not ended");
        return { state: status, data: result ?? {} };
    }
    #advance(input) {
        return advance(this.#linked, this.#state, input, Date.now());
    }
    #decide(message) {
        return this.#advance({ type: "command", message });
    }
    #hear(input) {
        if (this.ended)
            return;
        this.#acceptIfRight(this.#advance(input));
    }
    #acceptFound(found) {
        const result = this.#advance({ type: "people-found", found });
        if (!result.ok)
            throw failure(result.fault);
        const { pending } = this.state;
        this.#state = result.value.state;
        this.#outside.follow(pending, this.#state.pending);
        this.#describe();
    }
    #acceptIfRight(result) {
        if (!result.ok)
            throw failure(result.fault);
        this.#accept(result.value);
    }
    #accept(step) {
        const before = this.#state;
        this.#state = step.state;
        if (step.events.length === 0)
            return;
        this.#projection.add(before, step);
        this.#outside.follow(before?.pending ?? {}, step.state.pending);
        this.#describe();
        if (before && before.status !== step.state.status && isSearchable()) {
            upsertSearchAttributes([{ key: STATE_ATTRIBUTE, value: step.state.status }]);
        }
    }
    #describe() {
        setCurrentDetails(describeCase(this.state));
    }
}
function isSearchable() {
    return workflowInfo().typedSearchAttributes.get(STATE_ATTRIBUTE) !== undefined;
}
function doneAlready({ revision, doubtful }) {
    const detail = { revision, ...(doubtful ? { doubtful } : {}) };
    return ApplicationFailure.create({
        type: DONE_ALREADY,
        message: "This was done already.",
        details: [detail],
        nonRetryable: true,
    });
}
function failure(what) {
    return ApplicationFailure.create({
        type: what.type,
        message: what.message,
        details: [what],
        nonRetryable: true,
    });
}
//# sourceMappingURL=case-run.js.map