import assert from "node:assert/strict";
import fc from "fast-check";
import { readData } from "../../yawl/files/dialect/document.ts";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import type { Json } from "../../yawl/model/json.ts";

/** A file with further lines from line 6 on. */
function withLines(...lines: readonly string[]): string {
  const head = 'mizzen: 1\nid: x\nversion: "1.0"\nstart: a\ntasks: { a: { next: end } }\n';
  return head + lines.map((line) => `${line}\n`).join("");
}

/** Every finding, with its place. */
function findings(text: string): readonly string[] {
  const read = readDialect(text);
  if (read.ok) return [];
  return (read.fault.details ?? []).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

function defaultOf(written: string): Json | undefined {
  const read = readDialect(withLines(`data: { v: { default: ${written} } }`));
  assert.ok(read.ok, written);
  const [net] = read.value.specification.decompositions;
  return net?.kind === "net" ? net.locals[0]?.initial : undefined;
}

describe("A value in a file of the dialect", () => {
  it("is the number, text or truth value that is written", () => {
    const values: readonly (readonly [written: string, value: Json])[] = [
      ["1.10", 1.1],
      ["0xFF", 255],
      ["0o17", 15],
      ["+7", 7],
      ["1e3", 1000],
      ["9007199254740992", 9007199254740992],
      ["1_000", "1_000"],
      ["2026-01-01", "2026-01-01"],
      ["12:30:45", "12:30:45"],
      ["yes", "yes"],
      ["off", "off"],
      ["!!str 1.10", "1.10"],
      ['"12345678901234567890"', "12345678901234567890"],
      ["12345678901234567890x", "12345678901234567890x"],
    ];
    for (const [written, value] of values) assert.deepEqual(defaultOf(written), value, written);
  });

  it("is no number that JavaScript cannot hold, or that YAML's versions read in two ways", () => {
    for (const written of [
      "12345678901234567890",
      "-7615917337495251231",
      "9007199254740993",
      "9007199254740993.0",
      "0.1e400",
      "1e-400",
      "0.1234567890123456789",
      "0xFFFFFFFFFFFFFFFF",
      "0o7777777777777777777777",
      ".inf",
      "-.INF",
      ".nan",
      "007",
      "010",
      "-01.5",
    ]) {
      const [found = "", ...others] = findings(withLines("data:", `  v: { default: ${written} }`));
      assert.ok(found.startsWith(`7:17 ${written} `), `${written}: ${found}`);
      assert.deepEqual(others, [], written);
    }
  });

  it("is a text as it is written where a text belongs", () => {
    const read = readDialect(
      'mizzen: 1\nid: 007\nversion: 1.10\ntitle: 1e2\nstart: 010\ntasks:\n  010: { next: end, name: "5", documentation: 12345678901234567890 }\n  1.50: { next: end }\n  null: { next: end }\n  true: { next: end }\n',
    );
    assert.ok(read.ok, JSON.stringify(read));
    const { id, version, title, decompositions } = read.value.specification;
    assert.deepEqual([id, version, title], ["007", "1.10", "1e2"]);
    const [net] = decompositions;
    assert.ok(net?.kind === "net");
    assert.deepEqual(
      net.tasks.map((task) => task.id),
      ["010", "1.50", "null", "true"],
    );
    assert.equal(net.tasks[0]?.documentation, "12345678901234567890");
    assert.deepEqual(
      findings('{"mizzen":1,"id":"x","version":1e1,"start":"a","tasks":{"a":{"next":"end"}}}'),
      ["1:22 version: a version is numbers with dots."],
    );
  });

  it("says what YAML 1.1 would have taken for a truth value", () => {
    assert.match(
      findings(withLines("data: { v: { type: boolean, default: yes } }"))[0] ?? "",
      /6:29 .*true or false.* In YAML 1\.2 yes is a text: write true\.$/,
    );
    assert.match(
      findings(withLines("data: { v: { type: string, required: off } }"))[0] ?? "",
      /boolean.* In YAML 1\.2 off is a text: write false\.$/,
    );
  });

  it("comes from one document of YAML 1.2 without tags, merges, repetitions or circles", () => {
    const wrong: readonly (readonly [text: string, finding: RegExp])[] = [
      [withLines("---", "mizzen: 1"), /^6:1 .*more than one document/],
      [withLines("...", "---", 'broken: "'), /^7:1 .*more than one document/],
      [`%YAML 1.1\n---\n${withLines()}`, /^1:1 The directive %YAML 1\.1 is not taken/],
      [`%TAG ! tag:acme.com,2000:\n---\n${withLines()}`, /^1:1 The directive %TAG/],
      [withLines("title: !name x"), /^6:8 The tag !name is not known/],
      [withLines("title: !!binary aGk="), /^6:8 The tag !!binary is not known/],
      [withLines("data: { a: &a { default: 1 }, b: { <<: *a } }"), /^6:36 Merge keys/],
      [withLines("data: { a: { default: &a [1, *a] } }"), /^6:30 The alias \*a stands inside what it means/],
      [withLines("data: { a: { default: *b } }"), /^6:23 Nothing before it is called "&b"/],
      [withLines("data: { a: { default: { b: 1, c: 2, b: 3 } } }"), /^6:37 "b" stands here twice/],
      [withLines("data: { a: { default: { 1: 1, '1': 2 } } }"), /^6:31 "1" stands here twice/],
      [withLines("data: { a: { default: { __proto__: 1 } } }"), /^6:25 A key cannot be called __proto__/],
      [withLines("data: { a: { default: { [1]: 1 } } }"), /^6:25 A key must be a text/],
      [withLines("data: { a: { default: { : 1 } } }"), /A key is missing/],
      ["", /^1:1 The file is empty/],
      ["# nothing\n", /^1:1 The file is empty/],
    ];
    for (const [text, finding] of wrong) assert.match(findings(text)[0] ?? "", finding, text);
    assert.deepEqual(findings(`%YAML 1.2\n---\n${withLines("...")}`), []);
    assert.deepEqual(defaultOf("{ a: &x [1], b: *x, c: *x }"), { a: [1], b: [1], c: [1] });
  });

  it("is read again from what JSON writes", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes("__proto__")),
        (value) => {
          const text = JSON.stringify(value);
          const read = readData(text);
          assert.ok(read.ok, text);
          assert.deepEqual(read.content, JSON.parse(text));
        },
      ),
    );
  });
});

