import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as slimdom from "slimdom";
import { evaluate, holds, type DataScope } from "../../yawl/case/dataflow.ts";
import { elementOf } from "../../yawl/data/expressions/xquery/language.ts";
import type { Result } from "../../yawl/model/fault.ts";
import type { JsonObject } from "../../yawl/model/json.ts";

const PAGE = readFileSync(new URL("../../docs/expressions.md", import.meta.url), "utf8");
const BLOCK = /^```(\w+)\n(.*?)^```$/gms;

interface Example {
  readonly language: "xquery" | "xpath" | "jsonata";
  readonly text: string;
  readonly expected: string;
}

function isLanguage(name: string): name is Example["language"] {
  return name === "xquery" || name === "xpath" || name === "jsonata";
}

const blocks = [...PAGE.matchAll(BLOCK)].map(([, name = "", body = ""]) => ({ name, body }));
const data = JSON.parse(blocks.find(({ name }) => name === "json")?.body ?? "{}") as JsonObject;
const examples = blocks.flatMap(({ name, body }): readonly Example[] => {
  const [, text = "", expected = ""] = /^(.*)^=> (.*)$/ms.exec(body) ?? [];
  return isLanguage(name) ? [{ language: name, text: text.trimEnd(), expected: expected.trim() }] : [];
});

const SCOPE: DataScope = {
  root: "Claim",
  variables: Object.keys(data).map((name) => ({ name, type: { kind: "json", schema: {} } })),
  data,
  types: {},
  now: Date.UTC(2026, 10, 24, 9, 30),
};

function answerOf({ language, text }: Example): Result<string> {
  if (language !== "xquery") {
    const value = evaluate({ language, text }, SCOPE, { kind: "any" });
    return value.ok ? { ok: true, value: JSON.stringify(value.value) } : value;
  }
  if (!text.startsWith("<")) {
    const truth = holds({ language, text }, SCOPE);
    return truth.ok ? { ok: true, value: String(truth.value) } : truth;
  }
  const element = elementOf(text, SCOPE);
  return element.ok ? { ok: true, value: slimdom.serializeToWellFormedString(element.value) } : element;
}

describe("docs/expressions.md", () => {
  it("has examples in every language", () => {
    for (const language of ["xquery", "xpath", "jsonata"])
      assert.ok(examples.filter((each) => each.language === language).length >= 3, language);
    assert.ok(examples.every(({ text, expected }) => text !== "" && expected !== ""));
  });

  for (const example of examples) {
    it(`says what ${example.language} gives: ${example.text.slice(0, 60).replaceAll("\n", " ")}`, () => {
      const answer = answerOf(example);
      if (!example.expected.startsWith("fault: ")) {
        assert.deepEqual(answer, { ok: true, value: example.expected });
        return;
      }
      assert.ok(!answer.ok);
      assert.match(answer.fault.message, new RegExp(example.expected.slice("fault: ".length)));
    });
  }
});
