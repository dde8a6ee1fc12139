import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { KNOWN_GAPS, PATTERNS } from "./catalogue.ts";
import { readFixtures } from "./fixture.ts";

const PAGE = readFileSync(new URL("../../../docs/patterns.md", import.meta.url), "utf8");
const STATUSES = ["yes", "partly", "not yet", "not"] as const;

interface Row {
  readonly pattern: number;
  readonly name: string;
  readonly status: string;
  readonly how: string;
  readonly fixture: string | undefined;
}

/** Rows of the table of resource patterns: `R` and the number, name, supported, how, fixture. */
const rows: readonly Row[] = PAGE.split("\n").flatMap((line): Row[] => {
  const [, pattern = "", name = "", status = "", how = "", fixture = ""] = line
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
  if (!/^R\d+$/.test(pattern)) return [];
  const link = /^\[([^\]]+)\]\(\.\.\/test\/patterns\/resource\/([^)]+)\.yaml\)$/.exec(fixture);
  if (link) assert.equal(link[1], link[2], `pattern ${pattern}: the link goes where it says`);
  else assert.equal(fixture, "", `pattern ${pattern}: a link to a fixture, or nothing`);
  return [{ pattern: Number(pattern.slice(1)), name, status, how, fixture: link?.[2] }];
});
const fixtures = readFixtures();

describe("the resource patterns in docs/patterns.md", () => {
  it("are all 43 in their order, each with a word on how, or on why not", () => {
    assert.deepEqual(
      rows.map(({ pattern, name }) => [pattern, name]),
      PATTERNS.map((name, index) => [index + 1, name]),
    );
    for (const { pattern, how } of rows) assert.notEqual(how, "", `pattern ${pattern}`);
  });

  it("name their fixtures, and there is no fixture that they do not name", () => {
    assert.deepEqual(
      rows.flatMap(({ pattern, fixture }) => (fixture ? [[pattern, `${fixture}.yaml`]] : [])),
      fixtures.map(({ pattern, file }) => [pattern, file]),
    );
    for (const { pattern, file } of fixtures) assert.equal(Number(file.slice(0, 2)), pattern, file);
  });

  it("are a yes only where a fixture shows all of it, and a not yet only where one shows what is missing", () => {
    for (const { pattern, status, fixture } of rows) {
      const isIncomplete = KNOWN_GAPS.some((gap) => gap.pattern === pattern);
      assert.ok(
        STATUSES.some((known) => known === status),
        `pattern ${pattern}: ${status}`,
      );
      assert.equal(fixture === undefined, status === "not", `pattern ${pattern}: whether it has a fixture`);
      if (status === "yes") assert.ok(!isIncomplete, `pattern ${pattern} is not complete`);
      if (status === "not yet") assert.ok(isIncomplete, `pattern ${pattern} lacks nothing`);
    }
  });

  it("are counted right", () => {
    const [yes, partly, notYet, not] = STATUSES.map(
      (status) => rows.filter((row) => row.status === status).length,
    );
    assert.ok(PAGE.includes(`${yes} yes, ${partly} partly, ${notYet} not yet, ${not} not. The words`));
  });

  it("have gaps only in sentences that fixtures have", () => {
    for (const { pattern, sentence } of KNOWN_GAPS) {
      const fixture = fixtures.find((known) => known.pattern === pattern);
      assert.ok(
        fixture?.traces.some(({ it: own }) => own === sentence),
        `pattern ${pattern}: ${sentence}`,
      );
    }
  });
});
