import assert from "node:assert/strict";
import { conditionHolds, conditionProblems } from "../../yawl/rules/condition.ts";
import type { Facts } from "../../yawl/rules/facts.ts";
import type { Condition } from "../../yawl/rules/rule-set.ts";
import { seenOf, type Room } from "../../yawl/rules/seen.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Variable } from "../../yawl/model/specification.ts";

const names = ["Age", "Name", "Fever", "Cost", "Notes", "List"];
const ROOM: Room = {
  root: "Clinic",
  variables: names.map((name): Variable => ({ name, type: { kind: "any" } })),
};
const DATA: JsonObject = { Age: 21, Name: "smith", Fever: true, Cost: "200.50", List: [1, 2] };
const FACTS: Facts = {
  now: 100_000,
  item: { task: "treat", status: "started", timer: "expired", enabledAt: 40_000, startedAt: 90_000 },
  participant: { id: "ann", roles: ["nurse"] },
};

function holds(condition: string | Condition, data = DATA, facts: Facts = FACTS): boolean | string {
  const asked = typeof condition === "string" ? ({ language: "rule", text: condition } as const) : condition;
  const found = conditionHolds(asked, seenOf(data, ROOM, {}, facts));
  return found.ok ? found.value : found.fault.message;
}

describe("A condition", () => {
  const right: readonly (readonly [condition: string, holds: boolean])[] = [
    ["True", true],
    ["false", false],
    ["Fever", true],
    ["!Fever", false],
    ["Fever = true", true],
    ["Fever = TRUE", true],
    ["Fever != false", true],
    ["Age = 21", true],
    ["Age = 21.0", true],
    ["Age > 20 & Age < 22", true],
    ["Age > 21 | Age <= 21", true],
    ["Age >= 22", false],
    ["!(Age >= 22)", true],
    ["Age > 30 & Fever | Name = smith", true],
    ["Age > 30 & (Fever | Name = smith)", false],
    ["Name = smith", true],
    ["Name = jones", false],
    ["Name != jones", true],
    ['Name = "smith"', true],
    ["Name = 'smith'", true],
    ["$Name = 'smith'", true],
    ["Name < 'smiths'", true],
    ["Cost = 200.5", true],
    ["Cost + 0.1 * 5 = 201", true],
    ["2 + 3 * 4 = 14", true],
    ["(2 + 3) * 4 = 20", true],
    ["10 - 2 - 3 = 5", true],
    ["-Age = -21", true],
    ["0.1 + 0.2 = 0.3", true],
    ["Age / 2 = 10.5", true],
    ['Notes = ""', true],
    ["Notes = x", false],
    ["max(Age, 30, 4) = 30 & min(Age, 30) = 21", true],
    ["hasTimerExpired(this)", true],
    ["HASTIMEREXPIRED(this)", true],
    ["isNotCompleted(this)", true],
    ["secondsSinceEnabled(this) = 60 & secondsSinceStarted(this) < 11", true],
    ['participant(this) = "ann" & hasRole(this, "nurse")', true],
    ['hasRole(this, "doctor")', false],
    ["{/Clinic/Age > 20}", true],
    ["{/Clinic/Age} = 21 & {count(/Clinic/List/item) = 2}", true],
    ["{timer(treat) = 'expired'}", true],
    ['{"}" = "}"}', true],
  ];
  for (const [text, expected] of right)
    it(`${text} ${expected ? "holds" : "does not hold"}`, () => {
      assert.equal(holds(text), expected);
    });

  const wrong: readonly (readonly [condition: string, says: RegExp])[] = [
    ["Missing = 5", /column 1: there is no variable "Missing"/],
    ["Fever | Missing = 5", /column 9: there is no variable "Missing"/],
    ["Missing", /no variable "Missing"/],
    ["Missing = Age", /no variable "Missing"/],
    ["Age = missing", /column 7: there is no variable "missing"/],
    ["Name > missing", /no variable "missing"/],
    ["$Missing = 1", /no variable "Missing"/],
    ["Name = $missing", /no variable "missing"/],
    ["Name", /"smith" is neither true nor false/],
    ["Age & Fever", /21 is neither true nor false/],
    ["Name > 5", /"smith" and 5 have no order|"smith" and "5" have no order/],
    ["Name + 1 = 2", /column 6: "smith" is no number/],
    ["Age / 0 = 1", /divided by zero/],
    ["Notes > 1", /have no order/],
    ["List = 1", /is no single value/],
    ["cost(this) > 1", /no function cost/],
    ["Age == 21", /column 6: equality is written as one =/],
    ["Age <> 21", /inequality is written as !=/],
    ["Age > 1 && Fever", /written as one &/],
    ["Age > 1 and Fever", /column 9: "and" is written as &/],
    ["Name = John Smith", /column 13: "Smith" has nothing that joins it/],
    ["Age >", /a value is missing at the end/],
    ["(Age > 1", /closing parenthesis is missing before the end/],
    ["Age > 1)", /"\)" cannot stand here/],
    ['Name = "x', /quotation mark has no other/],
    ["{/Clinic/Age", /brace is not closed/],
    ["1 < Age < 3", /joined by &/],
    ["Age = 21years", /is no number/],
    ["", /a value is missing/],
    [`${"(".repeat(200)}True${")".repeat(200)}`, /more than 100/],
    [`${"!".repeat(200)}True`, /more than 100/],
    [`Age${" + 1".repeat(200)} = 1`, /more than 100/],
    ["x".repeat(10_001), /more than 10000 characters/],
  ];
  for (const [text, says] of wrong)
    it(`${text.slice(0, 40) || "of nothing"} fails, which is not the same as that it does not hold`, () => {
      assert.match(String(holds(text)), says);
    });

  it("asks for facts that are not known: that is a failure, too", () => {
    for (const call of ["hasTimerExpired(this)", "isNotCompleted(this)", "secondsSinceStarted(this) > 1"])
      assert.match(String(holds(call, DATA, {})), /is not known here/);
    assert.match(String(holds("participant(this) = 'ann'", DATA, {})), /who has the item is not known/);
  });

  it("may be one of the dialect's languages, with the facts as the variable this", () => {
    assert.equal(holds({ language: "xpath", text: "$Age > 20 and $this?item?sinceStarted = 10" }), true);
    assert.equal(holds({ language: "xpath", text: "$this?participant?roles = 'nurse'" }), true);
    assert.equal(holds({ language: "jsonata", text: "Age > 20 and this.participant.id = 'ann'" }), true);
    assert.equal(holds({ language: "xquery", text: "/Clinic/Age = 21" }), true);
    assert.match(String(holds({ language: "xpath", text: "$Missing" })), /Missing/);
  });

  it("stays within its work", () => {
    const endless = "(1 to 1000000)[. * 2 = (1 to 1000000)]";
    assert.match(String(holds({ language: "xpath", text: `exists(${endless})` })), /too much work/);
    assert.match(String(holds(`{exists(${endless})}`)), /too much work/);
    const digits = Array.from({ length: 60 }, () => "9".repeat(60)).join("*");
    assert.match(String(holds(`${digits} = 1`)), /more than 400 digits/);
  });

  it("is looked at before any case: names, functions, queries", () => {
    const problems = (text: string): string =>
      JSON.stringify(conditionProblems({ language: "rule", text }, ROOM));
    assert.equal(problems("Age > 1 & max(Age, Cost) = 2 & hasTimerExpired(this)"), "[]");
    assert.match(problems("Agee > 1"), /"error".*no variable.*Did you mean \\"Age\\"/);
    assert.match(problems("Name = smith"), /"warning".*taken as a text/);
    assert.match(problems("maximum(Age) = 1"), /"error".*no function maximum\(\); there are max\(/);
    assert.match(problems("cost(this) > 1"), /"error".*cost service, which Mizzen does not have/);
    assert.match(problems("hasTimerExpired(Age)"), /called as hasTimerExpired\(this\)/);
    assert.match(problems("hasRole(this)"), /called as hasRole/);
    assert.match(problems("{/Clinik/Age = 1}"), /"error".*looks for \/Clinik/);
    assert.match(problems("{/Clinic/Age = }"), /"error"/);
    assert.match(JSON.stringify(conditionProblems({ language: "xpath", text: "$Agee" }, ROOM)), /\$Agee/);
    assert.deepEqual(conditionProblems({ language: "xpath", text: "$this?case?id" }, ROOM), []);
  });
});
