import { checkValue } from "../../data/types/validate.js";
import { didYouMean } from "./near.js";
export const ANY = { kind: "json", schema: {} };
export function expressionOf(source, { file }) {
    if (typeof source === "string")
        return { language: file.language, text: source };
    if ("xpath" in source)
        return { language: "xpath", text: source.xpath };
    if ("xquery" in source)
        return { language: "xquery", text: source.xquery };
    if ("jsonata" in source)
        return { language: "jsonata", text: source.jsonata };
    return { language: "variable", text: source.variable };
}
export function mappingsOf(source, where) {
    const ofMap = (map, at) => Object.entries(map).map(([mapsTo, expression]) => ({
        mapping: { query: expressionOf(expression, where), mapsTo },
        isName: false,
        where: at.in(mapsTo),
    }));
    if (!Array.isArray(source))
        return ofMap(source, where);
    return source.flatMap((entry, index) => typeof entry === "string"
        ? [
            {
                mapping: { query: { language: "variable", text: entry }, mapsTo: entry },
                isName: true,
                where: where.in(index),
            },
        ]
        : ofMap(entry, where.in(index)));
}
export function variablesOf(source, mandatory, where) {
    return Object.entries(source).map(([name, type]) => variableOf(name, type, mandatory, where.in(name)));
}
export function variableOf(name, source, mandatory, where) {
    if (typeof source === "string") {
        const isOptional = source.endsWith("?");
        const type = wordOf(source.replace(/\?$/, ""), where);
        return { name, type, ...(mandatory && !isOptional && { mandatory }) };
    }
    const { required, default: initial, initialXml, documentation, attributes, log, yawl } = source;
    const hasInitial = initial !== undefined || initialXml !== undefined;
    const isOptional = typeof source.type === "string" && source.type.endsWith("?");
    const isRequired = typeof required === "boolean" ? required : mandatory && !hasInitial && !isOptional;
    const type = declaredOf(source, where);
    if (initial !== undefined) {
        const [problem] = checkValue(initial, type, where.file.types.library, "");
        if (problem)
            where
                .in("default")
                .complain(`The default does not fit the type: ${problem.pointer ?? ""} ${problem.message}.`);
    }
    return {
        name,
        type,
        ...(initialXml !== undefined && { initialXml }),
        ...(initial !== undefined && { initial }),
        ...(isRequired && { mandatory: true }),
        ...(documentation !== undefined && { documentation }),
        ...(attributes && { attributes }),
        ...(log && { logPredicate: log }),
        ...yawl,
    };
}
export function typeOf(source, where) {
    return typeof source === "string" ? wordOf(source.replace(/\?$/, ""), where) : declaredOf(source, where);
}
export const VARIABLE_KEYS = [
    "default",
    "initialXml",
    "documentation",
    "attributes",
    "log",
    "yawl",
    "xsd",
    "element",
    "schema",
];
function declaredOf(source, where) {
    const { type: word, required } = source;
    const schema = Object.fromEntries(Object.entries(source).filter(([key]) => key !== "type" && key !== "required" && !VARIABLE_KEYS.some((other) => other === key)));
    if (Array.isArray(required))
        schema["required"] = required;
    const name = typeof word === "string" ? word.replace(/\?$/, "") : undefined;
    const named = name !== undefined && /^(xsd:|\p{Lu})/u.test(name) ? name : undefined;
    const ways = [source.schema, source.xsd, source.element, named].filter((way) => way !== undefined);
    if (ways.length > 0 &&
        (ways.length > 1 || Object.keys(schema).length > 0 || (word !== undefined && named === undefined))) {
        where.complain("A type is said in one way: by a JSON Schema, or by the name of a type or element.");
    }
    if (source.schema)
        return { kind: "json", schema: source.schema };
    if (source.element !== undefined) {
        const found = where.file.types.element(source.element);
        if (!found)
            where.in("element").complain(`The file's \`schema\` has no element "${source.element}".`);
        return found ?? { kind: "any" };
    }
    if (source.xsd !== undefined)
        return wordOf(`xsd:${source.xsd}`, where.in("xsd"));
    if (named !== undefined)
        return wordOf(named, where.in("type"));
    if (name === undefined)
        return { kind: "json", schema: word === undefined ? schema : { type: word, ...schema } };
    const plain = wordOf(name, where);
    return plain.kind === "json" ? { kind: "json", schema: { ...plain.schema, ...schema } } : plain;
}
function wordOf(word, where) {
    const { types } = where.file;
    switch (word) {
        case "any":
            return ANY;
        case "date":
            return { kind: "json", schema: { type: "string", format: "date" } };
        case "dateTime":
            return { kind: "json", schema: { type: "string", format: "date-time" } };
        default:
    }
    if (word.startsWith("xsd:")) {
        const name = word.slice("xsd:".length);
        const found = types.xsd(name);
        if (!found) {
            const hint = didYouMean(name, Object.keys(types.library));
            where.complain(`Neither the file's \`schema\` nor XML Schema has a type "${name}".${hint}`);
        }
        return found ?? { kind: "any" };
    }
    if (!/^\p{Lu}/u.test(word))
        return { kind: "json", schema: { type: word } };
    if (!types.own.has(word)) {
        where.complain(`There is no type "${word}" among the file's \`types\`.${didYouMean(word, types.own)}`);
        return { kind: "any" };
    }
    return { kind: "named", name: word };
}
//# sourceMappingURL=data.js.map