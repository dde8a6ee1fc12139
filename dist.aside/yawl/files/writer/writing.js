import { escapeName, isNcName, isNmToken } from "../../data/xml/names.js";
import { printExpression } from "../reader/expressions.js";
import { MadeTypes } from "./made-types.js";
export class Writing {
    specification;
    lost = [];
    types;
    hasQueries;
    told = new Set();
    decompositions;
    constructor(specification) {
        this.specification = specification;
        this.decompositions = new Map(specification.decompositions.map((each) => [each.id, each]));
        this.types = new MadeTypes(specification, (element, message) => this.lose(element, message));
        this.hasQueries = mentionsXQuery(specification);
    }
    lose(element, message) {
        const key = `${element}\n${message}`;
        if (this.told.has(key))
            return;
        this.told.add(key);
        this.lost.push({ element, message });
    }
    decomposition(id) {
        return id === undefined ? undefined : this.decompositions.get(id);
    }
    expression(expression, use, element) {
        if (expression.language === "xpath" || expression.language === "jsonata")
            this.lose(element, `YAWL does not evaluate ${LANGUAGE[expression.language]}: ${shorten(expression.text)}`);
        return printExpression(expression, use);
    }
    decompositionId(id) {
        if (isNcName(id))
            return id;
        this.lose(id, `"${shorten(id)}" is no name that YAWL's schema allows; it is written as "${escapeName(id)}".`);
        return escapeName(id);
    }
    checkName(name, kind, element) {
        if (kind === "name" ? isNcName(name) : isNmToken(name))
            return;
        this.lose(element, `"${shorten(name)}" is no name that YAWL's schema allows here.`);
    }
}
const LANGUAGE = { xpath: "XPath over JSON", jsonata: "JSONata" };
function shorten(text) {
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
function mentionsXQuery({ decompositions }) {
    return decompositions.some((each) => each.kind === "net" &&
        (each.tasks.some(({ name }) => name?.includes("{/") === true) ||
            hasXQuery([each.conditions, each.inputCondition, each.tasks])));
}
function hasXQuery(value) {
    if (typeof value !== "object" || value === null)
        return false;
    if ("language" in value && "text" in value && value.language === "xquery")
        return true;
    return Object.values(value).some(hasXQuery);
}
//# sourceMappingURL=writing.js.map