import assert from "node:assert/strict";
import type { CompiledSpecification } from "../../../yawl/net/compiled.ts";
import { KNOWN_GAPS, titleOf } from "./catalogue.ts";
import { compileFixture } from "./compiled.ts";
import { readFixtures } from "./fixture.ts";
import { follow } from "./follow.ts";

for (const { file, pattern, through, source, organisation, traces } of readFixtures()) {
  if (through === "api") continue;
  describe(`${titleOf(pattern)}:`, () => {
    let compiled: CompiledSpecification;
    before(() => {
      compiled = compileFixture({ file, source });
    });

    for (const trace of traces) {
      const gap = KNOWN_GAPS.find((known) => known.pattern === pattern && known.sentence === trace.it);
      const check = (): void => follow(compiled, organisation, trace);
      if (gap) it(`not yet: ${trace.it} (${gap.reason})`, () => assert.throws(check, assert.AssertionError));
      else it(trace.it, check);
    }
  });
}
