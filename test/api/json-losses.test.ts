import assert from "node:assert/strict";
import fc from "fast-check";
import { findLoss } from "../../api/http/json-losses.ts";

describe("what JSON.parse would lose", () => {
  const losses: readonly (readonly [text: string, pointer: string])[] = [
    ['{"a":1,"a":1}', "/a"],
    [String.raw`{"a":1,"\u0061":2}`, "/a"],
    ['{"x":[{},{"b":{"c/d":1,"e":"}","c/d":2}}]}', "/x/1/b/c~1d"],
    ["[1, 9007199254740993]", "/1"],
    ['{"n":-12345678901234567890}', "/n"],
    ['{"n":1e400}', "/n"],
    ["1.234567890123456789012", ""],
  ];
  for (const [text, pointer] of losses) {
    it(`is found in ${text}`, () => {
      assert.equal(findLoss(text)?.pointer, pointer);
    });
  }

  const none: readonly string[] = [
    '{"a":{"a":1},"b":[{"a":1},{"a":1}]}',
    String.raw`{"a":"\"","b\\":"{\"a\":1,\"a\":2}","b":"\\"}`,
    "[9007199254740992, 1e22, 0.1, 0.10000000000000001, 123456789012345680000]",
    '{"":1,"/":[[],{}],"~":-0.5E-7}',
  ];
  for (const text of none) {
    it(`is nothing in ${text}`, () => {
      assert.equal(findLoss(text), undefined);
    });
  }

  it("is nothing in what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        assert.equal(findLoss(JSON.stringify(value, undefined, indent)), undefined);
      }),
    );
  });

  it("is looked for in time that grows with the text", () => {
    const text = JSON.stringify({
      note: "\\".repeat(500_000),
      lines: Array.from({ length: 50_000 }, (_, id) => ({ id })),
    });
    const start = process.hrtime.bigint();
    assert.equal(findLoss(text), undefined);
    assert.ok(process.hrtime.bigint() - start < 1_000_000_000n);
  });
});
