import { CancellationScope, proxyLocalActivities, proxySinks, workflowInfo } from "@temporalio/workflow";
import { failedTasks, whereabouts } from "../yawl/case/inspect.js";
import { changedVariables, describeEvent, itemView, together } from "../yawl/view/describe.js";
import { withPeople } from "../yawl/view/distribution.js";
import { REPLAY_NAME } from "./messages.js";
const { settle } = proxyLocalActivities({
    startToCloseTimeout: "10 seconds",
    retry: { initialInterval: "100 milliseconds", maximumInterval: "10 seconds", backoffCoefficient: 2 },
});
const { view, recorded } = proxySinks();
const MOST_TOLD = 100;
export class Projection {
    revision;
    #lastEvent;
    #startedAt;
    #start;
    #specification;
    #owner;
    #patch = {};
    #data;
    #items = new Map();
    #events = [];
    #freshItems = new Set();
    #freshEvents = 0;
    #isUrgent = false;
    #basis;
    #shown;
    #isWriting = false;
    #settling;
    #shield;
    #waiting = [];
    constructor(start, specification, snapshot, owner) {
        this.#start = start;
        this.#specification = specification;
        this.#owner = owner;
        this.revision = snapshot?.revision ?? 0;
        this.#shown = { revision: this.revision, doubtful: false };
        this.#basis = snapshot?.basis;
        this.#lastEvent = snapshot?.lastEvent ?? 0;
        this.#startedAt = snapshot?.startedAt ?? Date.now();
    }
    get settling() {
        return this.#settling;
    }
    add(before, step) {
        this.revision += 1;
        for (const event of step.events) {
            const described = describeEvent(event);
            if (described)
                this.#note(described, step.now);
            if (event.type === "item")
                this.#noteItem(event.item);
        }
        this.#notePatch(before, step);
        this.#isUrgent ||= !before || isUrgent(before, step) || this.#events.length > MOST_TOLD;
        this.#write();
    }
    goOn(state) {
        if (isRecording())
            this.#recordStart(state);
        if (this.#owner.looking().length === 0)
            return;
        this.revision += 1;
        this.#isUrgent = true;
        this.#write();
    }
    #recordStart(state) {
        const { caseId } = this.#start;
        const { revision } = this;
        const change = {
            caseId,
            revision,
            case: {
                ...this.#birth(),
                ...statusOf(state),
                ...placesOf(state),
                data: dataOf(state, this.#specification.rootNet),
            },
            items: Object.values(state.items).map((item) => itemView(item, this.#owner.linked, caseId, revision)),
            events: [],
        };
        recorded.begun({
            change,
            lastEvent: this.#lastEvent,
            lastItem: state.lastItem,
            ...(this.#basis ? { mark: this.#basis } : {}),
        });
    }
    refused(message, { type, message: detail, details: errors }, at) {
        this.revision += 1;
        const { item, by, command } = isRecord(message) ? message : {};
        const participant = isRecord(by) ? by["participant"] : undefined;
        const given = isRecord(command) ? command["type"] : undefined;
        this.#note({
            type: "command-refused",
            ...(typeof item === "string" ? { item } : {}),
            ...(typeof participant === "string" ? { by: participant } : {}),
            details: {
                command: typeof given === "string" ? given : "unknown",
                fault: type,
                detail,
                ...(errors ? { errors: errors.map((error) => ({ ...error })) } : {}),
            },
        }, at);
        this.#isUrgent = true;
        this.#write();
    }
    async shown() {
        const { revision } = this;
        if (this.#shown.revision >= revision)
            return this.#shown;
        this.#isUrgent = true;
        this.#write();
        return await new Promise((resolve) => this.#waiting.push({ revision, resolve }));
    }
    get now() {
        return { revision: this.revision, doubtful: this.#shown.doubtful };
    }
    get isShown() {
        return this.#shown.revision >= this.revision;
    }
    snapshot() {
        if (!this.#basis)
            throw new Error("the view was never written");
        return {
            revision: this.revision,
            lastEvent: this.#lastEvent,
            startedAt: this.#startedAt,
            basis: this.#basis,
        };
    }
    #note(event, at) {
        this.#lastEvent += 1;
        this.#events.push({ caseId: this.#start.caseId, number: this.#lastEvent, at, ...event });
        this.#freshEvents += 1;
    }
    #noteItem(item) {
        this.#items.set(item.id, itemView(item, this.#owner.linked, this.#start.caseId, this.revision));
        this.#freshItems.add(item.id);
    }
    #notePatch(before, step) {
        const { state } = step;
        const root = this.#specification.rootNet;
        const patch = this.#patch;
        if (!before)
            Object.assign(patch, this.#birth());
        if (before?.status !== state.status) {
            Object.assign(patch, statusOf(state));
            if (!isOpen(state))
                patch.endedAt = step.now;
        }
        const shown = before ? dataOf(before, root) : {};
        const data = dataOf(state, root);
        if (!before || data !== shown)
            this.#data = together(this.#data, changedVariables(shown, data));
        if (state.nets !== before?.nets)
            Object.assign(patch, placesOf(state));
    }
    #birth() {
        return {
            specificationId: this.#specification.id,
            specificationVersion: this.#specification.version,
            title: this.#specification.title,
            startedBy: this.#start.startedBy,
            startedAt: this.#startedAt,
        };
    }
    #write() {
        if (this.#isWriting)
            return;
        if (!this.#isUrgent) {
            this.#tell();
            return;
        }
        this.#isWriting = true;
        this.#shield ??= new CancellationScope({ cancellable: false });
        void this.#shield.run(() => this.#writeAll());
    }
    async #writeAll() {
        await Promise.resolve();
        while (this.#shown.revision < this.revision && this.#isUrgent) {
            this.#isUrgent = false;
            const { revision } = this;
            const { change, requests } = this.#taken();
            const nextEvent = this.#lastEvent + 1;
            const written = settle({
                local: true,
                change,
                requests,
                nextEvent,
                ...(this.#basis ? { basis: this.#basis } : {}),
            });
            const settled = await (requests.length === 0 ? written : this.#held(written));
            this.#basis = { revision, mark: settled.mark };
            this.#take(change, requests, settled, nextEvent);
            this.#shown = { revision, doubtful: settled.doubtful ?? false };
            const waiting = this.#waiting;
            this.#waiting = waiting.filter((each) => each.revision > revision);
            for (const each of waiting)
                if (each.revision <= revision)
                    each.resolve(this.#shown);
        }
        this.#isWriting = false;
        if (this.#shown.revision < this.revision)
            this.#tell();
    }
    async #held(written) {
        let release = () => undefined;
        this.#settling = new Promise((resolve) => {
            release = resolve;
        });
        try {
            return await written;
        }
        finally {
            this.#settling = undefined;
            release();
        }
    }
    #taken() {
        const requests = this.#owner.looking().map(({ pending, item }) => {
            if (!this.#items.has(item.id))
                this.#noteItem(item);
            return { item: item.id, to: pending.demand, at: pending.since };
        });
        const items = this.#items;
        const change = {
            caseId: this.#start.caseId,
            revision: this.revision,
            case: this.#patch,
            ...(this.#data ? { data: this.#data } : {}),
            items: [...items.values()],
            events: this.#events,
        };
        this.#patch = {};
        this.#data = undefined;
        this.#items = new Map();
        this.#events = [];
        this.#freshItems = new Set();
        this.#freshEvents = 0;
        return { change, requests };
    }
    #take(change, requests, { found = [], mark }, nextEvent) {
        const times = new Map(requests.map(({ item, at }) => [item, at]));
        const people = found.map((each) => ({ ...each, at: times.get(each.item) ?? this.#startedAt }));
        if (people.length > 0) {
            this.#lastEvent += people.length;
            this.#owner.found(people);
        }
        if (!isRecording())
            return;
        recorded.changed({
            change: withPeople(change, people, nextEvent),
            mark: { revision: change.revision, mark },
        });
    }
    #tell() {
        const change = {
            caseId: this.#start.caseId,
            revision: this.revision,
            case: this.#patch,
            ...(this.#data ? { data: this.#data } : {}),
            items: [...this.#freshItems].flatMap((id) => this.#items.get(id) ?? []),
            events: this.#freshEvents === 0 ? [] : this.#events.slice(-this.#freshEvents),
        };
        if (isRecording())
            recorded.changed({ change });
        else if (this.#basis)
            view.show(change, this.#basis);
        this.#freshItems = new Set();
        this.#freshEvents = 0;
    }
}
function isUrgent(before, { state, events }) {
    if (state.status !== before.status)
        return true;
    return events.some((event) => {
        if (event.type === "task-failed")
            return true;
        return event.type === "item" && !(event.item.call && QUIET_MOVES.has(event.move));
    });
}
function isRecording() {
    return workflowInfo().taskQueue.startsWith(REPLAY_NAME);
}
const QUIET_MOVES = new Set(["created", "completed", "cancelled"]);
function isOpen({ status }) {
    return status === "running" || status === "suspended";
}
function statusOf({ status, reason, fault }) {
    return {
        state: status,
        ...(reason === undefined ? {} : { reason }),
        ...(fault === undefined ? {} : { fault }),
    };
}
function placesOf(state) {
    return { ...whereabouts(state), failures: failedTasks(state) };
}
function dataOf({ nets, result }, root) {
    return nets[root]?.data ?? result ?? {};
}
function isRecord(value) {
    return typeof value === "object" && value !== null;
}
//# sourceMappingURL=projection.js.map