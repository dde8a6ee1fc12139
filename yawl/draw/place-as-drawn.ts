/**
 * The layout that a net's author gave it. Editors draw tasks as small boxes with their names beneath; the sides of joins and
 * splits are not in the model, so they stand where most of their arrows are.
 */
import type { Box, NetLayout } from "../model/specification.ts";
import { centreOf, direction, type Point } from "./geometry.ts";
import {
  extentOf,
  FONT,
  HEADING,
  LINE,
  MARGIN,
  outlineOf,
  STRIP,
  stripOf,
  type PlacedArrow,
  type PlacedFigure,
  type Placement,
  type Side,
} from "./placement.ts";
import { placeLabels } from "./place-labels.ts";
import type { Arrow, Figure, Sketch } from "./sketch.ts";
import { wrap } from "./text.ts";

/** Editors use smaller letters than these pictures. */
const SCALE = 1.35;
const NAME_WIDTH = 122;
const ROOM_FOR_NAME = { width: 70, height: 40 } as const;

/** @returns nothing when the layout does not have every figure: then the net is laid out anew */
export function placeAsDrawn(sketch: Sketch, layout: NetLayout): Placement | undefined {
  const bodies = new Map<string, Box>();
  for (const { id } of sketch.figures) {
    const box = Object.hasOwn(layout.elements, id) ? layout.elements[id] : undefined;
    if (!box || box.width <= 0 || box.height <= 0) return undefined;
    bodies.set(id, scaled(box));
  }
  const bends = sketch.arrows.map((arrow) => bendsOf(arrow, layout, bodies));
  const figures = new Map(
    sketch.figures.map((figure) => [figure.id, placeFigure(figure, sketch.arrows, bends, bodies)]),
  );
  const round = new Set(sketch.figures.filter(({ task }) => !task).map(({ id }) => id));
  const routes = sketch.arrows.map((arrow, index) => ({
    route: routeOf(arrow, bends[index] ?? [], figures, round),
    ...(arrow.label !== undefined && { text: arrow.label }),
  }));
  const arrows = placeLabels(
    routes,
    [...figures.values()].map((placed) => extentOf(placed, false)),
  );
  return moved(sketch, figures, arrows);
}

/** Everything moved so that it begins at the margins. */
function moved(
  sketch: Sketch,
  figures: ReadonlyMap<string, PlacedFigure>,
  arrows: readonly PlacedArrow[],
): Placement {
  const [lefts, tops, rights, bottoms]: [number[], number[], number[], number[]] = [[], [], [], []];
  const include = ({ x, y, width, height }: Box): void => {
    lefts.push(x);
    tops.push(y);
    rights.push(x + width);
    bottoms.push(y + height);
  };
  for (const { id, task } of sketch.figures) {
    const placed = figures.get(id);
    if (placed) include(extentOf(placed, task?.isMultiple ?? false));
  }
  for (const { route, label } of arrows) {
    for (const { x, y } of route) include({ x, y, width: 0, height: 0 });
    if (label) include(label.box);
  }
  const dx = MARGIN - Math.min(...lefts);
  const dy = HEADING + MARGIN - Math.min(...tops);
  const shift = <T extends Point>(point: T): T => ({ ...point, x: point.x + dx, y: point.y + dy });
  return {
    width: Math.max(...rights) + dx + MARGIN,
    height: Math.max(...bottoms) + dy + MARGIN,
    figures: new Map([...figures].map(([id, placed]) => [id, { ...placed, body: shift(placed.body) }])),
    arrows: arrows.map(({ route, label }) => ({
      route: route.map(shift),
      ...(label && { label: { ...label, box: shift(label.box) } }),
    })),
  };
}

function scaled({ x, y, width, height }: Box): Box {
  return { x: x * SCALE, y: y * SCALE, width: width * SCALE, height: height * SCALE };
}

/** Bends between the two figures; those on their borders are found anew. */
function bendsOf(
  { key, from, to }: Arrow,
  layout: NetLayout,
  bodies: ReadonlyMap<string, Box>,
): readonly Point[] {
  const points = layout.flows && Object.hasOwn(layout.flows, key) ? (layout.flows[key] ?? []) : [];
  const ends = [bodies.get(from), bodies.get(to)];
  return points
    .map(({ x, y }) => ({ x: x * SCALE, y: y * SCALE }))
    .filter((point) => !ends.some((box) => box && isAt(point, box)));
}

/** In the box or where a strip beside it would be. */
function isAt({ x, y }: Point, box: Box): boolean {
  const room = STRIP * SCALE;
  return (
    x >= box.x - room && x <= box.x + box.width + room && y >= box.y - room && y <= box.y + box.height + room
  );
}

