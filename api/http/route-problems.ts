/** Which problems a route can answer: those of its kind, by what it takes and who may use it, and those of its own. */
import type { ProblemType } from "./problem.ts";
import type { Route } from "./route.ts";

/** Each type once. `internal` is not among them: it is a mistake of ours, and no part of the contract. */
export function problemsOf(route: Route): readonly ProblemType[] {
  const isOpen = route.access === "open";
  const types: ProblemType[] = [
    // Unknown parameters, parameters that are none, and paths that cannot be decoded.
    "bad-request",
    ...(isOpen ? [] : (["not-authenticated", "not-allowed", "unavailable"] as const)),
    ...(route.schemas.parameters ? (["not-found"] as const) : []),
    ...(route.takes.kind === "none" ? [] : BODY),
    ...(route.takes.kind === "json" ? (["malformed-json", "invalid-data"] as const) : []),
    ...(route.limits ? (["too-many-requests"] as const) : []),
    ...route.problems,
  ];
  return [...new Set(types)];
}

const BODY: readonly ProblemType[] = ["too-large", "unsupported-media-type"];

/** Commands go to the case, which has the last word, as far as Temporal answers. */
export const COMMAND_PROBLEMS: readonly ProblemType[] = [
  "wrong-state",
  "not-eligible",
  "invalid-data",
  "mapping-failed",
  "predicate-failed",
  "endless-loop",
  "too-deep",
];
