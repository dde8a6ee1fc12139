import assert from "node:assert/strict";
import { evaluate, holds, runMappings, type DataScope } from "../../yawl/case/dataflow.ts";
import { FIXED_NOW } from "../../yawl/data/expressions/language.ts";
import { queryElement } from "../../yawl/data/expressions/xquery/evaluate.ts";
import { documentOf } from "../../yawl/data/expressions/xquery/language.ts";
import { STRING, type DataType } from "../../yawl/model/datatype.ts";
import type { Expression } from "../../yawl/model/specification.ts";

const INTEGER: DataType = { kind: "simple", base: "integer", xsd: "integer" };
const ANY: DataType = { kind: "any" };
const NOW = Date.UTC(2026, 10, 24, 9, 30);

const SCOPE: DataScope = {
  root: "Net",
  variables: [
    { name: "name", type: STRING },
    { name: "count", type: INTEGER },
    { name: "order", type: { kind: "json", schema: {} } },
    { name: "nothing", type: STRING },
  ],
  data: { name: "Ada", count: 3, order: { lines: [{ price: 2 }, { price: 3 }] } },
  types: {},
  now: NOW,
};

type Language = Expression["language"];

function value(language: Language, text: string, type: DataType = ANY, scope = SCOPE): unknown {
  const answer = evaluate({ language, text }, scope, type);
  return answer.ok ? answer.value : `${answer.fault.type}: ${answer.fault.message}`;
}

function truth(language: Language, text: string, scope = SCOPE): unknown {
  const answer = holds({ language, text }, scope);
  return answer.ok ? answer.value : `${answer.fault.type}: ${answer.fault.message}`;
}

describe("JSONata over the variables", () => {
  it("sees those with a value, and gives JSON", () => {
    assert.equal(value("jsonata", "name & '!'"), "Ada!");
    assert.deepEqual(value("jsonata", "order.lines.price"), [2, 3]);
    assert.equal(value("jsonata", "$sum(order.lines.price) * count"), 15);
    assert.deepEqual(value("jsonata", "{'total': $sum(order.lines.price), 'by': name}"), {
      total: 5,
      by: "Ada",
    });
    assert.equal(value("jsonata", "nothing"), undefined);
    assert.equal(value("jsonata", "null"), undefined);
  });

  it("gives a part of the data as it is, without a copy", () => {
    assert.equal(value("jsonata", "order"), SCOPE.data["order"]);
  });

  it("does not change the data", () => {
    const before = JSON.stringify(SCOPE.data);
    assert.deepEqual(value("jsonata", "order ~> |lines|{'price': 0}|"), {
      lines: [{ price: 0 }, { price: 0 }],
    });
    assert.equal(JSON.stringify(SCOPE.data), before);
  });

  it("decides predicates as its $boolean does", () => {
    assert.equal(truth("jsonata", "count > 2"), true);
    for (const text of ["nothing", "''", "0", "[]", "[0, '']", "{}", "null", "function($x) { $x }"])
      assert.equal(truth("jsonata", text), false, text);
    for (const text of ["'x'", "1", "[0, 1]", "{'a': 0}"]) assert.equal(truth("jsonata", text), true, text);
  });

  it("has the step's time and no other", () => {
    assert.equal(value("jsonata", "$millis()"), NOW);
    assert.equal(value("jsonata", "$now()"), "2026-11-24T09:30:00.000Z");
    assert.equal(value("jsonata", "$now('[D01].[M01].[Y0001]')"), "24.11.2026");
    assert.equal(
      value("jsonata", "$fromMillis($toMillis('10:15', '[H01]:[m01]'))"),
      "2026-11-24T10:15:00.000Z",
    );
    const { now: _now, ...timeless } = SCOPE;
    assert.equal(value("jsonata", "$millis()", ANY, timeless), FIXED_NOW);
  });

  it("has nothing that is random or runs text, and cannot leave the data", () => {
    for (const text of ["$random()", "$shuffle([1, 2])", "$eval('1')"])
      assert.match(String(value("jsonata", text)), /is not available/, text);
    for (const text of [
      "$.constructor",
      "name.constructor",
      "$lookup($, 'constructor')",
      "$lookup($, '__proto__')",
    ])
      assert.equal(value("jsonata", text), undefined, text);
    assert.match(
      String(value("jsonata", "order.lines.constructor('return 1')()")),
      /^(undefined|mapping-failed)/,
    );
  });

  it("answers distinct, lookup, pad and spread as JSONata does", () => {
    assert.deepEqual(value("jsonata", "$distinct([1, 2, 1, {'a': 1}, {'a': 1}])"), [1, 2, { a: 1 }]);
    assert.deepEqual(value("jsonata", "$lookup(order.lines, 'price')"), [2, 3]);
    assert.equal(value("jsonata", "$pad('ab', 4, '-') & $pad('ab', -4, '-')"), "ab----ab");
    assert.deepEqual(value("jsonata", "$spread({'a': 1, 'b': 2})"), [{ a: 1 }, { b: 2 }]);
  });

  it("has the place of a mistake in its fault", () => {
    assert.match(String(value("jsonata", "name &\n & 1")), /cannot be read: .*\(line 2, column 3\)\.$/);
    assert.match(String(value("jsonata", "$nosuch(1)")), /^mapping-failed: .*\(line 1, column \d+\)\.$/);
    assert.match(String(value("jsonata", "function($x) { $x }")), /gives a function, which is no data/);
    assert.match(String(truth("jsonata", "1 +")), /^predicate-failed: /);
  });
});

