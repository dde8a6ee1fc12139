import assert from "node:assert/strict";
import { Budget, MAX_LENGTH } from "../../yawl/data/expressions/budget.ts";
import { evaluateJson } from "../../yawl/data/expressions/xpath/evaluate.ts";
import { queryElement, type XmlContext } from "../../yawl/data/expressions/xquery/evaluate.ts";
import { evaluateJsonata } from "../../yawl/data/expressions/jsonata/evaluate.ts";
import { LazyView } from "../../yawl/data/xml/lazy-view.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Result } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";

const LINES = 5_000;
const DATA: JsonObject = {
  text: "x".repeat(200_000),
  list: {
    line: Array.from({ length: LINES }, (_, index) => ({ id: String(index % 50), q: `text ${index}` })),
  },
};

const VARIABLES = [
  { name: "text", type: STRING },
  { name: "list", type: { kind: "any" } as const },
];

function context(data = DATA): XmlContext {
  const view = new LazyView({ root: "Net", variables: VARIABLES, data, types: {} });
  return { document: view.document, view };
}

/** A part of what an expression may do: what is endless reaches any limit, and the tests are quick. */
const little = (): { readonly work: { left: number } } => ({ work: { left: 120_000 } });

function assertTooLarge(text: string, answer: Result<unknown>): void {
  assert.ok(!answer.ok, `${text.slice(0, 80)} came to an end`);
  assert.equal(answer.fault.type, "too-large", answer.fault.message);
  assert.match(answer.fault.message, /^The expression .*\.$/s);
}

const DOUBLING = Array.from({ length: 40 }, (_, n) => `let $v${n + 1} := ($v${n}, $v${n}) `).join("");
const GROWING = Array.from({ length: 40 }, (_, n) => `let $v${n + 1} := concat($v${n}, $v${n}) `).join("");

/** Queries that do not end, or only after a very long time, or with an answer that no memory holds. */
const ENDLESS: Readonly<Record<string, string>> = {
  "a loop over a huge range": "for $i in 1 to 1000000000 return $i",
  "the count of a huge range": "count(1 to 1000000000)",
  "the sum of a huge range": "sum(1 to 1000000000)",
  "loops in loops": "count(for $i in 1 to 10000, $j in 1 to 10000 return 1)",
  "loops in loops that give nothing": "for $i in 1 to 10000, $j in 1 to 10000 where false() return 1",
  "a quantifier": "some $i in 1 to 100000, $j in 1 to 100000 satisfies $i = -$j",
  "a simple map": "count((1 to 10000) ! (1 to 10000) ! 2)",
  "a predicate": "count((1 to 500000)[. < 0])",
  "sequences that double": `let $v0 := (1, 1) ${DOUBLING} return count($v40)`,
  "texts that double": `let $v0 := 'text' ${GROWING} return string-length($v40)`,
  "texts that double in a fold": "string-length(fold-left(1 to 40, 'a', function($a, $i) { $a || $a }))",
  "a function that calls itself": "declare function local:f($n) { local:f($n + 1) }; local:f(1)",
  "functions that call each other":
    "declare function local:a($n) { local:b($n) }; declare function local:b($n) { local:a($n) }; local:a(1)",
  "a function that calls itself twice":
    "declare function local:f($n) { if ($n < 2) then 1 else local:f($n - 1) + local:f($n - 2) }; local:f(60)",
  "a function value that calls itself": "let $f := function($s, $n) { $s($s, $n + 1) } return $f($f, 0)",
  "a function by its name": "declare function local:f($n) { for-each(1 to 2, local:f#1) }; local:f(1)",
  "all data, many times": "for $i in 1 to 1000 return count(//line)",
  "all data for each of its parts": "count(//line[id = //line/q])",
  "products of the data": "count(/Net/list/line/id = /Net/list/line/q)",
  "siblings of siblings": "count(/Net/list/line/preceding-sibling::line)",
  differences: "count(/Net/list/line/id except /Net/list/line/q)",
  "a large text, many times": "for $i in 1 to 10000 return upper-case(/Net/text)",
  "a large text kept": "let $t := string(/Net/text) for $i in 1 to 100000 return contains($t, 'yy')",
  "copies of the data": "for $i in 1 to 10000 return <copy>{/Net/list}</copy>",
  "many distinct values": "count(distinct-values(1 to 100000))",
  "a large sort": "for $l in /Net/list/line order by $l/q return $l",
  "a map that grows": "map:size(fold-left(1 to 100000, map{}, function($m, $i) { map:put($m, $i, 1) }))",
  "an array that grows": "array:size(fold-left(1 to 100000, [], function($a, $i) { array:append($a, $i) }))",
  "a large map": "map:size(map:merge((1 to 20000) ! map:entry(., 1)))",
  "matches() that goes back": `matches('${"a".repeat(40)}!', '^(a+)+$')`,
  "replace() that goes back": `replace('${"a".repeat(40)}!', '(a|aa)+$', 'x')`,
  "tokenize() that goes back": `tokenize('${"a".repeat(40)}!', '(a*a*)*b')`,
};

