/** What is said at upload of tasks with several instances. */
import assert from "node:assert/strict";
import { readSpecification } from "../../yawl/files/read.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import { compile } from "../../yawl/net/compile.ts";
import { specificationFile, task, to, work } from "../files/specification-file.ts";

/** All that is told of a file, whether it is taken or not; the instances stand in line 10. */
function told(instances: string, { task = "offer: administrator", rest = "" } = {}): readonly FaultDetail[] {
  const text = `mizzen: 1
id: x
version: "1"
input: { n: integer, list: array }
data: { word: string, grades: array, total: { type: [array, "null"] }, both: any }
start: a
tasks:
  a:
    ${task}
    instances: ${instances}
    next: end
${rest}`;
  const read = readSpecification(text, "application/yaml");
  if (!read.ok) return read.fault.details ?? [];
  const compilation = compile(read.value.specification);
  return compilation.ok ? compilation.value.checks : (compilation.fault.details ?? []);
}

const SHARED = {
  task: "work: grading",
  rest: "work: { grading: { input: { paper: any, place: integer, who: string }, output: { grade: integer } } }",
};

describe("Instances that can never work", () => {
  const wrong: readonly (readonly [instances: string, message: RegExp, more?: typeof SHARED])[] = [
    ["{ count: 3, min: 4, max: 2 }", /at least 4 instances and allows at most 2/],
    ["{ count: 3, min: 4 }", /makes 3 instances and asks for at least 4/],
    ["{ count: 3, max: 2 }", /makes 3 instances and allows at most 2/],
    ["{ min: 3, max: 2 }", /at least 3 instances and allows at most 2/],
    ["{ count: 3, max: 0 }", /at most 0 instances, so it can never start/],
    ["{ count: 3, threshold: 0 }", /threshold of 0/],
    ["{ count: 3, atOnce: 0 }", /lets 0 instances be open at once/],
    ['{ count: 3, atOnce: "0" }', /lets 0 instances be open at once/],
    ['{ count: "2.9" }', /a number of 2\.9 instances, which is no whole number/],
    ['{ count: "-1" }', /a number of -1 instances, which is less than none/],
    ["{ count: { jsonata: 2.5e0 } }", /a number of 2\.5e0 instances/],
    [`{ count: "'three'" }`, /a number of three instances, which is no whole number/],
    [`{ count: "''" }`, /which is no whole number/],
    ['{ count: 3, min: "0.5" }', /a minimum of 0\.5/],
    ['{ count: 3, max: "3.5" }', /a maximum of 3\.5/],
    ['{ count: 3, threshold: "1.5" }', /a threshold of 1\.5/],
    ['{ count: 3, atOnce: "1.5" }', /a number at once of 1\.5/],
    ['{ count: 3, tolerate: "1.5" }', /a tolerated number of failures of 1\.5/],
    ['{ count: 3, tolerate: "-1" }', /a tolerated number of failures of -1/],
    ["{ count: 3, tolerate: 101% }", /tolerates that 101%/],
    ["{ count: 3, as: paper }", /`as` belongs to `each`/, SHARED],
    ["{ count: 3, split: { xquery: /list/* } }", /`split` belongs to `each`/],
    ["{ each: $list, split: { xquery: /list/* } }", /which `split` does not cut/],
    [
      "{ count: 3, collect: { xquery: <g/> }, join: count($results), into: both }",
      /is XML \(`collect`\), and a value is joined/,
    ],
    [
      "{ count: 3, collect: $grade, join: { xquery: <g/> }, into: both }",
      /is a value \(`collect`\), and XML is joined/,
      SHARED,
    ],
    ["{ each: $list, count: 3 }", /it can have one of the two/],
    ["{ each: $list, as: papr }", /"papr", which is no input of .*Did you mean "paper"\?/, SHARED],
    ["{ each: $list, as: paper, index: plac }", /"plac" .*Did you mean "place"\?/, SHARED],
    ["{ each: $list, as: paper, index: paper }", /Both the entries .* go to "paper"/, SHARED],
    ["{ count: 3, index: who }", /"who" \(`index`\), whose type takes no number/, SHARED],
    [
      "{ count: 3, into: grdes }",
      /There is no variable "grdes" in the net\. Did you mean "grades"\?/,
      SHARED,
    ],
    ["{ count: 3, into: word }", /are a list, which "word" \(`into`\) does not take/, SHARED],
    ["{ count: 3, collect: $grade }", /which variable gets what they collect/, SHARED],
    ["{ count: 3, join: $results }", /which variable gets what they collect/, SHARED],
    ["{ count: 3, atOnce: $m }", /names \$m, which is not there/],
    ["{ count: 3, tolerate: $m }", /names \$m, which is not there/],
    ["{ count: 2.5 }", /a number of 2\.5 instances, which is no whole number/],
    ["{ count: 3, atOnce: 1.5 }", /a number at once of 1\.5/],
    ["{ count: -3 }", /count: it must be at least 0/],
    ["{ count: 3, tolerate: -1 }", /tolerate: it must be at least 0/],
    ["{ count: 3, tolerate: -5% }", /tolerates that -5%/],
    ["{ count: 3, tolerate: [1] }", /tolerate: it must be a number/],
  ];
  for (const [instances, message, more] of wrong) {
    it(`are refused at their line: ${instances}`, () => {
      const details = told(instances, more);
      const found = details.find((each) => each.severity === undefined && message.test(each.message));
      assert.ok(found, JSON.stringify(details));
      assert.equal(found.line, 10);
      assert.ok((found.column ?? 0) >= 5);
      assert.match(found.element ?? "", /a/);
    });
  }
});

