export function attributeOf(element, name) {
    return element.attributes.find((attribute) => attribute.name === name && attribute.namespace === "")?.value;
}
export function deepText(element) {
    const parts = [];
    const visit = (part) => {
        parts.push(part.text);
        part.children.forEach(visit);
    };
    visit(element);
    return parts.join(" ").replaceAll(/\s+/g, " ").trim();
}
export function namespaceOf(element, prefix) {
    for (let scope = element.scope; scope; scope = scope.outer) {
        const uri = scope.declared.get(prefix);
        if (uri !== undefined)
            return uri;
    }
    return prefix === "xml" ? "http://www.w3.org/XML/1998/namespace" : undefined;
}
export function innerXml(document, element) {
    return document.source.slice(element.extent.innerStart, element.extent.innerEnd);
}
export function outerXml(document, element) {
    const { start, end } = element.extent;
    const source = document.source.slice(start, end);
    let inherited = "";
    const prefixes = new Set(prefixesIn(source));
    if (element.prefix === "")
        prefixes.add("");
    for (const prefix of prefixes) {
        if (element.declares.includes(prefix))
            continue;
        const uri = namespaceOf(element, prefix);
        if (uri === undefined || uri === "" || prefix === "xml")
            continue;
        inherited += ` xmlns${prefix === "" ? "" : ":"}${prefix}="${escapeAttribute(uri)}"`;
    }
    const afterName = 1 + (element.prefix === "" ? 0 : element.prefix.length + 1) + element.name.length;
    return source.slice(0, afterName) + inherited + source.slice(afterName);
}
const MAX_PREFIX = 100;
const NO_NAME = new Set(" \t\r\n<>\"'=/:;,(){}[]");
function* prefixesIn(source) {
    for (let colon = source.indexOf(":"); colon !== -1; colon = source.indexOf(":", colon + 1)) {
        let start = colon;
        while (start > 0 && colon - start < MAX_PREFIX && !NO_NAME.has(source.charAt(start - 1)))
            start -= 1;
        if (start < colon)
            yield source.slice(start, colon);
    }
}
function escapeAttribute(text) {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
//# sourceMappingURL=element.js.map