import { MAX_DEPTH } from "../data/types/findings.js";
import { fault, ok } from "../model/fault.js";
const isText = (value) => typeof value === "string";
const isMissingOrText = (value) => value === undefined || isText(value);
const isMissingOrObject = (value) => value === undefined || isObject(value);
const isFlag = (value) => typeof value === "boolean";
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const ITEM_COMMANDS = {
    claim: {},
    reject: {},
    start: {},
    suspend: {},
    resume: {},
    deallocate: {},
    skip: { data: isMissingOrObject },
    retry: { data: isMissingOrObject },
    fail: { reason: isMissingOrText },
    callback: { data: isObject },
    complete: { data: isObject, submissionId: isMissingOrText },
    save: { data: isObject },
    delegate: { to: isText },
    reallocate: { to: isText, keepData: isFlag },
    offer: { to: isTexts },
    allocate: { to: isText },
    "add-instance": { data: isObject },
};
const CASE_COMMANDS = {
    "cancel-case": { reason: isMissingOrText },
    "suspend-case": {},
    "resume-case": {},
    retry: {},
};
export function readMessage(message) {
    if (!isObject(message))
        return wrong("", "must be an object with `by` and `command`");
    const { by, command } = message;
    if (!isObject(by) || !isText(by["participant"]) || !isFlag(by["manager"])) {
        return wrong("/by", "must be an object with `participant` and `manager`");
    }
    if (!isObject(command) || typeof command["type"] !== "string") {
        return wrong("/command", "must be an object with a `type`");
    }
    const isForItem = "item" in message;
    if (isForItem && !isText(message["item"]))
        return wrong("/item", "must be the id of a work item");
    const commands = isForItem ? ITEM_COMMANDS : CASE_COMMANDS;
    const fields = Object.hasOwn(commands, command["type"]) ? commands[command["type"]] : undefined;
    if (!fields) {
        return wrong("/command/type", `is no command for a ${isForItem ? "work item" : "case"}`);
    }
    for (const name in fields) {
        if (fields[name]?.(command[name]) === false)
            return wrong(`/command/${name}`, "is missing or wrong");
    }
    if (!("data" in fields) || command["data"] === undefined)
        return ok(message);
    const data = readJson(command["data"], 0);
    if (!data.ok)
        return data;
    const read = data.value === command["data"] ? message : { ...message, command: { ...command, data: data.value } };
    return ok(read);
}
function isObject(value) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return false;
    const prototype = Object.getPrototypeOf(value);
    return (typeof prototype === "object" &&
        prototype !== null &&
        Object.hasOwn(prototype, "hasOwnProperty") &&
        Object.getPrototypeOf(prototype) === null);
}
function readJson(value, depth) {
    if (depth > MAX_DEPTH)
        return fault("too-large", `The data nests deeper than ${MAX_DEPTH} levels.`);
    if (value === null || typeof value === "string" || typeof value === "boolean")
        return ok(value);
    if (typeof value === "number") {
        return Number.isFinite(value)
            ? ok(value === 0 ? 0 : value)
            : wrong("/command/data", "has a number that is none");
    }
    if (Array.isArray(value))
        return readEntries(value, depth);
    if (!isObject(value))
        return wrong("/command/data", "must be JSON");
    return readProperties(value, depth);
}
function readEntries(value, depth) {
    let isSame = true;
    const entries = [];
    for (const entry of value) {
        const read = readJson(entry, depth + 1);
        if (!read.ok)
            return read;
        isSame &&= Object.is(read.value, entry);
        entries.push(read.value);
    }
    return ok(isSame ? value : entries);
}
function readProperties(value, depth) {
    let changed;
    for (const name of Object.keys(value)) {
        if (name === "__proto__")
            return wrong("/command/data", `must have nothing named "__proto__"`);
        const read = readJson(value[name], depth + 1);
        if (!read.ok)
            return read;
        if (!Object.is(read.value, value[name]))
            (changed ??= { ...value })[name] = read.value;
    }
    return ok(changed ?? value);
}
function wrong(pointer, message) {
    const place = pointer === "" ? "The message" : `"${pointer}" of the message`;
    return fault("invalid-data", `${place} ${message}.`, [{ pointer, message }]);
}
//# sourceMappingURL=message.js.map