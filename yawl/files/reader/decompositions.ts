/** Decompositions: nets, and the work that somebody or something outside a net performs. */
import { isNcName } from "../../data/xml/names.ts";
import type { Condition, Decomposition, Net, WorkDecomposition } from "../../model/specification.ts";
import { isCall, isText, isTexts } from "./extension.ts";
import { readFlows } from "./flows.ts";
import type { Part } from "./part.ts";
import { readTask } from "./tasks.ts";
import { readLogPredicate, readVariables } from "./variables.ts";
import type { SchemaTypes } from "../xsd/schema.ts";

/** What all decompositions of a file have in common. */
export interface Surroundings {
  readonly types: SchemaTypes;
  /** name of the root element of every XML view (`data` in Beta 2 and 3); none: the id of the decomposition */
  readonly fixedRoot?: string;
}

/** A `rootNet` (Beta 2) or `decomposition`, which says by `xsi:type` what it is. */
export function readDecomposition(part: Part, surroundings: Surroundings): Decomposition {
  const isNet = part.element.children.some((child) => child.name === "processControlElements");
  switch (part.xsiType ?? (part.element.name === "rootNet" ? "NetFactsType" : undefined)) {
    case "NetFactsType":
      return readNet(part, surroundings);
    case "WebServiceGatewayFactsType":
      if (isNet) part.warn("A web service gateway has no net; its <processControlElements> are not read.");
      return readWork(part, surroundings);
    case undefined:
      return isNet ? readNet(part, surroundings) : readWork(part, surroundings);
    default:
      part.error(
        `The decomposition is of type ${part.xsiType}, which is neither a net nor a web service gateway.`,
      );
      return readWork(part, surroundings);
  }
}

function readCommon(part: Part, { types, fixedRoot }: Surroundings) {
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

/** The root becomes an element, so it has to be a name. */
function isRootName(value: unknown): value is string {
  return isText(value) && isNcName(value);
}

/** Extended attributes; those that YAWL's schema does not allow at their place stand in an instruction. */
function readAttributes(part: Part): { attributes?: Readonly<Record<string, string>> } {
  const attributes = { ...part.otherAttributes(), ...part.extra("attributes", isTexts) };
  return Object.keys(attributes).length > 0 ? { attributes } : {};
}

function readNet(part: Part, surroundings: Surroundings): Net {
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

function theCondition(elements: Part | undefined, element: "inputCondition" | "outputCondition"): Condition {
  const [first, second] = elements?.all(element) ?? [];
  if (!first) elements?.error(`The net has no <${element}>.`);
  second?.error(`The net has more than one <${element}>.`);
  return first ? readCondition(first) : { id: "", flows: [] };
}

function readCondition(part: Part): Condition {
  const name = part.textOf("name");
  const documentation = part.textOf("documentation");
  return {
    id: part.requiredAttribute("id"),
    ...(name !== undefined && { name }),
    ...(documentation !== undefined && { documentation }),
    // nothing flows out of an output condition; what a file says there stays unread
    flows: part.element.name === "outputCondition" ? [] : readFlows(part),
    place: part.place,
  };
}

function readWork(part: Part, surroundings: Surroundings): WorkDecomposition {
  const common = readCommon(part, surroundings);
  const codelet = part.textOf("codelet");
  const service = part.one("yawlService");
  const interaction = part.one("externalInteraction");
  const uri = service?.requiredAttribute("id");
  const enablement = readVariables(part, "enablementParam", surroundings.types);
  if (enablement.length > 0) part.warn("Enablement parameters are not filled when the task is enabled.");
  const serviceCall = service && readServiceCall(service);
  const call = part.extra("call", isCall);
  return {
    kind: "work",
    ...common,
    ...(enablement.length > 0 && { enablementParameters: enablement }),
    // people do the work unless the file says otherwise; before 2.0 it cannot
    interaction: interaction?.oneOf(interaction.text, ["manual", "automated"], "manual") ?? "manual",
    ...(codelet !== undefined && { codelet }),
    ...(uri !== undefined && { service: uri }),
    ...(serviceCall && { serviceCall }),
    ...(call && { call }),
    ...readAttributes(part),
  };
}

/** What a YAWL service says of itself, and the operation of a web service that it calls. */
function readServiceCall(service: Part): WorkDecomposition["serviceCall"] | undefined {
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
