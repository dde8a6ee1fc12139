import assert from "node:assert/strict";
import fc from "fast-check";
import { drawNet } from "../../yawl/draw/draw.ts";
import { sketch, type Sketch, type Standing } from "../../yawl/draw/sketch.ts";
import { parseXml } from "../../yawl/files/xml/parse.ts";
import type { XmlElement } from "../../yawl/files/xml/element.ts";
import type { Decomposition, Net, NetLayout, Specification, Task } from "../../yawl/model/specification.ts";
import { buildNet, buildSpecification, manualWork, otherwise, type NetShape } from "../net/build.ts";

const CHOICE: NetShape = {
  start: ["a"],
  tasks: {
    a: {
      split: "xor",
      to: [{ to: "b", predicate: { language: "xquery", text: "/net/amount/text()  > 100" } }, otherwise("c")],
    },
    b: { to: ["d"] },
    c: { to: ["d"] },
    d: { join: "xor", to: ["o"] },
  },
};

/** The shape's net with some of its tasks changed. */
function netWith(shape: NetShape, changes: Readonly<Record<string, Partial<Task>>>): Net {
  const net = buildNet(shape);
  return { ...net, tasks: net.tasks.map((task) => ({ ...task, ...changes[task.id] })) };
}

function automated(id: string): Decomposition {
  return { kind: "work", id, root: id, inputs: [], outputs: [], interaction: "automated" };
}

function figureOf(drawn: Sketch, id: string): Sketch["figures"][number] {
  const figure = drawn.figures.find((each) => each.id === id);
  assert.ok(figure);
  return figure;
}

/** The group of a picture whose title begins so. */
async function group(
  specification: Specification,
  net: Net,
  title: string,
  standing?: Standing,
): Promise<XmlElement> {
  const parsed = parseXml(await drawNet(specification, net, standing));
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.fault.message);
  const found = parsed.value.root.children.find((child) => child.children[0]?.text.startsWith(title));
  assert.ok(found, `nothing is called ${title}`);
  return found;
}

function count(found: XmlElement, name: string): number {
  return found.children.filter((child) => child.name === name).length;
}

