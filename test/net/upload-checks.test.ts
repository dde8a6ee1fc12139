import assert from "node:assert/strict";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import { compile, type Compilation } from "../../yawl/net/compile.ts";
import { specificationFile, task, to } from "../files/specification-file.ts";

/** What is told of a file of the dialect whose only task of interest is `a`; `rest` stands beside it. */
function compiled(tasks: string, rest = ""): Compilation {
  const text = `mizzen: 1\nid: x\nversion: "1"\ninput: { n: integer, list: array }\ndata: { b: any, c: any }\nstart: a\ntasks:\n${tasks}\n${rest}`;
  const read = readDialect(text);
  assert.ok(read.ok, JSON.stringify(read));
  const compilation = compile(read.value.specification);
  assert.ok(compilation.ok, JSON.stringify(compilation));
  return compilation.value;
}

function told(tasks: string, rest = ""): readonly FaultDetail[] {
  return compiled(tasks, rest).checks;
}

const codes = (checks: readonly FaultDetail[]): readonly (string | undefined)[] =>
  checks.map(({ code }) => code);

describe("what a specification asks for and is not executed yet", () => {
  const features: readonly (readonly [asked: string, codes: readonly string[]])[] = [
    ["offer: { roles: [r] }, timer: { after: PT1H }", []],
    ["timer: { after: PT1H }", []],
    ["offer: { roles: [r] }, enablement: { p: $n }", ["enablement-not-executed"]],
    ["offer: { roles: [r] }, secondary: { roles: [r] }", ["secondary-not-executed"]],
    ["offer: { roles: [r] }, privileges: { pile: nobody, skip: { except: { roles: [r] } } }", []],
    [
      "offer: { roles: [r], separateFrom: z, filters: [CapabilityFilter], constraints: [PiledExecution] }",
      [],
    ],
    ["offer: { roles: [r] }, allocate: { strategy: shortest-queue }, start: system", []],
    ["offer: { roles: [r], rolesFrom: [b] }, allocate: user, start: user", []],
  ];
  for (const [asked, expected] of features) {
    it(`is told with its line: ${asked}`, () => {
      const checks = told(`  a: { ${asked}, next: z }\n  z: { offer: { roles: [r] }, next: end }`);
      assert.deepEqual(codes(checks), expected, JSON.stringify(checks));
      for (const { element, line, message, severity } of checks) {
        assert.deepEqual([element, line], ["x/a", 8]);
        assert.match(message, /"a"/);
        assert.equal(severity, asked.includes("secondary") ? "note" : "warning");
      }
    });
  }

  it("is told of automated work that no connector does, whatever the format", () => {
    const shared = "work:\n  w: { automated: true, codelet: org.acme.Quote }";
    assert.deepEqual(codes(told("  a: { work: w, next: end }", shared)), ["work-without-connector"]);
  });
});

describe("an output that goes nowhere", () => {
  const nowhere: readonly (readonly [tasks: string, rest: string, element: string | undefined])[] = [
    ["  a: { output: { p: string, q: string }, set: { b: $p }, next: end }", "", "x.a/q"],
    ["  a: { output: { p: string, pq: string }, set: { b: $pq }, next: end }", "", "x.a/p"],
    ["  a: { output: { p: string, q: string }, set: { b: $p || $q }, next: end }", "", undefined],
    ["  a: { output: { p: string, q: string? }, set: { b: $p }, next: end }", "", undefined],
    ["  a: { output: { p: string, q: string }, set: { b: { jsonata: $ } }, next: end }", "", undefined],
    ["  a: { output: { p: string }, instances: { each: $list }, next: end }", "", "x.a/p"],
    ["  a: { output: { p: string }, instances: { each: $list, into: b }, next: end }", "", undefined],
    [
      "  a: { work: w, set: { b: $p }, next: z }\n  z: { work: w, set: { c: $q }, next: end }",
      "work: { w: { output: { p: string, q: string, r: string } } }",
      "w/r",
    ],
    [
      "  a: { net: m, next: end }",
      "nets: { m: { data: { o: { type: string, required: true } }, output: [o], start: s, tasks: { s: { next: end } } } }",
      "m/o",
    ],
  ];
  for (const [tasks, rest, element] of nowhere) {
    it(`is ${element === undefined ? "not told" : "told"}: ${tasks.trim()}`, () => {
      const checks = told(tasks, rest).filter(({ code }) => code === "output-unused");
      assert.deepEqual(
        checks.map((each) => each.element),
        element === undefined ? [] : [element],
      );
    });
  }
});

describe("a cancellation set with a flow that the net does not have", () => {
  it("is a warning, and cancels nothing", () => {
    const rest = "  z: { offer: { roles: [r] }, next: end }";
    const { checks, compiled: made } = compiled(
      `  a: { next: z, cancels: [a -> zz, a -> z, z -> end] }\n${rest}`,
    );
    assert.deepEqual(codes(checks), ["cancels-missing-flow", "cancels-missing-flow"]);
    assert.match(checks[0]?.message ?? "", /from "a" to "zz".* Did you mean "a -> z"\?/);
    assert.deepEqual(made.nets["x"]?.tasks["a"]?.cancels, { conditions: ["c{a_z}"], tasks: [] });
  });

  it("keeps a .yawl file loadable", () => {
    const flow = `<removesTokensFromFlow><flowSource id="a"/><flowDestination id="x"/></removesTokensFromFlow>`;
    const text = specificationFile({ elements: task("a", flow) }).replace(to("o"), to("a"));
    const read = readYawl(text);
    assert.ok(read.ok, JSON.stringify(read));
    const compilation = compile(read.value.specification);
    assert.ok(compilation.ok, JSON.stringify(compilation));
    assert.deepEqual(codes(compilation.value.checks), ["cancels-missing-flow"]);
  });
});

describe("what is set from a connector's answer without saying what the work gives", () => {
  const CONNECTORS = () => ({ version: 1, answers: ["status", "body"] });
  const errors = (set: string, more = ""): readonly FaultDetail[] => {
    const read = readDialect(
      `mizzen: 1\nid: x\nversion: "1"\ninput: { n: integer }\ndata: { b: any, c: any }\nstart: a\ntasks:\n  a: { call: script, with: {}, input: [n], ${more}set: ${set}, next: end }\n`,
    );
    assert.ok(read.ok, JSON.stringify(read));
    const made = compile(read.value.specification, CONNECTORS);
    return made.ok ? [] : (made.fault.details ?? []);
  };

  it("is an error when the connector declares no such property of its answers", () => {
    const [found, ...others] = errors("{ b: $boddy?x, c: $status }");
    assert.deepEqual(others, []);
    assert.deepEqual([found?.element, found?.line, found?.code], ["x/a/b", 8, "answer-unknown"]);
    assert.match(
      found?.message ?? "",
      /names \$boddy.*\(\$status, \$body\).*`output`.*Did you mean "body"\?/,
    );
    assert.equal(errors("{ b: { variable: twice } }").length, 1);
  });

  it("is fine for properties that it declares, for the net's variables, and for what the expression binds itself", () => {
    const fine = [
      "{ b: $body?x + $n, c: $c }",
      "{ b: \"for $x in $body?* return $x || '$nothing'\" }",
      "{ b: 'let $y := $status return $y' }",
      "{ b: 'filter($body?*, function($z) { $z > 1 })' }",
      "{ b: { jsonata: anything } }",
    ];
    for (const set of fine) assert.deepEqual(errors(set), [], set);
  });

  it("is fine when the task says what it keeps of the answer", () => {
    assert.deepEqual(errors("{ b: $twice }", "output: { twice: any }, "), []);
  });
});
