/** Where everything of a sketch stands: what a layout gives and a painter takes. Pixels; y grows downwards. */
import type { Box } from "../model/specification.ts";
import type { Point } from "./geometry.ts";
import { textWidth } from "./text.ts";

/** A side of a box. */
export type Side = "left" | "right" | "top" | "bottom";

/** Where a condition or task stands, in pixels. */
export interface PlacedFigure {
  /** the box or circle itself, without join and split */
  readonly body: Box;
  /** sides on which the join and the split of a task stand */
  readonly join?: Side;
  readonly split?: Side;
  readonly lines: readonly string[];
  /** whether the name stands inside of the body or beneath it */
  readonly namePlace: "inside" | "beneath";
}

/** Where an arrow runs, in pixels. */
export interface PlacedArrow {
  /** from the border of the one figure to that of the other, with all bends */
  readonly route: readonly Point[];
  readonly label?: { readonly lines: readonly string[]; readonly box: Box };
}

/** Where everything of a sketch stands, in pixels from the upper left. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  readonly figures: ReadonlyMap<string, PlacedFigure>;
  /** in the order of the sketch's arrows */
  readonly arrows: readonly PlacedArrow[];
}

/** Sizes of letters, in pixels. */
export const FONT = { name: 12, label: 10.5, heading: 15 } as const;
/** Heights of lines, in pixels. */
export const LINE = { name: 15, label: 13 } as const;

/** Width of the strip with the triangle of a join or split. */
export const STRIP = 13;

/** Room around the picture, in pixels. */
export const MARGIN = 24;
/** between a body and the name beneath it */
export const NAME_GAP = 3;
/** room for the heading above the picture */
export const HEADING = 34;

/** The strip beside a body. */
export function stripOf({ x, y, width, height }: Box, side: Side): Box {
  switch (side) {
    case "left":
      return { x: x - STRIP, y, width: STRIP, height };
    case "right":
      return { x: x + width, y, width: STRIP, height };
    case "top":
      return { x, y: y - STRIP, width, height: STRIP };
    case "bottom":
      return { x, y: y + height, width, height: STRIP };
  }
}

/** Body and strips together. */
export function outlineOf({ body, join, split }: PlacedFigure): Box {
  let [left, top, right, bottom] = [body.x, body.y, body.x + body.width, body.y + body.height];
  for (const side of [join, split]) {
    if (side === "left") left -= STRIP;
    if (side === "right") right += STRIP;
    if (side === "top") top -= STRIP;
    if (side === "bottom") bottom += STRIP;
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** How far the boxes of a multiple-instance task's pile stand out. */
export const PILE = 8;

/** Everything that is drawn of a figure, with the name beneath it and the pile behind it. */
export function extentOf(placed: PlacedFigure, isPile: boolean): Box {
  const { x, y, width, height } = outlineOf(placed);
  const { lines, namePlace } = placed;
  const pile = isPile ? PILE : 0;
  if (namePlace === "inside" || lines.length === 0) return { x, y: y - pile, width, height: height + pile };
  const nameWidth = Math.max(...lines.map((line) => textWidth(line, FONT.name)));
  const whole = Math.max(width, nameWidth);
  return {
    x: x + (width - whole) / 2,
    y: y - pile,
    width: whole,
    height: height + pile + NAME_GAP + lines.length * LINE.name,
  };
}