const ENDLESS_JSONATA: Readonly<Record<string, string>> = {
  "a huge range": "$sum([1..10000000])",
  "loops in loops": "$map([1..10000], function($i) { $map([1..10000], function($j) { 1 }) })",
  "a function that calls itself": "($f := function($n) { 1 + $f($n + 1) }; $f(1))",
  "a function that ends with itself": "($f := function($n) { $f($n + 1) }; $f(1))",
  "a function that calls itself twice":
    "($f := function($n) { $n < 2 ? 1 : $f($n - 1) + $f($n - 2) }; $f(60))",
  "texts that double":
    "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('aaaa', 60)))",
  "a pattern that goes back": `$contains('${"a".repeat(40)}!', /^(a+)+$/)`,
  "a huge pad": "$pad('x', 1000000000)",
  "all data for each of its parts": "$count(list.line.($x := $; $$.list.line[id = $x.id]))",
  "a large text, many times": "$map([1..100000], function($i) { $uppercase($$.text) })",
  "data as text, many times": "$map([1..10000], function($i) { $string($$.list) })",
  "copies of the data": "$map([1..10000], function($i) { $$ ~> |list|{'z': 1}| })",
  "a large sort": "$sort(list.line.q)",
};

describe("an expression that does not come to an end", function () {
  this.timeout(20_000);

  for (const [name, text] of Object.entries(ENDLESS)) {
    it(`is a fault in XQuery: ${name}`, () => {
      const [, prolog = "", body = text] = /^(declare .*\};)(.*)$/s.exec(text) ?? [];
      assertTooLarge(text, queryElement(`${prolog}<a>{${body}}</a>`, { ...context(), ...little() }));
    });
  }

  for (const [name, text] of Object.entries(ENDLESS_JSONATA)) {
    it(`is a fault in JSONata: ${name}`, () => assertTooLarge(text, evaluateJsonata(text, DATA, little())));
  }

  for (const [name, text] of Object.entries({
    "a range": "count(1 to 1000000000)",
    "lines times lines": "count($list?line?* ! $list?line?*?id)",
    "an array, item by item": "count((1 to 100000) ! $list?line(1))",
    "values of the data": "distinct-values($list?line?*?q)",
  })) {
    it(`is a fault in XPath over JSON: ${name}`, () =>
      assertTooLarge(text, evaluateJson(text, DATA, little())));
  }

  it("costs the same each time, whatever was made before", () => {
    const spent = (query: string, data?: JsonObject): number => {
      const work = { left: 1_000_000 };
      assert.ok(queryElement(`<a>{${query}}</a>`, { ...context(data), work }).ok);
      return 1_000_000 - work.left;
    };
    const anew = JSON.parse(JSON.stringify(DATA)) as JsonObject;
    for (const query of ["count(/Net/list/line[id = '7'])", "sum(for $i in 1 to 900 return $i)", "1 to 3"]) {
      const first = spent(query);
      assert.ok(first > 0);
      assert.equal(spent(query), first, query);
      assert.equal(spent(query, anew), first, query);
    }
  });

  it("leaves the rest of its step less to do", () => {
    const work = { left: 100_000 };
    const rest = "<a>{count(for $i in 1 to 60000 return 1)}</a>";
    assert.ok(evaluateJsonata("$sum([1..3000])", {}, { work }).ok);
    assert.ok(work.left < 100_000);
    const before = work.left;
    assert.deepEqual(evaluateJson("count((1 to 6000) ! 1)", {}, { work }), { ok: true, value: 6_000 });
    assert.ok(work.left < before - 6_000);
    assertTooLarge(rest, queryElement(rest, { ...context(), work }));
    assert.equal(work.left, 0);
  });
});

describe("an expression that is too big to be read", () => {
  for (const [name, text] of Object.entries({
    "long texts": `'${"x".repeat(MAX_LENGTH)}'`,
    "many operators": `1${"+1".repeat(MAX_LENGTH)}`,
    brackets: `${"(".repeat(150)}1${")".repeat(150)}`,
    elements: `${"<a>".repeat(150)}${"</a>".repeat(150)}`,
  })) {
    it(`is a fault: ${name}`, () => {
      assertTooLarge(text, queryElement(text, context()));
      assertTooLarge(text, evaluateJson(text, {}));
      if (name !== "elements") assertTooLarge(text, evaluateJsonata(text, {}));
    });
  }

  it("one with many parts is read", () => {
    const many = Array.from({ length: 200 }, (_, index) => `<line n='${index}'>{${index}}</line>`);
    assert.ok(queryElement(`<all>${many.join("")}</all>`, context()).ok);
  });
});

describe("the budget of an expression", () => {
  it("ends with the reason that came first", () => {
    const budget = new Budget(10);
    budget.spend(10);
    assert.throws(() => budget.spend(1), /needs too much work/);
    assert.throws(() => budget.end("is late"), /needs too much work/);
  });

  it("lets large data through that is looked at a few times", () => {
    const found = queryElement(
      "<n>{count(/Net/list/line[id = '7']), string-length(/Net/text)}</n>",
      context(),
    );
    assert.ok(found.ok);
    assert.equal(found.value.textContent, `${LINES / 50} 200000`);
    assert.deepEqual(evaluateJson("count($list?line?*[?id = '7'])", DATA), { ok: true, value: LINES / 50 });
    assert.deepEqual(evaluateJsonata("$count(list.line[id = '7'])", DATA), { ok: true, value: LINES / 50 });
  });
});
