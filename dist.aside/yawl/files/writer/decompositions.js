import { isNcName } from "../../data/xml/names.js";
import { flows } from "./flows.js";
import { element, extra, textElement } from "./output.js";
import { taskElement } from "./tasks.js";
import { attributesOf, logPredicate, variables } from "./variables.js";
export function decompositionElement(source, writing) {
    return source.kind === "net" ? netElement(source, writing) : workElement(source, writing);
}
function rootOf({ id, root }, writing) {
    if (root === id || (writing.specification.format === "mizzen" && !writing.hasQueries))
        return undefined;
    if (writing.hasQueries)
        writing.lose(id, `The queries see the data under "${root}"; YAWL 4.0 has it under "${id}".`);
    return root;
}
function common(source, more, writing) {
    const { id, name, documentation, inputs, outputs } = source;
    return [
        extra({ id: isNcName(id) ? undefined : id, root: rootOf(source, writing), ...more }),
        textElement("name", name),
        textElement("documentation", documentation),
        ...variables("inputParam", inputs, id, writing),
        ...variables("outputParam", outputs, id, writing),
        logPredicate(source.logPredicate),
    ];
}
function netElement(net, writing) {
    const { id, attributes, inputCondition, outputCondition, conditions, tasks } = net;
    return element("decomposition", {
        id: writing.decompositionId(id),
        isRootNet: id === writing.specification.rootNet ? "true" : undefined,
        "xsi:type": "NetFactsType",
    }, common(net, { attributes }, writing), variables("localVariable", net.locals, id, writing), element("processControlElements", {}, conditionElement("inputCondition", inputCondition, id, writing), tasks.map((task) => taskElement(task, id, writing)), conditions.map((condition) => conditionElement("condition", condition, id, writing)), conditionElement("outputCondition", outputCondition, id, writing)), textElement("externalDataGateway", net.dataGateway));
}
function conditionElement(name, condition, net, writing) {
    const { id } = condition;
    writing.checkName(id, "token", `${net}/${id}`);
    return element(name, { id }, textElement("name", condition.name), textElement("documentation", condition.documentation), name === "outputCondition" ? [] : flows(condition.flows, id, net, writing));
}
function workElement(work, writing) {
    const { id, call, service, codelet, interaction } = work;
    const { plain, prefixed } = attributesOf(work.attributes);
    if (call)
        writing.lose(id, `YAWL has no connectors; the work is done by "${call.connector}".`);
    return element("decomposition", { ...plain, id: writing.decompositionId(id), "xsi:type": "WebServiceGatewayFactsType" }, common(work, { call, attributes: prefixed }, writing), variables("enablementParam", work.enablementParameters ?? [], id, writing), service === undefined ? undefined : serviceElement(service, work.serviceCall ?? {}), textElement("codelet", codelet), textElement("externalInteraction", interaction));
}
function serviceElement(id, call) {
    const { documentation, wsdlLocation, operationName } = call;
    const isWhole = wsdlLocation !== undefined && operationName !== undefined;
    return element("yawlService", { id }, isWhole ? undefined : extra({ wsdlLocation, operationName }), textElement("documentation", documentation), isWhole ? [textElement("wsdlLocation", wsdlLocation), textElement("operationName", operationName)] : []);
}
//# sourceMappingURL=decompositions.js.map