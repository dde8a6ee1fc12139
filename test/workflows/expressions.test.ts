import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { findItem } from "../../store/items.ts";
import { findCase } from "../../store/cases.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Expression, Variable } from "../../yawl/model/specification.ts";
import { CaseBed } from "./case-bed.ts";

const variable = (name: string, initial: string): Variable => ({ name, type: STRING, initial });

/** One task whose input `given` comes from an expression over `name`, and whose output replaces it. */
function specificationWith(query: Expression): CompiledSpecification {
  const compiled = compile({
    id: "expressions",
    version: "1",
    title: "Expressions",
    format: "mizzen",
    metadata: {},
    types: {},
    rootNet: "Net",
    decompositions: [
      {
        kind: "net",
        id: "Net",
        root: "Net",
        inputs: [],
        outputs: [],
        locals: [variable("name", "mizzen"), variable("large", "x".repeat(500_000))],
        inputCondition: { id: "i", flows: [{ to: "task" }] },
        outputCondition: { id: "o", flows: [] },
        conditions: [],
        tasks: [
          {
            id: "task",
            join: "xor",
            split: "and",
            flows: [{ to: "o" }],
            removes: [],
            decomposition: "Work",
            startingMappings: [{ query, mapsTo: "given" }],
            completedMappings: [
              { query: { language: "jsonata", text: "$uppercase(given)" }, mapsTo: "name" },
            ],
          },
        ],
      },
      {
        kind: "work",
        id: "Work",
        root: "Work",
        inputs: [{ name: "given", type: STRING }],
        outputs: [{ name: "given", type: STRING }],
        interaction: "manual",
      },
    ],
  });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return compiled.value.compiled;
}

describe("Expressions in the case workflow", function () {
  this.timeout(120_000);
  let bed: CaseBed;

  before(async function () {
    const opened = await CaseBed.open();
    if (!opened) return this.skip();
    bed = opened;
    await bed.person("alice@acme.com", ["clerk"]);
  });

  after(async () => {
    await (bed as CaseBed | undefined)?.close();
  });

  async function itemOf(id: string): Promise<Awaited<ReturnType<typeof findItem>>> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const item = await findItem(`${id}.1`);
      if (item) return item;
      await sleep(50);
    }
    return undefined;
  }

  for (const [name, query] of [
    ["JSONata", { language: "jsonata", text: "name & ' ' & $now('[Y]') & $replace(name, /z+/, 's')" }],
    [
      "XPath",
      {
        language: "xpath",
        text: "concat($name, ' ', year-from-date(current-date()), replace($name, 'z+', 's'))",
      },
    ],
    [
      "XQuery",
      {
        language: "xquery",
        text: "<g>{/Net/name/text()} {year-from-date(current-date())}{replace(/Net/name, 'z+', 's')}</g>",
      },
    ],
  ] as const satisfies readonly (readonly [string, Expression])[]) {
    it(`${name} runs in the sandbox, with the workflow's time`, async () => {
      const running = await bed.launch(specificationWith(query));
      const item = await itemOf(running.id);
      const year = new Date(item?.enabledAt ?? 0).getUTCFullYear();
      const given = item?.data["given"];
      assert.ok(typeof given === "string");
      assert.equal(given.replaceAll(" ", ""), `mizzen${year}misen`);
      const manager = { participant: "alice@acme.com", manager: true };
      const message = { item: `${running.id}.1`, by: manager };
      await running.send({ ...message, command: { type: "allocate", to: "alice@acme.com" } });
      await running.give(1, "alice@acme.com", { type: "start" });
      await running.give(1, "alice@acme.com", { type: "complete", data: { given: "done" } });
      assert.equal((await running.handle.result()).data["name"], "DONE");
      const view = await findCase(running.id);
      assert.equal(view?.data["name"], "DONE");
      const large = view?.data["large"];
      assert.ok(typeof large === "string");
      assert.equal(large.length, 500_000);
    });
  }

  it("one that never ends faults, and the worker goes on", async () => {
    const endless = { language: "xquery", text: "<g>{for $i in 1 to 1000000000 return $i}</g>" } as const;
    const running = await bed.launch(specificationWith(endless));
    await itemOf(running.id);
    const manager = { participant: "alice@acme.com", manager: true };
    const message = { item: `${running.id}.1`, by: manager };
    await running.send({ ...message, command: { type: "allocate", to: "alice@acme.com" } });
    await assert.rejects(running.give(1, "alice@acme.com", { type: "start" }), (error: Error) => {
      assert.match(String((error as { cause?: Error }).cause?.message), /needs too much work/);
      return true;
    });
  });
});
