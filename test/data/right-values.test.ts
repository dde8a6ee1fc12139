/**
 * What the W3C's rules say that expressions give (XPath and XQuery Functions and Operators 3.1, XML Schema part 2), in the
 * places where engines are known to differ, and where a JavaScript number is not a decimal.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluateJsonata } from "../../yawl/data/expressions/jsonata/evaluate.ts";
import { languageOf } from "../../yawl/data/expressions/languages.ts";
import { plusMonths } from "../../yawl/data/expressions/moments.ts";
import { decimal } from "../../yawl/data/expressions/decimals.ts";
import { evaluateJson } from "../../yawl/data/expressions/xpath/evaluate.ts";
import { queryElement } from "../../yawl/data/expressions/xquery/evaluate.ts";
import * as slimdom from "slimdom";
import type { Scope } from "../../yawl/data/expressions/language.ts";
import type { JsonObject } from "../../yawl/model/json.ts";

const DATA: JsonObject = {
  price: 1.1,
  count: 3,
  list: [0.1, 0.2, 0.3],
  order: { lines: [{ price: 4.35, amount: 100 }] },
  date: "2026-01-31",
  wrong: "2026-02-30",
  long: "12345678901234567890.10",
};

/** An expression, and its value or the fault that it is. */
type Case = readonly [text: string, expected: unknown];

