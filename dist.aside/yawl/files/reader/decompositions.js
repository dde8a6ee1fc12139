import { isNcName } from "../../data/xml/names.js";
import { isCall, isText, isTexts } from "./extension.js";
import { readFlows } from "./flows.js";
import { readTask } from "./tasks.js";
import { readLogPredicate, readVariables } from "./variables.js";
export function readDecomposition(part, surroundings) {
    const isNet = part.element.children.some((child) => child.name === "processControlElements");
    switch (part.xsiType ?? (part.element.name === "rootNet" ? "NetFactsType" : undefined)) {
        case "NetFactsType":
            return readNet(part, surroundings);
        case "WebServiceGatewayFactsType":
            if (isNet)
                part.warn("A web service gateway has no net; its <processControlElements> are not read.");
            return readWork(part, surroundings);
        case undefined:
            return isNet ? readNet(part, surroundings) : readWork(part, surroundings);
        default:
            part.error(`The decomposition is of type ${part.xsiType}, which is neither a net nor a web service gateway.`);
            return readWork(part, surroundings);
    }
}
function readCommon(part, { types, fixedRoot }) {
    const written = part.requiredAttribute("id");
    const id = part.extra("id", isText) ?? written;
    const name = part.textOf("name");
    const documentation = part.textOf("documentation");
    const logPredicate = readLogPredicate(part);
    part.attribute("isRootNet");
    return {
        id,
        ...(name !== undefined && { name }),
        ...(documentation !== undefined && { documentation }),
        ...(logPredicate && { logPredicate }),
        root: part.extra("root", isRootName) ?? fixedRoot ?? id,
        inputs: readVariables(part, "inputParam", types),
        outputs: readVariables(part, "outputParam", types),
        place: part.place,
    };
}
function isRootName(value) {
    return isText(value) && isNcName(value);
}
function readAttributes(part) {
    const attributes = { ...part.otherAttributes(), ...part.extra("attributes", isTexts) };
    return Object.keys(attributes).length > 0 ? { attributes } : {};
}
function readNet(part, surroundings) {
    const common = readCommon(part, surroundings);
    const elements = part.required("processControlElements");
    const gateway = part.textOf("externalDataGateway");
    part.one("externalDataGateway")?.warn("The external data gateway of the net is not called.");
    return {
        kind: "net",
        ...common,
        locals: readVariables(part, "localVariable", surroundings.types),
        inputCondition: theCondition(elements, "inputCondition"),
        outputCondition: theCondition(elements, "outputCondition"),
        conditions: elements?.all("condition").map(readCondition) ?? [],
        tasks: elements?.all("task").map(readTask) ?? [],
        ...readAttributes(part),
        ...(gateway !== undefined && { dataGateway: gateway }),
    };
}
function theCondition(elements, element) {
    const [first, second] = elements?.all(element) ?? [];
    if (!first)
        elements?.error(`The net has no <${element}>.`);
    second?.error(`The net has more than one <${element}>.`);
    return first ? readCondition(first) : { id: "", flows: [] };
}
function readCondition(part) {
    const name = part.textOf("name");
    const documentation = part.textOf("documentation");
    return {
        id: part.requiredAttribute("id"),
        ...(name !== undefined && { name }),
        ...(documentation !== undefined && { documentation }),
        flows: part.element.name === "outputCondition" ? [] : readFlows(part),
        place: part.place,
    };
}
function readWork(part, surroundings) {
    const common = readCommon(part, surroundings);
    const codelet = part.textOf("codelet");
    const service = part.one("yawlService");
    const interaction = part.one("externalInteraction");
    const uri = service?.requiredAttribute("id");
    const enablement = readVariables(part, "enablementParam", surroundings.types);
    if (enablement.length > 0)
        part.warn("Enablement parameters are not filled when the task is enabled.");
    const serviceCall = service && readServiceCall(service);
    const call = part.extra("call", isCall);
    return {
        kind: "work",
        ...common,
        ...(enablement.length > 0 && { enablementParameters: enablement }),
        interaction: interaction?.oneOf(interaction.text, ["manual", "automated"], "manual") ?? "manual",
        ...(codelet !== undefined && { codelet }),
        ...(uri !== undefined && { service: uri }),
        ...(serviceCall && { serviceCall }),
        ...(call && { call }),
        ...readAttributes(part),
    };
}
function readServiceCall(service) {
    const documentation = service.textOf("documentation");
    const wsdlLocation = service.textOf("wsdlLocation") ?? service.extra("wsdlLocation", isText);
    const operationName = service.textOf("operationName") ?? service.extra("operationName", isText);
    const found = {
        ...(documentation !== undefined && { documentation }),
        ...(wsdlLocation !== undefined && { wsdlLocation }),
        ...(operationName !== undefined && { operationName }),
    };
    return Object.keys(found).length > 0 ? found : undefined;
}
//# sourceMappingURL=decompositions.js.map