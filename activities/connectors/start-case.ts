/** The connector `start-case`: starts a case of another specification and goes on without waiting for its end. */
import { z } from "zod";
import { CASE_ID, CASE_ID_RULE } from "../../yawl/model/case-id.ts";
import { ConnectorError, defineConnector } from "./contract.ts";
import { JSON_VALUE } from "./http/configuration.ts";
import { checkText, fillText, variablesOfText } from "./template.ts";

const LONGEST_KEY = 80;

export const startCaseConnector = defineConnector({
  name: "start-case",
  version: 1,
  title: "Start a case",
  description: "Starts a case with the task's input as its data, once however often it is tried.",
  configuration: z.strictObject({
    specification: z.string().min(1).max(200),
    version: z.string().min(1).max(50).optional().describe("absent: the newest"),
    caseId: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("template of the new case's id; absent: made from the work item's"),
  }),
  input: z.record(z.string(), JSON_VALUE).describe("the new case's data"),
  output: z.object({ caseId: z.string(), version: z.string() }),
  check: ({ caseId }) => (caseId === undefined ? [] : checkText(caseId)),
  variables: ({ caseId }) => (caseId === undefined ? [] : variablesOfText(caseId)),
  execute: async ({ specification, version, caseId }, input, context) => {
    const id = caseId === undefined ? caseIdOf(context.idempotencyKey) : fillText(caseId, input);
    if (!CASE_ID.test(id)) {
      throw new ConnectorError("invalid-case-id", `"${id}" is no case id: ${CASE_ID_RULE}.`, {
        retryable: false,
      });
    }
    return context.engine.startCase({
      specificationId: specification,
      ...(version !== undefined && { version }),
      caseId: id,
      data: input,
      startedBy: `case:${context.work.caseId}`,
    });
  },
});

/**
 * The same for each attempt, so that the case is started once. The key is the work item's id, which no case may have: `~` stands
 * before its number.
 */
function caseIdOf(key: string): string {
  const name = key.replaceAll(/[^A-Za-z0-9._~-]/g, "-").replace(/\.([0-9]+)$/, "~$1");
  return `from-${name.slice(-LONGEST_KEY)}`;
}
