import { builtInType } from "../xsd/builtin-types.js";
import { Findings } from "../reader/findings.js";
import { parseXml } from "../xml/parse.js";
import { SchemaTypes } from "../xsd/schema.js";
const BUILT_IN = "xs:";
export function readSchemaText(text) {
    const findings = new Findings();
    const types = new SchemaTypes(findings);
    if (text === undefined)
        return { types, errors: [], warnings: [] };
    const parsed = parseXml(text);
    if (!parsed.ok)
        return { types, errors: parsed.fault.details ?? [parsed.fault], warnings: [] };
    if (parsed.value.root.name !== "schema") {
        const { place, name } = parsed.value.root;
        const message = `The text of \`schema\` must be an XML Schema; its root element is <${name}>.`;
        return { types, errors: [{ ...place, message }], warnings: [] };
    }
    types.read(parsed.value.root);
    return { types, errors: findings.errors, warnings: findings.warnings };
}
export class FileTypes {
    own;
    #schema;
    #definitions = new Map();
    constructor(schema, own) {
        this.#schema = schema;
        this.own = new Set(own);
    }
    get library() {
        return { ...Object.fromEntries(this.#definitions), ...this.#schema.library };
    }
    define(name, type) {
        this.#definitions.set(name, type);
    }
    xsd(name) {
        if (name.startsWith(BUILT_IN))
            return builtInType(name.slice(BUILT_IN.length));
        return this.#schema.typeNamed(name, "") ?? this.#schema.elementNamed(name);
    }
    element(name) {
        return this.#schema.elementNamed(name);
    }
}
//# sourceMappingURL=types.js.map