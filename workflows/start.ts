/** How a case is started, by whoever starts one: the API, or another case. Not part of the workflow itself. */
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from "@temporalio/common";
import { CURRENT_FLAGS } from "../yawl/case/flags.ts";
import type { CompiledSpecification } from "../yawl/net/compiled.ts";
import { INSTANCES_INSIDE, SEARCH_ATTRIBUTES, TASK_QUEUE, type CaseArguments } from "./messages.ts";

/** Options of `client.workflow.start(CASE_WORKFLOW, ...)`: a case id is never used twice. */
export function caseOptions(...args: CaseArguments) {
  const [start, specification] = args;
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
