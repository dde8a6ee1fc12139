import { attributeOf } from "../xml/element.js";
import { quoted } from "./findings.js";
export function readLayout(layout, uri) {
    layout.whole();
    const all = layout.element.children.filter(({ name }) => name === "specification");
    const specification = all.find((each) => attributeOf(each, "id") === uri) ?? all[0];
    const layouts = new Map();
    for (const net of specification?.children ?? []) {
        const id = attributeOf(net, "id");
        if (net.name === "net" && id !== undefined)
            layouts.set(id, readNet(net, layout));
    }
    return layouts;
}
function readNet(net, layout) {
    const elements = new Map();
    const flows = new Map();
    for (const child of net.children) {
        if (child.name === "flow") {
            const bends = readBends(child);
            if (bends.length > 0)
                flows.set(`${attributeOf(child, "source") ?? ""} -> ${attributeOf(child, "target") ?? ""}`, bends);
        }
        if (child.name !== "vertex" && child.name !== "container")
            continue;
        const id = attributeOf(child, "id");
        if (id === undefined)
            continue;
        const box = readBox(child.name === "container" ? childNamed(child, "vertex") : child);
        if (box)
            elements.set(id, box);
        else
            layout.findings.warn({ ...child.place, message: `The layout of ${quoted(id)} has no bounds.` });
    }
    return {
        elements: Object.fromEntries(elements),
        ...(flows.size > 0 && { flows: Object.fromEntries(flows) }),
    };
}
function readBox(vertex) {
    const bounds = childNamed(childNamed(vertex, "attributes"), "bounds");
    const [x, y, width, height] = ["x", "y", "w", "h"].map((name) => numberOf(bounds, name));
    if (x === undefined || y === undefined || width === undefined || height === undefined)
        return undefined;
    return { x, y, width, height };
}
function readBends(flow) {
    const points = childNamed(childNamed(flow, "attributes"), "points")?.children ?? [];
    return points.slice(1, -1).flatMap((point) => {
        const x = numberOf(point, "x");
        const y = numberOf(point, "y");
        return x === undefined || y === undefined ? [] : [{ x, y }];
    });
}
function childNamed(element, name) {
    return element?.children.find((child) => child.name === name);
}
function numberOf(element, name) {
    const text = (element && attributeOf(element, name))?.trim() ?? "";
    const match = /^([-+]?)([\d.,'\u00A0\u202F ]{1,40})$/.exec(text);
    if (!match)
        return undefined;
    const [, sign = "", digits = ""] = match;
    const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
    const separator = digits.charAt(last);
    const isPoint = last !== -1 && digits.indexOf(separator) === last;
    const whole = (isPoint ? digits.slice(0, last) : digits).replaceAll(/\D/g, "");
    const fraction = isPoint ? digits.slice(last + 1).replaceAll(/\D/g, "") : "";
    const number = Number(`${sign}${whole === "" ? "0" : whole}.${fraction === "" ? "0" : fraction}`);
    return Number.isFinite(number) && whole + fraction !== "" ? number : undefined;
}
//# sourceMappingURL=layout.js.map