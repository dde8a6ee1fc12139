import { STRING } from "../../model/datatype.js";
import { attributeOf } from "../xml/element.js";
import { quoted } from "../reader/findings.js";
import { simpleType, simpleTypeNamed } from "./simple.js";
import { childOf, Inexpressible } from "./syntax.js";
export function attributesOf(schema, holder, inherited) {
    const attributes = new Map(inherited.map((attribute) => [attribute.name, attribute]));
    collect(schema, holder, attributes);
    return [...attributes.values()];
}
function collect(schema, holder, into) {
    for (const child of holder.children) {
        if (child.name === "attribute") {
            const attribute = attribution(schema, child);
            if (!attribute)
                continue;
            if (attributeOf(child, "use")?.trim() === "prohibited")
                into.delete(attribute.name);
            else
                into.set(attribute.name, attribute);
        }
        else if (child.name === "attributeGroup") {
            const reference = attributeOf(child, "ref") ?? "";
            const group = schema.definition("attributeGroup", reference);
            if (group)
                schema.within(group, () => collect(schema, group, into));
            else
                schema.warn(child, `There is no attribute group ${quoted(reference)}.`);
        }
        else if (child.name === "anyAttribute") {
            schema.warn(child, "Attributes beyond those that are named are not read.");
        }
    }
}
function attribution(schema, element) {
    schema.spend(1);
    const reference = attributeOf(element, "ref")?.trim();
    if (reference?.startsWith("xml:"))
        return { name: reference, type: STRING, required: isRequired(element) };
    const declaration = reference === undefined ? element : schema.definition("attribute", reference);
    const name = (declaration && attributeOf(declaration, "name"))?.trim();
    if (!declaration || !name) {
        schema.warn(element, `There is no attribute ${quoted(reference ?? "")}.`);
        return undefined;
    }
    const standard = attributeOf(element, "default") ?? attributeOf(declaration, "default");
    const fixed = attributeOf(element, "fixed") ?? attributeOf(declaration, "fixed");
    return {
        name,
        type: typeOf(schema, declaration),
        required: isRequired(element),
        ...(standard !== undefined && { default: standard }),
        ...(fixed !== undefined && { fixed }),
    };
}
function isRequired(element) {
    return attributeOf(element, "use")?.trim() === "required";
}
function typeOf(schema, declaration) {
    const reference = attributeOf(declaration, "type");
    const inner = childOf(declaration, "simpleType");
    try {
        if (reference !== undefined)
            return simpleTypeNamed(schema, declaration, reference);
        return inner ? schema.within(inner, () => simpleType(schema, inner)) : STRING;
    }
    catch (thrown) {
        if (!(thrown instanceof Inexpressible))
            throw thrown;
        schema.warn(declaration, `The attribute is taken as text: ${thrown.message}.`);
        return STRING;
    }
}
//# sourceMappingURL=attributes.js.map