import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { Validator } from "@cfworker/json-schema";
import { parse } from "yaml";
import { dialectSchema, keysAt } from "../../yawl/files/dialect/schema.ts";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";

const HEAD = 'mizzen: 1\nid: x\nversion: "1"\n';

/** A file with one task and these lines in it, from line 6 on. */
function withTask(...lines: readonly string[]): string {
  return `${HEAD}start: a\ntasks:\n  a:\n${lines.map((line) => `    ${line}\n`).join("")}    next: end\n`;
}

/** A file with variables, from line 4 on, and one task with these lines, from line 9 on. */
function withData(...lines: readonly string[]): string {
  const data = "data:\n  amount: number\n  verdict: string\nstart: a\ntasks:\n  a:\n";
  return `${HEAD}${data}${lines.map((line) => `    ${line}\n`).join("")}${lines.some((line) => line.startsWith("next")) ? "" : "    next: end\n"}  b: { next: end }\n`;
}

function refusal(text: string): readonly FaultDetail[] {
  const read = readDialect(text);
  return read.ok ? assert.fail(`it was accepted:\n${text}`) : (read.fault.details ?? []);
}

function validator(): Validator {
  return new Validator(dialectSchema(), "2020-12", false);
}

describe("The dialect's JSON Schema", () => {
  const schema = validator();

  it("takes every example and every pattern", () => {
    const examples = readdirSync("examples").filter(
      (name) => name.endsWith(".yaml") && name !== "organisation.yaml",
    );
    const patterns = readdirSync("test/patterns").filter((name) => name.endsWith(".yaml"));
    assert.ok(examples.length >= 8 && patterns.length === 43);
    for (const file of [
      ...examples.map((name) => `examples/${name}`),
      ...patterns.map((name) => `test/patterns/${name}`),
    ]) {
      const [text = ""] = readFileSync(file, "utf8").split("\n---\n");
      assert.deepEqual(schema.validate(parse(text)).errors, [], file);
    }
  });

  it("describes every key", () => {
    const missing: string[] = [];
    const look = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, part] of Object.entries(node)) {
        if (key === "properties") {
          for (const [name, property] of Object.entries(part as Record<string, { description?: string }>)) {
            if (!property.description) missing.push(`${path}/${name}`);
          }
        }
        look(part, `${path}/${key}`);
      }
    };
    look(dialectSchema(), "");
    assert.deepEqual(missing, []);
  });

  it("knows the keys of each place, through the shapes that a place may have", () => {
    assert.ok(keysAt([]).includes("tasks"));
    assert.ok(keysAt(["tasks", "a"]).includes("offer"));
    assert.ok(keysAt(["tasks", "a", "offer"]).includes("roles"));
    assert.ok(keysAt(["nets", "n", "tasks", "a", "next", 0]).includes("otherwise"));
    assert.deepEqual(keysAt(["tasks", "a", "retry"]).toSorted(), [
      "attempts",
      "coefficient",
      "deadline",
      "initial",
      "maximum",
    ]);
  });
});

