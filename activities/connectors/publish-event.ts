/** The connector `publish-event`: publishes that something has happened, for whoever listens. */
import { z } from "zod";
import { defineConnector } from "./contract.ts";
import { JSON_VALUE } from "./http/configuration.ts";
import { checkText, fillText, variablesOfText } from "./template.ts";

export const publishEventConnector = defineConnector({
  name: "publish-event",
  version: 1,
  title: "Publish an event",
  description: "Publishes an event with the task's input as its data, once however often it is tried.",
  configuration: z.strictObject({
    name: z.string().min(1).max(200).describe("name of the event; a template"),
  }),
  input: z.record(z.string(), JSON_VALUE).describe("the event's data"),
  output: z.object({ id: z.string().describe("the event's id") }),
  check: ({ name }) => checkText(name),
  variables: ({ name }) => variablesOfText(name),
  execute: async ({ name }, input, context) => {
    const id = context.idempotencyKey;
    const { caseId, specificationId } = context.work;
    await context.engine.publish({ id, name: fillText(name, input), data: input, caseId, specificationId });
    return { id };
  },
});
