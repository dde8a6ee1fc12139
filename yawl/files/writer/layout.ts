/** The layout of a file: as it was read, or made of where the nets' elements stand. */
import { escapeName, isNcName } from "../../data/xml/names.ts";
import type { Box, Net, NetLayout, Specification } from "../../model/specification.ts";
import { uriOf } from "./metadata.ts";
import { element, extra, textElement, type OutElement, type Verbatim } from "./output.ts";

/** How the nets are drawn, as a `layout` element. */
export function layoutElement(specification: Specification): OutElement | Verbatim | undefined {
  const { layoutXml, decompositions } = specification;
  if (layoutXml !== undefined) return { verbatim: layoutXml };
  const nets = decompositions.flatMap((each) =>
    each.kind === "net" && each.layout && isNcName(each.id) ? [netElement(each, each.layout)] : [],
  );
  if (nets.length === 0) return undefined;
  return element(
    "layout",
    {},
    extra({ made: true }),
    element("locale", { language: "en", country: "US" }),
    element(
      "specification",
      { id: escapeName(uriOf(specification)) },
      element("size", { w: "50", h: "50" }),
      nets,
    ),
  );
}

function netElement({ id }: Net, { elements, flows = {} }: NetLayout): OutElement {
  const boxes = Object.values(elements);
  const whole = {
    x: "0",
    y: "0",
    w: String(Math.ceil(Math.max(0, ...boxes.map(({ x, width }) => x + width)))),
    h: String(Math.ceil(Math.max(0, ...boxes.map(({ y, height }) => y + height)))),
  };
  return element(
    "net",
    { id },
    element("bounds", whole),
    element("frame", whole),
    element("viewport", whole),
    Object.entries(elements).map(([name, box]) =>
      element("vertex", { id: name }, element("attributes", {}, bounds(box))),
    ),
    Object.entries(flows).map(([name, bends]) => flow(name, bends, elements)),
  );
}

function bounds({ x, y, width, height }: Box): OutElement {
  return element("bounds", { x: String(x), y: String(y), w: String(width), h: String(height) });
}

/** The points of a flow begin and end in the middle of its elements. */
function flow(
  name: string,
  bends: readonly { readonly x: number; readonly y: number }[],
  elements: NetLayout["elements"],
): OutElement {
  const [source = "", target = ""] = name.split(" -> ");
  const points = [middle(elements[source]), ...bends, middle(elements[target])];
  return element(
    "flow",
    { source, target },
    element("ports", { in: "0", out: "0" }),
    element(
      "attributes",
      {},
      textElement("lineStyle", "11"),
      element(
        "points",
        {},
        points.map(({ x, y }) => element("value", { x: String(x), y: String(y) })),
      ),
    ),
  );
}

function middle(box: Box | undefined): { readonly x: number; readonly y: number } {
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 };
}
