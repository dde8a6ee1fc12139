import assert from "node:assert/strict";
import { readRules } from "../../yawl/files/rules/read-rules.ts";
import { SUBJECT } from "./random-rules.ts";

const NODE = (id: number, parent: number, onTrue: number, onFalse: number, rest = ""): string => `
<ruleNode>
<id>${id}</id>
<parent>${parent}</parent>
<trueChild>${onTrue}</trueChild>
<falseChild>${onFalse}</falseChild>
<condition>a = 1</condition>
<conclusion>null</conclusion>
<cornerstone>${rest}</cornerstone>
<description/>
</ruleNode>`;
const FILE = (nodes: string): string =>
  `<spec uri="random" version="1.0" identifier="UID_1"><timeout><task name="one">${nodes}</task></timeout></spec>`;
const GOOD = FILE(NODE(0, -1, 1, -1) + NODE(1, 0, -1, 2, "<a>1</a>") + NODE(2, 1, -1, -1));

function said(text: string, type = "application/xml"): readonly { line?: number; message: string }[] {
  const read = readRules(text, type, SUBJECT);
  if (read.ok) return [];
  return read.fault.details ?? [{ message: read.fault.message }];
}

describe("A rule file", () => {
  it("that is good is taken", () => {
    assert.deepEqual(said(GOOD), []);
  });

  const bad: readonly (readonly [what: string, text: string, line: number, says: RegExp])[] = [
    ["is no rule file", "<html/>", 1, /begins with <spec> or <process>/],
    [
      "is for another specification",
      GOOD.replace('uri="random"', 'uri="other"').replace("UID_1", "U"),
      1,
      /for other, not for random/,
    ],
    ["names no task", GOOD.replace(' name="one"', ""), 1, /<task> has no name/],
    [
      "names a task that is not there",
      GOOD.replace('"one"', '"onee"'),
      1,
      /no task "onee".*Did you mean "one"/,
    ],
    [
      "has a node without a condition",
      GOOD.replace("<condition>a = 1</condition>", ""),
      2,
      /has no <condition>/,
    ],
    ["has a number that is none", GOOD.replace("<id>1</id>", "<id>one</id>"), 13, /<id> is a whole number/],
    ["has a node twice", GOOD.replace("<id>2</id>", "<id>1</id>"), 22, /a node 1 before/],
    ["names a child that is not there", GOOD.replace("<falseChild>2<", "<falseChild>7<"), 16, /no node 7/],
    [
      "names another parent",
      GOOD.replace("<parent>1<", "<parent>0<"),
      24,
      /names the node 0 as its parent, but is a child of the node 1/,
    ],
    [
      "has two roots",
      GOOD.replace("<trueChild>1<", "<trueChild>-1<").replace("<parent>0<", "<parent>-1<"),
      12,
      /a tree has one root/,
    ],
    [
      "goes round",
      FILE(NODE(0, -1, -1, -1) + NODE(1, 2, 2, -1) + NODE(2, 1, 1, -1)),
      12,
      /goes round in a circle/,
    ],
    [
      "has an unknown step",
      GOOD.replace(">null<", "><step index='1'><action>explode</action><target>case</target></step><"),
      8,
      /<action> is one of/,
    ],
    [
      "has an unknown target",
      GOOD.replace(">null<", "><step index='1'><action>remove</action><target>world</target></step><"),
      8,
      /target of "remove"/,
    ],
    [
      "has a step twice",
      GOOD.replace(
        ">null<",
        `>${"<step index='1'><action>remove</action><target>case</target></step>".repeat(2)}<`,
      ),
      8,
      /index 1 before/,
    ],
    ["has a text for a cornerstone", GOOD.replace("<a>1</a>", "one"), 19, /has elements in it, not the text/],
    [
      "would end suspended",
      GOOD.replace(">null<", "><_1><action>suspend</action><target>workitem</target></_1><"),
      8,
      /end with something suspended/,
    ],
    [
      "has a condition that cannot be read",
      GOOD.replace("a = 1", "a = = 1"),
      7,
      /column 5: a value is missing/,
    ],
    ["names a variable that is not there", GOOD.replace("a = 1", "aa = 1"), 7, /no variable "aa"/],
    ["is cut off", GOOD.slice(0, 300), 13, /not well-formed/],
    [
      "has an external entity",
      `<!DOCTYPE spec [<!ENTITY x SYSTEM "file:///etc/passwd">]>${GOOD}`,
      1,
      /DOCTYPE/,
    ],
  ];
  for (const [what, text, line, says] of bad)
    it(`that ${what} is refused at its line`, () => {
      const [first] = said(text);
      assert.match(String(first?.message), says);
      assert.equal(first?.line, line, first?.message);
    });

  it("tells everything that is wrong at once", () => {
    const text = GOOD.replaceAll("a = 1", "aa = 1");
    assert.equal(said(text).length, 3);
  });

  it("warns of what it does not take over, and of another version", () => {
    const text = GOOD.replace('version="1.0"', 'version="0.9"').replace(
      "<description/>",
      "<description/><colour>red</colour>",
    );
    const read = readRules(text, "application/xml", SUBJECT);
    assert.ok(read.ok);
    assert.match(
      JSON.stringify(read.value.warnings),
      /This is not taken over.*for version 0.9; they are kept for version 1.0/,
    );
  });

  it("may be that of a process, whatever its name", () => {
    const text = GOOD.replace(
      'spec uri="random" version="1.0" identifier="UID_1"',
      'process name="any"',
    ).replace("</spec>", "</process>");
    assert.deepEqual(said(text), []);
  });

  const badYaml: readonly (readonly [what: string, text: string, line: number, says: RegExp])[] = [
    [
      "has a rule twice",
      "timeout:\n  one:\n    rules:\n      - { id: 3, if: a = 1 }\n      - { id: 3, if: a = 2 }",
      5,
      /a rule 3 before/,
    ],
    ["has no rule at all", "timeout:\n  one:\n    default: none", 2, /neither a rule nor a default/],
    [
      "has a rule without a condition",
      "timeout:\n  one:\n    rules:\n      - { then: { remove: case } }",
      4,
      /"if" is missing/,
    ],
    [
      "has a step of two",
      "timeout:\n  one:\n    rules:\n      - { if: a = 1, then: { remove: case, suspend: case } }",
      4,
      /one of suspend/,
    ],
    ["has an unknown type", "sometimes:\n  one: {}", 1, /"sometimes" is not known here/],
    [
      "has a condition of no language",
      "timeout:\n  one:\n    rules:\n      - { if: { perl: x } }",
      4,
      /perl/,
    ],
    ["is a list", "[1, 2]", 1, /must be an object/],
  ];
  for (const [what, text, line, says] of badYaml)
    it(`in YAML that ${what} is refused at its line`, () => {
      const [first] = said(text, "application/yaml");
      assert.match(String(first?.message), says);
      assert.equal(first?.line, line, first?.message);
    });

  it("in YAML may nest exceptions forty deep, not more", () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? { if: "a = 1" } : { if: "a = 1", except: [nested(depth - 1)] };
    const file = (depth: number): string => JSON.stringify({ timeout: { one: { rules: [nested(depth)] } } });
    assert.deepEqual(said(file(40), "application/json"), []);
    assert.match(String(said(file(41), "application/json")[0]?.message), /More than 40/);
  });
});