function placeFigure(
  { id, name, task }: Figure,
  arrows: readonly Arrow[],
  bends: readonly (readonly Point[])[],
  bodies: ReadonlyMap<string, Box>,
): PlacedFigure {
  const body = bodies.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const towards = (end: "from" | "to"): readonly Point[] =>
    arrows.flatMap((arrow, index): Point[] => {
      if (arrow[end] !== id) return [];
      const other = bodies.get(end === "from" ? arrow.to : arrow.from);
      const bend = end === "from" ? bends[index]?.[0] : bends[index]?.at(-1);
      const point = bend ?? (other && centreOf(other));
      return point ? [direction(centreOf(body), point)] : [];
    });
  const split = task?.split ? sideOf(towards("from")) : undefined;
  const join = task?.join ? sideOf(towards("to"), split) : undefined;
  const isRoomy = body.width >= ROOM_FOR_NAME.width && body.height >= ROOM_FOR_NAME.height;
  const inside = isRoomy && task !== undefined;
  return {
    body,
    ...(join && { join }),
    ...(split && { split }),
    lines: wrap(
      name,
      inside ? body.width - 12 : NAME_WIDTH,
      FONT.name,
      inside ? Math.floor((body.height - 16) / LINE.name) : 3,
    ),
    namePlace: inside ? "inside" : "beneath",
  };
}

/** The side to which the directions point when taken together; not that which is taken. */
function sideOf(directions: readonly Point[], taken?: Side): Side {
  const x = directions.reduce((sum, each) => sum + each.x, 0);
  const y = directions.reduce((sum, each) => sum + each.y, 0);
  const strengths: Readonly<Record<Side, number>> = { left: -x, right: x, top: -y, bottom: y };
  const sides: readonly Side[] = ["right", "left", "bottom", "top"];
  const free = sides.filter((side) => side !== taken);
  return free.toSorted((one, other) => strengths[other] - strengths[one])[0] ?? "right";
}

/** From border to border. */
function routeOf(
  arrow: Arrow,
  bends: readonly Point[],
  figures: ReadonlyMap<string, PlacedFigure>,
  round: ReadonlySet<string>,
): readonly Point[] {
  const [from, to] = [figures.get(arrow.from), figures.get(arrow.to)];
  if (!from || !to) return [];
  const loop = arrow.from === arrow.to && bends.length === 0 ? around(from) : bends;
  const first = loop[0] ?? anchorOf(to, to.join);
  const last = loop.at(-1) ?? anchorOf(from, from.split);
  const start = from.split
    ? stripTowards(from.body, from.split, first)
    : borderTowards(from.body, first, round.has(arrow.from));
  const end = to.join
    ? stripTowards(to.body, to.join, last)
    : borderTowards(to.body, last, round.has(arrow.to));
  return [start, ...loop, end];
}

/** A way around a figure whose arrow leads back to it. */
function around(placed: PlacedFigure): readonly Point[] {
  const { x, y, width } = outlineOf(placed);
  const above = y - 24;
  return [
    { x: x + width + 20, y: y + 8 },
    { x: x + width + 20, y: above },
    { x: x - 20, y: above },
    { x: x - 20, y: y + 8 },
  ];
}

function anchorOf({ body }: PlacedFigure, side: Side | undefined): Point {
  return centreOf(side ? stripOf(body, side) : body);
}

/** Where an arrow that comes from or goes to a point meets the strip of a join or split. */
function stripTowards(body: Box, side: Side, point: Point): Point {
  const strip = stripOf(body, side);
  const { x, y, width, height } = strip;
  const isBehind = {
    left: point.x > x,
    right: point.x < x + width,
    top: point.y > y,
    bottom: point.y < y + height,
  };
  if (isBehind[side]) return borderTowards(strip, point, false);
  const within = (value: number, from: number, length: number): number =>
    Math.min(from + length * 0.85, Math.max(from + length * 0.15, value));
  switch (side) {
    case "left":
      return { x, y: within(point.y, y, height) };
    case "right":
      return { x: x + width, y: within(point.y, y, height) };
    case "top":
      return { x: within(point.x, x, width), y };
    case "bottom":
      return { x: within(point.x, x, width), y: y + height };
  }
}

/** Where the way from a figure's middle to a point leaves it. */
function borderTowards(body: Box, point: Point, isRound: boolean): Point {
  const centre = centreOf(body);
  const { x, y } = direction(centre, point);
  const [halfWidth, halfHeight] = [body.width / 2, body.height / 2];
  const reach = isRound
    ? Math.min(halfWidth, halfHeight)
    : Math.min(halfWidth / Math.max(Math.abs(x), 1e-6), halfHeight / Math.max(Math.abs(y), 1e-6));
  return { x: centre.x + x * reach, y: centre.y + y * reach };
}
