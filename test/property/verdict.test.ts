import assert from "node:assert/strict";
import fc from "fast-check";
import { privilegesIn } from "../../api/items/task-of.ts";
import { judgeCase } from "../../api/cases/judge.ts";
import { Problem } from "../../api/http/problem.ts";
import { judge } from "../../api/items/judge.ts";
import type { Caller } from "../../api/security/caller.ts";
import type { CaseView, ItemView } from "../../yawl/view/views.ts";
import { itemView } from "../../yawl/view/describe.ts";
import { advance } from "../../yawl/case/advance.ts";
import type { CaseState } from "../../yawl/case/state.ts";
import type { LinkedSpecification } from "../../yawl/net/linked.ts";
import { openCase } from "../../yawl/run/open-case.ts";
import {
  OUTSIDE,
  type Actor,
  type CaseCommand,
  type CommandMessage,
  type ItemCommand,
} from "../../yawl/work/command.ts";
import { go, moveFor, randomPath, randomSpecification, type Choice } from "./random-cases.ts";
import { runs } from "./runs.ts";

const PEOPLE: readonly Actor[] = [
  { participant: "ann", manager: true },
  { participant: "ann", manager: false },
  { participant: "bob", manager: false },
  { participant: "zoe", manager: true },
  { participant: "eve", manager: false },
  OUTSIDE,
];

const DATA = { p: true, q: false, r: true };

const COMMANDS: readonly ItemCommand[] = [
  ...(["claim", "reject", "start", "suspend", "resume", "deallocate"] as const).map((type) => ({ type })),
  { type: "skip" },
  { type: "complete", data: DATA },
  { type: "complete", data: DATA, submissionId: "s1" },
  { type: "complete", data: { ...DATA, p: false }, submissionId: "s1" },
  { type: "save", data: DATA },
  { type: "delegate", to: "bob" },
  { type: "reallocate", to: "bob", keepData: true },
  { type: "reallocate", to: "bob", keepData: false },
  { type: "offer", to: ["ann", "bob"] },
  { type: "offer", to: [] },
  { type: "allocate", to: "bob" },
  { type: "add-instance", data: {} },
  { type: "retry" },
  { type: "fail" },
  { type: "callback", data: DATA },
];

const CASE_COMMANDS: readonly CaseCommand[] = [
  { type: "cancel-case" },
  { type: "suspend-case" },
  { type: "resume-case" },
  { type: "retry" },
  { type: "change-data", data: {}, reason: "it was wrong" },
];

/** What the API says of a command from its view. */
function apiSays(judged: () => "send" | "done"): string {
  try {
    return judged();
  } catch (error) {
    if (error instanceof Problem) return error.type;
    throw error;
  }
}

const REFUSALS: ReadonlySet<string> = new Set([
  "wrong-state",
  "not-eligible",
  "not-found",
  "submission-conflict",
]);

/** What the case says: a fault in data comes after the verdict, which was that the command may be tried. */
function caseSays(linked: LinkedSpecification, state: CaseState, message: CommandMessage): string {
  const step = advance(linked, state, { type: "command", message }, 1_000_000);
  if (!step.ok) return REFUSALS.has(step.fault.type) ? step.fault.type : "send";
  return step.value.events.length === 0 ? "done" : "send";
}

/** Somebody's command on one of the items that there ever were. */
interface Attempt {
  readonly item: number;
  readonly person: number;
  readonly command: number;
}

const ATTEMPT: fc.Arbitrary<Attempt> = fc.record({
  item: fc.nat(1_000),
  person: fc.nat(PEOPLE.length - 1),
  command: fc.nat(COMMANDS.length - 1),
});

/** Goes through a case; after each step people try something, which happens if it can. @returns how often each was said */
function compare(
  path: readonly (Choice & { readonly attempts: readonly Attempt[] })[],
  opened: ReturnType<typeof openCase>,
  views: Map<string, ItemView>,
  counts: Map<string, number>,
): void {
  assert.ok(opened.ok);
  const running = opened.value;
  for (const { attempts, ...choice } of path) {
    go(running, moveFor(running.state, choice));
    for (const attempt of attempts) {
      const { state, linked } = running;
      const all = [...views.values()];
      const item = all[attempt.item % all.length];
      const by = PEOPLE[attempt.person];
      const command = COMMANDS[attempt.command];
      if (!item || !by || !command) continue;
      const caller = { id: by.participant, manager: by.manager, roles: [] as readonly string[] } as Caller;
      const known = { item, knownTo: PEOPLE.map(({ participant }) => participant), knownToRoles: [] };
      const privileges = privilegesIn(linked.specification, item, by);
      const api = apiSays(() => judge(known, caller, by, command, privileges));
      const message = { item: item.id, by, command };
      const said = caseSays(linked, state, message);
      counts.set(said, (counts.get(said) ?? 0) + 1);
      const place = `${JSON.stringify(message)} on ${JSON.stringify(item)} in a ${state.status} case`;
      // the view of an item knows nothing of other items' submissions, and nothing of the case
      const isOfOthers = said === "submission-conflict" && item.submissionId !== "s1";
      const isOfCase = said === "wrong-state" && state.status !== "running" && api !== "done";
      // what a rule allows may still be impossible for a reason of the net
      const isOfNet =
        said === "wrong-state" &&
        api === "send" &&
        ["add-instance", "skip", "force-complete"].includes(command.type);
      if (!isOfOthers && !isOfCase && !isOfNet) assert.equal(said, api, place);
      running.send(message);
    }
    for (const command of CASE_COMMANDS) {
      const { state, linked } = running;
      const view = { id: state.id, state: state.status } as CaseView;
      const by = { participant: "ann", manager: true };
      const api = apiSays(() => judgeCase(view, command));
      const said = caseSays(linked, state, { by, command });
      // a retry with nothing to retry is done as soon as it is asked
      if (command.type !== "retry" || said !== "done")
        assert.equal(said, api, `${command.type} ${state.status}`);
    }
  }
}

describe("the verdict on a random command in a random case", () => {
  it("is the same of the case and of the API that looks at its view", () => {
    const counts = new Map<string, number>();
    const path = randomPath(40).chain((choices) =>
      fc
        .array(fc.array(ATTEMPT, { minLength: 2, maxLength: 6 }), {
          minLength: choices.length,
          maxLength: choices.length,
        })
        .map((attempts) => choices.map((choice, index) => ({ ...choice, attempts: attempts[index] ?? [] }))),
    );
    fc.assert(
      fc.property(randomSpecification(), path, (specification, steps) => {
        const views = new Map<string, ItemView>();
        const opened = openCase({
          specification,
          seed: 7,
          onStep: ({ events, linked }) => {
            for (const event of events) {
              if (event.type === "item")
                views.set(event.item.id, itemView(event.item, linked, { caseId: "case" }, 1));
            }
          },
        });
        compare(steps, opened, views, counts);
      }),
      runs(300),
    );
    for (const verdict of ["send", "done", ...REFUSALS].filter((each) => each !== "not-found")) {
      assert.ok((counts.get(verdict) ?? 0) > 20, `${verdict} was said ${counts.get(verdict) ?? 0} times`);
    }
  }).timeout(0);
});
