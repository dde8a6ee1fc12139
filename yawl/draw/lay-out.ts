/**
 * Lays out a net that nobody has drawn: layers from left to right with right-angled arrows, by the Eclipse Layout Kernel.
 * The same net always gets the same layout.
 */
import elk, { type ElkExtendedEdge, type ElkNode, type ElkPort } from "elkjs/lib/elk.bundled.js";
import type { Point } from "./geometry.ts";
import {
  FONT,
  HEADING,
  LINE,
  MARGIN,
  STRIP,
  type PlacedArrow,
  type PlacedFigure,
  type Placement,
} from "./placement.ts";
import type { Arrow, Figure, Sketch } from "./sketch.ts";
import { textWidth, wrap } from "./text.ts";

const CIRCLE = 34;
const NAME_WIDTH = 118;
const LABEL_WIDTH = 130;
const MOST_NAME_LINES = 4;
/** height of the row with the icons of a task */
const ICONS = 16;
const PORT_DISTANCE = 14;

const OPTIONS: Readonly<Record<string, string>> = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.padding": `[top=${HEADING + MARGIN},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`,
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "16",
  "elk.spacing.edgeEdge": "10",
  "elk.spacing.edgeLabel": "3",
  "elk.spacing.portPort": String(PORT_DISTANCE),
  "elk.layered.spacing.nodeNodeBetweenLayers": "34",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
  "elk.layered.feedbackEdges": "true",
  "elk.layered.cycleBreaking.strategy": "MODEL_ORDER",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.thoroughness": "15",
  "elk.randomSeed": "1",
};

interface Sized {
  readonly figure: Figure;
  readonly lines: readonly string[];
  readonly node: ElkNode;
}

/**
 * Places figures and arrows from left to right in layers, for a net without a layout of its own.
 * @throws Error of the library for a graph that it cannot lay out
 */
