/** Small specification files for the tests of the readers, put together from the parts that a test is about. */
import assert from "node:assert/strict";
import type { Fault, FaultDetail } from "../../yawl/model/fault.ts";
import type { Net, Specification, Task, WorkDecomposition } from "../../yawl/model/specification.ts";
import { readYawl } from "../../yawl/files/reader/yawl.ts";

export const FOUNDATION = "http://www.yawlfoundation.org/yawlschema";
export const BETA = "http://www.citi.qut.edu.au/yawl";
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

export interface Parts {
  readonly set?: string;
  readonly uri?: string;
  readonly head?: string;
  readonly schema?: string;
  readonly netAttributes?: string;
  readonly variables?: string;
  readonly elements?: string;
  readonly afterElements?: string;
  readonly others?: string;
}

/** A file of schema 4.0 (unless `set` says otherwise) with one net, input condition `i`, output condition `o`. */
export function specificationFile(parts: Parts = {}): string {
  return `<specificationSet ${XSI} ${parts.set ?? `xmlns="${FOUNDATION}" version="4.0"`}>
<specification uri="${parts.uri ?? "Order"}">${parts.head ?? "<metaData/>"}${parts.schema ?? ""}
<decomposition id="Main" isRootNet="true" xsi:type="NetFactsType" ${parts.netAttributes ?? ""}>${parts.variables ?? ""}
<processControlElements><inputCondition id="i"><flowsInto><nextElementRef id="o"/></flowsInto></inputCondition>
${parts.elements ?? ""}
<outputCondition id="o"/></processControlElements>${parts.afterElements ?? ""}</decomposition>
${parts.others ?? ""}</specification></specificationSet>`;
}

/** A task that leads to the output condition. */
export function task(id: string, inside = "", attributes = "", flows = to("o")): string {
  return `<task id="${id}" ${attributes}>${flows}<join code="xor"/><split code="and"/>${inside}</task>`;
}

export function to(id: string, inside = ""): string {
  return `<flowsInto><nextElementRef id="${id}"/>${inside}</flowsInto>`;
}

export function work(id: string, inside = "", attributes = ""): string {
  return `<decomposition id="${id}" xsi:type="WebServiceGatewayFactsType" ${attributes}>${inside}</decomposition>`;
}

export function variable(element: string, name: string, type = "string", inside = ""): string {
  return `<${element}><name>${name}</name><type>${type}</type>${inside}</${element}>`;
}

/** The specification that a text is read to. */
export function read(text: string): Specification {
  return readWithWarnings(text).specification;
}

export function readWithWarnings(text: string): {
  specification: Specification;
  warnings: readonly FaultDetail[];
} {
  const result = readYawl(text);
  if (!result.ok) assert.fail(JSON.stringify(result.fault));
  // whatever is read must be plain JSON
  assert.deepEqual(JSON.parse(JSON.stringify(result.value)), result.value);
  return result.value;
}

/** The fault that a text is refused with. */
export function refusal(text: string): Fault {
  const result = readYawl(text);
  if (result.ok) assert.fail("was read");
  return result.fault;
}

export function messages(details: readonly FaultDetail[] | undefined): string[] {
  return (details ?? []).map(({ message }) => message);
}

export function mainNet(parts: Parts): Net {
  const net = read(specificationFile(parts)).decompositions[0];
  if (net?.kind !== "net") assert.fail("no net");
  return net;
}

/** The only task of a net with that task; `others` are decompositions and the rest of the parts. */
export function onlyTask(inside: string, attributes = "", parts: Parts = {}): Task {
  const found = mainNet({ ...parts, elements: task("a", inside, attributes) }).tasks[0];
  if (!found) assert.fail("no task");
  return found;
}

export function onlyWork(inside: string, attributes = ""): WorkDecomposition {
  const found = read(specificationFile({ others: work("W", inside, attributes) })).decompositions[1];
  if (found?.kind !== "work") assert.fail("no work");
  return found;
}
