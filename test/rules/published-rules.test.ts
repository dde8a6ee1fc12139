/** The published rule files of YAWL, with their specifications; where the folder with them is not there, that is said. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { compile } from "../../yawl/net/compile.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { readRuleDocument } from "../../yawl/files/rules/dialect-read.ts";
import { writeRulesYaml } from "../../yawl/files/rules/dialect-write.ts";
import { readRules } from "../../yawl/files/rules/read-rules.ts";
import { writeXrs } from "../../yawl/files/rules/xrs-write.ts";
import { treeOf, type RuleSet } from "../../yawl/rules/rule-set.ts";
import { roomOf, seenOf, subjectOf, type Subject } from "../../yawl/rules/seen.ts";
import { askTree } from "../../yawl/rules/walk.ts";

const FOLDER = new URL("../../../shared/yawl/", import.meta.url);
const NAMES = ["Casualty_Treatment", "SendReminder", "wListMaker"] as const;

function textOf(path: string): string {
  return readFileSync(new URL(path, FOLDER), "utf8");
}

function subject(name: string): Subject {
  const read = readSpecification(textOf(`specs/${name}.yawl`), "application/xml");
  assert.ok(read.ok);
  const compiled = compile(read.value.specification);
  assert.ok(compiled.ok);
  return subjectOf(compiled.value.compiled, read.value.specification.metadata.identifier);
}

function rulesOf(name: string): RuleSet {
  const read = readRules(textOf(`rules/${name}.xrs`), "application/xml", subject(name));
  assert.ok(read.ok, read.ok ? "" : JSON.stringify(read.fault, undefined, 1));
  return read.value.rules;
}

/** Without white space, and without what says how the file is encoded. */
function bare(text: string): string {
  return text.replace(/<\?xml[^>]*\?>/, "").replaceAll(/\s+/g, "");
}

describe("The published rule files", function () {
  before(function () {
    if (existsSync(FOLDER)) return;
    console.log("      the published files are not there: skipped");
    this.skip();
  });

  for (const name of NAMES)
    it(`${name}.xrs is read, and written back equal but for white space`, () => {
      const rules = rulesOf(name);
      const { id, version } = subject(name);
      assert.equal(bare(writeXrs(rules, { id, version })), bare(textOf(`rules/${name}.xrs`)));
    });

  for (const name of NAMES)
    it(`the rules of ${name}.xrs are the same after they were written as YAML`, () => {
      const rules = rulesOf(name);
      const read = readRuleDocument(writeRulesYaml(rules));
      assert.ok(read.ok, JSON.stringify(read));
      const { trees } = rules;
      const plain = trees.map((tree) => ({
        ...tree,
        nodes: tree.nodes.map(({ written: _form, ...node }) => node),
      }));
      assert.deepEqual(read.value.rules, { ...rules, trees: plain });
    });

  it("every cornerstone is decided by the rule that was made for it", () => {
    for (const name of NAMES) {
      const about = subject(name);
      let asked = 0;
      for (const tree of rulesOf(name).trees) {
        const room = roomOf(about, tree.task);
        assert.ok(room);
        for (const { id, cornerstone } of tree.nodes) {
          if (!cornerstone) continue;
          asked += 1;
          const facts = { item: { task: "Receive_Reply", timer: "expired" } } as const;
          const verdict = askTree(tree, seenOf(cornerstone.data, room, about.types, facts));
          assert.equal("node" in verdict && verdict.answer === "concluded" && verdict.node, id, name);
        }
      }
      assert.ok(asked > 0);
    }
  });

  it("the default rule of wListMaker chooses a worklet for every other Bob", () => {
    const about = subject("wListMaker");
    const room = roomOf(about, "Verify_list");
    assert.ok(room);
    const tree = treeOf(rulesOf("wListMaker"), "selection", "Verify_list");
    const verdict = askTree(tree, seenOf({ SomeBob: "eleven" }, room, about.types, undefined));
    assert.deepEqual(verdict.answer === "concluded" && verdict.conclusion, [
      { action: "select", worklets: ["UID_49b6b6c3-8016-4457-8088-f6e5647f06f1"] },
    ]);
  });

  it("whether a timer has expired is not known without the item", () => {
    const about = subject("SendReminder");
    const room = roomOf(about, "Receive_Reply");
    assert.ok(room);
    const tree = treeOf(rulesOf("SendReminder"), "timeout", "Receive_Reply");
    const verdict = askTree(tree, seenOf({}, room, about.types, undefined));
    assert.equal(verdict.answer, "condition-failed");
    assert.match(JSON.stringify(verdict), /the state of the item's timer is not known here/);
  });
});
