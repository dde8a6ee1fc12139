/** Points in the plane of a picture; pixels, y grows downwards. */
import type { Box } from "../model/specification.ts";

/** A place in the picture, or a step in it: pixels to the right and down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of a box. */
export function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The point after this part of a route's length. */
export function pointAlong(route: readonly Point[], part: number): Point {
  const pieces = route.slice(1).map((to, index) => ({ from: route[index] ?? to, to }));
  let left = pieces.reduce((sum, { from, to }) => sum + distance(from, to), 0) * part;
  for (const { from, to } of pieces) {
    const piece = distance(from, to);
    if (piece >= left) return along(from, to, left);
    left -= piece;
  }
  return route.at(-1) ?? { x: 0, y: 0 };
}

/** Length of the straight line between two points. */
export function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

/** The way from one point to another as a step of length 1; no step when both are the same. */
export function direction(from: Point, to: Point): Point {
  const length = distance(from, to) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** The point that lies so many pixels from one point towards another. */
export function along(from: Point, to: Point, by: number): Point {
  const { x, y } = direction(from, to);
  return { x: from.x + x * by, y: from.y + y * by };
}

/** Both steps after each other. */
export function plus(one: Point, other: Point): Point {
  return { x: one.x + other.x, y: one.y + other.y };
}

/** The step that leads from the other point to this one. */
export function minus(one: Point, other: Point): Point {
  return { x: one.x - other.x, y: one.y - other.y };
}
