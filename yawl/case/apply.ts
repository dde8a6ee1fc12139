/** What each event does to the state. Pure, one small function an event; nothing is decided here. */
import { change, clear } from "../net/marking.ts";
import type { JsonObject } from "../spec/json.ts";
import { hasEnded } from "../work/item.ts";
import type { CaseEvent } from "./events.ts";
import {
  netInstance,
  REMEMBERED_SUBMISSIONS,
  type BusyTask,
  type CaseState,
  type NetInstance,
  type TaskRun,
} from "./state.ts";

export function apply(state: CaseState, event: CaseEvent): CaseState {
  switch (event.type) {
    case "case-suspended":
      return { ...state, status: "suspended" };
    case "case-resumed":
      return { ...state, status: "running" };
    case "case-completed":
      return { ...state, status: "completed", result: event.result };
    case "case-cancelled":
      return {
        ...state,
        status: "cancelled",
        result: event.result,
        ...(event.reason === undefined ? {} : { reason: event.reason }),
      };
    case "case-deadlocked":
      return { ...state, status: "deadlocked" };
    case "net-entered":
      return { ...state, nets: { ...state.nets, [event.instance.key]: event.instance } };
    case "net-exited":
      return { ...state, nets: without(state.nets, event.net) };
    case "tokens-taken":
      return remark(state, event.net, (net) => change(net.marking, event.conditions, -1));
    case "tokens-put":
      return remark(state, event.net, (net) => change(net.marking, event.conditions, 1));
    case "tokens-cleared":
      return remark(state, event.net, (net) => clear(net.marking, event.conditions));
    case "task-enabled":
      return rerun(state, event.net, event.task, { phase: "enabled", item: event.item });
    case "task-fired":
      return rerun(state, event.net, event.task, event.run);
    case "task-failed":
      return taskFailed(state, event.net, event.task, event);
    case "task-retried":
      return taskRetried(state, event.net, event.task);
    case "task-withdrawn":
    case "task-exited":
    case "task-cancelled":
      return rerun(state, event.net, event.task, undefined);
    case "instance-started":
      return changeBusy(state, event.net, event.task, (run) => ({
        ...run,
        running: [...run.running, event.id],
        ...(event.multi ? { multi: event.multi } : {}),
      }));
    case "instance-ended":
      return changeBusy(state, event.net, event.task, (run) => ({
        ...run,
        running: run.running.filter((id) => id !== event.id),
        ...(event.multi ? { multi: event.multi } : {}),
      }));
    case "data-changed":
      return dataChanged(state, event.net, event.values, event.emptied);
    case "item":
      return itemChanged(state, event);
    case "submitted":
      return {
        ...state,
        submissions: [
          ...state.submissions.slice(-(REMEMBERED_SUBMISSIONS - 1)),
          { id: event.id, item: event.item, digest: event.digest },
        ],
      };
    case "drawn":
      return { ...state, random: event.random };
  }
}

/** The record without one entry. */
function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const next = { ...record };
  delete next[key];
  return next;
}

function replaceNet(state: CaseState, key: string, make: (net: NetInstance) => NetInstance): CaseState {
  return { ...state, nets: { ...state.nets, [key]: make(netInstance(state, key)) } };
}

function remark(
  state: CaseState,
  key: string,
  marking: (net: NetInstance) => NetInstance["marking"],
): CaseState {
  return replaceNet(state, key, (net) => ({ ...net, marking: marking(net) }));
}

function rerun(state: CaseState, key: string, task: string, run: TaskRun | undefined): CaseState {
  return replaceNet(state, key, (net) => ({
    ...net,
    tasks: run ? { ...net.tasks, [task]: run } : without(net.tasks, task),
  }));
}

function changeBusy(
  state: CaseState,
  key: string,
  task: string,
  make: (run: BusyTask) => BusyTask,
): CaseState {
  const run = netInstance(state, key).tasks[task];
  if (run?.phase !== "busy") throw new Error(`task ${task} of ${key} is not busy`);
  return rerun(state, key, task, make(run));
}

/** A busy task keeps its place and carries the fault; one that was only enabled keeps its tokens. */
function taskFailed(
  state: CaseState,
  key: string,
  task: string,
  { fault }: Extract<CaseEvent, { type: "task-failed" }>,
): CaseState {
  const run = netInstance(state, key).tasks[task];
  return rerun(state, key, task, run?.phase === "busy" ? { ...run, fault } : { phase: "failed", fault });
}

function taskRetried(state: CaseState, key: string, task: string): CaseState {
  const run = netInstance(state, key).tasks[task];
  if (run?.phase !== "busy") return rerun(state, key, task, undefined);
  const { fault: _, ...rest } = run;
  return rerun(state, key, task, rest);
}

function dataChanged(
  state: CaseState,
  key: string,
  values: JsonObject,
  emptied: readonly string[],
): CaseState {
  return replaceNet(state, key, (net) => {
    const data: Record<string, JsonObject[string]> = { ...net.data, ...values };
    for (const name of emptied) delete data[name];
    return { ...net, data, dataVersion: net.dataVersion + 1 };
  });
}

function itemChanged(
  state: CaseState,
  { item, move }: Extract<CaseEvent, { type: "item" }>,
): CaseState {
  return {
    ...state,
    items: hasEnded(item.status) ? without(state.items, item.id) : { ...state.items, [item.id]: item },
    lastItem: move === "created" ? state.lastItem + 1 : state.lastItem,
  };
}
