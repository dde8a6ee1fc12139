/** Flows: arrows with rounded bends, their predicates as labels, the default flow with a stroke across its beginning. */
import { along, direction, distance, minus, plus, pointAlong, type Point } from "./geometry.ts";
import { element, round, textLines, titled } from "./markup.ts";
import { FONT, LINE, type PlacedArrow } from "./placement.ts";
import { paintTokens } from "./paint-condition.ts";
import type { Arrow } from "./sketch.ts";

const CORNER = 6;
const HEAD = { length: 9, width: 7 } as const;

/** The line with its head; labels are painted later, above all lines. */
export function paintArrow(arrow: Arrow, { route }: PlacedArrow): string {
  const [first, second] = route;
  const [before, last] = route.slice(-2);
  if (!first || !second || !before || !last) return "";
  const back = direction(last, before);
  const neck = { x: last.x + back.x * (HEAD.length - 1), y: last.y + back.y * (HEAD.length - 1) };
  const side = { x: -back.y * (HEAD.width / 2), y: back.x * (HEAD.width / 2) };
  const base = { x: last.x + back.x * HEAD.length, y: last.y + back.y * HEAD.length };
  const head = [last, plus(base, side), minus(base, side)];
  return titled(
    arrow.title,
    {},
    element("path", { class: "line", d: pathThrough([...route.slice(0, -1), neck]) }),
    element("polygon", {
      class: "head",
      points: head.map(({ x, y }) => `${round(x)},${round(y)}`).join(" "),
    }),
    ...(arrow.isDefault ? [defaultSign(first, second)] : []),
    ...(arrow.tokens > 0 ? [paintTokens(arrow.tokens, pointAlong(route, 0.5))] : []),
  );
}

/** The label of an arrow as markup; empty when it has none. */
export function paintLabel({ label }: PlacedArrow): string {
  if (!label) return "";
  const { box, lines } = label;
  return textLines(lines, {
    x: box.x + box.width / 2,
    y: box.y + FONT.label,
    lineHeight: LINE.label,
    class: "label",
    "text-anchor": "middle",
  });
}

/** The path through the points of a route (SVG's `d`), with its corners rounded. */
export function pathThrough(route: readonly Point[]): string {
  const text = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
  let path = "";
  for (const [index, point] of route.entries()) {
    const before = route[index - 1];
    const after = route[index + 1];
    if (!before) path += `M${text(point)}`;
    else if (!after) path += `L${text(point)}`;
    else {
      const radius = Math.min(CORNER, distance(before, point) / 2, distance(point, after) / 2);
      const into = along(point, before, radius);
      const out = along(point, after, radius);
      path += `L${text(into)}Q${text(point)} ${text(out)}`;
    }
  }
  return path;
}

/** A stroke across the beginning of a flow that is taken when no other is. */
function defaultSign(first: Point, second: Point): string {
  const { x, y } = along(first, second, Math.min(9, distance(first, second) / 2));
  const ahead = direction(first, second);
  const slant = { x: ahead.x * 2.5 - ahead.y * 5, y: ahead.y * 2.5 + ahead.x * 5 };
  const [from, to] = [minus({ x, y }, slant), plus({ x, y }, slant)];
  return element("path", { class: "line", d: pathThrough([from, to]) });
}