const XPATH: Readonly<Record<string, readonly Case[]>> = {
  "decimals are exact": [
    ["1.1 + 2.2 = 3.3", true],
    ["xs:decimal('0.1') + xs:decimal('0.2')", 0.3],
    ["0.1 * 3", 0.3],
    ["1.1 * 1.1", 1.21],
    ["100 * 1.1", 110],
    ["1.15 + 2.30", 3.45],
    ["0.3 - 0.1", 0.2],
    ["$price + 2.2", 3.3],
    ["$price * $count", 3.3],
    ["$order?lines?1?price * $order?lines?1?amount", 435],
    ["sum($list?*)", 0.6],
    ["sum($list)", 0.6],
    ["avg($list)", 0.2],
    ["max($list)", 0.3],
    ["sum(())", 0],
    ["avg(())", undefined],
    ["(1 to 3) ! (. * 0.1)", [0.1, 0.2, 0.3]],
    ["0.3 idiv 0.1", 3],
    ["0.3 mod 0.1", 0],
    ["-7 idiv 2", -3],
    ["-7 mod 2", -1],
    ["7.5 mod 2", 1.5],
    ["10 mod 3", 1],
    ["2 div 3", 0.6666666666666667],
    ["4 div 2", 2],
    ["1 = 1.0", true],
    ["fold-left((0.1, 0.2), 0, function($a, $b) { $a + $b })", 0.3],
    ["string(100 * 1.1)", "110"],
    ["$price instance of xs:decimal and $count instance of xs:integer", true],
  ],
  "what cannot be kept is refused": [
    ["1 div 0", /FOAR0001/],
    ["1.5 idiv 0", /FOAR0001/],
    ["1 mod 0", /FOAR0001/],
    ["12345678901234567890.10", /more digits than can be kept/],
    ["9007199254740993", /more digits than can be kept/],
    ["9007199254740991 + 2", /FOAR0002/],
    ["3000000000 * 4000000001", /FOAR0002/],
    ["xs:decimal($long)", /FOAR0002|more digits/],
    ["xs:integer('9007199254740993')", /more digits/],
    ["'9007199254740993' cast as xs:integer", /more digits/],
    ["number('x')", /NaN, which JSON does not have/],
    ["parse-json('12345678901234567890')", /more digits/],
    ["parse-json('1.10')", 1.1],
    ["parse-json('[0.1, 0.2]')?* => sum()", 0.3],
    ["true() + 1", /XPTY0004/],
    ["$date + 1", /XPTY0004/],
  ],
  rounding: [
    ["round(2.5)", 3],
    ["round(-2.5)", -2],
    ["round(1.005, 2)", 1.01],
    ["round(2.125, 2)", 2.13],
    ["round(-2.45, 1)", -2.4],
    ["round(1234.5, -2)", 1200],
    ["round-half-to-even(0.5)", 0],
    ["round-half-to-even(1.5)", 2],
    ["round-half-to-even(0.285, 2)", 0.28],
    ["round-half-to-even(0.275, 2)", 0.28],
    ["round-half-to-even(35612.25, -2)", 35600],
    ["floor(-1.5)", -2],
    ["ceiling(-1.5)", -1],
  ],
  "pictures of numbers": [
    ["format-integer(5, '0001')", "0005"],
    ["format-integer(123, '0000')", "0123"],
    ["format-integer(-5, '001')", "-005"],
    ["format-integer(1234567, '#,##0')", "1,234,567"],
    ["format-integer(1234567, '0,000,000')", "1,234,567"],
    ["format-integer(15, concat('0', '00'))", "015"],
    ["format-integer(12, 'i')", "xii"],
    ["format-integer(27, 'a')", "aa"],
    ["format-integer((), '001')", ""],
    ["format-integer(5, '#')", /FODF1310/],
    ["format-integer(5, '0#')", /FODF1310/],
  ],
  "months end where they end": [
    ["xs:date('2026-09-30') + xs:yearMonthDuration('P1M')", "2026-10-30"],
    ["xs:date('2026-01-31') + xs:yearMonthDuration('P1M')", "2026-02-28"],
    ["xs:date('2024-01-31') + xs:yearMonthDuration('P1M')", "2024-02-29"],
    ["xs:date('2026-02-28') + xs:yearMonthDuration('P1M')", "2026-03-28"],
    ["xs:date('2023-02-28') + xs:yearMonthDuration('P1Y')", "2024-02-28"],
    ["xs:date('2024-02-29') + xs:yearMonthDuration('P1Y')", "2025-02-28"],
    ["xs:date('2026-09-30') - xs:yearMonthDuration('P1M')", "2026-08-30"],
    ["xs:date('2026-03-31') - xs:yearMonthDuration('P13M')", "2025-02-28"],
    ["xs:yearMonthDuration('P1M') + xs:date('2026-09-30')", "2026-10-30"],
    ["xs:dateTime('2026-09-30T10:00:00Z') + xs:yearMonthDuration('P1M')", "2026-10-30T10:00:00Z"],
    ["xs:date($date) + xs:yearMonthDuration('P1M')", "2026-02-28"],
    ["xs:date('2026-12-31') + xs:dayTimeDuration('P1D')", "2027-01-01"],
    ["xs:date('2026-03-01') - xs:date('2026-02-01')", "P28D"],
    ["xs:date('2024-03-01') - xs:dayTimeDuration('P1D')", "2024-02-29"],
    ["map { 'due': xs:date('2026-09-30') + xs:yearMonthDuration('P1M') }", { due: "2026-10-30" }],
    ["[xs:date('2026-09-30')]", ["2026-09-30"]],
  ],
  "dates exist": [
    ["xs:date('2026-02-30')", /FORG0001/],
    ["xs:date($wrong)", /FORG0001/],
    ["$wrong cast as xs:date", /FORG0001/],
    ["$wrong castable as xs:date", false],
    ["$date castable as xs:date", true],
    ["'2024-02-29' castable as xs:date", true],
    ["'1900-02-29' castable as xs:date", false],
    ["xs:dateTime('2026-02-29T00:00:00')", /FORG0001/],
    ["xs:dateTime('2026-12-31T24:00:00')", "2027-01-01T00:00:00"],
    ["xs:dateTime('2026-01-01T25:00:00')", /FORG0001/],
    ["xs:time('24:00:00')", "00:00:00"],
    ["xs:date('12026-01-01')", "12026-01-01"],
    ["xs:dateTime('2026-01-01T00:00:00Z') = xs:dateTime('2026-01-01T01:00:00+01:00')", true],
    ["xs:date('2026-01-01+14:00') = xs:date('2025-12-31-10:00')", true],
  ],
  durations: [
    ["xs:dayTimeDuration('PT0.1S') + xs:dayTimeDuration('PT0.2S')", "PT0.3S"],
    ["xs:dayTimeDuration('PT0.1S') * 3", "PT0.3S"],
    ["days-from-duration(xs:dayTimeDuration('PT49H'))", 2],
    ["hours-from-duration(xs:dayTimeDuration('-PT90M'))", -1],
    ["xs:dayTimeDuration('P1D') = xs:dayTimeDuration('PT24H')", true],
    ["xs:duration('P1Y') = xs:duration('P12M')", true],
    ["xs:yearMonthDuration('P1Y') lt xs:yearMonthDuration('P13M')", true],
    ["xs:dayTimeDuration('P1D') div xs:dayTimeDuration('PT1H')", 24],
    ["xs:yearMonthDuration('P1Y') * 1.5", "P1Y6M"],
  ],
};

