import * as fc from "fast-check";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import { runs } from "../property/runs.ts";
import { randomSpecification } from "./random-specification.ts";
import { assertSameAfterwards } from "./round-trip.ts";
import { assertValid, hasSchema } from "./schema-validity.ts";

describe("Any specification", function () {
  this.timeout(Number(process.env["PROPERTY_RUNS"] ?? 100) * 200 + 20_000);

  it("is the same when it is written and read again", () => {
    fc.assert(
      fc.property(randomSpecification, (specification) => assertSameAfterwards(specification)),
      runs(100),
    );
  });

  it("is written as what YAWL's own schema 4.0 allows", async function () {
    if (!hasSchema()) this.skip();
    const files = fc.sample(randomSpecification, { numRuns: 30, seed: 7 });
    await assertValid(new Map(files.map((each, at) => [`random${at}`, writeYawl(each).text])));
  });
});
