import { toXml } from "../../data/xml/convert.js";
import { Document, serializeToWellFormedString } from "slimdom";
import { element, extra, textElement } from "./output.js";
export function variables(kind, all, owner, writing) {
    return all.map((variable, index) => variableElement(kind, variable, index, owner, writing));
}
function variableElement(kind, variable, index, owner, writing) {
    const { name, mandatory, documentation, cutThrough, logPredicate: predicate } = variable;
    const where = `${owner}/${name}`;
    writing.checkName(name, "name", where);
    const isOutput = kind === "outputParam";
    const value = valueText(variable, writing);
    const isMandatory = mandatory === true && (isOutput || (kind !== "localVariable" && value === undefined));
    const { plain, prefixed } = attributesOf(variable.attributes);
    if (cutThrough && !isOutput)
        writing.lose(where, "Only output parameters are cut through.");
    if (predicate && kind === "localVariable")
        writing.lose(where, "Local variables have no log predicate.");
    const { reference, byElement } = typeOf(variable, where, writing);
    return element(kind, plain, extra({
        ...(variable.type.kind === "json" && { schema: variable.type.schema, initial: variable.initial }),
        mandatory: mandatory === true && !isMandatory ? true : undefined,
        default: variable.defaultXml,
        attributes: prefixed,
        cutThrough: cutThrough && !isOutput ? true : undefined,
        log: kind === "localVariable" ? predicate : undefined,
        element: byElement,
    }), textElement("index", String(index)), textElement("documentation", documentation), reference, isOutput ? undefined : textElement("initialValue", value), isOutput ? textElement("defaultValue", value) : undefined, isMandatory ? element("mandatory") : undefined, isOutput && cutThrough ? element("isCutThroughParam") : undefined, kind === "localVariable" ? undefined : logPredicate(predicate));
}
function typeOf(variable, where, writing) {
    const { name } = variable;
    const { type, namespace, element: global } = writing.types.reference(variable, where);
    if (global !== undefined && type === undefined && localName(global) === name)
        return { reference: [textElement("element", global)] };
    const named = [textElement("name", name)];
    const byElement = global === undefined ? {} : { byElement: global };
    if (type === undefined)
        return { reference: [...named, element("isUntyped")], ...byElement };
    writing.checkName(type, "name", where);
    return {
        reference: [...named, textElement("type", type), textElement("namespace", namespace)],
        ...byElement,
    };
}
function localName(name) {
    return name.slice(name.lastIndexOf(":") + 1);
}
function valueText(variable, { specification }) {
    const { initialXml, initial, type, name } = variable;
    if (initialXml !== undefined || initial === undefined)
        return initialXml;
    const value = toXml(new Document(), name, initial, type, specification.types);
    return [...value.childNodes].map((node) => serializeToWellFormedString(node)).join("");
}
export function attributesOf(attributes = {}) {
    const entries = Object.entries(attributes);
    const isPlain = ([name]) => /^[A-Za-z_][\w.-]*$/.test(name) && !RESERVED.has(name);
    const others = entries.filter((entry) => !isPlain(entry));
    return {
        plain: Object.fromEntries(entries.filter(isPlain)),
        prefixed: others.length === 0 ? undefined : Object.fromEntries(others),
    };
}
const RESERVED = new Set(["id", "name", "mandatory", "xmlns", "isRootNet", "__proto__"]);
export function logPredicate(predicate) {
    return (predicate &&
        element("logPredicate", {}, textElement("start", predicate.start), textElement("completion", predicate.completion)));
}
//# sourceMappingURL=variables.js.map