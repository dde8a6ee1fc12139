import { hasEnded } from "../work/item.js";
export class WholeView {
    caseId;
    firstEvent;
    itemsBefore;
    revision = 0;
    fields = {};
    items = new Map();
    events = new Map();
    constructor(caseId, firstEvent = 1, itemsBefore = 0) {
        this.caseId = caseId;
        this.firstEvent = firstEvent;
        this.itemsBefore = itemsBefore;
    }
    get lastEvent() {
        let last = this.firstEvent - 1;
        for (const number of this.events.keys())
            last = Math.max(last, number);
        return last;
    }
    get isOpen() {
        const { state } = this.fields;
        return state === undefined || state === "running" || state === "suspended";
    }
    add(change) {
        this.revision = Math.max(this.revision, change.revision);
        const { data, ...fields } = { ...this.fields, ...change.case };
        const next = change.data ? changedData(data ?? {}, change.data) : data;
        this.fields = next === undefined ? fields : { ...fields, data: next };
        for (const item of change.items)
            this.#addItem(item);
        for (const event of change.events)
            this.events.set(event.number, event);
    }
    endOutside({ how, message, at }) {
        if (!this.isOpen)
            return;
        for (const [id, { item, knownTo }] of this.items) {
            if (hasEnded(item.status))
                continue;
            const ended = { ...item, status: "cancelled", offeredTo: [], endedAt: at, reason: message };
            this.items.set(id, { item: ended, knownTo });
        }
        const { caseId } = this;
        const number = this.lastEvent + 1;
        this.events.set(number, {
            caseId,
            number,
            type: "case-ended-in-temporal",
            at,
            details: { how, message },
        });
        this.fields = {
            ...this.fields,
            state: "failed",
            endedAt: at,
            fault: { type: "ended-in-temporal", message },
        };
    }
    #addItem(item) {
        const earlier = this.items.get(item.id);
        if (earlier && earlier.item.revision > item.revision)
            return;
        const people = new Set(earlier?.knownTo);
        for (const participant of item.offeredTo)
            people.add(participant);
        if (item.allocatedTo !== undefined)
            people.add(item.allocatedTo);
        this.items.set(item.id, { item, knownTo: [...people].toSorted() });
    }
}
function changedData(data, { values, emptied }) {
    const next = { ...data, ...values };
    for (const name of emptied)
        delete next[name];
    return next;
}
//# sourceMappingURL=whole.js.map