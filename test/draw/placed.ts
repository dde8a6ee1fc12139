/** What has to hold for every picture, whatever the net. */
import assert from "node:assert/strict";
import { extentOf, outlineOf, type Placement } from "../../yawl/draw/placement.ts";
import type { Sketch } from "../../yawl/draw/sketch.ts";
import type { Box } from "../../yawl/model/specification.ts";

/** Nothing stands on anything else, everything is inside of the picture, every arrow goes from border to border. */
export function checkPlacement(sketch: Sketch, placement: Placement): void {
  const boxes: [string, Box][] = sketch.figures.map(({ id, task }) => {
    const placed = placement.figures.get(id);
    assert.ok(placed, `${id} has no place`);
    return [id, extentOf(placed, task?.isMultiple ?? false)];
  });
  for (const [index, { label }] of placement.arrows.entries()) {
    if (label) boxes.push([`label of ${sketch.arrows[index]?.key}`, label.box]);
  }
  for (const [index, [name, box]] of boxes.entries()) {
    assert.ok(box.x >= 0 && box.y >= 0, `${name} is outside`);
    assert.ok(box.x + box.width <= placement.width + 0.5, `${name} is outside`);
    assert.ok(box.y + box.height <= placement.height + 0.5, `${name} is outside`);
    for (const [otherName, other] of boxes.slice(index + 1)) {
      assert.ok(!overlaps(box, other), `${name} and ${otherName} overlap`);
    }
  }
  checkArrows(sketch, placement);
}

export function checkArrows(sketch: Sketch, placement: Placement): void {
  assert.equal(placement.arrows.length, sketch.arrows.length);
  for (const [index, { key, from, to }] of sketch.arrows.entries()) {
    const route = placement.arrows[index]?.route ?? [];
    assert.ok(route.length >= 2, `${key} has no way`);
    for (const [end, point] of [
      [from, route[0]],
      [to, route.at(-1)],
    ] as const) {
      const placed = placement.figures.get(end);
      assert.ok(placed && point && isOnBorder(point, outlineOf(placed)), `${key} does not touch ${end}`);
    }
  }
}

function overlaps(one: Box, other: Box): boolean {
  const room = 0.5;
  return (
    one.x + room < other.x + other.width &&
    other.x + room < one.x + one.width &&
    one.y + room < other.y + other.height &&
    other.y + room < one.y + one.height
  );
}

/** On the edge of the box, or of the circle inside of it. */
function isOnBorder({ x, y }: { readonly x: number; readonly y: number }, box: Box): boolean {
  const near = 1;
  const isInside =
    x > box.x - near && x < box.x + box.width + near && y > box.y - near && y < box.y + box.height + near;
  const isDeep =
    x > box.x + near && x < box.x + box.width - near && y > box.y + near && y < box.y + box.height - near;
  const radius = Math.min(box.width, box.height) / 2;
  const distance = Math.hypot(x - box.x - box.width / 2, y - box.y - box.height / 2);
  return (isInside && !isDeep) || Math.abs(distance - radius) < near;
}
