import assert from "node:assert/strict";
import { z } from "zod";
import { mistake } from "../../api/http/mistakes.ts";

describe("what is wrong with a value of a request", () => {
  for (const [schema, value, sentence] of [
    [z.string(), undefined, "is missing"],
    [z.string(), 5, "must be text; it is a number"],
    [z.object({}), [], "must be an object; it is a list"],
    [z.array(z.string()), null, "must be a list; it is null"],
    [z.string().max(2), "abc", "must have at most 2 characters"],
    [z.array(z.string()).min(1), [], "must have at least 1 entries"],
    [z.number().max(5), 6, "must be at most 5"],
    [z.enum(["a", "b"]), "c", 'must be one of "a", "b"'],
    [z.string("its own sentence"), 5, "its own sentence"],
  ] as const)
    it(`is said in words: ${sentence}`, () => {
      const { error } = schema.safeParse(value, { error: mistake });
      assert.deepEqual(
        error?.issues.map(({ message }) => message),
        [sentence],
      );
    });
});
