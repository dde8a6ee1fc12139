/** What is wrong with a connector's configuration, in sentences that name the key and what it may be. */
import { z } from "zod";
import { mistakesOf, type Mistake } from "../../yawl/files/dialect/mistakes.ts";
import { keysOf } from "../../yawl/files/dialect/schema.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Connector } from "./contract.ts";

/** JSON Schemas of the connectors' configurations: making one takes longer than asking it. */
const schemas = new WeakMap<z.ZodType, JsonObject>();

/** What zod found, with near names: `"urll" is not known here. Did you mean "url"?` */
export function mistakesIn(
  connector: Pick<Connector, "configuration">,
  configuration: JsonObject,
  issues: readonly z.core.$ZodIssue[],
): readonly Mistake[] {
  const schema = schemaOf(connector.configuration);
  return issues.flatMap((issue) => mistakesOf(issue, configuration, (path) => keysOf(schema, path)));
}

function schemaOf(configuration: z.ZodType): JsonObject {
  const known = schemas.get(configuration);
  if (known) return known;
  const made = z.toJSONSchema(configuration, { io: "input", unrepresentable: "any" }) as JsonObject;
  schemas.set(configuration, made);
  return made;
}