export async function layOut({ figures, arrows }: Sketch): Promise<Placement> {
  const sized = inOrder(figures, arrows).map((figure) => sizeOf(figure, arrows));
  const known = new Map(sized.map((each, index) => [each.figure.id, { ...each, index }]));
  const edges = arrows.map((arrow, index) => edgeOf(arrow, index, known));
  const graph: ElkNode = {
    id: "net",
    layoutOptions: OPTIONS,
    children: sized.map(({ node }) => node),
    edges: edges.filter((edge) => edge !== undefined),
  };
  const placed = await new elk.default().layout(graph);
  const nodes = new Map((placed.children ?? []).map((node) => [node.id, node]));
  const routes = new Map((placed.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    figures: new Map(sized.map((each) => [each.figure.id, figureAt(each, nodes.get(each.node.id))])),
    arrows: arrows.map((arrow, index) => arrowAt(arrow, routes.get(`e${index}`))),
  };
}

/**
 * Figures in the order in which a case passes them, as far as there is one: then the arrows that lead back to an earlier
 * figure are the ones that close a loop, and those are drawn around the others.
 */
function inOrder(figures: readonly Figure[], arrows: readonly Arrow[]): readonly Figure[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to]);
  const seen = new Set<string>();
  const done: string[] = [];
  const starts = figures.toSorted(
    (one, other) => Number(other.kind === "input") - Number(one.kind === "input"),
  );
  for (const { id } of starts) {
    const waiting: { readonly id: string; readonly to: string[] }[] = [];
    const enter = (entered: string): void => {
      if (seen.has(entered)) return;
      seen.add(entered);
      waiting.push({ id: entered, to: [...(next.get(entered) ?? [])] });
    };
    enter(id);
    for (let last = waiting.at(-1); last; last = waiting.at(-1)) {
      const to = last.to.pop();
      if (to !== undefined) enter(to);
      else {
        done.push(last.id);
        waiting.pop();
      }
    }
  }
  const order = new Map(done.toReversed().map((id, index) => [id, index]));
  return figures.toSorted((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
}

/** A figure as the layout sees it: join, body and split side by side, a place on the border for each arrow. */
function sizeOf(figure: Figure, arrows: readonly Arrow[]): Sized {
  const { id, task, name } = figure;
  const into = arrows.filter(({ to }) => to === id).length;
  const out = arrows.filter(({ from }) => from === id).length;
  if (!task) {
    const lines = name === "" ? [] : wrap(name, NAME_WIDTH, FONT.name, 3);
    const label = {
      text: name,
      width: Math.max(0, ...lines.map((line) => textWidth(line, FONT.name))),
      height: lines.length * LINE.name + 4,
    };
    return {
      figure,
      lines,
      node: {
        id: `n${id}`,
        width: CIRCLE,
        height: CIRCLE,
        ports: [port(`i${id}`, "WEST"), port(`o${id}`, "EAST")],
        labels: lines.length === 0 ? [] : [label],
        layoutOptions: {
          "elk.portConstraints": "FIXED_SIDE",
          "elk.nodeLabels.placement": "OUTSIDE V_BOTTOM H_CENTER",
          ...(figure.kind === "input" && { "elk.layered.layering.layerConstraint": "FIRST" }),
          ...(figure.kind === "output" && { "elk.layered.layering.layerConstraint": "LAST" }),
        },
      },
    };
  }
  const lines = wrap(name, NAME_WIDTH, FONT.name, MOST_NAME_LINES);
  const widest = Math.max(lines.length === 0 ? 28 : 70, ...lines.map((line) => textWidth(line, FONT.name)));
  const strips = (task.join ? STRIP : 0) + (task.split ? STRIP : 0);
  return {
    figure,
    lines,
    node: {
      id: `n${id}`,
      width: Math.ceil(widest) + 16 + strips,
      height: Math.max(lines.length * LINE.name + 12 + ICONS, Math.max(into, out) * PORT_DISTANCE + 12),
      ports: arrows.flatMap((arrow, index) => [
        ...(arrow.to === id ? [port(`i${index}`, "WEST")] : []),
        ...(arrow.from === id ? [port(`o${index}`, "EAST")] : []),
      ]),
      layoutOptions: {
        "elk.portConstraints": "FIXED_SIDE",
        // room for what is drawn around the body
        "elk.margins": "[top=12,left=4,bottom=4,right=4]",
      },
    },
  };
}

function port(id: string, side: "WEST" | "EAST"): ElkPort {
  return { id: `p${id}`, width: 0, height: 0, layoutOptions: { "elk.port.side": side } };
}

function edgeOf(
  { from, to, label }: Arrow,
  index: number,
  figures: ReadonlyMap<string, Sized>,
): ElkExtendedEdge | undefined {
  const [source, target] = [figures.get(from), figures.get(to)];
  if (!source || !target) return undefined;
  const lines = label === undefined ? [] : linesOfLabel(label);
  return {
    id: `e${index}`,
    sources: [source.figure.task ? `po${index}` : `po${from}`],
    targets: [target.figure.task ? `pi${index}` : `pi${to}`],
    labels:
      lines.length === 0
        ? []
        : [
            {
              text: lines.join("\n"),
              width: Math.max(...lines.map((line) => textWidth(line, FONT.label))) + 6,
              height: lines.length * LINE.label + 2,
            },
          ],
  };
}

function linesOfLabel(label: string): readonly string[] {
  return wrap(label, LABEL_WIDTH, FONT.label, 2);
}

function figureAt({ figure, lines }: Sized, node: ElkNode | undefined): PlacedFigure {
  const { x = 0, y = 0, width = 0, height = 0 } = node ?? {};
  const { join, split } = figure.task ?? {};
  const left = join ? STRIP : 0;
  const right = split ? STRIP : 0;
  return {
    body: { x: x + left, y, width: width - left - right, height },
    ...(join && { join: "left" as const }),
    ...(split && { split: "right" as const }),
    lines,
    namePlace: figure.task ? "inside" : "beneath",
  };
}

function arrowAt({ label }: Arrow, edge: ElkExtendedEdge | undefined): PlacedArrow {
  const route: Point[] = [];
  for (const { startPoint, bendPoints = [], endPoint } of edge?.sections ?? [])
    route.push(startPoint, ...bendPoints, endPoint);
  const [placed] = edge?.labels ?? [];
  if (label === undefined || !placed) return { route };
  const { x = 0, y = 0, width = 0, height = 0 } = placed;
  return { route, label: { lines: linesOfLabel(label), box: { x, y, width, height } } };
}
