import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readSpecification } from "../../yawl/files/read.ts";
import { programSource } from "../../yawl/files/rules/dialect-write.ts";
import { readRules } from "../../yawl/files/rules/read-rules.ts";
import { compile } from "../../yawl/net/compile.ts";
import { treeOf } from "../../yawl/rules/rule-set.ts";
import { isRuleType, RULE_TYPE_NAMES, RULE_TYPES } from "../../yawl/rules/rule-types.ts";
import { roomOf, seenOf, subjectOf } from "../../yawl/rules/seen.ts";
import { askTree } from "../../yawl/rules/walk.ts";

const TEXT = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8");

/** The code block with this word after its language. */
function block(word: string): string {
  const found = new RegExp(`^\`\`\`\\w+ ${word}\\n([\\s\\S]*?)^\`\`\``, "m").exec(TEXT)?.[1];
  assert.ok(found, word);
  return found;
}

describe("docs/rules.md", () => {
  it("has rules that are taken, and an answer that they give", () => {
    const specification = readSpecification(block("specification"), "application/yaml");
    assert.ok(specification.ok);
    const compiled = compile(specification.value.specification);
    assert.ok(compiled.ok);
    const subject = subjectOf(compiled.value.compiled);
    const read = readRules(block("rules"), "application/yaml", subject);
    assert.ok(read.ok, JSON.stringify(read));
    assert.deepEqual(read.value.warnings, []);
    const question = JSON.parse(block("try")) as {
      ruleType: string;
      task: string;
      data: Record<string, never>;
    };
    assert.ok(isRuleType(question.ruleType));
    const room = roomOf(subject, question.task);
    assert.ok(room);
    const tree = treeOf(read.value.rules, question.ruleType, question.task);
    const verdict = askTree(tree, seenOf(question.data, room, subject.types, undefined));
    assert.equal(verdict.answer, "concluded");
    const { conclusion, ...rest } = verdict;
    assert.deepEqual({ ...rest, conclusion: programSource(conclusion) }, JSON.parse(block("answer")));
  });

  it("names every type with what it is for, its name in YAWL and when it is asked", () => {
    for (const type of RULE_TYPE_NAMES) {
      const { of, yawl, when } = RULE_TYPES[type];
      const row = TEXT.split("\n").find((line) => line.startsWith(`| \`${type}\``) && line.includes(yawl));
      assert.deepEqual(
        row
          ?.split("|")
          .map((cell) => cell.trim())
          .slice(2, 5),
        [of, `\`${yawl}\``, when],
      );
    }
  });
});