function assertGives(
  found: { ok: boolean; value?: unknown; fault?: { message: string } },
  expected: unknown,
): void {
  if (expected instanceof RegExp) {
    assert.equal(found.ok, false, JSON.stringify(found.value));
    assert.match(found.fault?.message ?? "", expected);
  } else assert.deepEqual(found.ok ? found.value : found.fault, expected);
}

describe("XPath in the dialect", () => {
  for (const [what, cases] of Object.entries(XPATH))
    describe(what, () => {
      for (const [text, expected] of cases) it(text, () => assertGives(evaluateJson(text, DATA), expected));
    });
});

describe("XQuery over the XML view", () => {
  const document = slimdom.parseXmlDocument("<Net><d>2026-09-30</d><n>2</n></Net>");
  const cases: readonly Case[] = [
    ["<a>{1.1 + 2.2}</a>", "3.3"],
    ["<a>{xs:date(/Net/d) + xs:yearMonthDuration('P1M')}</a>", "2026-10-30"],
    ["<a>{/Net/d castable as xs:date}</a>", "true"],
    ["<a>{let $x := 0.1 return $x * 3}</a>", "0.3"],
    ["<a>{xs:decimal(/Net/n) * 1.15}</a>", "2.3"],
    ["<a>{count(/Net/*) * 1.1}</a>", "2.2"],
    ["<a>{/Net/n + 1}</a>", "3"],
    ["<a>{sum((0.1, 0.2))}</a>", "0.3"],
    ["<a>{round(1.005, 2)}</a>", "1.01"],
    ["<a>{format-integer(/Net/n, '000')}</a>", "002"],
    ["<a>{xs:date('2026-02-30')}</a>", /FORG0001/],
    ["declare function local:twice($x) { $x + $x }; <a>{local:twice(0.1)}</a>", "0.2"],
  ];
  for (const [text, expected] of cases)
    it(text, () => {
      const found = queryElement(text, { document });
      assertGives(found.ok ? { ok: true, value: found.value.textContent } : found, expected);
    });
});

describe("JSONata", () => {
  const cases: readonly Case[] = [
    ["1.1 + 2.2 = 3.3", true],
    ["price * count", 3.3],
    ["4.35 * 100", 435],
    ["$sum(list)", 0.6],
    ["$average(list)", 0.2],
    ["order.lines.(price * amount)", 435],
    ["-7 % 2", -1],
    ["missing + 1", undefined],
    ['"a" + 1', /both sides of \+ must be numbers/],
    ["1 / 0", /FOAR0001/],
    ["9007199254740993", /more digits than can be kept/],
    ["$string(1234567890123456)", "1234567890123456"],
    ['"no " & 1234567890123456', "no 1234567890123456"],
    ['"" & 0.1', "0.1"],
    ['$string({ "a": 1.25 })', '{"a":1.25}'],
    ['missing & "x"', "x"],
    ["$number('12345678901234567890')", /more digits/],
    ["$number('1.10')", 1.1],
    ["$toMillis('2026-02-30')", /2026-02-30 is no date/],
    ["$toMillis('2026-02-28T00:00:00Z')", 1772236800000],
    ["$formatInteger(5, '0001')", "0005"],
    ["$round(1.5)", 2],
  ];
  for (const [text, expected] of cases) it(text, () => assertGives(evaluateJsonata(text, DATA), expected));
});

