/** The versions of YAWL's schema, distinguished by namespace and `version` of the `specificationSet`. */
import { quoted } from "./findings.ts";
import type { Part } from "./part.ts";

const BETA = "http://www.citi.qut.edu.au/yawl";
const FOUNDATION = "http://www.yawlfoundation.org/yawlschema";

/** A version of YAWL's schema, and what files of it may have. */
export interface SchemaVersion {
  readonly name:
    | "Beta 2"
    | "Beta 3"
    | "Beta 4"
    | "Beta 6"
    | "Beta 7.1"
    | "2.0"
    | "2.1"
    | "2.2"
    | "3.0"
    | "4.0";
  readonly namespace: string;
  /** name of the root element of every XML view; since Beta 4 it is the id of the decomposition */
  readonly fixedRoot?: "data";
}

const VERSIONS: readonly SchemaVersion[] = [
  { name: "Beta 2", namespace: BETA, fixedRoot: "data" },
  { name: "Beta 3", namespace: BETA, fixedRoot: "data" },
  { name: "Beta 4", namespace: BETA },
  { name: "Beta 6", namespace: BETA },
  { name: "Beta 7.1", namespace: BETA },
  { name: "2.0", namespace: FOUNDATION },
  { name: "2.1", namespace: FOUNDATION },
  { name: "2.2", namespace: FOUNDATION },
  { name: "3.0", namespace: FOUNDATION },
  { name: "4.0", namespace: FOUNDATION },
];

/**
 * The schema version of a file. Beta 2 has no `version`; a file of the later namespace without one is read as 4.0, with a
 * warning. What is no specification set or has a version that nobody knows is an error, and the answer is `undefined`.
 */
export function readSchemaVersion(set: Part): SchemaVersion | undefined {
  const { name, namespace } = set.element;
  if (name !== "specificationSet") {
    set.error(`The root element must be <specificationSet>; it is <${name.slice(0, 80)}>.`);
    return undefined;
  }
  if (namespace !== BETA && namespace !== FOUNDATION) {
    set.error(`The namespace ${quoted(namespace)} is none of YAWL's (${BETA}, ${FOUNDATION}).`);
    return undefined;
  }
  const given = set.attribute("version")?.trim();
  if (!given) {
    if (namespace === FOUNDATION) set.warn("The file does not say its schema version; it is read as 4.0.");
    return VERSIONS.find((version) => version.name === (namespace === BETA ? "Beta 2" : "4.0"));
  }
  const found = VERSIONS.find((version) => spelling(version.name) === spelling(given));
  if (!found) {
    const known = VERSIONS.map((version) => version.name).join(", ");
    set.error(`The schema version ${quoted(given)} is not known; known are ${known}.`);
  } else if (found.namespace !== namespace) {
    set.warn(`Schema version ${found.name} has the namespace ${found.namespace}; the file has ${namespace}.`);
  }
  return found;
}

/** Beta 3 is spelt `beta3`, too. */
function spelling(version: string): string {
  return version.toLowerCase().replaceAll(/\s+/g, "");
}
