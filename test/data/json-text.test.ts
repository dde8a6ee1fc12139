import assert from "node:assert/strict";
import fc from "fast-check";
import { isHeldNumber } from "../../yawl/model/json-number.ts";
import { findLoss, readJson } from "../../yawl/model/json-text.ts";

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

describe("A number as it is written", () => {
  it("is held when JSON gives the same number back", () => {
    for (const text of [
      "0",
      "-0.0",
      "0e999",
      "1.10",
      "1e22",
      "100000000000000000000000",
      "5e-324",
      "0.30000000000000004",
    ])
      assert.ok(isHeldNumber(text), text);
    for (const text of [
      "18446744073709551616",
      "9007199254740993",
      "9007199254740993.0",
      "9007199254740993e0",
      "0.1e400",
      "1e-400",
      "1e-324",
      "1.23456789e-320",
      "0.12345678901234567",
      "123456789012345678.25",
    ])
      assert.ok(!isHeldNumber(text), text);
  });

  it("is held whenever JavaScript printed it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.ok(isHeldNumber(String(value)));
        assert.ok(isHeldNumber(value.toExponential(16)));
      }),
    );
  });
});

describe("JSON that is read", () => {
  it("has a place for everything that cannot be taken", () => {
    const problem = (text: string) => {
      const read = readJson(text);
      return read.ok ? undefined : read.problem;
    };
    assert.deepEqual(problem('{"a":1,\n "b": 12345678901234567890}'), {
      kind: "lost",
      line: 2,
      column: 7,
      pointer: "/b",
      message: "is a number that JSON would not keep (12345678901234567890); send it as text",
    });
    assert.deepEqual(problem("[1,\n2"), {
      kind: "malformed",
      line: 2,
      column: 2,
      message: "it ends where , or ] should come",
    });
    assert.match(problem('{"__proto__":1}')?.message ?? "", /__proto__/);
    assert.match(problem("[".repeat(201) + "]".repeat(201))?.message ?? "", /deeper than 200/);
    assert.equal(problem('\uFEFF{"a":1}'), undefined);
  });

  it("keeps as text, where that is wanted, exactly the numbers that it cannot hold", () => {
    const text =
      '{"id": 12345678901234567890, "n": [1, -0.1e400, 1.10], "12345678901234567890": "12345678901234567890", "e\\"": 9007199254740993}';
    assert.deepEqual(readJson(text, { numbers: "as text" }), {
      ok: true,
      value: {
        id: "12345678901234567890",
        n: [1, "-0.1e400", 1.1],
        "12345678901234567890": "12345678901234567890",
        'e"': "9007199254740993",
      },
    });
    const twice = readJson('{"a":1,"a":2}', { numbers: "as text" });
    assert.ok(!twice.ok && twice.problem.pointer === "/a");
  });
});
