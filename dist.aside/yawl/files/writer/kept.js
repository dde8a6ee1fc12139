import { parseInstruction, TARGET } from "../reader/extension.js";
import { stepsOf } from "../reader/path.js";
import { extra } from "./output.js";
export function putBack(root, kept) {
    const steps = new Map();
    for (const { path, xml } of kept) {
        const [owner, rest] = find(root, path, steps);
        const instruction = rest === `?${TARGET}` ? extra(parseInstruction(xml) ?? {}) : extra({ kept: xml, as: rest });
        if (instruction)
            owner.children.push(instruction);
    }
}
function find(root, path, steps) {
    let owner = root;
    let rest = path;
    for (;;) {
        const children = owner.children.filter(isElement);
        let known = steps.get(owner);
        if (!known)
            steps.set(owner, (known = stepsOf(children.map(pathElement))));
        const index = known.findIndex((step) => rest.startsWith(`${step}/`));
        const next = children[index];
        if (!next)
            return [owner, rest];
        rest = rest.slice((known[index] ?? "").length + 1);
        owner = next;
    }
}
function isElement(child) {
    return !("verbatim" in child);
}
function pathElement({ name, attributes, children }) {
    const title = children.filter(isElement).find((child) => child.name === "name")?.text;
    return { name, id: attributes["id"], title };
}
//# sourceMappingURL=kept.js.map