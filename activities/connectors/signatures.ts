/** What the compiler has to know of the connectors that there are. */
import { z } from "zod";
import type { ConnectorCatalogue } from "../../yawl/net/compile-call.ts";
import type { Registry } from "./registry.ts";

export function signaturesOf(registry: Pick<Registry, "find">): ConnectorCatalogue {
  return (name, version) => {
    const connector = registry.find(name, version);
    return connector && { version: connector.version, answers: propertiesOf(connector.output) };
  };
}

/** Names of the properties that a schema of objects names. */
function propertiesOf(schema: z.ZodType): readonly string[] {
  const { properties } = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" });
  return Object.keys(properties ?? {});
}
