import { decode, encode, fromField, fromText, toField, toText } from "./json-text.js";
const CASE_TEXT = Object.keys({
    data: true,
    marking: true,
    busy: true,
    failures: true,
    fault: true,
});
const ITEM_TEXT = Object.keys({
    data: true,
    draft: true,
    output: true,
    call: true,
    failure: true,
    suspended: true,
    lately: true,
});
const EVENT_TEXT = Object.keys({ details: true });
const SPECIFICATION_TEXT = Object.keys({
    compiled: true,
    checks: true,
});
export function caseUpdate({ case: fields, data, revision }, position, gone = []) {
    const unset = fields.data === undefined ? gone : [...gone, "variables"];
    return {
        $set: { ...encode(fields, CASE_TEXT), ...(data ? variableFields(data) : {}), revision, ...position },
        ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map((name) => [name, ""])) }),
    };
}
const EMPTIED = "";
function variableFields({ values, emptied }) {
    const fields = {};
    for (const [name, value] of Object.entries(values))
        fields[`variables.${toField(name)}`] = toText(value);
    for (const name of emptied)
        fields[`variables.${toField(name)}`] = EMPTIED;
    return fields;
}
export function caseView(stored) {
    const { variables, mark: _, writtenAt: __, runId: ___, told: ____, doubt: _____, ...document } = stored;
    const fields = { data: {}, ...decode(document, CASE_TEXT) };
    if (variables !== undefined) {
        const data = new Map(Object.entries(fields["data"]));
        for (const [field, text] of Object.entries(variables)) {
            if (text === EMPTIED)
                data.delete(fromField(field));
            else
                data.set(fromField(field), fromText(text));
        }
        fields["data"] = Object.fromEntries(data);
    }
    return { id: document._id, ...fields };
}
const OPTIONAL_ITEM_FIELDS = {
    instance: true,
    allocatedTo: true,
    suspended: true,
    lately: true,
    draft: true,
    output: true,
    offeredAt: true,
    allocatedAt: true,
    startedAt: true,
    endedAt: true,
    endedBy: true,
    reason: true,
    submissionId: true,
    call: true,
    failure: true,
};
export function itemUpdate(item, mark) {
    const { id: _id, ...fields } = item;
    const absent = Object.keys(OPTIONAL_ITEM_FIELDS).filter((name) => fields[name] === undefined);
    const knowing = [...item.offeredTo, ...(item.allocatedTo === undefined ? [] : [item.allocatedTo])];
    return {
        $set: { ...encode(fields, ITEM_TEXT), mark },
        ...(absent.length === 0 ? {} : { $unset: Object.fromEntries(absent.map((name) => [name, ""])) }),
        ...(knowing.length === 0 ? {} : { $addToSet: { knownTo: { $each: knowing } } }),
    };
}
export function itemView(document) {
    const { knownTo: _knownTo, mark: _mark, ...item } = document;
    return { id: document._id, ...decode(item, ITEM_TEXT) };
}
export function eventDocument(event, mark) {
    return { _id: `${event.caseId}/${event.number}`, ...encode(event, EVENT_TEXT), mark };
}
export function eventView({ mark: _mark, ...document }) {
    return decode(document, EVENT_TEXT);
}
export function specificationDocument(view) {
    return { _id: `${view.id}@${view.version}`, ...encode(view, SPECIFICATION_TEXT) };
}
export function specificationSummary(document) {
    return decode(document, SPECIFICATION_TEXT);
}
export function participantView(document) {
    const { _id: id, name, roles, positions, groups, capabilities, privileges, available, access } = document;
    return { id, name, roles, positions, groups, capabilities, privileges, available, access };
}
export function namedView(document) {
    const { _id: id, name, description } = document;
    return { id, name, ...(description === undefined ? {} : { description }) };
}
//# sourceMappingURL=documents.js.map