/** How a case is started, by whoever starts one: the API, or another case. Not part of the workflow itself. */
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from "@temporalio/common";
import { CURRENT_FLAGS } from "../yawl/case/flags.ts";
import { CASE_ID, CASE_ID_RULE } from "../yawl/model/case-id.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import { INSTANCES_INSIDE, SEARCH_ATTRIBUTES, TASK_QUEUE, type CaseArguments } from "./messages.ts";

/**
 * Options of `client.workflow.start(CASE_WORKFLOW, ...)`: a case id is never used twice.
 * @throws RangeError for an id that no case may have; whoever takes ids from others has looked at them before
 */
export function caseOptions(...args: CaseArguments) {
  const [start, specification] = args;
  if (!CASE_ID.test(start.caseId)) throw new RangeError(`"${start.caseId}": ${CASE_ID_RULE}`);
  return {
    workflowId: start.caseId,
    taskQueue: TASK_QUEUE,
    args: [
      { flags: CURRENT_FLAGS, instancesInside: INSTANCES_INSIDE, ...start },
      specification,
    ] satisfies CaseArguments,
    workflowIdReusePolicy: "REJECT_DUPLICATE",
    typedSearchAttributes: searchAttributes(specification),
    staticSummary: `${specification.title} ${specification.version}`,
  } as const;
}

function searchAttributes({ id, version }: CompiledSpecification): TypedSearchAttributes {
  const keyword = (name: string, value: string) => ({
    key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
    value,
  });
  return new TypedSearchAttributes([
    keyword(SEARCH_ATTRIBUTES.specification, id),
    keyword(SEARCH_ATTRIBUTES.version, version),
    keyword(SEARCH_ATTRIBUTES.state, "running"),
  ]);
}
