import assert from "node:assert/strict";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { CHECKS, KNOWN_GAPS, titleOf } from "./catalogue.ts";
import { compileFixture, readFixtures } from "./fixture.ts";
import { follow, WAYS } from "./follow.ts";

/** Only where there are instances it makes a difference where they are. */
const hasInstances = ({ source }: { readonly source: string }): boolean => source.includes("instances:");

for (const { pattern, warned, traces, ...file } of readFixtures()) {
  describe(`${titleOf(pattern)}:`, () => {
    let compiled: CompiledSpecification;
    let warnings: readonly string[];
    before(() => {
      ({ compiled, warnings } = compileFixture(file));
    });

    for (const trace of traces) {
      holds(trace.it, () => {
        for (const way of hasInstances(file) ? WAYS : WAYS.slice(0, 1)) follow(compiled, trace, way);
      });
    }

    if (warned === undefined) holds(CHECKS, () => assert.deepEqual(warnings, []));
    else holds(`the static checks warn of it: ${warned}`, () => assert.notDeepEqual(warnings, []));

    /** The sentence is true, or it is known not to be. */
    function holds(sentence: string, check: () => void): void {
      const gap = KNOWN_GAPS.find((known) => known.pattern === pattern && known.sentence === sentence);
      if (gap) it(`not yet: ${sentence} (${gap.reason})`, () => assert.throws(check, assert.AssertionError));
      else it(sentence, check);
    }
  });
}
