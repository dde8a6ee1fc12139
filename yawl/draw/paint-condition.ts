/** Conditions: circles; the input condition with the sign for play, the output condition with that for stop; tokens. */
import { centreOf, type Point } from "./geometry.ts";
import { element, escape, textLines, titled } from "./markup.ts";
import { FONT, LINE, NAME_GAP, type PlacedFigure } from "./placement.ts";
import type { Figure } from "./sketch.ts";

/** A condition as markup: a circle, with its tokens or the sign of input or output, and its name beneath. */
export function paintCondition(figure: Figure, { body, lines }: PlacedFigure): string {
  const centre = centreOf(body);
  const radius = Math.min(body.width, body.height) / 2;
  const parts = [element("circle", { class: "fill border", cx: centre.x, cy: centre.y, r: radius })];
  if (figure.tokens > 0) parts.push(paintTokens(figure.tokens, centre));
  else if (figure.kind === "input") parts.push(play(centre, radius * 0.5));
  else if (figure.kind === "output") parts.push(stop(centre, radius * 0.38));
  parts.push(
    textLines(lines, {
      x: centre.x,
      y: body.y + body.height + NAME_GAP + FONT.name - 1,
      lineHeight: LINE.name,
      class: "name ink beneath",
      "text-anchor": "middle",
    }),
  );
  return titled(figure.title, { class: figure.kind }, ...parts);
}

function play({ x, y }: Point, size: number): string {
  const left = x - size * 0.7;
  return element("polygon", {
    class: "sign",
    points: `${left},${y - size} ${left},${y + size} ${left + size * 1.8},${y}`,
  });
}

function stop({ x, y }: Point, size: number): string {
  return element("rect", {
    class: "sign",
    x: x - size,
    y: y - size,
    width: 2 * size,
    height: 2 * size,
    rx: 1,
  });
}

/** One token is a dot, several are a dot with their number. */
export function paintTokens(count: number, { x, y }: Point): string {
  if (count === 1) return element("circle", { class: "token", cx: x, cy: y, r: 5.5 });
  return (
    element("circle", { class: "token", cx: x, cy: y, r: 8.5 }) +
    element("text", { class: "count", x, y: y + 3.6, "text-anchor": "middle" }, escape(String(count)))
  );
}
