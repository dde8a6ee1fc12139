import { checkReferences } from "../../model/check.js";
import { fault, ok } from "../../model/fault.js";
import { XSD_NAMESPACE } from "../xsd/builtin-types.js";
import { readDecomposition } from "./decompositions.js";
import { outerXml } from "../xml/element.js";
import { areSchemas, areTexts, isTruth } from "./extension.js";
import { Findings } from "./findings.js";
import { readIdentity } from "./identity.js";
import { readLayout } from "./layout.js";
import { Part } from "./part.js";
import { readSchemaVersion } from "./schema-version.js";
import { parseXml } from "../xml/parse.js";
import { SchemaTypes } from "../xsd/schema.js";
const MOST_DETAILS = 100;
export function readYawl(text, options = {}) {
    const parsed = parseXml(text, options);
    if (!parsed.ok)
        return parsed;
    const findings = new Findings();
    checkEncoding(text, findings);
    const specification = readSet(parsed.value, findings);
    if (specification)
        for (const detail of checkReferences(specification))
            findings.error(detail);
    if (!specification || findings.errorCount > 0)
        return refusal(findings);
    return ok({ specification, warnings: inOrder(findings.warnings) });
}
function checkEncoding(text, findings) {
    const at = text.indexOf("\uFFFD");
    if (at === -1)
        return;
    const before = text.slice(0, at).split(/\r\n|\n|\r/);
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    const [, declared = "UTF-8"] = /^\uFEFF?<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(text) ?? [];
    if (/^utf-?8$/i.test(declared))
        findings.warn({ ...place, message: "A character could not be decoded: is the file really UTF-8?" });
    else
        findings.error({
            ...place,
            message: `A character could not be decoded. The file says it is in ${declared}; send it as UTF-8, or with its charset.`,
        });
}
function readSet(document, findings) {
    const set = new Part(document, document.root, findings);
    const version = readSchemaVersion(set);
    if (version === undefined)
        return undefined;
    const first = set.one("specification");
    if (!first) {
        set.error("The file has no <specification>.");
        return undefined;
    }
    const layout = set.one("layout");
    const specification = readSpecification(document, first, version, layout);
    set.recordUnread();
    return { ...specification, ...(findings.unread.length > 0 && { unread: findings.unread }) };
}
function readSpecification(document, part, version, layout) {
    const types = new SchemaTypes(part.findings, part.extra("jsonTypes", areSchemas));
    const [schema, ...otherSchemas] = part.foreign("schema", XSD_NAMESPACE);
    if (schema)
        types.read(schema.element);
    schema?.whole();
    for (const other of otherSchemas)
        other.warn("Only the first XML Schema of the specification is read; this is another.");
    const importedNets = part.all("importedNet").map((each) => {
        each.warn("Nets of other files are not imported.");
        return each.text;
    });
    const documentation = part.textOf("documentation");
    const decompositions = [...part.all("rootNet"), ...part.all("decomposition")].map((each) => ({
        part: each,
        decomposition: readDecomposition(each, {
            types,
            ...(version.fixedRoot && { fixedRoot: version.fixedRoot }),
        }),
    }));
    const identity = readIdentity(part);
    const layouts = layout && readLayout(layout, identity.metadata.uri ?? identity.id);
    const listed = part.extra("madeTypes", areTexts);
    const made = listed && !isReferred(decompositions, listed) ? listed : undefined;
    return {
        ...identity,
        ...(documentation !== undefined && { documentation }),
        format: version.name,
        types: libraryOf(types, made),
        ...(schema && made === undefined && { schemaXml: outerXml(document, schema.element) }),
        rootNet: rootOf(part, decompositions),
        decompositions: decompositions.map(({ decomposition }) => withLayout(decomposition, layouts)),
        ...(importedNets.length > 0 && { importedNets }),
        ...(layout && !layout.extra("made", isTruth) && { layoutXml: outerXml(document, layout.element) }),
    };
}
function isReferred(all, names) {
    const variables = all.flatMap(({ decomposition: each }) => [
        ...each.inputs,
        ...each.outputs,
        ...(each.kind === "net" ? each.locals : (each.enablementParameters ?? [])),
    ]);
    return variables.some(({ type }) => type.kind === "named" && names.includes(type.name));
}
function libraryOf(types, made) {
    if (!made || made.length === 0)
        return types.library;
    const names = new Set(made);
    return Object.fromEntries(Object.entries(types.library).filter(([name]) => !names.has(name)));
}
function withLayout(decomposition, layouts) {
    const layout = decomposition.kind === "net" ? layouts?.get(decomposition.id) : undefined;
    return decomposition.kind === "net" && layout ? { ...decomposition, layout } : decomposition;
}
function rootOf(specification, all) {
    const [first, ...others] = all.filter(({ part }) => part.element.name === "rootNet" || ["true", "1"].includes(part.attribute("isRootNet")?.trim() ?? ""));
    if (!first)
        specification.error("The specification has no root net.");
    for (const { part } of others)
        part.error("The specification has more than one root net; this is another.");
    return first?.decomposition.id ?? "";
}
function refusal(findings) {
    const details = inOrder(findings.errors).slice(0, MOST_DETAILS);
    const count = findings.errorCount;
    const [first] = details;
    const where = first?.line === undefined ? "" : ` (line ${first.line}, column ${first.column ?? 1})`;
    const what = `${first?.message.replace(/\.$/, "") ?? "it is empty"}${where}`;
    const message = count === 1
        ? `The specification cannot be read: ${what}.`
        : `The specification cannot be read; ${count} things are wrong in it, the first: ${what}.`;
    return fault("invalid-specification", message, details);
}
function inOrder(details) {
    return details.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0));
}
//# sourceMappingURL=yawl.js.map