describe("A hostile file of the dialect", () => {
  const LENGTH = 300_000;
  /** Processor time that it may take: with time that grows with the square it would be minutes. */
  const MOST_MILLIS = 1_500;

  function timed(text: string): { readonly ok: boolean; readonly first: string; readonly millis: number } {
    const from = process.cpuUsage();
    const read = readDialect(text);
    const { user, system } = process.cpuUsage(from);
    const [detail] = read.ok ? [] : (read.fault.details ?? []);
    const first = detail ? `${detail.line}:${detail.column} ${detail.message}` : "";
    return { ok: read.ok, first, millis: (user + system) / 1000 };
  }

  const parts = [
    '"',
    "]",
    "[",
    "{",
    "}",
    "'",
    "- ",
    "? ",
    "&a ",
    "*a ",
    "!x ",
    "|\n",
    "\n",
    "#\n",
    ",",
    "a: ",
  ];
  const more = [
    "[[]",
    "{a: ",
    "- a\n",
    "a: 1\n",
    "a:\n ",
    '"\\q" ',
    "a\n",
    "---\n",
    "\t",
    "a: &x b\n",
    "<<: ",
  ];
  for (const part of [...parts, ...more]) {
    it(`that repeats ${JSON.stringify(part)} is refused with a place, soon`, function () {
      this.timeout(60_000);
      for (const before of ["", "["]) {
        const text = before + part.repeat(Math.ceil(LENGTH / part.length));
        const { ok, first, millis } = timed(text);
        assert.equal(ok, false);
        assert.match(first, /^\d+:\d+ ./, JSON.stringify(before));
        assert.ok(millis < MOST_MILLIS, `${before}${part}: ${millis} ms`);
      }
    });
  }

  it("with a hundred thousand wrong keys or tasks is refused soon, with a few of them", () => {
    const keys = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join("\n");
    const tasks = Array.from({ length: 40_000 }, (_, index) => `  t${index}: { nxt: end }`).join("\n");
    for (const text of [withLines(keys), `mizzen: 1\nid: x\nversion: "1"\nstart: a\ntasks:\n${tasks}\n`]) {
      const { ok, millis } = timed(text);
      assert.equal(ok, false);
      assert.ok(millis < 2 * MOST_MILLIS, `${millis} ms`);
    }
  });

  it("whose aliases multiply is refused", () => {
    const lines = [..."bcdefghij"].map(
      (name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[index]}`).join(",")}]`,
    );
    assert.match(timed(`a: &a [1,2,3]\n${lines.join("\n")}\n`).first, /aliases written out/);
  });
});
