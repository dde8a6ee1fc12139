import assert from "node:assert/strict";
import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import * as slimdom from "slimdom";
import { typesOf } from "../files/schema-text.ts";
import { runs } from "../property/runs.ts";
import type { DataType } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import { defaultValue } from "../../yawl/data/types/defaults.ts";
import { jsonSchema, type JsonSchema } from "../../yawl/data/schema/json-schema.ts";
import { checkValue } from "../../yawl/data/types/validate.ts";
import { fromXml } from "../../yawl/data/xml/convert.ts";
import { documents, documentText } from "./random-document.ts";
import { changedJson } from "./random-json.ts";
import { schemas } from "./random-schema.ts";
import { schemaText } from "./schema-texts.ts";

/** What JSON Schema cannot say, or not without becoming useless to forms: the checks refuse it all the same. */
const BEYOND_JSON_SCHEMA: readonly RegExp[] = [
  // properties that are lists count apart from each other: how often a group is repeated is nowhere to be said
  /has elements in numbers that its type does not allow together/,
  // keywords for numbers do not reach numbers that are sent as text, nor digits that a JSON number cannot hold
  /must be a (whole|decimal) number/,
  /must be \S+ or (more|less)|must be (more|less) than/,
  /must have at most \d+ digits/,
  // text is measured after its white space is collapsed, and binary data in octets
  /must have .*(characters|octets)/,
  /must be data in base 64/,
  // the calendar
  /must be a (date|day)/,
  // facets of a list as a whole
  /must be text without white space/,
];

/** The schema without formats: they are hints, and narrower than the types (docs/data.md). */
function validatorOf(schema: JsonSchema): Validator {
  const text = JSON.stringify(schema, (key, value: unknown) => (key === "format" ? undefined : value));
  return new Validator(JSON.parse(text) as Record<string, unknown>, "2020-12", false);
}

const trials = schemas(4).chain((schema) =>
  fc.tuple(fc.constant(schema), documents(schema, schema.length - 1)).chain(([, document]) => {
    const types = typesOf(schemaText(schema));
    const type: DataType = { kind: "named", name: `T${schema.length - 1}` };
    const root = slimdom.parseXmlDocument(documentText(document)).documentElement;
    assert.ok(root);
    const read = fromXml(root, type, types);
    assert.ok(read.ok && read.value !== undefined);
    const good = JSON.parse(JSON.stringify(read.value)) as Json;
    return fc.record({
      types: fc.constant(types),
      type: fc.constant(type),
      good: fc.constant(good),
      others: fc.array(changedJson(good), { minLength: 4, maxLength: 8 }),
    });
  }),
);

describe("The JSON Schema of a random type", function () {
  this.timeout(60_000);

  it("accepts what the checks accept, and refuses what they refuse as far as JSON Schema can say it", () => {
    fc.assert(
      fc.property(trials, ({ types, type, good, others }) => {
        const validator = validatorOf(jsonSchema(type, types));
        for (const value of [good, ...others]) {
          const problems = checkValue(value, type, types, "");
          const { valid, errors } = validator.validate(value);
          const shown = JSON.stringify(value);
          if (problems.length === 0) {
            // Of an enumerated number the schema names one form (25, not "25" or 25.0): what a list to choose from shows.
            assert.ok(
              valid || errors.some(({ keyword }) => keyword === "enum"),
              `refused: ${shown} ${JSON.stringify(errors)}`,
            );
          } else if (valid) {
            for (const { message } of problems)
              assert.ok(
                BEYOND_JSON_SCHEMA.some((reason) => reason.test(message)),
                `accepted: ${shown}, but ${message}`,
              );
          }
        }
      }),
      runs(100),
    );
  });
});

describe("The default value of a random type", () => {
  it("is a value of the type, or there is none", () => {
    fc.assert(
      fc.property(schemas(3), (schema) => {
        const types = typesOf(schemaText(schema));
        for (const name of Object.keys(types)) {
          const value = defaultValue({ kind: "named", name }, types);
          assert.deepEqual(checkValue(value, { kind: "named", name }, types, ""), []);
        }
      }),
      runs(100),
    );
  });
});
