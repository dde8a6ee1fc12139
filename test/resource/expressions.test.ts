import assert from "node:assert/strict";
import fc from "fast-check";
import { comparing, readComparison } from "../../yawl/resource/expressions/comparison.ts";
import { quote } from "../../yawl/resource/expressions/cursor.ts";
import { leavesOf, type Logic } from "../../yawl/resource/expressions/logic.ts";
import { readList, readNames } from "../../yawl/resource/expressions/names.ts";
import { readWhere } from "../../yawl/resource/expressions/where.ts";
import { indexOrganisation } from "../../yawl/resource/indexed.ts";
import { OWN_KINDS, problemsOf } from "../../yawl/resource/registry.ts";
import { FACTS, modelOf, NOW, person } from "./people.ts";

/** An expression over roles, and what it says of a set of them, worked out while it is written. */
interface Written {
  readonly text: string;
  /** of the operator outside: what needs parentheses within what */
  readonly binds: "or" | "and" | "one";
  readonly holds: (roles: readonly string[]) => boolean;
}

const ROLES = ["r0", "r1", "r2", "r 3", "R&D"];

const within = (part: Written, least: "and" | "one"): string =>
  part.binds === "one" || (part.binds === "and" && least === "and") ? part.text : `( ${part.text})`;

const { expression } = fc.letrec<{ expression: Written }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc.constantFrom(...ROLES).map((role): Written => ({
      text: role.includes("&") ? quote(role) : role,
      binds: "one",
      holds: (roles) => roles.includes(role),
    })),
    fc.array(tie("expression"), { minLength: 2, maxLength: 3 }).map((parts): Written => ({
      text: parts.map((part) => part.text).join(" |"),
      binds: "or",
      holds: (roles) => parts.some((part) => part.holds(roles)),
    })),
    fc.array(tie("expression"), { minLength: 2, maxLength: 3 }).map((parts): Written => ({
      text: parts.map((part) => within(part, "and")).join("& "),
      binds: "and",
      holds: (roles) => parts.every((part) => part.holds(roles)),
    })),
    tie("expression").map((part): Written => ({
      text: `!${within(part, "one")}`,
      binds: "one",
      holds: (roles) => !part.holds(roles),
    })),
  ),
}));

function message(result: { ok: boolean; fault?: { message: string } }): string | undefined {
  return result.fault?.message;
}

