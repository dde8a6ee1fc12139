import { quoted } from "./findings.js";
const BETA = "http://www.citi.qut.edu.au/yawl";
const FOUNDATION = "http://www.yawlfoundation.org/yawlschema";
const VERSIONS = [
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
export function readSchemaVersion(set) {
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
        if (namespace === FOUNDATION)
            set.warn("The file does not say its schema version; it is read as 4.0.");
        return VERSIONS.find((version) => version.name === (namespace === BETA ? "Beta 2" : "4.0"));
    }
    const found = VERSIONS.find((version) => spelling(version.name) === spelling(given));
    if (!found) {
        const known = VERSIONS.map((version) => version.name).join(", ");
        set.error(`The schema version ${quoted(given)} is not known; known are ${known}.`);
    }
    else if (found.namespace !== namespace) {
        set.warn(`Schema version ${found.name} has the namespace ${found.namespace}; the file has ${namespace}.`);
    }
    return found;
}
function spelling(version) {
    return version.toLowerCase().replaceAll(/\s+/g, "");
}
//# sourceMappingURL=schema-version.js.map