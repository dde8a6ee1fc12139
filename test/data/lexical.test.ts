import assert from "node:assert/strict";
import fc from "fast-check";
import type { Facets, SimpleBase, SimpleType } from "../../yawl/model/datatype.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import { checkSimple, parseSimple, printSimple } from "../../yawl/data/types/lexical.ts";
import { matchesPattern, patternProblem } from "../../yawl/data/types/pattern.ts";
import { Work } from "../../yawl/data/types/work.ts";
import { escapeName, isNcName, unescapeName } from "../../yawl/data/xml/names.ts";
import { simple, simpleValue } from "./arbitrary.ts";

function type(xsd: string, base: SimpleBase = "string", facets?: Facets): SimpleType {
  return { kind: "simple", base, xsd, ...(facets && { facets }) };
}

function parse(text: string, of: SimpleType): Json | undefined {
  const result = parseSimple(text, of);
  return result.ok ? result.value : undefined;
}

const isValid = (text: string, of: SimpleType): boolean => parseSimple(text, of).ok;

describe("simple values", () => {
  it("become JSON numbers only when no digit is lost", () => {
    const decimal = type("decimal", "decimal");
    const cases: readonly (readonly [string, Json])[] = [
      ["5", 5],
      ["-1.5", -1.5],
      [" 12 ", 12],
      ["0.00", "0.00"],
      ["007", "007"],
      ["+1", "+1"],
      ["0.0000001", 1e-7],
      ["1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"],
    ];
    for (const [text, value] of cases) {
      assert.equal(parse(text, decimal), value);
      assert.equal(printSimple(value, decimal), text.trim());
    }
    for (const text of ["INF", "-INF", "NaN", "1e3"])
      assert.equal(parse(text, type("double", "double")), text);
  });

  it("are never written with an exponent where XML Schema has none", () => {
    for (const value of [1e21, -1e21, 1.5e-9, 1e300, 5e-324]) {
      const text = printSimple(value, type("decimal", "decimal"));
      assert.match(text, /^-?[0-9.]+$/);
      assert.equal(Number(text), value);
      assert.equal(parse(text, type("decimal", "decimal")), value);
    }
  });

  it("come back the same from the text that they are printed as", () => {
    fc.assert(
      fc.property(
        simple.chain((of) => fc.tuple(fc.constant(of), simpleValue(of))),
        ([of, value]) => {
          assert.deepEqual(parse(printSimple(value, of), of), value);
          assert.equal(checkSimple(value, of), undefined);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("read booleans in both spellings", () => {
    const boolean = type("boolean", "boolean");
    assert.deepEqual(
      ["true", "1", "false", " 0 "].map((text) => parse(text, boolean)),
      [true, true, false, false],
    );
    assert.equal(isValid("yes", boolean), false);
    assert.equal(checkSimple("true", boolean), `must be true or false, without quotes; it is "true"`);
  });

  it("treat white space as their type does", () => {
    assert.equal(parse(" a\n b ", type("string")), " a\n b ");
    assert.equal(parse(" a\n b ", type("normalizedString")), " a  b ");
    assert.equal(parse(" a\n b ", type("token")), "a b");
    assert.equal(parse(" a\n b ", type("string", "string", { whiteSpace: "collapse" })), "a b");
  });

  it("are lists and unions", () => {
    const numbers: SimpleType = { ...type("int", "integer"), list: true };
    assert.deepEqual(parse(" 1  2 ", numbers), [1, 2]);
    assert.deepEqual(parse("", numbers), []);
    assert.equal(
      checkSimple([1, "x"], numbers),
      `has a wrong entry 2: it must be a whole number from -2147483648 to 2147483647; it is "x"`,
    );
    const pair: SimpleType = { ...numbers, items: type("int", "integer"), facets: { length: 2 } };
    assert.equal(checkSimple([1], pair), "must have 2 entries; it has 1");
    const either: SimpleType = {
      ...type("anySimpleType"),
      union: [type("int", "integer"), type("token", "string", { enumeration: ["none"] })],
    };
    assert.deepEqual([parse("5", either), parse("none", either), parse("x", either)], [5, "none", undefined]);
    assert.match(checkSimple("x", either) ?? "", /must be a whole number .*, or must be one of "none"/);
  });

  it("keep to the lexical space of every built-in type", () => {
    const cases: readonly (readonly [string, SimpleBase, readonly string[], readonly string[]])[] = [
      ["byte", "integer", ["-128", "127"], ["128", "-129", "1.0", ""]],
      ["unsignedByte", "integer", ["0", "255"], ["-1", "256"]],
      ["short", "integer", ["-32768"], ["32768"]],
      ["long", "integer", ["9223372036854775807"], ["9223372036854775808"]],
      ["unsignedLong", "integer", ["18446744073709551615"], ["18446744073709551616"]],
      ["positiveInteger", "integer", ["1"], ["0"]],
      ["nonNegativeInteger", "integer", ["0", "-0"], ["-1"]],
      ["negativeInteger", "integer", ["-1"], ["0"]],
      ["decimal", "decimal", ["1.", ".5", "-0.5"], ["1e3", "INF", "."]],
      ["float", "double", ["1E-3", "NaN", "-INF"], ["infinity", "0x1"]],
      [
        "date",
        "date",
        ["2026-11-23", "2026-11-23Z", "2024-02-29+14:00", "12026-01-01"],
        ["2026-02-29", "26-11-23", "2026-11-23+15:00", "2026-13-01"],
      ],
      ["time", "time", ["14:30:00", "24:00:00", "14:30:00.123Z"], ["14:30", "25:00:00", "24:00:01"]],
      [
        "dateTime",
        "dateTime",
        ["2026-11-23T14:30:00Z", "2026-11-23T14:30:00"],
        ["2026-11-23", "2026-11-23T14:30"],
      ],
      ["dateTimeStamp", "dateTime", ["2026-11-23T14:30:00Z"], ["2026-11-23T14:30:00"]],
      ["duration", "duration", ["P1D", "-P1Y2M", "PT0.5S"], ["P", "PT", "P1S", "1D", "P1YT"]],
      ["dayTimeDuration", "duration", ["P1DT2H", "PT5M"], ["P1M", "P1Y"]],
      ["yearMonthDuration", "duration", ["P1Y6M"], ["P1D", "PT1M"]],
      ["gYear", "date", ["2026", "-0044Z"], ["26"]],
      ["gYearMonth", "date", ["2026-11"], ["2026-13"]],
      ["gMonthDay", "date", ["--02-29"], ["--02-30"]],
      ["gDay", "date", ["---31"], ["---32"]],
      ["gMonth", "date", ["--12"], ["--13"]],
      ["hexBinary", "binary", ["", "0aFF"], ["0", "xy"]],
      ["base64Binary", "binary", ["", "YQ==", "YWI=", "YW Jj"], ["YQ=", "?"]],
      ["language", "string", ["en", "de-CH"], ["en_GB", "1"]],
      ["NCName", "string", ["a-b", "é1"], ["a:b", "1a", ""]],
      ["QName", "string", ["a:b", "a"], ["a:b:c", ":a"]],
      ["NMTOKEN", "string", ["1a", "a:b"], ["a b", ""]],
      ["anyURI", "anyURI", ["http://example.com/a b", ""], []],
    ];
    for (const [xsd, base, good, bad] of cases) {
      for (const text of good) assert.ok(isValid(text, type(xsd, base)), `${text} is a ${xsd}`);
      for (const text of bad) assert.ok(!isValid(text, type(xsd, base)), `${text} is no ${xsd}`);
    }
  });

  it("keep to facets, by value where the type has an order", () => {
    const cases: readonly (readonly [SimpleType, Json, string | undefined])[] = [
      [
        type("string", "string", { enumeration: ["Red", "Green"] }),
        "Blue",
        `must be one of "Red", "Green"; it is "Blue"`,
      ],
      [type("decimal", "decimal", { enumeration: ["1.0"] }), 1, undefined],
      [type("string", "string", { minLength: 2 }), "😀", "must have at least 2 characters; it has 1"],
      [type("string", "string", { maxLength: 1 }), "😀", undefined],
      [type("hexBinary", "binary", { length: 2 }), "0aFF", undefined],
      [type("base64Binary", "binary", { maxLength: 1 }), "YWI=", "must have at most 1 octets; it has 2"],
      [type("integer", "integer", { minInclusive: "10" }), 9, "must be 10 or more; it is 9"],
      [
        type("integer", "integer", { maxExclusive: "100000000000000000000000" }),
        "99999999999999999999999",
        undefined,
      ],
      [type("double", "double", { maxInclusive: "INF" }), "NaN", "must be INF or less; it is NaN"],
      [type("decimal", "decimal", { fractionDigits: 2 }), "1.500", undefined],
      [
        type("decimal", "decimal", { fractionDigits: 2 }),
        1.555,
        "must have at most 2 digits after the point; it is 1.555",
      ],
      [type("decimal", "decimal", { totalDigits: 3 }), "0012.50", undefined],
      [
        type("date", "date", { minInclusive: "2026-01-01" }),
        "2025-12-31",
        "must be 2026-01-01 or more; it is 2025-12-31",
      ],
      [
        type("dateTime", "dateTime", { maxInclusive: "2026-01-01T12:00:00Z" }),
        "2026-01-01T13:00:00+02:00",
        undefined,
      ],
      [type("duration", "duration", { maxInclusive: "P1M" }), "P27D", undefined],
      [type("duration", "duration", { maxInclusive: "P1M" }), "P30D", "must be P1M or less; it is P30D"],
      [
        type("time", "time", { minExclusive: "08:00:00" }),
        "08:00:00",
        "must be more than 08:00:00; it is 08:00:00",
      ],
      [
        type("string", "string", { patterns: ["[A-Z]{3}"] }),
        "AB",
        `must match the pattern [A-Z]{3}; it is "AB"`,
      ],
    ];
    for (const [of, value, expected] of cases) assert.equal(checkSimple(value, of), expected);
  });

  it("refuse text that XML cannot hold", () => {
    assert.equal(
      checkSimple("a\u0000", STRING),
      "contains a character that XML cannot hold (U+0000) at position 2",
    );
    assert.equal(checkSimple("\ud800", STRING), "contains half of a surrogate pair (U+D800) at position 1");
    assert.equal(checkSimple(5, STRING), "must be text; it is the number 5");
  });
});

describe("patterns of XML Schema", () => {
  it("match as a whole, with the classes that only XML Schema has", () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ["a|bc*", "bccc", true],
      ["a|bc*", "xa", false],
      [String.raw`\d{3}-\d{2,4}`, "123-45", true],
      [String.raw`\d{3}-\d{2,4}`, "123-4", false],
      [String.raw`\i\c*`, "a-b.c", true],
      [String.raw`\i\c*`, "1a", false],
      ["[a-z-[aeiou]]+", "xyz", true],
      ["[a-z-[aeiou]]+", "xaz", false],
      ["[^0-9]+", "abc", true],
      [String.raw`\p{Lu}\p{IsBasicLatin}*`, "Zabc", true],
      [String.raw`[\w\-.]+@\w+`, "a-b.c@d", true],
      ["^a$", "^a$", true],
      ["^a$", "a", false],
      ["(ab){2,}", "ababab", true],
      ["", "", true],
      [".", "\n", false],
      ["(a?){3}", "aa", true],
    ];
    for (const [pattern, text, expected] of cases)
      assert.equal(matchesPattern(pattern, text, new Work()), expected, `${pattern} on ${text}`);
  });

  it("take time in proportion to the text, whatever the pattern", () => {
    const start = process.hrtime.bigint();
    for (const pattern of ["(a+)+b", "(a|aa)*b", "(a*)*b", "(.*a){10}"])
      matchesPattern(pattern, "a".repeat(2_000).concat("c"), new Work());
    assert.ok(process.hrtime.bigint() - start < 2_000_000_000n);
  });

  it("know Unicode's blocks and categories by name", () => {
    const is = (pattern: string, text: string) => matchesPattern(pattern, text, new Work());
    assert.ok(is(String.raw`\p{IsGreek}+`, "αβγ") && !is(String.raw`\p{IsGreek}+`, "abc"));
    assert.ok(is(String.raw`\p{IsHiragana}\P{IsHiragana}`, "あア"));
    assert.ok(is(String.raw`[\p{IsBasicLatin}-[a]]`, "b") && !is(String.raw`[\p{IsBasicLatin}-[a]]`, "a"));
    assert.ok(is(String.raw`\p{IsMathematicalAlphanumericSymbols}`, "𝒳"));
    assert.match(patternProblem("a{2,1}") ?? "", /counts backwards/);
  });

  it("accept everything when they cannot be read, and say why", () => {
    for (const pattern of ["a{99999}", "(?:a)", "[", String.raw`\p{IsKlingon}`, "(".repeat(500)]) {
      assert.equal(matchesPattern(pattern, "anything", new Work()), true);
      assert.match(patternProblem(pattern) ?? "", /is not checked/);
    }
    assert.equal(patternProblem("[a-z]+"), undefined);
  });

  it("agree with JavaScript's expressions on what both have", () => {
    const atom = fc.constantFrom("a", "b", "[ab]", "[^a]", "(a|b)", "(ab)", ".");
    const piece = fc
      .tuple(atom, fc.constantFrom("", "", "?", "*", "+", "{2}", "{1,2}", "{0,}"))
      .map((parts) => parts.join(""));
    const pattern = fc
      .array(
        fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join("")),
        { minLength: 1, maxLength: 3 },
      )
      .map((branches) => branches.join("|"));
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 }),
        (expression, text) => {
          assert.equal(
            matchesPattern(expression, text, new Work()),
            new RegExp(`^(?:${expression})$`, "u").test(text),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("names", () => {
  it("become XML names and come back", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string({ unit: fc.constantFrom("_", "x", "0", "4", "1", " ", "A") }),
        ),
        (name) => {
          assert.ok(isNcName(escapeName(name)));
          assert.equal(unescapeName(escapeName(name)), name);
        },
      ),
      { numRuns: 2_000 },
    );
    assert.equal(escapeName("order_xml"), "order_xml");
    assert.equal(escapeName("a b"), "a_x0020_b");
  });
});
