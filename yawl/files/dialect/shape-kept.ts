/** What `.yawl` files say that no case is run by (`yawl/model/kept.ts`), in the dialect: so that it comes back to them. */
import { z } from "zod";
import type { LogPredicate, TaskConfiguration, TypeReference, Unread } from "../../model/kept.ts";

/** A key that may be left out, with its description for editors. */
export function may<Shape extends z.ZodType>(shape: Shape, description: string) {
  return shape.exactOptional().describe(description);
}

const text = z.string();

/** Shape of what a decomposition says to the log. */
export const logShape: z.ZodType<LogPredicate> = z.strictObject({
  start: may(text, "Text for the log when it starts"),
  completion: may(text, "Text for the log when it is complete"),
});

const reference: z.ZodType<TypeReference> = z.strictObject({
  type: may(text, "Name of the type"),
  namespace: may(text, "Namespace of the type"),
  element: may(text, "Name of the element"),
});

/** Shape of what is kept of a variable from a `.yawl` file. */
export const keptOfVariable = z
  .strictObject({
    defaultXml: may(text, "Default value, as XML, beside an initial value"),
    cutThrough: may(z.literal(true), "The value goes straight through to the net"),
    declared: may(reference, "How the .yawl file names the type"),
  })
  .describe("What .yawl files say besides");

const port = z.strictObject({
  value: may(text, "Whether it may be taken"),
  flows: z.array(text).describe("Elements that the flows come from or lead to"),
});

const ports = z.strictObject({
  value: may(text, "Value"),
  ports: z.array(port).describe("Ports"),
});

const configuration: z.ZodType<TaskConfiguration> = z.strictObject({
  join: may(ports, "Ports of the join"),
  split: may(ports, "Ports of the split"),
  remove: may(z.strictObject({ value: may(text, "Value") }), "Whether the cancellation set is active"),
  instances: may(
    z.strictObject({
      minIncrease: text.describe("Change of the minimum"),
      maxDecrease: text.describe("Change of the maximum"),
      thresIncrease: text.describe("Change of the threshold"),
      creationMode: text.describe("Mode of creation"),
    }),
    "Change of the bounds",
  ),
});

/** Shape of what is kept of a task from a `.yawl` file. */
export const keptOfTask = z
  .strictObject({
    configuration: may(configuration, "How the task is configured (C-YAWL)"),
    defaultConfiguration: may(configuration, "How it is configured by default (C-YAWL)"),
  })
  .describe("What .yawl files say besides");

/** Shape of what is kept of a net from a `.yawl` file. */
export const keptOfNet = z
  .strictObject({ dataGateway: may(text, "Gateway that the net's data comes from and goes to") })
  .describe("What .yawl files say besides");

/** Shape of what is kept of a task's work from a `.yawl` file. */
export const keptOfWork = z
  .strictObject({
    serviceCall: may(
      z.strictObject({
        documentation: may(text, "What the service does"),
        wsdlLocation: may(text, "Address of its WSDL"),
        operationName: may(text, "Operation that is called"),
      }),
      "What the service calls",
    ),
  })
  .describe("What .yawl files say besides");

const unread: z.ZodType<Unread> = z.strictObject({
  path: text.describe("Where it stood"),
  xml: text.describe("What it was"),
  line: z.int().describe("Its line"),
  column: z.int().describe("Its column"),
});

/** Shape of what is kept of a whole `.yawl` file. */
export const keptOfSpecification = z
  .strictObject({
    importedNets: may(z.array(text), "Nets of other files"),
    layoutXml: may(text, "The layout as it was"),
    unread: may(z.array(unread), "Parts of the .yawl file that were not understood"),
  })
  .describe("What .yawl files say besides");

/** What is kept of a variable from a `.yawl` file: it is written again and never executed. */
export type KeptOfVariable = z.infer<typeof keptOfVariable>;
