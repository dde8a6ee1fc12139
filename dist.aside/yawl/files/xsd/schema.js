import { builtInType, XSD_NAMESPACE, yawlType } from "./builtin-types.js";
import { attributeOf, namespaceOf } from "../xml/element.js";
import { quoted } from "../reader/findings.js";
import { complexType } from "./complex.js";
import { simpleType } from "./simple.js";
import { childOf, Inexpressible, splitName } from "./syntax.js";
const BUDGET = 50_000;
const MAX_DEPTH = 250;
export class SchemaTypes {
    findings;
    definitions = {
        type: new Map(),
        element: new Map(),
        group: new Map(),
        attribute: new Map(),
        attributeGroup: new Map(),
    };
    types = new Map();
    converted = new Map();
    failed = new Map();
    chain = new Set();
    budget = BUDGET;
    current = "schema";
    jsonSchemas;
    constructor(findings, jsonSchemas = {}) {
        this.findings = findings;
        this.jsonSchemas = jsonSchemas;
    }
    get library() {
        const own = Object.entries(this.jsonSchemas).map(([name, schema]) => [name, { kind: "json", schema }]);
        return Object.fromEntries([...this.types, ...own]);
    }
    read(schema) {
        for (const child of schema.children) {
            if (child.namespace === XSD_NAMESPACE)
                this.define(child);
            else
                this.warn(child, `<${child.name}> is not read: it is not XML Schema.`);
        }
        for (const [name, definition] of this.definitions.type) {
            this.current = `schema/${definition.name}[${name}]`;
            this.types.set(name, this.orAny(definition, () => this.convert(definition)));
        }
        for (const [name, element] of this.definitions.element) {
            this.current = `schema/element[${name}]`;
            const type = this.orAny(element, () => this.declaredType(element));
            if (attributeOf(element, "type") === undefined)
                this.types.set(this.elementKey(name), type);
            this.checkElement(element);
        }
        this.current = "schema";
    }
    typeNamed(name, namespace) {
        const own = () => this.definitions.type.has(name) || Object.hasOwn(this.jsonSchemas, name)
            ? { kind: "named", name }
            : undefined;
        const builtIn = builtInType(name);
        const found = namespace === undefined || namespace === XSD_NAMESPACE ? (builtIn ?? own()) : (own() ?? builtIn);
        if (found)
            return found;
        const internal = yawlType(name);
        if (!internal)
            return undefined;
        this.types.set(name, internal);
        return { kind: "named", name };
    }
    elementNamed(name) {
        const element = this.definitions.element.get(name);
        if (!element)
            return undefined;
        const reference = attributeOf(element, "type");
        if (reference === undefined)
            return { kind: "named", name: this.elementKey(name) };
        return this.resolve(element, reference) ?? { kind: "any" };
    }
    resolve(at, reference) {
        const [prefix, local] = splitName(reference);
        return this.typeNamed(local, namespaceOf(at, prefix) ?? (prefix === "" ? "" : undefined));
    }
    definition(kind, reference) {
        return this.definitions[kind].get(splitName(reference)[1]);
    }
    convert(definition) {
        const known = this.converted.get(definition);
        if (known)
            return known;
        const failure = this.failed.get(definition);
        if (failure)
            throw failure;
        try {
            const type = this.within(definition, () => definition.name === "simpleType" ? simpleType(this, definition) : complexType(this, definition));
            this.converted.set(definition, type);
            return type;
        }
        catch (thrown) {
            if (thrown instanceof Inexpressible)
                this.failed.set(definition, thrown);
            throw thrown;
        }
    }
    within(piece, follow) {
        if (this.chain.has(piece))
            throw new Inexpressible(`<${piece.name}> refers to itself`);
        if (this.chain.size >= MAX_DEPTH)
            throw new Inexpressible(`it is more than ${MAX_DEPTH} definitions and groups deep`);
        this.chain.add(piece);
        try {
            return follow();
        }
        finally {
            this.chain.delete(piece);
        }
    }
    declaredType(element) {
        const reference = attributeOf(element, "type");
        if (reference !== undefined) {
            const type = this.resolve(element, reference);
            if (!type)
                throw new Inexpressible(`there is no type ${quoted(reference)}`);
            return type;
        }
        const inner = childOf(element, "simpleType") ?? childOf(element, "complexType");
        return inner ? this.convert(inner) : { kind: "any" };
    }
    orAny(at, read) {
        try {
            return read();
        }
        catch (thrown) {
            if (!(thrown instanceof Inexpressible))
                throw thrown;
            this.warn(at, `The type is taken as any: ${thrown.message}.`);
            return { kind: "any" };
        }
    }
    checkElement(element) {
        for (const attribute of ["substitutionGroup", "abstract"]) {
            const value = attributeOf(element, attribute);
            if (value !== undefined && value !== "false")
                this.warn(element, `${attribute} is not read.`);
        }
        for (const child of element.children) {
            if (["key", "keyref", "unique", "alternative"].includes(child.name))
                this.warn(child, `<${child.name}> is not checked.`);
        }
    }
    spend(nodes) {
        this.budget -= nodes;
        if (this.budget < 0)
            throw new Inexpressible(`the schema has more than ${BUDGET} parts when it is written out`);
    }
    spendOn(piece) {
        if (typeof piece !== "object" || piece === null)
            return;
        this.spend(1);
        for (const part of Object.values(piece))
            this.spendOn(part);
    }
    warn(at, message) {
        this.findings.warn({ element: this.current, ...at.place, message });
    }
    define(child) {
        const kind = child.name === "simpleType" || child.name === "complexType"
            ? "type"
            : ["element", "group", "attribute", "attributeGroup"].find((candidate) => candidate === child.name);
        if (kind === undefined) {
            if (child.name !== "annotation")
                this.warn(child, `<${child.name}> of the schema is not read.`);
            return;
        }
        const name = attributeOf(child, "name")?.trim();
        if (!name)
            this.warn(child, `<${child.name}> without a name is not read.`);
        else if (this.definitions[kind].has(name))
            this.warn(child, `There is a second ${kind} ${quoted(name)}; the first is read.`);
        else
            this.definitions[kind].set(name, child);
    }
    elementKey(name) {
        return this.definitions.type.has(name) ? `element:${name}` : name;
    }
}
//# sourceMappingURL=schema.js.map