import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import fc from "fast-check";
import { openCase } from "../../yawl/run/open-case.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile, type Compilation } from "../../yawl/net/compile.ts";
import type { Fault, FaultDetail } from "../../yawl/model/fault.ts";

const HEAD = 'mizzen: 1\nid: x\nversion: "1"\n';

function compiled(text: string, type = "application/yaml"): Compilation {
  const read = readSpecification(text, type);
  const made = read.ok ? compile(read.value.specification) : read;
  if (!made.ok) assert.fail(JSON.stringify(made.fault));
  return made.value;
}

function refused(text: string): Fault {
  const read = readSpecification(text, "application/yaml");
  const made = read.ok ? compile(read.value.specification) : read;
  return made.ok ? assert.fail("it was accepted") : made.fault;
}

/** Whether a finding is of something else than what is not executed yet. */
function isExecuted({ code = "" }: FaultDetail): boolean {
  return !code.endsWith("-not-executed");
}

function firstDetail(text: string): FaultDetail {
  return refused(text).details?.[0] ?? assert.fail("no detail");
}

describe("The dialect", () => {
  it("reads the examples of docs/dialect.md, and they can be run", async () => {
    const page = await readFile("docs/dialect.md", "utf8");
    const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
    assert.equal(examples.length, 8);
    for (const example of examples) {
      const { compiled: specification, checks } = compiled(example);
      assert.deepEqual(checks.filter(isExecuted), []);
      const data = {
        claimant: "Ms Frost",
        amount: 1,
        question: "why?",
        contract: "a lease",
        customer: "Ms Frost",
        days: 2,
        applications: ["a", "b"],
        addresses: ["1 Quay Street", "2 Quay Street"],
        customer_id: "c1",
        application: { applicant: "Ms Frost", amount: "100.00" },
      };
      const inputs = specification.nets[specification.rootNet]?.variables.filter(({ input }) => input) ?? [];
      const launched = openCase({
        specification,
        data: Object.fromEntries(
          Object.entries(data).filter(([name]) => inputs.some((each) => each.name === name)),
        ),
      });
      assert.ok(launched.ok && launched.value.state.status === "running");
    }
  });

  it("reads every example of the project without a warning, but for what is not executed yet", async () => {
    for (const file of await readdir("examples")) {
      if (file === "organisation.yaml") continue;
      const type = file.endsWith(".yawl") ? "application/xml" : "application/yaml";
      const { checks } = compiled(await readFile(`examples/${file}`, "utf8"), type);
      assert.deepEqual(checks.filter(isExecuted), [], file);
    }
  });

  it("means the same in JSON", () => {
    const yaml = `${HEAD}start: a\ntasks: { a: { offer: { roles: [clerk] }, next: end } }\n`;
    const json =
      '{"mizzen":1,"id":"x","version":"1","start":"a","tasks":{"a":{"offer":{"roles":["clerk"]},"next":"end"}}}';
    assert.deepEqual(compiled(json, "application/json").compiled, compiled(yaml).compiled);
  });

  it("names the line of a key that it does not know", () => {
    const detail = firstDetail(`${HEAD}start: a\ntasks:\n  a:\n    ofer: {}\n    next: end\n`);
    assert.deepEqual([detail.line, detail.column], [7, 5]);
    assert.match(detail.message, /"ofer" is not known/);
  });

  it("names the line of a variable that is not there", () => {
    const detail = firstDetail(`${HEAD}start: a\ntasks:\n  a:\n    input: [nothing]\n    next: end\n`);
    assert.equal(detail.line, 7);
    assert.match(detail.message, /"nothing"/);
  });

  it("names the line of a flow to nowhere", () => {
    const detail = firstDetail(`${HEAD}start: a\ntasks:\n  a:\n    next: nowhere\n`);
    assert.equal(detail.line, 7);
    assert.match(detail.message, /nowhere/);
  });

  it("refuses a key that stands twice, a file that nests too deep, and aliases that multiply", () => {
    assert.match(
      firstDetail(`${HEAD}id: y\nstart: a\ntasks: { a: { next: end } }\n`).message,
      /"id" stands here twice/,
    );
    assert.match(firstDetail("[".repeat(20_000)).message, /too deep/);
    const bomb = [..."bcdefghijk"]
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghijk"[index]}`).join(",")}]`)
      .join("\n");
    assert.match(refused(`a: &a [1,2,3]\n${bomb}\n`).message, /alias/i);
  });

  it("answers whatever it is given with a result", () => {
    const sample = `${HEAD}start: a\ntasks:\n  a: { offer: { roles: [clerk] }, next: [{ to: end, when: "1 = 1" }] }\n`;
    fc.assert(
      fc.property(fc.nat(sample.length), fc.nat(8), fc.string({ maxLength: 6 }), (at, length, text) => {
        const changed = sample.slice(0, at) + text + sample.slice(at + length);
        const read = readSpecification(changed, "application/yaml");
        if (read.ok) compile(read.value.specification);
        else assert.ok(read.fault.message !== "");
      }),
      { numRuns: 300 },
    );
  });
});
