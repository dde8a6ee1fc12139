import { compileFixture } from "../../patterns/resource/compiled.ts";
import { KNOWN_GAPS, titleOf } from "../../patterns/resource/catalogue.ts";
import { readFixtures } from "../../patterns/resource/fixture.ts";
import { withDatabase } from "../../store/database.ts";
import { follow } from "./follow.ts";

describe("through the API,", () => {
  withDatabase();

  for (const { pattern, file, source, organisation, traces } of readFixtures()) {
    // who answers a connector's call is no part of the API
    if (traces.some(({ steps }) => steps.some(({ answer }) => answer !== undefined))) continue;
    describe(`${titleOf(pattern)}:`, () => {
      const compiled = compileFixture({ file, source });
      for (const trace of traces) {
        if (KNOWN_GAPS.some((gap) => gap.pattern === pattern && gap.sentence === trace.it)) continue;
        it(trace.it, async () => follow(compiled, organisation, trace));
      }
    });
  }
});
