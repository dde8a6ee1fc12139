import assert from "node:assert/strict";
import fc from "fast-check";
import { decide } from "../../yawl/case/decide.ts";
import { launch } from "../../yawl/case/launch.ts";
import { link } from "../../yawl/net/linked.ts";
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
  fc.constantFrom("cancel-case", "suspend-case", "resume-case", "retry"),
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
          const linked = link(specification);
          const launched = launch(linked, { id: "case", data: {}, seed: 7, now: 0 });
          assert.ok(launched.ok);
          let { state } = launched.value;
          for (const choice of path) {
            const decided = go(linked, state, moveFor(state, choice), 1);
            if (decided.ok) ({ state } = decided.value);
          }
          for (const message of messages) {
            const decided = decide(linked, state, message as CommandMessage, 2);
            if (!decided.ok) {
              assert.ok(decided.fault.message.length > 0);
              continue;
            }
            ({ state } = decided.value);
            assert.deepStrictEqual(JSON.parse(JSON.stringify(state)), state);
          }
        },
      ),
      runs(300),
    );
  }).timeout(0);
});
