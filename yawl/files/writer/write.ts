/** Writer of `.yawl` files, schema version 4.0. */
import type { FaultDetail } from "../../model/fault.ts";
import type { Specification } from "../../model/specification.ts";
import { decompositionElement } from "./decompositions.ts";
import { putBack } from "./kept.ts";
import { layoutElement } from "./layout.ts";
import { metadataElement, uriOf } from "./metadata.ts";
import { element, extra, printFile, textElement, type OutElement } from "./output.ts";
import { Writing } from "./writing.ts";

/** A file, and what it could not say. */
export interface Written {
  readonly text: string;
  /** what YAWL cannot say or run; Mizzen's reader finds most of it in instructions of its own (`docs/yawl-files.md`) */
  readonly lost: readonly FaultDetail[];
}

/**
 * A specification as a `.yawl` file. `readYawl` reads it to the same model again, except for places and the format's name.
 */
export function writeYawl(specification: Specification): Written {
  const writing = new Writing(specification);
  const root = element(
    "specificationSet",
    {
      xmlns: "http://www.yawlfoundation.org/yawlschema",
      "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      version: "4.0",
    },
    specificationElement(writing),
    layoutElement(specification),
  );
  const kept = specification.unread ?? [];
  putBack(root, kept);
  for (const { path } of kept)
    writing.lose(path, "Mizzen does not understand this; it is kept where only Mizzen finds it.");
  const { text, replaced } = printFile(root);
  if (replaced > 0)
    writing.lose("specification", `Characters that XML cannot hold were replaced in ${replaced} texts.`);
  return { text, lost: writing.lost };
}

function specificationElement(writing: Writing): OutElement {
  const { specification } = writing;
  const { title, metadata, documentation, importedNets = [] } = specification;
  const uri = uriOf(specification);
  // the types that they need are known after that
  const decompositions = specification.decompositions.map((each) => decompositionElement(each, writing));
  return element(
    "specification",
    { uri },
    extra({ madeTypes: writing.types.made, jsonTypes: writing.types.json, anyTypes: writing.types.any }),
    textElement("name", title === (metadata.title ?? uri) ? undefined : title),
    textElement("documentation", documentation),
    metadataElement(writing),
    writing.types.schema,
    decompositions,
    importedNets.map((net) => textElement("importedNet", net)),
  );
}