describe("a list that an expression gives", () => {
  const scope: Scope = {
    root: "net",
    variables: [{ name: "rows", type: { kind: "any" } }],
    data: {
      rows: [
        { v: 5, t: [3, 4] },
        { v: 0, t: [1] },
      ],
    },
    types: {},
  };
  const list = { kind: "json", schema: { type: "array" } } as const;
  const match = { v: 5, t: [3, 4] };
  for (const [language, text, expected] of [
    ["xpath", "$rows?*[?v > 1]", [match]],
    ["xpath", "$rows?*[?v > 9]", []],
    ["xpath", "$rows?*[?v > 1]?t", [[3, 4]]],
    ["xpath", "$rows?1?t", [3, 4]],
    ["xpath", "if (true()) then $rows?1?t else ()", [3, 4]],
    ["xpath", "()", undefined],
    ["jsonata", "rows[v > 1]", [match]],
    ["jsonata", "rows[v > 9]", []],
    ["jsonata", "rows.v", [5, 0]],
  ] as const)
    it(`has one entry for one match, and none for none: ${text}`, () => {
      assert.deepEqual(languageOf({ language }).value(text, scope, list), { ok: true, value: expected });
    });

  it("is no list for instances when one array matches", () => {
    const parts = (text: string): unknown =>
      languageOf({ language: "xpath" }).parts(text, undefined, scope, { kind: "any" });
    assert.deepEqual(parts("$rows?*[?v > 1]?t"), { ok: true, value: [[3, 4]] });
    assert.deepEqual(parts("$rows?1?t"), { ok: true, value: [3, 4] });
  });
});

describe("arithmetic on decimals", () => {
  const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

  it("adds and subtracts hundredths as whole numbers do", () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        assert.equal(decimal("add", a / 100, b / 100), (a + b) / 100 + 0);
        assert.equal(decimal("subtract", a / 100, b / 100), (a - b) / 100 + 0);
      }),
    );
  });

  it("multiplies hundredths exactly", () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: -9_000, max: 9_000 }), (a, b) => {
        assert.equal(decimal("multiply", a / 100, b / 100), (a * b) / 10_000 + 0);
      }),
    );
  });

  it("is what whole numbers of units say, whatever the places", () => {
    const part = fc.record({
      units: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      places: fc.integer({ min: 0, max: 9 }),
    });
    const number = (units: bigint, places: number): number => Number(`${units}e-${places}`);
    fc.assert(
      fc.property(part, part, (a, b) => {
        const [one, other] = [number(a.units, a.places), number(b.units, b.places)];
        const places = Math.max(a.places, b.places);
        const [x, y] = [
          a.units * 10n ** BigInt(places - a.places),
          b.units * 10n ** BigInt(places - b.places),
        ];
        const digits = (value: bigint): number => String(value).replace(/^-/, "").replace(/0+$/, "").length;
        for (const [operation, units, at] of [
          ["add", x + y, places],
          ["subtract", x - y, places],
          ["multiply", a.units * b.units, a.places + b.places],
        ] as const)
          if (digits(units) <= 15 && Math.abs(number(units, at)) < 2 ** 53)
            assert.equal(decimal(operation, one, other), number(units, at) + 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it("divides and leaves a remainder that fit each other", () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        fc.pre(b !== 0);
        const quotient = decimal("integer-divide", a / 100, b / 100);
        assert.equal(quotient, Math.trunc(a / b) + 0);
        assert.equal(decimal("modulo", a / 100, b / 100), (a % b) / 100 + 0);
      }),
    );
  });
});

describe("a month later", () => {
  it("is the same day or the month's last, and never in another month", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }),
        fc.integer({ min: -500, max: 500 }),
        (date, months) => {
          const text = date.toISOString().slice(0, 10);
          const found = new Date(`${plusMonths(text, months)}T00:00:00Z`);
          const expected = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
          assert.equal(found.getUTCFullYear() * 12 + found.getUTCMonth(), expected);
          const last = new Date(Date.UTC(found.getUTCFullYear(), found.getUTCMonth() + 1, 0)).getUTCDate();
          assert.equal(found.getUTCDate(), Math.min(date.getUTCDate(), last));
        },
      ),
    );
  });
});
