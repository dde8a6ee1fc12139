import { XSD_NAMESPACE } from "./builtin-types.js";
import { attributeOf, deepText } from "../xml/element.js";
export class Inexpressible extends Error {
}
export function childOf(element, name) {
    return element.children.find((child) => child.name === name && child.namespace === XSD_NAMESPACE);
}
export function documentationOf(element) {
    const annotation = childOf(element, "annotation");
    const texts = annotation?.children.filter(({ name }) => name === "documentation").map(deepText);
    return texts?.filter((text) => text !== "").join("\n") || undefined;
}
export function isTrue(element, attribute) {
    return ["true", "1"].includes(attributeOf(element, attribute)?.trim() ?? "");
}
export function splitName(reference) {
    const name = reference.trim();
    const colon = name.indexOf(":");
    return colon === -1 ? ["", name] : [name.slice(0, colon), name.slice(colon + 1)];
}
//# sourceMappingURL=syntax.js.map