describe("a picture in YAWL's notation", () => {
  it("has joins and splits only where several flows meet or part", () => {
    const net = buildNet(CHOICE);
    const drawn = sketch(buildSpecification([net]), net);
    assert.deepEqual(
      ["a", "b", "d"].map((id) => [figureOf(drawn, id).task?.join, figureOf(drawn, id).task?.split]),
      [
        [undefined, "xor"],
        [undefined, undefined],
        ["xor", undefined],
      ],
    );
  });

  it("shows a split as a triangle, an OR-split as a diamond", async () => {
    for (const [split, corners] of [
      ["and", 3],
      ["xor", 3],
      ["or", 4],
    ] as const) {
      const net = netWith(CHOICE, { a: { split } });
      const found = await group(buildSpecification([net]), net, "task a");
      const points = found.children.find(({ name }) => name === "polygon")?.attributes;
      const value = points?.find(({ name }) => name === "points")?.value ?? "";
      assert.equal(value.split(" ").length, corners, split);
    }
  });

  it("tells composite, multiple, timed, manual and automated tasks apart", async () => {
    const inner = buildNet({ id: "inner", start: ["x"], tasks: { x: { to: ["o"] } } });
    const robot = automated("robot");
    const query = { language: "variable", text: "x" } as const;
    const net = netWith(CHOICE, {
      a: { decomposition: "inner" },
      b: { decomposition: "robot", timer: { trigger: "OnEnabled", duration: "PT1H" } },
      c: {
        decomposition: "work",
        instances: {
          minimum: 1,
          maximum: 5,
          threshold: 3,
          creation: "static",
          atOnce: 2,
          tolerate: { percent: 10 },
          input: { query, parameter: "x" },
        },
      },
    });
    const specification = buildSpecification([net, inner], [manualWork("work"), robot]);
    const drawn = sketch(specification, net);
    assert.deepEqual(
      ["a", "b", "c", "d"].map((id) => figureOf(drawn, id).task?.kind),
      ["composite", "automated", "manual", "routing"],
    );
    assert.ok(figureOf(drawn, "b").task?.hasTimer);
    assert.match(
      figureOf(drawn, "c").title,
      /static instances: from 1 to 5, done after 3, 2 at once, 10% may fail/,
    );
    // border, inner border and strip; two boxes behind and one in front
    assert.equal(count(await group(specification, net, "composite task a"), "rect"), 3);
    assert.equal(count(await group(specification, net, "manual task c"), "rect"), 3);
    assert.equal(count(await group(specification, net, "task d"), "rect"), 2);
  });

  it("labels the flows of a choice with what its language makes short, and has the whole predicate in the title", () => {
    const net = buildNet(CHOICE);
    const { arrows } = sketch(buildSpecification([net]), net);
    const [first, second] = arrows.filter(({ from }) => from === "a");
    assert.equal(first?.label, "amount > 100");
    assert.match(first?.title ?? "", /when \/net\/amount\/text\(\) {2}> 100/);
    assert.equal(second?.label, "otherwise");
    const all = netWith(CHOICE, { a: { split: "and" } });
    assert.ok(sketch(buildSpecification([all]), all).arrows.every(({ label }) => label === undefined));
  });

  it("surrounds what a task cancels, and says which task that is", async () => {
    const net = buildNet({
      ...CHOICE,
      tasks: { ...CHOICE.tasks, d: { join: "xor", to: ["o"], cancels: ["b", "a -> c"] } },
    });
    const specification = buildSpecification([net]);
    const region = await group(specification, net, "emptied when d exits");
    assert.equal(region.children.length, 3);
    const text = await drawNet(specification, net);
    assert.match(text, /emptied when “d” exits<\/text>/);
    assert.equal(sketch(specification, net).figures.find(({ id }) => id === "d")?.task?.region, 0);
  });

  it("shows the tokens and the busy tasks of a case, also those between two tasks", async () => {
    const net = buildNet(CHOICE);
    const specification = buildSpecification([net]);
    const standing = { marking: { i: 2, "c{b_d}": 1 }, busy: ["c"] };
    assert.match(
      (await group(specification, net, "input condition i", standing)).children[0]?.text ?? "",
      /2 tokens/,
    );
    const flow = await group(specification, net, "b -> d", standing);
    assert.ok(flow.children.some(({ attributes }) => attributes.some(({ value }) => value === "token")));
    const busy = await group(specification, net, "task c", standing);
    assert.ok(busy.attributes.some(({ value }) => /\bbusy\b/.test(value)));
  });

  it("is one document without scripts or links, whatever things are called", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 20 }), async (name) => {
        const hostile = `${name}</text><script>alert(1)</script>`;
        const net = netWith(CHOICE, { b: { name: hostile, documentation: hostile } });
        const text = await drawNet({ ...buildSpecification([net]), title: hostile }, net);
        const parsed = parseXml(text);
        assert.ok(parsed.ok, parsed.ok ? "" : parsed.fault.message);
        assert.doesNotMatch(text, /<script|href|url\(/i);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the layout that an author gave", () => {
  const net = buildNet({ start: ["a"], tasks: { a: { to: ["o"] } } });
  const box = (x: number, y: number) => ({ x, y, width: 32, height: 32 });
  const layout: NetLayout = { elements: { i: box(500, 10), a: box(300, 10), o: box(100, 10) } };

  async function leftOf(drawn: Net, title: string): Promise<number> {
    const { attributes } = (await group(buildSpecification([drawn]), drawn, title)).children[1] ?? {};
    const value = attributes?.find(({ name }) => name === "x" || name === "cx")?.value;
    return Number(value);
  }

  it("is kept: here a net from right to left", async () => {
    const drawn = { ...net, layout };
    assert.ok((await leftOf(drawn, "input")) > (await leftOf(drawn, "task a")));
    assert.ok((await leftOf(drawn, "task a")) > (await leftOf(drawn, "output")));
  });

  it("is not used when it lacks an element", async () => {
    const { a: _, ...elements } = layout.elements;
    const drawn = { ...net, layout: { elements } };
    assert.ok((await leftOf(drawn, "input")) < (await leftOf(drawn, "task a")));
  });
});