describe("An expression of names", () => {
  it("means what it says, whatever is within what", () => {
    fc.assert(
      fc.property(expression, fc.subarray(ROLES), ({ text, holds }, roles) => {
        const organisation = indexOrganisation(
          modelOf([person("p", { roles })], { roles: ROLES.map((id) => ({ id, name: id })) }),
        );
        const scene = { organisation, at: NOW, facts: FACTS, filters: OWN_KINDS.filters };
        const who = organisation.person("p");
        assert.ok(who);
        const role = OWN_KINDS.filters.find("role")?.prepare({ name: text }, scene);
        assert.ok(role?.ok, message(role ?? { ok: false }));
        assert.equal(role.value.test(who), holds(roles), text);
        // the same as conditions, and as the text that it is shown by
        const where = text.replaceAll(/"R&D"|r 3|r\d/g, (name) => `role(${name})`);
        for (const shown of [where, role.value.text]) {
          const condition = OWN_KINDS.filters.find("where")?.prepare({ expression: shown }, scene);
          assert.ok(condition?.ok, `${shown}: ${message(condition ?? { ok: false })}`);
          assert.equal(condition.value.test(who), holds(roles), shown);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("keeps spaces and parentheses within a name", () => {
    const names = (text: string) => {
      const logic = readNames(text);
      return logic.ok ? leavesOf(logic.value).map(({ name }) => name) : message(logic);
    };
    assert.deepEqual(names("Contract Law (UK) &Tax|( A  B )"), ["Contract Law (UK)", "Tax", "A  B"]);
    assert.deepEqual(names(String.raw`"a \"b\" & c"`), ['a "b" & c']);
    assert.deepEqual(names("wow!"), ["wow!"]);
    const list = readList('A, "B, C" ,D (E, F)');
    assert.ok(list.ok);
    assert.deepEqual(
      list.value.map(({ name }) => name),
      ["A", "B, C", "D (E", "F)"],
    );
  });

  it("that cannot be read is answered with the place", () => {
    for (const [text, expected] of [
      ["", "Column 1: a name is missing before the end."],
      ["A & | B", 'Column 5: a name is missing before "|".'],
      ["(A | B", "Column 7: a closing parenthesis is missing before the end."],
      ["A)", 'Column 2: & or | is missing before ")".'],
      ['"A', "Column 1: the quotation mark has no other."],
      ['A "B"', "Column 3: a quotation mark stands within a name."],
      ["A &\n  & B", 'Line 2, column 3: a name is missing before "&".'],
    ] as const) {
      assert.equal(message(readNames(text)), expected, text);
    }
    assert.match(message(readNames("(".repeat(5000))) ?? "", /more than 100 parentheses/);
    assert.match(message(readNames("!".repeat(5000))) ?? "", /more than 100 parentheses/);
    assert.match(message(readNames(`${"a|".repeat(20_000)}a`)) ?? "", /at most 20000 characters/);
  });

  it("never throws, whatever it is", () => {
    const signs = fc.string({ unit: fc.constantFrom(...'ab()&|!"\\, $<>=5'.split("")), maxLength: 25 });
    fc.assert(
      fc.property(signs, (text) => {
        for (const result of [readNames(text), readList(text), readWhere(text), readComparison(text)]) {
          assert.ok(result.ok || result.fault.message !== "");
        }
        for (const name of ["where", "role", "capability", "workload"]) {
          const parameters = name === "where" ? { expression: text } : { name: text, is: text, most: text };
          assert.ok(Array.isArray(problemsOf("filter", { name, parameters })));
        }
      }),
    );
  });
});

describe("An expression of conditions", () => {
  it("has arguments by place or by name, and comparisons", () => {
    const logic = readWhere(
      'capability("Contract Law", any = a, >= 5) | open <= 3 & relation(manager of, draft)',
    );
    assert.ok(logic.ok);
    assert.deepEqual(
      leavesOf(logic.value).map((term) => ({
        filter: term.filter,
        arguments: term.arguments.map(({ parameter, value }) => [parameter, value]),
        comparison: term.comparison,
      })),
      [
        {
          filter: "capability",
          arguments: [
            [undefined, "Contract Law"],
            ["any", "a"],
          ],
          comparison: { sign: ">=", value: "5" },
        },
        { filter: "open", arguments: [], comparison: { sign: "<=", value: "3" } },
        {
          filter: "relation",
          arguments: [
            [undefined, "manager of"],
            [undefined, "draft"],
          ],
          comparison: undefined,
        },
      ],
    );
    assert.equal((logic.value as Logic<unknown>).kind, "or");
  });

  it("that is wrong is answered with the place, for each of its conditions", () => {
    const problems = (expression: string, tasks?: readonly string[]) =>
      problemsOf("filter", { name: "where", parameters: { expression } }, tasks && new Set(tasks)).map(
        ({ path, message }) => `${path.join("/")} ${message}`,
      );
    const at = "parameters/expression Column";
    assert.deepEqual(problems("rol(clerk) & grop(a) | role(b)"), [
      `${at} 1: There is no filter "rol". Did you mean "role"?`,
      `${at} 14: There is no filter "grop". Did you mean "group"?`,
    ]);
    assert.deepEqual(problems("role()"), [
      `${at} 1: "role" needs the parameter "name": the role, by id or name; several with &, | and !.`,
    ]);
    assert.deepEqual(problems("available(now)"), [
      `${at} 1: "available" takes no argument "now" without a name.`,
    ]);
    assert.deepEqual(problems("role(a) >= 5"), [`${at} 1: "role" has no value to compare with "5".`]);
    assert.deepEqual(problems("open(>= 5) < 7"), [`${at} 15: "open" is compared twice.`]);
    assert.deepEqual(problems("years(law) == 5"), [`${at} 13: equality is written as one =.`]);
    assert.deepEqual(problems("did(draf)", ["draft"]), [
      `${at} 1: There is no task "draf". Did you mean "draft"?`,
    ]);
    assert.deepEqual(problems("relation(boss of, draft)"), [
      `${at} 1: "boss of" is none of: manager of, above, reports to, same group as, same position as, same role as.`,
    ]);
    assert.deepEqual(problems("role(a) role(b)"), [`${at} 9: & or | is missing before "r".`]);
    assert.deepEqual(problems("years(law) >= $n & role($r)"), []);
  });
});

describe("A comparison", () => {
  it("is of decimal numbers where both are numbers, else of texts, never of one with the other", () => {
    const holds = (text: string, held: string | number) => {
      const comparison = readComparison(text);
      assert.ok(comparison.ok);
      return comparing(comparison.value)(held);
    };
    assert.ok(holds(">= 5", 5) && holds(">= 5", "10") && !holds("> 5", "5.0"));
    assert.ok(
      holds("= 9007199254740993", "9007199254740993") && !holds("= 9007199254740993", "9007199254740992"),
    );
    assert.ok(holds("= 0.3", 0.3) && holds("<= -2", "-2.5") && holds("+5", 5));
    assert.ok(holds("gold", "gold") && !holds("gold", "Gold") && holds("> B2", "C1"));
    assert.ok(!holds("< 5", "few") && !holds("> 5", "few") && holds("!= 5", "few") && !holds("= few", 5));
    assert.ok(holds('= "a & b"', "a & b"));
  });
});
