import assert from "node:assert/strict";
import { findMistake } from "../../yawl/model/json-mistake.ts";

describe("mistakes in JSON", () => {
  const mistakes: readonly (readonly [text: string, offset: number, message: RegExp])[] = [
    ["", 0, /ends where value/],
    ['{"a":', 5, /ends where value/],
    ['{"a" 1}', 5, /: should come/],
    ['{"a":1,}', 7, /name should come/],
    ["[1 2]", 3, /, or \]/],
    ["[1,]", 3, /value should come/],
    ["{a:1}", 1, /name or }/],
    ['{"a":1} x', 8, /the end/],
    ['["a', 3, /does not end/],
    ['["\\x"]', 2, /escape/],
    ['["a\nb"]', 3, /cannot hold/],
    ["[01]", 2, /, or \]/],
    ["[tru]", 1, /value or \]/],
    ["'a'", 0, /value/],
  ];
  for (const [text, offset, message] of mistakes) {
    it(`are found in ${JSON.stringify(text)}`, () => {
      assert.throws(() => JSON.parse(text) as unknown);
      const found = findMistake(text);
      assert.equal(found.offset, offset);
      assert.match(found.message, message);
    });
  }
});
