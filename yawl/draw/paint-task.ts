/** Tasks as YAWL draws them: boxes with their join and split as strips, icons for what sets them apart. */
import type { Box, JoinCode, SplitCode } from "../model/specification.ts";
import { element, textLines, titled } from "./markup.ts";
import {
  FONT,
  LINE,
  NAME_GAP,
  outlineOf,
  PILE,
  STRIP,
  stripOf,
  type PlacedFigure,
  type Side,
} from "./placement.ts";
import type { Figure, TaskLook } from "./sketch.ts";
import { REGION_COLOURS } from "./style.ts";

const BORDER = "fill border";
/** distance between the boxes of a pile */
const PILE_STEP = PILE / 2;

/** A task as markup: its box in the notation of its kind, with join, split and name. Empty for a figure that is no task. */
export function paintTask(figure: Figure, placed: PlacedFigure): string {
  const { task } = figure;
  if (!task) return "";
  const { body, lines, namePlace } = placed;
  const parts = [
    ...(task.isMultiple ? pile(outlineOf(placed)) : []),
    box(body, BORDER),
    ...(task.kind === "composite" ? [box(inset(body, 3.5), "border thin")] : []),
    ...(placed.join && task.join ? [strip(body, placed.join, task.join)] : []),
    ...(placed.split && task.split ? [strip(body, placed.split, task.split)] : []),
    ...icons(task, body, namePlace),
    name(placed, lines),
    ...(task.region === undefined ? [] : [cancelSign(body, task.region)]),
  ];
  return titled(figure.title, { class: `${task.kind}${figure.isBusy ? " busy" : ""}` }, ...parts);
}

function box({ x, y, width, height }: Box, style: string): string {
  return element("rect", { class: style, x, y, width, height, rx: 3 });
}

function inset({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

/** The edges of two more boxes behind the first. */
function pile({ x, y, width, height }: Box): readonly string[] {
  return [2, 1].map((place) =>
    box(
      {
        x: x + place * PILE_STEP,
        y: y - place * PILE_STEP,
        width: width - 2 * place * PILE_STEP,
        height: height / 2,
      },
      BORDER,
    ),
  );
}

/**
 * A join or split: a triangle whose tip touches the box (and), or whose base does (xor); a diamond (or).
 * Source: the notation of "YAWL: yet another workflow language" (2005), figure 1.
 */
function strip(body: Box, side: Side, code: JoinCode | SplitCode): string {
  const { x, y, width, height } = stripOf(body, side);
  const isUpright = side === "left" || side === "right";
  const bodyEnd = side === "left" || side === "top" ? 1 : 0;
  const tip = code === "and" ? bodyEnd : 1 - bodyEnd;
  const at = (along: number, across: number): string =>
    isUpright ? `${x + along * width},${y + across * height}` : `${x + across * width},${y + along * height}`;
  const points =
    code === "or"
      ? [at(0, 0.5), at(0.5, 0), at(1, 0.5), at(0.5, 1)]
      : [at(tip, 0.5), at(1 - tip, 0), at(1 - tip, 1)];
  return (
    element("rect", { class: BORDER, x, y, width, height }) +
    element("polygon", { class: "sign", "fill-opacity": 0.55, points: points.join(" ") })
  );
}

function name({ body, namePlace, join, split }: PlacedFigure, lines: readonly string[]): string {
  const strip = join === "bottom" || split === "bottom" ? STRIP : 0;
  const x = body.x + body.width / 2;
  const common = { x, lineHeight: LINE.name, class: "name ink", "text-anchor": "middle" };
  if (namePlace === "beneath") {
    return textLines(lines, {
      ...common,
      class: "name ink beneath",
      y: body.y + body.height + strip + NAME_GAP + FONT.name - 1,
    });
  }
  const free = body.height - 16;
  const top = body.y + 16 + (free - lines.length * LINE.name) / 2;
  return textLines(lines, { ...common, y: top + FONT.name - 2 });
}

/** Small signs in the upper left corner, or in the middle of a box without a name: who works, and the clock. */
function icons(
  { kind, hasTimer }: TaskLook,
  { x, y, width, height }: Box,
  namePlace: PlacedFigure["namePlace"],
): readonly string[] {
  const signs: ((x: number, y: number) => string)[] = [];
  if (kind === "manual") signs.push(person);
  if (kind === "automated") signs.push(gear);
  if (hasTimer) signs.push(clock);
  const distance = 15;
  const inside = namePlace === "inside";
  const left = inside ? x + 12 : x + width / 2 - ((signs.length - 1) * distance) / 2;
  const middle = inside ? y + 11 : y + height / 2;
  return signs.map((sign, index) => sign(left + index * distance, middle));
}

function person(x: number, y: number): string {
  return (
    element("circle", { class: "sign", cx: x, cy: y - 2.6, r: 2.4 }) +
    element("path", { class: "sign", d: `M${x - 4.4} ${y + 4.6}a4.4 4.4 0 0 1 8.8 0z` })
  );
}

function gear(x: number, y: number): string {
  const teeth = [0, 45, 90, 135].map((angle) =>
    element("rect", {
      class: "sign",
      x: x - 1.2,
      y: y - 5.2,
      width: 2.4,
      height: 10.4,
      transform: `rotate(${angle} ${x} ${y})`,
    }),
  );
  return [
    ...teeth,
    element("circle", { class: "sign", cx: x, cy: y, r: 3.7 }),
    element("circle", { class: "fill", cx: x, cy: y, r: 1.5 }),
  ].join("");
}

function clock(x: number, y: number): string {
  return (
    element("circle", { class: "border thin", cx: x, cy: y, r: 4.8 }) +
    element("path", { class: "border thin", d: `M${x} ${y - 3}V${y}H${x + 2.6}` })
  );
}

/** A cross on the upper right corner of a task that empties a region, in the region's colour. */
function cancelSign({ x, y, width }: Box, region: number): string {
  const [cx, cy] = [x + width - 2, y + 2];
  const colour = colourOf(region);
  return (
    element("circle", { class: "paper", cx, cy, r: 7, stroke: colour, "stroke-width": 1.8 }) +
    element("path", {
      d: `M${cx - 2.8} ${cy - 2.8}l5.6 5.6m0 -5.6l-5.6 5.6`,
      stroke: colour,
      "stroke-width": 1.8,
      "stroke-linecap": "round",
    })
  );
}

/** Colour of a cancellation set, by its place in the sketch; after the last one they begin again. */
export function colourOf(region: number): string {
  return REGION_COLOURS[region % REGION_COLOURS.length] ?? REGION_COLOURS[0];
}
