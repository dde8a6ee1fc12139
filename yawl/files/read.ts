/** Reads a specification in whatever format it comes. */
import { fault, type FaultDetail, type Result } from "../model/fault.ts";
import type { Specification } from "../model/specification.ts";
import { readDialect } from "./dialect/read.ts";
import { readYawl } from "./reader/yawl.ts";
import { MAX_LENGTH } from "./xml/parse.ts";

export { MAX_LENGTH };

/** What reading a file gave. */
export interface ReadSpecification {
  readonly specification: Specification;
  /** what was understood only in part */
  readonly warnings: readonly FaultDetail[];
}

/**
 * @param contentType media type of the text: XML is a `.yawl` file, YAML and JSON are the dialect
 * @returns the specification, or an `invalid-specification` fault with every error at its line
 */
export function readSpecification(text: string, contentType: string): Result<ReadSpecification> {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (/[/+]xml$/.test(type)) return readYawl(text);
  if (/[/+-](yaml|json)$/.test(type)) return readDialect(text);
  return fault("invalid-specification", `A specification is XML, YAML or JSON, not ${type}.`);
}
