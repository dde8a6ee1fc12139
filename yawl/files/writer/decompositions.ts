/** Nets, and the work that somebody or something outside a net performs. */
import { isNcName } from "../../data/xml/names.ts";
import type { Condition, Decomposition, Net, WorkDecomposition } from "../../model/specification.ts";
import { flows } from "./flows.ts";
import { element, extra, textElement, type OutElement, type Verbatim } from "./output.ts";
import { taskElement } from "./tasks.ts";
import { attributesOf, logPredicate, variables } from "./variables.ts";
import type { Writing } from "./writing.ts";

/** A net or work as a `decomposition` element. */
export function decompositionElement(source: Decomposition, writing: Writing): OutElement {
  return source.kind === "net" ? netElement(source, writing) : workElement(source, writing);
}

/** The root of the XML view, where it is not the id: YAWL has another than the id in Beta 2 and Beta 3 only. */
function rootOf({ id, root }: Decomposition, writing: Writing): string | undefined {
  // queries of the dialect see no root
  if (root === id || (writing.specification.format === "mizzen" && !writing.hasQueries)) return undefined;
  if (writing.hasQueries)
    writing.lose(id, `The queries see the data under "${root}"; YAWL 4.0 has it under "${id}".`);
  return root;
}

function common(
  source: Decomposition,
  more: Readonly<Record<string, unknown>>,
  writing: Writing,
): (OutElement | Verbatim | undefined)[] {
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

function netElement(net: Net, writing: Writing): OutElement {
  const { id, attributes, inputCondition, outputCondition, conditions, tasks } = net;
  return element(
    "decomposition",
    {
      id: writing.decompositionId(id),
      isRootNet: id === writing.specification.rootNet ? "true" : undefined,
      "xsi:type": "NetFactsType",
    },
    common(net, { attributes }, writing),
    variables("localVariable", net.locals, id, writing),
    element(
      "processControlElements",
      {},
      conditionElement("inputCondition", inputCondition, id, writing),
      tasks.map((task) => taskElement(task, id, writing)),
      conditions.map((condition) => conditionElement("condition", condition, id, writing)),
      conditionElement("outputCondition", outputCondition, id, writing),
    ),
    textElement("externalDataGateway", net.dataGateway),
  );
}

function conditionElement(name: string, condition: Condition, net: string, writing: Writing): OutElement {
  const { id } = condition;
  writing.checkName(id, "token", `${net}/${id}`);
  return element(
    name,
    { id },
    textElement("name", condition.name),
    textElement("documentation", condition.documentation),
    name === "outputCondition" ? [] : flows(condition.flows, id, net, writing),
  );
}

function workElement(work: WorkDecomposition, writing: Writing): OutElement {
  const { id, call, service, codelet, interaction } = work;
  const { plain, prefixed } = attributesOf(work.attributes);
  if (call) writing.lose(id, `YAWL has no connectors; the work is done by "${call.connector}".`);
  return element(
    "decomposition",
    { ...plain, id: writing.decompositionId(id), "xsi:type": "WebServiceGatewayFactsType" },
    common(work, { call, attributes: prefixed }, writing),
    variables("enablementParam", work.enablementParameters ?? [], id, writing),
    service === undefined ? undefined : serviceElement(service, work.serviceCall ?? {}),
    textElement("codelet", codelet),
    textElement("externalInteraction", interaction),
  );
}

function serviceElement(id: string, call: NonNullable<WorkDecomposition["serviceCall"]>): OutElement {
  const { documentation, wsdlLocation, operationName } = call;
  const isWhole = wsdlLocation !== undefined && operationName !== undefined;
  return element(
    "yawlService",
    { id },
    isWhole ? undefined : extra({ wsdlLocation, operationName }),
    textElement("documentation", documentation),
    isWhole ? [textElement("wsdlLocation", wsdlLocation), textElement("operationName", operationName)] : [],
  );
}