describe("Instances that are odd", () => {
  const odd: readonly (readonly [instances: string, code: string])[] = [
    ["{ count: 3, threshold: 4 }", "threshold-too-high"],
    ["{ each: $list, max: 3, threshold: 4 }", "threshold-too-high"],
    ["{ count: 3, atOnce: 4 }", "at-once-too-high"],
    ["{ count: 3, tolerate: 1 }", "tolerate-without-call"],
    ["{ count: 3, tolerate: 10% }", "tolerate-without-call"],
  ];
  for (const [instances, code] of odd) {
    it(`are told: ${instances}`, () => {
      const details = told(instances);
      assert.deepEqual(
        details.map((each) => [each.severity, each.code, each.line]),
        [["warning", code, 10]],
        JSON.stringify(details),
      );
    });
  }

  const right: readonly (readonly [instances: string, more?: typeof SHARED])[] = [
    ["{ count: 3, min: 3, max: 3, threshold: 3, atOnce: 3 }"],
    ["{ count: $n, min: 1, max: 10, threshold: $n idiv 2 + 1, atOnce: $n }"],
    ["{ count: 0 }"],
    ["{ min: 2 }"],
    // others may be added until there are as many
    ["{ count: 1, max: 9, threshold: 4, atOnce: 5, creation: dynamic }"],
    ["{ count: 1, creation: dynamic }"],
    ["{ each: $list, as: paper, index: place, into: grades }", SHARED],
    ["{ each: $list, as: paper, into: total }", SHARED],
    ["{ each: $list, as: paper, into: both }", SHARED],
    ["{ each: $list, as: paper, join: string(sum($results)), into: word }", SHARED],
  ];
  for (const [instances, more] of right) {
    it(`are not these: ${instances}`, () => assert.deepEqual(told(instances, more), []));
  }
});

describe("Instances of a .yawl file", () => {
  const bounds = (minimum: string, threshold = "2"): string =>
    `<minimum>${minimum}</minimum><maximum>3</maximum><threshold>${threshold}</threshold><creationMode code="static"/><miDataInput><expression query="/Main/v"/><splittingExpression query="/v/*"/><formalInputParam>nowhere</formalInputParam></miDataInput><decomposesTo id="W"/>`;
  const checks = (inside: string): readonly FaultDetail[] => {
    const file = specificationFile({
      elements: task("a", inside, 'xsi:type="MultipleInstanceExternalTaskFactsType"', to("o")),
      others: work("W"),
    }).replace('<nextElementRef id="o"/>', '<nextElementRef id="a"/>');
    const read = readSpecification(file, "application/xml");
    assert.ok(read.ok, JSON.stringify(read));
    const compilation = compile(read.value.specification);
    return compilation.ok ? compilation.value.checks : (compilation.fault.details ?? []);
  };

  it("stay loadable where the reference loads them: data that goes nowhere, a bound that is no number", () => {
    assert.deepEqual(
      checks(bounds("'many'").replace("/Main/v", "/Main")).map(({ severity, code }) => [severity, code]),
      [["warning", "instances-number"]],
    );
  });

  it("are refused where it refuses them: more at least than at most, a threshold of none", () => {
    assert.match(checks(bounds("4"))[0]?.message ?? "", /at least 4 instances and allows at most 3/);
    assert.match(checks(bounds("1", "0"))[0]?.message ?? "", /threshold of 0/);
  });
});
