import assert from "node:assert/strict";
import fc from "fast-check";
import { Budget, Exhausted } from "../../yawl/data/expressions/budget.ts";
import { BadPattern } from "../../yawl/data/expressions/regex-parse.ts";
import { Regex, type RegexMatch } from "../../yawl/data/expressions/regex.ts";

const leaf = fc.constantFrom(...String.raw`a b c . [ab] [^a] \d \s ^ $ \b x \. [a-c] \B A`.split(" "));
const { pattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  pattern: fc
    .array(
      fc.tuple(tie("atom"), fc.constantFrom("", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}")),
      {
        maxLength: 4,
      },
    )
    .map((parts) =>
      parts
        .map(([atom, quantifier]) => (/^[\^$]$|^\\[bB]$/.test(atom) ? atom : `${atom}${quantifier}`))
        .join(""),
    ),
  atom: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie("pattern").map((inner) => `(${inner})`),
    fc.tuple(tie("pattern"), tie("pattern")).map(([first, second]) => `(?:${first}|${second})`),
  ),
}));
const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "A", " ", "1", ".", "\n"), maxLength: 10 });

/** Patterns may explode: then there is nothing to compare. */
function bounded(regex: Regex, input: string): RegexMatch | undefined | "too much" {
  try {
    return regex.match(input, 0, new Budget(50_000));
  } catch (error) {
    if (error instanceof Exhausted) return "too much";
    throw error;
  }
}

describe("regular expressions with a limit of work", () => {
  it("match where JavaScript's do", () => {
    let answered = 0;
    fc.assert(
      fc.property(pattern, text, fc.constantFrom("", "i", "s", "m", "im"), (source, input, flags) => {
        const found = bounded(new Regex(source, flags), input);
        if (found === "too much") return;
        answered += 1;
        const expected = new RegExp(source, flags).exec(input);
        assert.equal(found && input.slice(found.start, found.end), expected?.[0], `/${source}/${flags}`);
        assert.equal(found?.start, expected?.index);
      }),
      { numRuns: 2_000 },
    );
    assert.ok(answered > 1_800, "most patterns need little work");
  }).timeout(30_000);

  it("tell what their groups took", () => {
    const found = new Regex("(a+)(b)?-(?:x)(c)").match("zaa-xc", 0, new Budget());
    assert.deepEqual(found, { start: 1, end: 6, groups: ["aa", undefined, "c"] });
  });

  it("know back-references, categories and subtractions", () => {
    const matches = (source: string, input: string): boolean =>
      new Regex(source).match(input, 0, new Budget()) !== undefined;
    assert.ok(matches("^(a|b)\\1$", "bb"));
    assert.ok(!matches("^(a|b)\\1$", "ab"));
    assert.ok(matches("^\\p{Lu}\\P{Lu}$", "Éé"));
    assert.ok(matches("^[a-z-[aeiou]]+$", "xyz"));
    assert.ok(!matches("^[a-z-[aeiou]]+$", "xaz"));
    assert.ok(matches("^.$", "😀"));
  });

  it("end with the budget when they explode, and need little otherwise", () => {
    for (const source of ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(a*)*b$", "^(.*)(.*)(.*)(.*)(.*)(.*)x$"])
      assert.throws(
        () => new Regex(source).match(`${"a".repeat(60)}!`, 0, new Budget()),
        /needs too much work/,
        source,
      );
    const budget = new Budget();
    assert.equal(new Regex("[a-z]+@[a-z.]+").match(`${"x ".repeat(1_000)}a@b.c`, 0, budget)?.start, 2_000);
    assert.ok(budget.spent < 20_000, `${budget.spent} units`);
  });

  it("say what is wrong with a pattern", () => {
    for (const [source, reason] of [
      ["(", /misses/],
      ["a)", /unexpected/],
      ["*", /nothing before/],
      ["[b-a]", /backwards/],
      ["a{3,2}", /backwards/],
      ["(?=a)", /looks around/],
      ["\\1", /before there is one/],
      ["\\q", /unknown escape/],
      ["[a", /too early/],
      ["\\p{Zz}", /unknown category/],
      ["(a{999}){999}", /repeats too much/],
    ] as const)
      assert.throws(
        () => new Regex(source),
        (error) => error instanceof BadPattern && reason.test(error.message),
        source,
      );
  });
});
