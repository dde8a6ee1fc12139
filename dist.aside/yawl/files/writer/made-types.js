import { escapeName, isNcName } from "../../data/xml/names.js";
import { builtInType, XSD_NAMESPACE, yawlType } from "../xsd/builtin-types.js";
import { typeOfSchema } from "./json-types.js";
import { printFile } from "./output.js";
import { canonicalType, isBuiltIn, schemaElement } from "./xsd.js";
export class MadeTypes {
    specification;
    lose;
    jsonSchemas = new Map();
    definitions = new Map();
    names = new Map();
    constructor(specification, lose) {
        this.specification = specification;
        this.lose = lose;
        for (const [name, type] of Object.entries(specification.types)) {
            if (yawlType(name))
                continue;
            if (type.kind === "json")
                this.jsonSchemas.set(name, type.schema);
            if (specification.schemaXml === undefined)
                this.definitions.set(name, this.asXsd(name, type));
            else if (type.kind === "json")
                this.lose("schema", `The type "${name}" is not in the specification's XML Schema.`);
        }
    }
    reference({ name, type, declared }, element) {
        if (declared && (declared.type !== undefined || declared.element !== undefined))
            return declared;
        switch (type.kind) {
            case "any":
                return {};
            case "named":
                if (builtInType(type.name))
                    this.lose(element, `YAWL takes the type "${type.name}" for the one of XML Schema.`);
                return { type: type.name };
            case "json":
                return this.referenceTo(this.asXsd(name, type, element), name, element);
            default:
                return this.referenceTo(type, name, element);
        }
    }
    asXsd(name, type, element = "schema") {
        if (type.kind !== "json") {
            if (canonicalType(type).includes('"kind":"json"'))
                this.lose(element, `XML Schema does not say what JSON is inside of "${name}".`);
            return type;
        }
        const lost = new Set();
        const made = typeOfSchema(type.schema, (what) => lost.add(what));
        if (lost.size > 0)
            this.lose(element, `XML Schema does not say of "${name}": ${[...lost].slice(0, 20).join(", ")}.`);
        return made;
    }
    referenceTo(type, name, element) {
        if (type.kind === "any")
            return {};
        if (type.kind === "simple" && isBuiltIn(type))
            return { type: type.xsd, namespace: XSD_NAMESPACE };
        if (this.specification.schemaXml !== undefined) {
            this.lose(element, `The type of "${name}" is not in the specification's XML Schema; any value is accepted.`);
            return {};
        }
        return { type: this.nameFor(type, name) };
    }
    nameFor(type, variable) {
        const key = canonicalType(type);
        const known = this.names.get(key);
        if (known !== undefined)
            return known;
        const base = escapeName(`${variable.slice(0, 1).toUpperCase()}${variable.slice(1)}Type`);
        let name = base;
        for (let number = 2; this.definitions.has(name); number += 1)
            name = `${base}${number}`;
        this.definitions.set(name, type);
        this.names.set(key, name);
        return name;
    }
    get schema() {
        const { schemaXml } = this.specification;
        if (schemaXml !== undefined)
            return { verbatim: schemaXml };
        if (this.definitions.size === 0)
            return undefined;
        for (const name of this.definitions.keys())
            if (!isNcName(name))
                this.lose("schema", `"${name}" is no name of a type that XML Schema allows.`);
        const { text } = printFile(schemaElement(this.definitions));
        return { verbatim: text.slice(text.indexOf("\n") + 1).trimEnd() };
    }
    get json() {
        return this.jsonSchemas.size === 0 ? undefined : Object.fromEntries(this.jsonSchemas);
    }
    get made() {
        if (this.specification.schemaXml !== undefined || this.definitions.size === 0)
            return undefined;
        return [...this.names.values()];
    }
}
//# sourceMappingURL=made-types.js.map