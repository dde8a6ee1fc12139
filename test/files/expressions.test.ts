import assert from "node:assert/strict";
import { parseExpression, printExpression, xquery } from "../../yawl/files/reader/expressions.ts";
import type { Expression } from "../../yawl/model/specification.ts";

const MAPPING = { as: "mapping", root: "Net", target: "sum" } as const;
const TRUTH = { as: "truth", root: "Net" } as const;

describe("An expression in a .yawl file", () => {
  it("says its language in a comment, and reads back", () => {
    const all: readonly (readonly [Expression, string])[] = [
      [xquery("/Net/v"), "/Net/v"],
      [{ language: "xpath", text: "$v > 1" }, "(:mizzen xpath:) $v > 1"],
      [{ language: "jsonata", text: "v > 1" }, "(:mizzen jsonata:) v > 1"],
      [{ language: "variable", text: "v" }, "<sum>{/Net/v/node() (:mizzen variable:)}</sum>"],
      [{ language: "variable", text: "a b" }, "<sum>{/Net/a_x0020_b/node() (:mizzen variable:)}</sum>"],
      [xquery(""), "(:mizzen xquery:) "],
      [xquery("1.0"), "(:mizzen xquery:) 1.0"],
      [xquery("(:mizzen xpath:) 1"), "(:mizzen xquery:) (:mizzen xpath:) 1"],
    ];
    for (const [expression, text] of all) {
      assert.equal(printExpression(expression, MAPPING), text);
      assert.deepEqual(parseExpression(text), expression);
    }
  });

  it("asks for the truth of a variable where a predicate stands", () => {
    const text = printExpression({ language: "variable", text: "v" }, TRUTH);
    assert.equal(text, "/Net/v = 'true' (:mizzen variable:)");
    assert.deepEqual(parseExpression(text), { language: "variable", text: "v" });
  });

  it("is XQuery when somebody has changed the copy of a variable", () => {
    const changed = "<sum>{2 * /Net/v/node() (:mizzen variable:)}</sum>";
    assert.deepEqual(parseExpression(changed), xquery(changed));
  });

  it("may say that there is none", () => {
    assert.equal(parseExpression("(:mizzen none:)"), undefined);
  });
});
