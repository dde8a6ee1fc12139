import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { CHECKS, KNOWN_GAPS, PATTERNS } from "./catalogue.ts";
import { readFixtures } from "./fixture.ts";

const PAGE = readFileSync(new URL("../../docs/patterns.md", import.meta.url), "utf8");
const STATUSES = ["yes", "partly", "not yet", "not"] as const;

interface Row {
  readonly pattern: number;
  readonly name: string;
  readonly status: string;
  readonly how: string;
  readonly fixture: string | undefined;
}

/** Rows of the table: number, name, supported, how, fixture. */
const rows: readonly Row[] = PAGE.split("\n").flatMap((line): Row[] => {
  const [, pattern = "", name = "", status = "", how = "", fixture = ""] = line
    .split("|")
    .map((cell) => cell.trim());
  if (!/^\d+$/.test(pattern)) return [];
  const link = /^\[([^\]]+)\]\(\.\.\/test\/patterns\/([^)]+)\.yaml\)$/.exec(fixture);
  if (link) assert.equal(link[1], link[2], `pattern ${pattern}: the link goes where it says`);
  else assert.equal(fixture, "", `pattern ${pattern}: a link to a fixture, or nothing`);
  return [{ pattern: Number(pattern), name, status, how, fixture: link?.[2] }];
});
const fixtures = readFixtures();

describe("docs/patterns.md", () => {
  it("has the 43 patterns in their order, each with a word on how", () => {
    assert.deepEqual(
      rows.map(({ pattern, name }) => [pattern, name]),
      PATTERNS.map((name, index) => [index + 1, name]),
    );
    for (const { pattern, how } of rows) assert.notEqual(how, "", `pattern ${pattern}`);
  });

  it("names the fixture of each pattern, and there is no fixture that it does not name", () => {
    const named = rows.flatMap(({ pattern, fixture }) => (fixture ? [[pattern, `${fixture}.yaml`]] : []));
    assert.deepEqual(
      named,
      fixtures.map(({ pattern, file }) => [pattern, file]),
    );
    for (const { pattern, file } of fixtures) assert.equal(Number(file.slice(0, 2)), pattern, file);
  });

  it("says yes only where a fixture shows all of it, and not yet only where one shows what is missing", () => {
    for (const { pattern, status, fixture } of rows) {
      const isIncomplete = KNOWN_GAPS.some((gap) => gap.pattern === pattern && gap.sentence !== CHECKS);
      assert.ok(
        STATUSES.some((known) => known === status),
        `pattern ${pattern}: ${status}`,
      );
      assert.equal(fixture === undefined, status === "not", `pattern ${pattern}: whether it has a fixture`);
      if (status === "yes") assert.ok(!isIncomplete, `pattern ${pattern} is not complete`);
      if (status === "not yet") assert.ok(isIncomplete, `pattern ${pattern} lacks nothing`);
    }
  });

  it("counts them right", () => {
    const counts = STATUSES.map((status) => rows.filter((row) => row.status === status).length);
    const [yes, partly, notYet, not] = counts;
    assert.ok(
      PAGE.includes(`${yes} yes, ${partly} partly, ${notYet} not yet, ${not} not`),
      counts.join(", "),
    );
  });
});

describe("the list of known gaps", () => {
  it("names sentences that fixtures have", () => {
    for (const { pattern, sentence } of KNOWN_GAPS) {
      const fixture = fixtures.find((known) => known.pattern === pattern);
      const has = sentence === CHECKS || fixture?.traces.some((trace) => trace.it === sentence);
      assert.ok(fixture && has, `pattern ${pattern}: ${sentence}`);
    }
  });
});
