import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
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

  it("it is so, too, where every instance of a task is in a block", async () => {
    const inBlocks = (await conformance(undefined, "in blocks")) ?? [];
    assert.deepEqual(inBlocks, results);
  });

  it("every case comes to the same end, or to another for a reason", () => {
    for (const { name, reference, status } of results) {
      const expected = EXPECTED[specificationOf(name)];
      if (expected) assert.equal(status, expected.status, `${name}: ${expected.because}`);
      else if (reference === "completed") assert.equal(status, "completed", name);
      else assert.equal(status, "running", name);
    }
  });

  it("the table of docs/semantics.md says what was followed, and nothing is missing in it", async () => {
    const page = await readFile(new URL("../../docs/semantics.md", import.meta.url), "utf8");
    const [, rows = ""] = /\n\| specification[^\n]*\n\|[ |-]*\n((?:\|[^\n]*\n)+)/.exec(page) ?? [];
    const told = new Set<string>();
    for (const row of rows.trim().split("\n")) {
      const [names = "", traces, steps, differences] = row
        .split("|")
        .slice(1)
        .map((cell) => cell.trim());
      const named = names.replaceAll(/ \(.*?\)/g, "").split(", ");
      const followed = results.filter(({ name }) => named.includes(specificationOf(name)));
      for (const name of named) told.add(name);
      assert.equal(String(followed.length), traces, `traces of ${names}`);
      assert.equal(String(followed.reduce((sum, each) => sum + each.steps, 0)), steps, `steps of ${names}`);
      // where the end differs a sentence stands in place of the number
      const found = followed.reduce((sum, each) => sum + each.differences.length, 0);
      if (/^\d+$/.test(differences ?? ""))
        assert.equal(String(found), differences, `differences of ${names}`);
      else
        assert.ok(
          named.every((name) => EXPECTED[name]),
          `${names}: ${differences}`,
        );
    }
    assert.deepEqual(
      [...told].toSorted(),
      [...new Set(results.map(({ name }) => specificationOf(name)))].toSorted(),
    );
  });
});

function specificationOf(trace: string): string {
  return trace.replace(/\.\w+$/, "");
}
