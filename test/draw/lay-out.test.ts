import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { drawNet } from "../../yawl/draw/draw.ts";
import { layOut } from "../../yawl/draw/lay-out.ts";
import { placeAsDrawn } from "../../yawl/draw/place-as-drawn.ts";
import { inRows } from "../../yawl/draw/rows.ts";
import { sketch } from "../../yawl/draw/sketch.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import type { Net } from "../../yawl/model/specification.ts";
import { buildNet, buildSpecification, type NetShape, type TaskShape } from "../net/build.ts";
import { blockNet } from "../property/random-nets.ts";
import { checkArrows, checkPlacement } from "./placed.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);
const SHARED = new URL("../../../shared/yawl/specs/", import.meta.url);

async function placed(net: Net) {
  const drawn = sketch(buildSpecification([net]), net);
  return { drawn, placement: await layOut(drawn) };
}

/** A sequence of splits and joins with this many tasks, all with names of several words and predicates. */
function largeNet(tasks: number): NetShape {
  const shapes: Record<string, TaskShape> = {};
  for (let number = 0; number < tasks; number += 1) {
    const next = [number + 1, number + 2].filter((each) => each < tasks).map((each) => `task_${each}`);
    shapes[`task_${number}`] = {
      name: `Check the consignment of part ${number}`,
      split: number % 3 === 0 ? "and" : "xor",
      to: next.length === 0 ? ["o"] : next,
    };
  }
  return { start: ["task_0"], tasks: shapes };
}

describe("the layout of a net that nobody drew", function () {
  this.timeout(30_000);

  it("keeps names and labels apart, and joins arrows to borders, whatever the net", async () => {
    await fc.assert(
      fc.asyncProperty(blockNet(3), async (shape) => {
        const { drawn, placement } = await placed(buildNet(shape));
        checkPlacement(drawn, placement);
      }),
      { numRuns: 15 },
    );
  });

  it("is cut into rows without that anything overlaps or comes apart", async () => {
    let cut = 0;
    await fc.assert(
      fc.asyncProperty(blockNet(3), async (shape) => {
        const { drawn, placement } = await placed(buildNet(shape));
        const wrapped = inRows(drawn, placement, 420);
        checkPlacement(drawn, wrapped);
        if (wrapped.width < placement.width) cut += 1;
      }),
      { numRuns: 15 },
    );
    assert.ok(cut > 3, `only ${cut} pictures were cut`);
  });

  it("has the input condition on the left, the output condition on the right, and flows from left to right", async () => {
    const net = buildNet({
      start: ["a"],
      tasks: { a: { to: ["b"] }, b: { split: "xor", to: ["a", "c"] }, c: { to: ["o"] } },
    });
    const { placement } = await placed(net);
    const lefts = ["i", "a", "b", "c", "o"].map((id) => placement.figures.get(id)?.body.x ?? 0);
    assert.deepEqual(
      lefts,
      lefts.toSorted((one, other) => one - other),
    );
  });

  it("draws 60 tasks in seconds, the same each time", async () => {
    const net = buildNet(largeNet(60));
    const { drawn, placement } = await placed(net);
    checkPlacement(drawn, placement);
    const specification = buildSpecification([net]);
    const start = performance.now();
    const first = await drawNet(specification, net);
    assert.ok(Number(/width="(\d+)"/.exec(first)?.[1]) < 4_000);
    assert.ok(performance.now() - start < 10_000);
    assert.equal(await drawNet(specification, net), first);
  });
});

describe("the examples", () => {
  it("are drawn without overlaps, each net on one row", async () => {
    let nets = 0;
    for (const name of readdirSync(EXAMPLES)) {
      const type = name.endsWith(".yawl") ? "application/xml" : "application/yaml";
      const result = readSpecification(readFileSync(new URL(name, EXAMPLES), "utf8"), type);
      if (!result.ok) continue; // the organisation is none
      const { specification } = result.value;
      for (const net of specification.decompositions) {
        if (net.kind !== "net") continue;
        const drawn = sketch(specification, net);
        const placement = await layOut(drawn);
        checkPlacement(drawn, placement);
        assert.ok(placement.width < 2_000, `${name} is ${placement.width} wide`);
        nets += 1;
      }
    }
    assert.ok(nets >= 10);
  });
});

describe("Published specifications", () => {
  before(function () {
    if (!existsSync(SHARED)) this.skip();
  });

  it("are drawn without overlaps, and as their authors drew them", async () => {
    let asDrawn = 0;
    for (const name of readdirSync(SHARED)) {
      const result = readYawl(readFileSync(new URL(name, SHARED), "utf8"));
      if (!result.ok) continue;
      const { specification } = result.value;
      for (const net of specification.decompositions) {
        if (net.kind !== "net") continue;
        const drawn = sketch(specification, net);
        checkPlacement(drawn, await layOut(drawn));
        const original = net.layout && placeAsDrawn(drawn, net.layout);
        if (!original) continue;
        checkArrows(drawn, original);
        asDrawn += 1;
      }
    }
    assert.equal(asDrawn, 14);
  });
});
