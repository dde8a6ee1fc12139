import assert from "node:assert/strict";
import { languageOf } from "../../yawl/data/expressions/languages.ts";
import type { Names } from "../../yawl/data/expressions/language.ts";
import type { Expression, Task } from "../../yawl/model/specification.ts";
import { checkSpecification } from "../../yawl/net/checks/check.ts";
import { buildNet, buildSpecification } from "./build.ts";

/** Warnings of a net with one task that has these parts. */
function warnings(parts: Partial<Task>): readonly string[] {
  const net = buildNet({ start: ["a"], tasks: { a: { to: ["o"] } } });
  const tasks = net.tasks.map((task) => ({ ...task, place: { line: 7, column: 3 }, ...parts }));
  const inputs = [{ name: "b", type: { kind: "simple", base: "boolean", xsd: "boolean" } }] as const;
  const found = checkSpecification(buildSpecification([{ ...net, inputs, tasks }]));
  assert.deepEqual(found.errors, []);
  return found.warnings
    .filter(({ message }) => /predicate|mapping|splitter|minimum|joiner/.test(message))
    .map(({ element, line, message }) => `${element} ${line}: ${message}`);
}

const xquery = (text: string): Expression => ({ language: "xquery", text });

describe("Expressions of a .yawl file that fail whatever the data are", () => {
  const flow = (text: string): Partial<Task> => ({ flows: [{ to: "o", predicate: xquery(text) }] });

  it("are warnings with their element and line, so that the file is loaded", () => {
    const [found = ""] = warnings(flow("/N/b/text()=='true'"));
    assert.match(
      found,
      /^\w+\/a\/o 7: The predicate of "a", .*cannot be read: it is wrong at line 1, column 13\.$/,
    );
  });

  for (const [what, parts, message] of [
    ["an unknown function", flow("random1() > 1"), /calls the function random1\(\) with 0 arguments/],
    [
      "a number of arguments",
      flow("contains(/N/b)"),
      /calls contains\(\) with 1 argument, which it does not take/,
    ],
    ["a variable", flow("$b"), /names \$b, which is not there/],
    ["another root", flow("/Nett/b"), /looks for \/Nett, but the root is/],
    ["costs", flow("cost(case()) > 1"), /cost service/],
    [
      "one that is longer than any that is evaluated",
      flow(`1${" + 1".repeat(5_000)} > 1`),
      /is longer than 10000 characters/,
    ],
    [
      "a mapping",
      { startingMappings: [{ query: xquery("<x>{/"), mapsTo: "x" }] },
      /input mapping to "x" of "a".*cannot be read/,
    ],
  ] as const)
    it(`names ${what}`, () => assert.match(warnings(parts).join("\n"), message));

  it("are not those that YAWL answers itself", () => {
    assert.deepEqual(warnings(flow("timer(Send it) = 'expired'")), []);
    assert.deepEqual(warnings(flow("true()")), []);
  });
});

describe("An expression over JSON, before a case runs", () => {
  const names: Names = { variables: ["a", "code"] };
  for (const [language, text, message] of [
    ["xpath", "uppercase($code) = 'X'", /calls the function uppercase\(\) .* Did you mean "upper-case"\?/],
    ["xpath", "upper-case($code, 1)", /with 2 arguments, which it does not take/],
    ["xpath", "$a = true", /bare name "true".* Did you mean true\(\)\?/],
    ["xpath", "$a?*[v > 1]", /bare name "v".*\?v/],
    ["xpath", "$cod", /names \$cod, which is not there.* Did you mean "code"\?/],
    ["xpath", "xs:date('2026-02-30')", /is no xs:date/],
    ["xpath", "1 +\n  * 2", /wrong at line 2, column 5/],
    ["jsonata", "$upper(a)", /calls the function \$upper\(\), which is not there/],
    ["jsonata", "$random()", /not available/],
    ["jsonata", "a[", /cannot be read/],
  ] as const)
    it(`says what is wrong with ${text}`, () => {
      const problem = languageOf({ language }).problem(text, names);
      assert.match(`${problem?.message}.${problem?.hint ?? ""}`, message);
    });

  for (const [language, text] of [
    ["xpath", "$a?b[?c = 1]"],
    ["xpath", "let $x := 1 return $x + $a"],
    ["xpath", "current-date() + xs:dayTimeDuration('P1D')"],
    ["xpath", "array:append(?, 1)($a)"],
    ["xpath", "for $x at $i in $a?* return $i"],
    ["jsonata", "($f := function($x) { $x + 1 }; $f(a))"],
    ["jsonata", "$map(a, function($v) { $uppercase($v) })"],
  ] as const)
    it(`says nothing of ${text}`, () => {
      assert.equal(languageOf({ language }).problem(text, names), undefined);
    });
});
