/** Decompositions: nets, and the work that somebody or something outside a net performs. */
import type { Condition, Decomposition, Net, WorkDecomposition } from "../spec/specification.ts";
import { readFlows } from "./flows.ts";
import type { Part } from "./part.ts";
import { readTask } from "./tasks.ts";
import { readVariables } from "./variables.ts";
import type { SchemaTypes } from "./xsd.ts";

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
  const id = part.requiredAttribute("id");
  const name = part.textOf("name");
  part.attribute("isRootNet");
  return {
    id,
    ...(name !== undefined && { name }),
    root: fixedRoot ?? id,
    inputs: readVariables(part, "inputParam", types),
    outputs: readVariables(part, "outputParam", types),
    place: part.place,
  };
}

function readNet(part: Part, surroundings: Surroundings): Net {
  const common = readCommon(part, surroundings);
  const elements = part.required("processControlElements");
  if (part.element.children.some((child) => child.name === "externalDataGateway")) {
    part.warn("The external data gateway of the net is not read.");
  }
  const attributes = part.otherAttributes();
  return {
    kind: "net",
    ...common,
    locals: readVariables(part, "localVariable", surroundings.types),
    inputCondition: theCondition(elements, "inputCondition"),
    outputCondition: theCondition(elements, "outputCondition"),
    conditions: elements?.all("condition").map(readCondition) ?? [],
    tasks: elements?.all("task").map(readTask) ?? [],
    ...(attributes && { attributes }),
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
  return {
    id: part.requiredAttribute("id"),
    ...(name !== undefined && { name }),
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
  if (part.element.children.some((child) => child.name === "enablementParam")) {
    part.warn("Enablement parameters are not read.");
  }
  const wsdl = [...wsdlOf(service, "wsdlLocation"), ...wsdlOf(service, "operationName")];
  const attributes = { ...part.otherAttributes(), ...Object.fromEntries(wsdl) };
  return {
    kind: "work",
    ...common,
    // people do the work unless the file says otherwise; before 2.0 it cannot
    interaction: interaction?.oneOf(interaction.text, ["manual", "automated"], "manual") ?? "manual",
    ...(codelet !== undefined && { codelet }),
    ...(uri !== undefined && { service: uri }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}

/** The web service that a YAWL service calls is kept among the attributes. */
function wsdlOf(service: Part | undefined, element: "wsdlLocation" | "operationName"): [string, string][] {
  const text = service?.textOf(element);
  return text === undefined ? [] : [[element, text]];
}
