import assert from "node:assert/strict";
import fc from "fast-check";
import * as slimdom from "slimdom";
import { schema as schemaFile, typesOf } from "../files/schema-text.ts";
import { runs } from "../property/runs.ts";
import type { DataType, TypeLibrary } from "../../yawl/spec/datatype.ts";
import type { Json } from "../../yawl/spec/json.ts";
import { checkValue } from "../../yawl/data/validate.ts";
import { fromXml, toXml } from "../../yawl/data/xml.ts";
import { changed, documents, documentText } from "./random-document.ts";
import { schemas } from "./random-schema.ts";
import { schemaText } from "./schema-texts.ts";
import { verdicts } from "./xmllint.ts";

/** A schema with documents that it describes, and as many with one thing changed. */
const trials = schemas.chain((schema) =>
  fc.record({
    schema: fc.constant(schemaText(schema)),
    root: fc.constant(`T${schema.length - 1}`),
    right: fc.array(
      documents(schema).map((document) => documentText(document)),
      { minLength: 1, maxLength: 4 },
    ),
    other: fc.array(
      documents(schema)
        .chain(changed)
        .map((document) => documentText(document)),
      { maxLength: 8 },
    ),
  }),
);

/** Mizzen's verdict on a document: its value as REST carries it, or what is wrong. */
function valueOf(
  document: string,
  type: DataType,
  types: TypeLibrary,
): { value: Json } | { problem: string } {
  const root = slimdom.parseXmlDocument(document).documentElement;
  assert.ok(root);
  const read = fromXml(root, type, types);
  if (!read.ok) return { problem: read.fault.message };
  if (read.value === undefined) return { problem: "it is empty" };
  const problems = checkValue(read.value, type, types, "");
  if (problems.length > 0)
    return { problem: problems.map(({ pointer, message }) => `${pointer} ${message}`).join("; ") };
  return { value: JSON.parse(JSON.stringify(read.value)) as Json };
}

/** libxml2 takes some repetitions of repetitions for ambiguous. */
function isRefused(verdict: Awaited<ReturnType<typeof verdicts>>): verdict is Error {
  if (verdict instanceof Error && !/not determinist/.test(verdict.message)) throw verdict;
  return verdict instanceof Error;
}

describe("Random XML Schemas, judged by libxml2 as well", function () {
  this.timeout(60_000);

  it("what is valid is read and written again as valid XML with the same value; what Mizzen accepts is valid", async () => {
    await fc.assert(
      fc.asyncProperty(trials, async ({ schema, root, right, other }) => {
        const types = typesOf(schema);
        const type: DataType = { kind: "named", name: root };
        const texts = [...right, ...other];
        const first = await verdicts(schemaFile(schema), texts);
        fc.pre(!isRefused(first));
        const written: string[] = [];
        for (const [index, text] of texts.entries()) {
          const problems: readonly string[] = first[index] ?? [];
          const read = valueOf(text, type, types);
          if (index < right.length)
            assert.deepEqual(problems, [], `a document that was made to be valid: ${text}`);
          if ("problem" in read) {
            assert.notDeepEqual(problems, [], `valid, but Mizzen says: ${read.problem}\n${text}`);
            continue;
          }
          const element = toXml(new slimdom.Document(), "v", read.value, type, types);
          const again = slimdom.serializeToWellFormedString(element);
          assert.deepEqual(
            valueOf(again, type, types),
            read,
            `changed by writing and reading: ${text}\n${again}`,
          );
          written.push(again);
        }
        const second = await verdicts(schemaFile(schema), written);
        assert.ok(!(second instanceof Error));
        for (const [index, found] of second.entries()) assert.deepEqual(found, [], written[index]);
      }),
      runs(30),
    );
  });
});