describe("Mistakes in a file of the dialect", () => {
  const mistakes: readonly (readonly [
    what: string,
    text: string,
    line: number,
    column: number,
    message: RegExp,
  ])[] = [
    [
      "a key with a slip",
      withTask("ofer: {}"),
      7,
      5,
      /"ofer" is not known here \(in tasks\/a\)\. Did you mean "offer"\?/,
    ],
    ["a key of another place", withTask("retries: 3"), 7, 5, /"retries" is not known/],
    ["a slip inside an object", withTask("offer: { role: [clerk] }"), 7, 14, /Did you mean "roles"\?/],
    ["a slip in a flow", withTask("instances: { treshold: 1 }"), 7, 18, /Did you mean "threshold"\?/],
    [
      "no next",
      `${HEAD}start: a\ntasks:\n  a: { offer: administrator }\n`,
      6,
      3,
      /"next" is missing \(in tasks\/a\)/,
    ],
    ["no tasks", `${HEAD}start: a\n`, 1, 1, /"tasks" is missing/],
    ["no version", "mizzen: 1\nid: x\nstart: a\ntasks: { a: { next: end } }\n", 1, 1, /"version" is missing/],
    [
      "a word that is none of the known",
      withTask("join: adn"),
      7,
      5,
      /join: it must be one of "and", "xor", "or"\. Did you mean "and"\?/,
    ],
    [
      "a duration in plain words",
      withTask("timer: { after: 2 hours }"),
      7,
      14,
      /after: a duration is as ISO 8601/,
    ],
    [
      "a type that does not exist",
      withTask("output: { a: strng }"),
      7,
      15,
      /a: a type is one of string, number/,
    ],
    [
      "a list where an object belongs",
      withTask("offer: [clerk]"),
      7,
      5,
      /offer: it must be .*administrator.*an object/,
    ],
    ["a list where a name belongs", withTask("net: [5]"), 7, 5, /net: it must be a string, not an array/],
    [
      "a name with a space in it",
      `${HEAD}data: { "my data": string }\nstart: a\ntasks: { a: { next: end } }\n`,
      4,
      9,
      /a name starts with a letter/,
    ],
    ["attempts below one", withTask("call: http", "retry: { attempts: 0 }"), 8, 14, /attempts/],
  ];

  for (const [what, text, line, column, message] of mistakes) {
    it(`${what}: refused by the reader at its place, and by the schema`, () => {
      const [detail] = refusal(text);
      assert.match(detail?.message ?? "", message);
      assert.deepEqual([detail?.line, detail?.column], [line, column]);
      assert.equal(validator().validate(parse(text)).valid, false);
    });
  }

  const more: readonly (readonly [what: string, text: string, line: number, message: RegExp])[] = [
    [
      "a variable that is not there",
      withData("input: [amuont]"),
      10,
      /no variable "amuont" in the net\. Did you mean "amount"\?/,
    ],
    [
      "an output without a variable",
      withData("output: { verdikt: string }"),
      10,
      /"verdikt" has no variable.*Did you mean "verdict"\?/,
    ],
    [
      "a mapping to a missing variable",
      withData("output: { v: string }", "set: { verdit: $v }"),
      11,
      /Did you mean "verdict"\?/,
    ],
    ["a flow to nowhere", withData("next: c"), 10, /leads to "c", which the net does not have/],
    ["a flow to nearly something", withData("next: ned"), 10, /Did you mean "end"\?/],
    ["what is cancelled and not there", withData("cancels: [bb]"), 10, /cancels "bb".*Did you mean "b"\?/],
    ["a net that is not there", withData("net: other"), 10, /no "other" under `nets`/],
    ["work that is not there", withData("work: other"), 10, /no "other" under `work`/],
    [
      "an expression that ends too early",
      withData("next: [{ to: end, when: $amount > }, b]"),
      10,
      /cannot be read: .*at line 1, column \d+/,
    ],
    [
      "an expression over a missing variable",
      withData("next: [{ to: end, when: $amont > 1 }, b]"),
      10,
      /names \$amont, which is not there.*Did you mean "amount"\?/,
    ],
    ["a title over a missing variable", withData('name: "for {$sum}"'), 10, /names \$sum/],
    [
      "JSONata that cannot be read",
      withData("next: [{ to: end, when: { jsonata: 'a.b[' } }, b]"),
      10,
      /cannot be read: Expected "\]"/,
    ],
    [
      "an expression that is longer than any that is evaluated",
      withData(`next: [{ to: end, when: "$amount${" + 1".repeat(5_000)} > 1" }, b]`),
      10,
      /is longer than 10000 characters/,
    ],
    [
      "JSONata that is longer than any that is evaluated",
      withData(`next: [{ to: end, when: { jsonata: "amount${" + 1".repeat(5_000)} > 1" } }, b]`),
      10,
      /is too long or nests too deep/,
    ],
    ["what goes in from nowhere", withData("offer: {}", "input: { a: $nothing }"), 11, /names \$nothing/],
    [
      "what comes out of nowhere",
      withData("output: { v: string }", "set: { verdict: $w }"),
      11,
      /names \$w, which is not there; there is \$v/,
    ],
    [
      "instances that do not say what is kept",
      withData("offer: {}", "instances: { count: 2, into: verdict }"),
      11,
      /what of their output is kept/,
    ],
    ["instances of a task that only routes", withData("instances: { count: 2 }"), 10, /only routes/],
    [
      "a timer that says two things",
      withData("timer: { after: PT1H, variable: verdict }"),
      10,
      /one of `after`, `at`, `variable` and `when`/,
    ],
    ["a date that is none", withData("timer: { at: tomorrow }"), 10, /"tomorrow" is no date/],
    ["a day that is none", withData('timer: { at: "2030-02-30" }'), 10, /"2030-02-30" is no date/],
    ["a timer that says nothing", withData("timer: { workdays: true }"), 10, /or only `remind`/],
    [
      "a timer's expression that names no variable",
      withData("timer: { when: $amont }"),
      10,
      /names \$amont, which is not there; there is/,
    ],
    [
      "a reminder before what never happens",
      withData("timer: { remind: [{ before: PT1H }] }"),
      10,
      /reminds before the timer expires, which never happens/,
    ],
    ["a configuration without a call", withData("with: { url: x }"), 10, /`with` belongs to a `call`/],
    ["a net and a call", withData("work: w", "call: http"), 11, /calls a connector does nothing else/],
  ];

  for (const [what, text, line, message] of more) {
    it(`${what}: refused at its line`, () => {
      const details = refusal(text);
      const found = details.find((detail) => message.test(detail.message));
      assert.ok(found, JSON.stringify(details));
      assert.equal(found.line, line);
      assert.ok((found.column ?? 0) > 0);
    });
  }

  it("are all told at once", () => {
    const details = refusal(withData("input: [one, two]", "output: [three]", "next: nowhere"));
    assert.deepEqual(
      details.map(({ line }) => line),
      [10, 10, 11, 12],
    );
  });

  it("in a type: an unknown one, one said in two ways, a default that does not fit", () => {
    const withTypes = (type: string) =>
      `${HEAD}types: { Order: { type: object } }\ndata:\n  a: ${type}\nstart: t\ntasks: { t: { next: end } }\n`;
    assert.match(refusal(withTypes("Ordre"))[0]?.message ?? "", /no type "Ordre".*Did you mean "Order"\?/);
    assert.match(refusal(withTypes("xsd:strin"))[0]?.message ?? "", /type "strin"/);
    assert.match(refusal(withTypes("{ type: Order, xsd: string }"))[0]?.message ?? "", /one way/);
    assert.match(
      refusal(withTypes("{ type: number, default: five }"))[0]?.message ?? "",
      /default does not fit/,
    );
    assert.deepEqual([refusal(withTypes("Ordre"))[0]?.line, refusal(withTypes("Ordre"))[0]?.column], [6, 3]);
  });

  it("in the XML Schema text: at the line of the file", () => {
    const text = `${HEAD}start: t\ntasks: { t: { next: end } }\nschema: |\n  <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n    <xs:complexType\n  </xs:schema>\n`;
    const [detail] = refusal(text);
    assert.ok([8, 9].includes(detail?.line ?? 0), JSON.stringify(detail));
  });
});
