import { z } from "zod";
export function may(shape, description) {
    return shape.exactOptional().describe(description);
}
const text = z.string();
export const logShape = z.strictObject({
    start: may(text, "Text for the log when it starts"),
    completion: may(text, "Text for the log when it is complete"),
});
const reference = z.strictObject({
    type: may(text, "Name of the type"),
    namespace: may(text, "Namespace of the type"),
    element: may(text, "Name of the element"),
});
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
const configuration = z.strictObject({
    join: may(ports, "Ports of the join"),
    split: may(ports, "Ports of the split"),
    remove: may(z.strictObject({ value: may(text, "Value") }), "Whether the cancellation set is active"),
    instances: may(z.strictObject({
        minIncrease: text.describe("Change of the minimum"),
        maxDecrease: text.describe("Change of the maximum"),
        thresIncrease: text.describe("Change of the threshold"),
        creationMode: text.describe("Mode of creation"),
    }), "Change of the bounds"),
});
export const keptOfTask = z
    .strictObject({
    configuration: may(configuration, "How the task is configured (C-YAWL)"),
    defaultConfiguration: may(configuration, "How it is configured by default (C-YAWL)"),
})
    .describe("What .yawl files say besides");
export const keptOfNet = z
    .strictObject({ dataGateway: may(text, "Gateway that the net's data comes from and goes to") })
    .describe("What .yawl files say besides");
export const keptOfWork = z
    .strictObject({
    serviceCall: may(z.strictObject({
        documentation: may(text, "What the service does"),
        wsdlLocation: may(text, "Address of its WSDL"),
        operationName: may(text, "Operation that is called"),
    }), "What the service calls"),
})
    .describe("What .yawl files say besides");
const unread = z.strictObject({
    path: text.describe("Where it stood"),
    xml: text.describe("What it was"),
    line: z.int().describe("Its line"),
    column: z.int().describe("Its column"),
});
export const keptOfSpecification = z
    .strictObject({
    importedNets: may(z.array(text), "Nets of other files"),
    layoutXml: may(text, "The layout as it was"),
    unread: may(z.array(unread), "Parts of the .yawl file that were not understood"),
})
    .describe("What .yawl files say besides");
//# sourceMappingURL=shape-kept.js.map