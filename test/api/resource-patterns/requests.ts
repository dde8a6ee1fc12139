/** What a step of a trace asks for, as a request. */
import type { ItemAction, TraceStep } from "../../patterns/resource/fixture.ts";
import { listOf } from "../../patterns/resource/fixture.ts";

/** A `POST` below `/api/v1`. */
export interface Asked {
  readonly path: string;
  readonly body?: unknown;
}

/** The request of an action on an item. */
export function requestOf(action: ItemAction, item: string, step: TraceStep): Asked {
  const [to] = listOf(step.to);
  const path = `/work-items/${item}/${action === "take" ? "claim" : action}`;
  switch (action) {
    case "take":
      return { path, body: { start: true } };
    case "complete":
    case "save":
      return { path, body: { data: step.with ?? {} } };
    case "delegate":
    case "allocate":
      return { path, body: { to } };
    case "reallocate":
      return { path, body: { to, keepData: step.keepData ?? false } };
    case "offer":
      return { path, body: { to: listOf(step.to) } };
    case "skip":
      return step.with ? { path, body: { data: step.with } } : { path };
    default:
      return { path };
  }
}