describe("an expression that does not fit", () => {
  it("gives the wrong type", () => {
    for (const [language, text] of [
      ["jsonata", "name"],
      ["xpath", "$name"],
      ["xquery", "<x>{/Net/name/text()}</x>"],
      ["variable", "name"],
    ] as const)
      assert.match(String(value(language, text, INTEGER)), /^mapping-failed: .*wrong type/, language);
  });

  it("gives nothing: a fault in XQuery, an empty variable elsewhere (SEMANTICS 11)", () => {
    assert.match(String(value("xquery", "/Net/missing")), /^mapping-failed: The query gives nothing/);
    assert.match(String(value("xquery", "()")), /^mapping-failed: The query gives nothing/);
    assert.equal(value("xquery", "/Net/nothing", INTEGER), undefined);
    assert.equal(value("xpath", "()"), undefined);
    assert.equal(value("xpath", "$nothing"), undefined);
    assert.equal(value("jsonata", "missing"), undefined);
  });

  it("gives no element, or an attribute", () => {
    assert.match(String(value("xquery", "1 + 1")), /gives something that is no element/);
    assert.match(String(value("xquery", "<a b='1'/>/@b")), /gives something that is no element/);
  });

  it("names a variable that does not exist", () => {
    assert.match(String(value("xpath", "$missing + 1")), /^mapping-failed: .*missing/);
    const mapped = runMappings([{ query: { language: "xpath", text: "1" }, mapsTo: "missing" }], SCOPE, []);
    assert.ok(!mapped.ok);
    assert.match(mapped.fault.message, /There is no variable "missing" to map to/);
  });

  it("cannot be read: the fault says where", () => {
    assert.match(
      String(value("xquery", "<a>{1 +\n  }</a>")),
      /cannot be read: it is wrong at line 2, column 3\.$/,
    );
    assert.match(String(value("xpath", "$name +")), /cannot be read: it is wrong at line 1, column 8\.$/);
    assert.match(String(truth("xquery", "/Net/name = ")), /^predicate-failed: .*line 1, column/);
    assert.match(String(value("xquery", "<a>{nosuch(1)}</a>")), /nosuch with arity of 1/);
  });

  it("asks for what an expression cannot have", () => {
    for (const text of [
      "doc('file:///etc/passwd')",
      "unparsed-text('/etc/passwd')",
      "environment-variable('HOME')",
      "random-number-generator()?number",
      "generate-id(/Net)",
      "function-lookup(xs:QName('fn:doc'), 1)",
      "Q{http://www.w3.org/2005/xpath-functions}doc('x')",
      "doc#1",
    ])
      assert.match(
        String(value("xquery", `<a>{${text}}</a>`)),
        /^mapping-failed: .* is not available: /,
        text,
      );
    assert.match(
      String(value("xquery", "import module namespace m = 'urn:m'; <a/>")),
      /^mapping-failed: .*(No modules can be imported|cannot be read)/,
    );
  });

  it("has a pattern that cannot be read, or takes nothing", () => {
    assert.match(String(value("xquery", "<a>{matches('a', '(')}</a>")), /matches\(\): misses a "\)"/);
    assert.match(String(value("xquery", "<a>{replace('a', 'b*', 'c')}</a>")), /matches the empty text/);
    assert.match(String(value("jsonata", "$match('a', /(?=a)/)")), /a pattern looks around/);
  });

  it("asks a service that Mizzen does not have", () => {
    assert.match(String(truth("xquery", "cost(case) > 5")), /^predicate-failed: .*cost service/);
    assert.match(String(value("xquery", "#external:db:query")), /^mapping-failed: .*database gateway/);
  });
});

describe("time in expressions", () => {
  it("is the step's, in UTC", () => {
    assert.equal(value("xquery", "<t>{current-dateTime()}</t>"), "2026-11-24T09:30:00Z");
    assert.equal(value("xquery", "<t>{fn:current-date()}</t>"), "2026-11-24Z");
    assert.equal(value("xquery", "<t>{current-time()}</t>"), "09:30:00Z");
    assert.equal(value("xpath", "current-dateTime()"), "2026-11-24T09:30:00Z");
    assert.equal(value("xpath", "current-date() + xs:dayTimeDuration('P30D')"), "2026-12-24");
    assert.equal(value("xpath", "current-dateTime() > xs:dateTime('2026-11-24T10:29:00+01:00')"), true);
    assert.equal(value("xpath", "implicit-timezone()"), "PT0S");
  });

  it("is a fixed one where no step gives it", () => {
    const found = queryElement("<t>{current-dateTime()}</t>", documentOf({ ...SCOPE, now: undefined }));
    assert.ok(found.ok);
    assert.equal(found.value.textContent, "2000-01-01T00:00:00Z");
  });
});

describe("timer predicates (SEMANTICS 14)", () => {
  const timers = (task: string): "expired" | "active" => (task === "Send Reminder" ? "expired" : "active");
  const scope = { ...SCOPE, timers };

  it("name the task by its name and compare the state of its timer", () => {
    assert.equal(truth("xquery", "timer(Send Reminder) = 'expired'", scope), true);
    assert.equal(truth("xquery", " timer(Send Reminder) == 'expired' ", scope), true);
    assert.equal(truth("xquery", "timer(Send Reminder) != 'expired'", scope), false);
    assert.equal(truth("xquery", "timer('Send Reminder')=\"active\"", scope), false);
    assert.equal(truth("xquery", "timer(Other) = 'active'", scope), true);
  });

  it("are dormant where nobody says another state", () => {
    assert.equal(truth("xquery", "timer(Send Reminder) = 'dormant'"), true);
  });

  it("may be a part of a larger predicate", () => {
    assert.equal(truth("xquery", "timer(Send Reminder) == 'expired' and /Net/name = 'Ada'", scope), true);
    assert.equal(truth("xquery", "not(timer(Send Reminder) = 'expired')", scope), false);
  });
});
