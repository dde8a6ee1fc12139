/**
 * The shape of a command, looked at before anything is done with it. Commands come as JSON by updates and signals, and a signal
 * can be sent by anybody who reaches Temporal: what has no right shape is a fault, never a crash.
 */
import { MAX_DEPTH } from "../data/types/findings.ts";
import { fault, ok, type Result } from "../model/fault.ts";
import type { Json } from "../model/json.ts";
import type { CaseCommand, CommandMessage, ItemCommandType } from "./command.ts";

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === "string";
const isReason: Check = (value) => typeof value === "string" && value.trim() !== "";
const isMissingOrText: Check = (value) => value === undefined || isText(value);
const isMissingOrObject: Check = (value) => value === undefined || isObject(value);
const isMissingOrNumber: Check = (value) => value === undefined || Number.isSafeInteger(value);
const isFlag: Check = (value) => typeof value === "boolean";
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 1;
const isTolerance: Check = (value) =>
  (Number.isSafeInteger(value) && Number(value) >= 0) ||
  (isObject(value) &&
    typeof value["percent"] === "number" &&
    value["percent"] >= 0 &&
    value["percent"] <= 100);
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);

const ITEM_COMMANDS: Readonly<Record<ItemCommandType, Fields>> = {
  claim: {},
  reject: {},
  start: {},
  suspend: {},
  resume: {},
  deallocate: {},
  "claim-and-start": {},
  chain: {},
  redistribute: {},
  restart: {},
  "force-complete": { data: isMissingOrObject },
  skip: { data: isMissingOrObject },
  retry: { data: isMissingOrObject },
  fail: { reason: isMissingOrText },
  callback: { data: isObject, call: isMissingOrNumber },
  complete: { data: isObject, submissionId: isMissingOrText },
  save: { data: isObject },
  delegate: { to: isText },
  reallocate: { to: isText, keepData: isFlag },
  offer: { to: isTexts },
  allocate: { to: isText },
  "add-instance": { data: isObject },
};

const CASE_COMMANDS: Readonly<Record<CaseCommand["type"], Fields>> = {
  "cancel-case": { reason: isMissingOrText },
  "suspend-case": {},
  "resume-case": {},
  retry: {},
  "add-instance": { net: isMissingOrText, task: isText, data: isObject },
  "cancel-instance": { net: isMissingOrText, task: isText, instance: isCount },
  "control-instances": {
    net: isMissingOrText,
    task: isText,
    atOnce: (value) => value === undefined || value === null || isCount(value),
    tolerate: (value) => value === undefined || isTolerance(value),
  },
  "retry-instances": { net: isMissingOrText, task: isText },
  unchain: { participant: isText },
  "change-data": { data: isObject, reason: isReason },
};

/**
 * The message, if it is a command with its sender, and with its item for work items.
 * Faults: `invalid-data` with a pointer; `too-large` for data that nests too deep.
 */
export function readMessage(message: unknown): Result<CommandMessage> {
  if (!isObject(message)) return wrong("", "must be an object with `by` and `command`");
  const { by, command } = message;
  if (!isObject(by) || !isText(by["participant"]) || !isFlag(by["manager"])) {
    return wrong("/by", "must be an object with `participant` and `manager`");
  }
  if (by["roles"] !== undefined && !isTexts(by["roles"]))
    return wrong("/by/roles", "must be a list of roles");
  if (!isObject(command) || typeof command["type"] !== "string") {
    return wrong("/command", "must be an object with a `type`");
  }
  if (!isMissingOrText(message["key"])) return wrong("/key", "must be a text");
  const isForItem = "item" in message;
  if (isForItem && !isText(message["item"])) return wrong("/item", "must be the id of a work item");
  const commands: Readonly<Record<string, Fields>> = isForItem ? ITEM_COMMANDS : CASE_COMMANDS;
  const fields = Object.hasOwn(commands, command["type"]) ? commands[command["type"]] : undefined;
  if (!fields) {
    return wrong("/command/type", `is no command for a ${isForItem ? "work item" : "case"}`);
  }
  for (const name in fields) {
    if (fields[name]?.(command[name]) === false) return wrong(`/command/${name}`, "is missing or wrong");
  }
  if (!("data" in fields) || command["data"] === undefined) return ok(message as unknown as CommandMessage);
  const data = readJson(command["data"], 0);
  if (!data.ok) return data;
  const read =
    data.value === command["data"] ? message : { ...message, command: { ...command, data: data.value } };
  return ok(read as unknown as CommandMessage);
}

/** A plain object, as JSON has them: not an array, not an instance of a class. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // the workflow's objects come from another realm, so that there is more than one `Object.prototype`
  return (
    typeof prototype === "object" &&
    prototype !== null &&
    Object.hasOwn(prototype, "hasOwnProperty") &&
    Object.getPrototypeOf(prototype) === null
  );
}

/** The value, if JSON can hold it and gives it back as it is; -0 becomes 0, as it does on every way through text. */
function readJson(value: unknown, depth: number): Result<Json> {
  if (depth > MAX_DEPTH) return fault("too-large", `The data nests deeper than ${MAX_DEPTH} levels.`);
  if (value === null || typeof value === "string" || typeof value === "boolean") return ok(value);
  if (typeof value === "number") {
    return Number.isFinite(value)
      ? ok(value === 0 ? 0 : value)
      : wrong("/command/data", "has a number that is none");
  }
  if (Array.isArray(value)) return readEntries(value, depth);
  if (!isObject(value)) return wrong("/command/data", "must be JSON");
  return readProperties(value, depth);
}

function readEntries(value: readonly unknown[], depth: number): Result<Json> {
  let isSame = true;
  const entries: Json[] = [];
  for (const entry of value) {
    const read = readJson(entry, depth + 1);
    if (!read.ok) return read;
    isSame &&= Object.is(read.value, entry);
    entries.push(read.value);
  }
  return ok(isSame ? (value as readonly Json[]) : entries);
}

function readProperties(value: Readonly<Record<string, unknown>>, depth: number): Result<Json> {
  let changed: Record<string, Json> | undefined;
  for (const name of Object.keys(value)) {
    if (name === "__proto__") return wrong("/command/data", `must have nothing named "__proto__"`);
    const read = readJson(value[name], depth + 1);
    if (!read.ok) return read;
    if (!Object.is(read.value, value[name]))
      (changed ??= { ...(value as Record<string, Json>) })[name] = read.value;
  }
  return ok(changed ?? (value as Record<string, Json>));
}

function wrong(pointer: string, message: string): Result<never> {
  const place = pointer === "" ? "The message" : `"${pointer}" of the message`;
  return fault("invalid-data", `${place} ${message}.`, [{ pointer, message }]);
}
