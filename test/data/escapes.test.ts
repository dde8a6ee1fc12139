/** Whatever an expression does, and whatever the data are: it ends with an answer or a fault, soon and in little memory. */
import assert from "node:assert/strict";
import * as slimdom from "slimdom";
import { evaluateJsonata } from "../../yawl/data/expressions/jsonata/evaluate.ts";
import { evaluateJson } from "../../yawl/data/expressions/xpath/evaluate.ts";
import { queryElement } from "../../yawl/data/expressions/xquery/evaluate.ts";
import type { Json, JsonObject } from "../../yawl/model/json.ts";

/** Far more than any of these takes; Temporal stops a workflow task after two seconds. */
const TIME = 8_000;

const LONG: JsonObject = { list: Array.from({ length: 100_000 }, (_, index): Json => index) };

function assertFault(
  found: { readonly ok: boolean; readonly fault?: { readonly message: string } },
  why: RegExp,
): void {
  assert.equal(found.ok, false);
  assert.match(found.fault?.message ?? "", why);
}

describe("JSONata that would get at what counts it", () => {
  const forever = "$f := function($n) { $n < 1 ? 0 : $f($n - 1) + $f($n - 1) }; $f(60)";
  for (const text of [
    `($__evaluate_entry := false; ${forever})`,
    `($__evaluate_exit := false; ${forever})`,
    `($g := function($__evaluate_entry) { (${forever}) }; $g(false))`,
    `(function($x, $__evaluate_entry) { (${forever}) })(1, false)`,
    `([1]@$__evaluate_entry.(${forever}))`,
    `([1]#$__evaluate_exit.(${forever}))`,
    `((($__evaluate_entry := null); ${forever}))`,
    `{ "a": ($__evaluate_entry := 0; ${forever}) }`,
    `[1].($__evaluate_entry := 0; ${forever})`,
    `($x := ($__evaluate_entry := $y := 0; ${forever}))`,
    `$map([1], function($__evaluate_entry) { (${forever}) })`,
    `([1] ~> $map(function($v, $__evaluate_entry) { (${forever}) }))`,
    `($ ~> | $ | { "a": ($__evaluate_entry := 0; ${forever}) } |)`,
    "($__add := function($a, $b) { 1 }; 1 + 1)",
  ])
    it(text, () =>
      assertFault(evaluateJsonata(text, {}), /names that begin with __ are the engine's own/),
    ).timeout(TIME);

  for (const [text, why] of [
    [`$eval("($__evaluate_entry := false)")`, /\$eval is not available/],
    [`($e := $eval; $e("1"))`, /\$eval is not available/],
    [`(${forever})`, /too much work/],
    ["($f := function($n) { $f($n + 1) }; $f(1))", /too deep|too much/],
    ["$count([1..10000000])", /too much work|too large/],
    ["$sort([1..1000000])", /too large|sorts more/],
    ["[1..200000]^($)", /too much work/],
    ["[1..1000000].[1..1000000]", /too much work|too large/],
  ] as const)
    it(text, () => assertFault(evaluateJsonata(text, {}), why)).timeout(TIME);

  it("finds no function in the data, however it looks", () => {
    const lambda = { _jsonata_lambda: true, arguments: [], body: { type: "number", value: 7 } };
    const data: JsonObject = { f: lambda, list: [{ deep: lambda }] };
    for (const text of ["f()", "($g := f; $g())", "list[0].deep()", "$map([1], f)", "*.deep()"])
      assertFault(evaluateJsonata(text, data), /is no data/);
  });
});

describe("values that hold themselves twice over", () => {
  const doubled = `$d := function($o, $n) { $n = 0 ? $o : $d({ "a": $o, "b": $o }, $n - 1) }`;
  for (const text of [
    `(${doubled}; $d({ "x": 1 }, 40))`,
    `(${doubled}; $string($d({ "x": 1 }, 40)))`,
    `(${doubled}; $d({ "x": 1 }, 40) = $d({ "x": 1 }, 40))`,
    `(${doubled}; $d({ "x": 1 }, 40).**)`,
    `(${doubled}; $d({ "x": 1 }, 40) ~> | a | { "z": 1 } |)`,
    `($d := function($o, $n) { $n = 0 ? $o : $d([[$o], [$o]], $n - 1) }; $d([1], 40))`,
    `($d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $d("abcd", 60))`,
    `($s := $pad("", 100000, "x"); $join([1..5000].($s), ""))`,
    `($s := $pad("", 100000, "x"); $replace($s, "x", $s))`,
  ])
    it(`JSONata: ${text}`, () => assertFault(evaluateJsonata(text, {}), /too large|too much work/)).timeout(
      TIME,
    );

  const twice = (start: string, body: string): string =>
    `fold-left(1 to 40, ${start}, function($m, $i) { ${body} })`;
  for (const text of [
    twice(`map { "x": 1 }`, `map { "a": $m, "b": $m }`),
    `deep-equal(${twice("[1]", "[$m, $m]")}, 1)`,
    `count(array:flatten(${twice("[1]", "[$m, $m]")}))`,
    `data(${twice("[1]", "[$m, $m]")}) = 2`,
    twice("[1]", "array { $m, $m }"),
    twice("map { }", "map:put(map:put($m, 'a', $m), 'b', $m)"),
    twice("[1]", "array:append(array:append([], $m), $m)"),
    `fold-left(1 to 40, [1], function($m, $i) { array:join(([$m], [$m])) })`,
    `count(${twice("(1, 2)", "($m, $m)")})`,
    `string-length(${twice("'abcd'", "$m || $m")})`,
    `string-length(${twice("'abcd'", "string-join(($m, $m))")})`,
    `string-length(${twice("'abcd'", "replace($m, 'a', 'aa')")})`,
    `fold-left(1 to 40, [1], array:append(?, [1]) => (function($f) { function($m, $i) { [$f($m), $f($m)] } })())`,
  ])
    it(`XPath: ${text}`, () => assertFault(evaluateJson(text, {}), /too large|too much work/)).timeout(TIME);
});

describe("XPath and XQuery that would get at what counts them", () => {
  const document = slimdom.parseXmlDocument("<Net><a>1</a></Net>");
  for (const [text, why] of [
    [`declare namespace m = "urn:mizzen:functions"; <a>{m:spend(-100000000)}</a>`, /no function m:spend/],
    ["<a>{Q{urn:mizzen:functions}spend(-100000000)}</a>", /no function/],
    ["<a>{let $f := Q{urn:mizzen:functions}spend#1 return $f(-1)}</a>", /no function/],
    ["<a>{let $f := Q{urn:mizzen:functions}spend(?) return $f(-1)}</a>", /no function/],
    ["<a>{-1000 => Q{urn:mizzen:functions}spend()}</a>", /no function/],
    [`declare default function namespace "urn:mizzen:functions"; <a>{step()}</a>`, /no function/],
    [
      "declare function Q{urn:mizzen:functions}step() { () }; <a>{1}</a>",
      /declared more than once|no function/,
    ],
    [
      "declare function Q{urn:mizzen:functions}other() { 1 }; <a>{Q{urn:mizzen:functions}other()}</a>",
      /no function/,
    ],
    [`<a>{Q{http://fontoxml.com/fontoxpath}evaluate("1 to 10", map { })}</a>`, /no function/],
    [`<a>{fontoxpath:evaluate("1 to 10", map { })}</a>`, /no function/],
    [`<a>{function-lookup(xs:QName("fn:doc"), 1)}</a>`, /not available/],
    ["declare variable $mizzen-depth := -1000000; <a>{1}</a>", /names that begin so are the engine's own/],
    [
      "declare function local:f($n, $mizzen-depth) { local:f($n, -9) }; <a>{local:f(1, 1)}</a>",
      /the engine's own/,
    ],
    ["declare function local:f($n) { local:f($n + 1) }; <a>{local:f(1)}</a>", /too deep/],
    ["copy $c := /Net modify delete node $c/a return $c", /XQuery Update/],
    ["<a>{for $x in 1 to 3000 order by $x return $x}</a>", /too much work/],
  ] as const)
    it(text, () => assertFault(queryElement(text, { document }), why)).timeout(TIME);

  for (const text of [
    "let $f := function($f, $n) { $f($f, $n + 1) } return $f($f, 1)",
    "(1 to 20000)[$list = -1]",
    "(1 to 20000) ! sum($list)",
    "(1 to 2000) ! deep-equal($list, $list)",
    "fold-left(1 to 100000, [], array:append#2)",
    "fold-left(1 to 100000, (), function($a, $b) { ($a, $b) })",
    "for-each(1 to 1000000, function($x) { $x })",
    "(for-each(?, function($x) { $x }))(1 to 1000000)",
    "distinct-values(1 to 100000)",
    `let $s := fold-left(1 to 20, 'a', function($m, $i) { $m || $m })
       return (1 to 100)[contains($s, concat(substring($s, 1, 400000), 'b', substring($s, 1, 400000)))]`,
  ])
    it(text, () => assertFault(evaluateJson(text, LONG), /too much work|too deep|too large/)).timeout(TIME);
});

describe("functions of functions", () => {
  for (const [text, expected] of [
    ["(concat#2)('a', 'b')", "ab"],
    ["('a', 'b') ! (upper-case#1)(.)", ["A", "B"]],
    ["(string-join(?, '-'))(('a', 'b'))", "a-b"],
    ["(format-integer(?, '000'))(7)", "007"],
    ["map { 'f': function($x) { $x + 0.2 } }?f(0.1)", 0.3],
    ["for-each((1, 2), function($x) { $x * 1.1 })", [1.1, 2.2]],
    ["fold-left(('a', 'b'), '', concat#2)", "ab"],
    ["(sum#1)((0.1, 0.2))", 0.3],
    ["[1, 2] => array:append(3)", [1, 2, 3]],
  ] as const)
    it(`still work: ${text}`, () => assert.deepEqual(evaluateJson(text, {}), { ok: true, value: expected }));
});
