import assert from "node:assert/strict";
import { conformance, REFERENCE, type Conformance } from "./reference.ts";

/** Where Mizzen rightly comes to something else than the reference; docs/semantics.md says why. */
const EXPECTED: Readonly<Record<string, { readonly status: string; readonly because: string }>> = {
  BadNetSpecification: {
    status: "refused",
    because: "a flow leads into the input condition; the reference fails at its launch",
  },
  DeadlockingSpecification: { status: "deadlocked", because: "the reference reports success" },
};

describe("Conformance with the traces of the reference engine", function () {
  this.timeout(120_000);
  let results: readonly Conformance[];

  before(async function () {
    const found = await conformance();
    if (!found) {
      console.log(`    skipped: there are no traces in ${REFERENCE}`);
      return this.skip();
    }
    results = found;
  });

  it("at every step the available items, their input and the net's data are the same", () => {
    const different = results
      .filter(({ status, differences }) => status !== "refused" && differences.length > 0)
      .map(({ name, differences }) => `${name}: ${differences[0]}`);
    assert.deepEqual(different, []);
    assert.ok(results.length > 50, `${results.length} traces`);
  });

  it("every case comes to the same end, or to another for a reason", () => {
    for (const { name, reference, status } of results) {
      const expected = EXPECTED[name.replace(/\.\w+$/, "")];
      if (expected) assert.equal(status, expected.status, `${name}: ${expected.because}`);
      else if (reference === "completed") assert.equal(status, "completed", name);
      else assert.equal(status, "running", name);
    }
  });
});
