import assert from "node:assert/strict";
import fc from "fast-check";
import { openCase } from "../../yawl/run/open-case.ts";
import type { CommandMessage } from "../../yawl/work/command.ts";
import { go, moveFor, randomPath, randomSpecification } from "./random-cases.ts";
import { runs } from "./runs.ts";

const ANYTHING = fc.anything({
  withBigInt: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withDate: true,
});
const TYPE = fc.oneof(
  fc.constantFrom("claim", "reject", "start", "suspend", "resume", "deallocate", "skip", "complete", "save"),
  fc.constantFrom("delegate", "reallocate", "offer", "allocate", "add-instance", "toString", "nothing"),
  fc.constantFrom("cancel-case", "suspend-case", "resume-case", "retry", "change-data"),
);

/** Something like a command: some of it right, the rest anything. */
const GARBLED = fc.oneof(
  ANYTHING,
  fc.record(
    {
      item: fc.oneof(fc.constantFrom("case.1", "case.2", "__proto__", "constructor"), ANYTHING),
      by: fc.oneof(fc.record({ participant: fc.string(), manager: fc.boolean() }), ANYTHING),
      command: fc.oneof(
        fc.record(
          {
            type: TYPE,
            data: ANYTHING,
            to: ANYTHING,
            keepData: ANYTHING,
            submissionId: ANYTHING,
            reason: ANYTHING,
          },
          { requiredKeys: ["type"] },
        ),
        ANYTHING,
      ),
    },
    { requiredKeys: ["by", "command"] },
  ),
);

describe("a message of any shape", () => {
  it("is a fault or a step, never a crash, and a state after it is JSON", () => {
    fc.assert(
      fc.property(
        randomSpecification(),
        randomPath(6),
        fc.array(GARBLED, { minLength: 1, maxLength: 20 }),
        (specification, path, messages) => {
          const opened = openCase({ specification, seed: 7 });
          assert.ok(opened.ok);
          const running = opened.value;
          for (const choice of path) go(running, moveFor(running.state, choice));
          for (const message of messages) {
            const decided = running.send(message as CommandMessage);
            if (!decided.ok) {
              assert.ok(decided.fault.message.length > 0);
              continue;
            }
            const { state } = running;
            assert.deepStrictEqual(JSON.parse(JSON.stringify(state)), state);
          }
        },
      ),
      runs(300),
    );
  }).timeout(0);
});
