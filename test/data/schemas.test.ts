import assert from "node:assert/strict";
import fc from "fast-check";
import * as slimdom from "slimdom";
import { schema as schemaFile, typesOf } from "../files/schema-text.ts";
import { runs } from "../property/runs.ts";
import type { DataType, TypeLibrary } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import { checkValue } from "../../yawl/data/types/validate.ts";
import { fromXml, toXml } from "../../yawl/data/xml/convert.ts";
import { changed, documents, documentText } from "./random-document.ts";
import { schemas } from "./random-schema.ts";
import { schemaText } from "./schema-texts.ts";
import { verdicts } from "./xmllint.ts";

/** Each run starts libxml2 twice: half a second in all, and more on a busy machine. */
const RUNS = 4;

interface Trial {
  readonly type: string;
  readonly text: string;
  /** made to be valid, not changed afterwards */
  readonly isRight: boolean;
}

/** A schema; for each of its types a document that it describes, and two with one thing changed. */
const trials = schemas(8).chain((schema) => {
  const ofType = (_type: unknown, number: number): fc.Arbitrary<readonly Trial[]> => {
    const trial =
      (isRight: boolean) =>
      (document: Parameters<typeof documentText>[0]): Trial => ({
        type: `T${number}`,
        text: documentText(document),
        isRight,
      });
    const right = documents(schema, number);
    const other = right.chain(changed).map(trial(false));
    return fc.tuple(right.map(trial(true)), other, other);
  };
  return fc.record({
    schema: fc.constant(schemaText(schema)),
    documents: fc.tuple(...schema.map(ofType)).map((all) => all.flat()),
  });
});

/** Mizzen's verdict on a document: its value as REST carries it, or what is wrong. */
function valueOf(
  document: string,
  type: DataType,
  types: TypeLibrary,
): { readonly value: Json } | { readonly problem: string } {
  const root = slimdom.parseXmlDocument(document).documentElement;
  assert.ok(root);
  const read = fromXml(root, type, types);
  if (!read.ok) return { problem: read.fault.message };
  if (read.value === undefined) return { problem: "it is empty" };
  const [first] = checkValue(read.value, type, types, "");
  if (first) return { problem: `${first.pointer} ${first.message}` };
  return { value: JSON.parse(JSON.stringify(read.value)) as Json };
}

/**
 * All that a document says, in any order: every element, attribute and text with its path. White space and the spellings
 * of truth values are made one, as are those of empty elements that have a default.
 */
function statements(text: string): readonly string[] {
  const said: string[] = [];
  const visit = (element: slimdom.Element, path: string): void => {
    const here = `${path}/${element.localName}`;
    const own = element.childNodes
      .map((node) => (node.nodeType === 3 ? (node.nodeValue ?? "") : ""))
      .join("");
    said.push(`${here} ${plain(own)}`);
    for (const { name, value } of element.attributes)
      if (!name.startsWith("xmlns")) said.push(`${here}@${name} ${plain(value)}`);
    for (const child of element.children) visit(child, here);
  };
  const root = slimdom.parseXmlDocument(text).documentElement;
  if (root) visit(root, "");
  return said.toSorted();
}

function plain(text: string): string {
  const words = text.trim().split(/\s+/);
  return words.map((word) => ({ "1": "true", "0": "false" })[word] ?? word).join(" ");
}

describe("Random XML Schemas, judged by libxml2 as well", function () {
  this.timeout(Math.max(60_000, (runs(RUNS).numRuns ?? 0) * 5_000));

  it("what is valid is read, and written again as valid XML with the same value; what Mizzen accepts is valid", async () => {
    await fc.assert(
      fc.asyncProperty(trials, async ({ schema, documents: tried }) => {
        const types = typesOf(schema);
        const first = await verdicts(
          schemaFile(schema),
          tried.map(({ text }) => text),
        );
        const written: string[] = [];
        for (const [index, { type: name, text, isRight }] of tried.entries()) {
          const problems: readonly string[] = first[index] ?? [];
          const type: DataType = { kind: "named", name };
          const read = valueOf(text, type, types);
          if (isRight) assert.deepEqual(problems, [], `a document that was made to be valid: ${text}`);
          if ("problem" in read) {
            assert.notDeepEqual(problems, [], `valid, but Mizzen says: ${read.problem}\n${text}`);
            continue;
          }
          const element = toXml(new slimdom.Document(), name.replace("T", "v"), read.value, type, types);
          const again = slimdom.serializeToWellFormedString(element);
          assert.deepEqual(
            valueOf(again, type, types),
            read,
            `changed by writing and reading: ${text}\n${again}`,
          );
          if (isRight && !schema.includes(" default=")) assert.deepEqual(statements(again), statements(text));
          written.push(again);
        }
        // Elements in another order are taken, too (JSON has none between properties); what is written is in order.
        const second = await verdicts(schemaFile(schema), written);
        for (const [index, found] of second.entries()) assert.deepEqual(found, [], written[index]);
      }),
      // Shrinking would start libxml2 hundreds of times.
      { ...runs(RUNS), endOnFailure: true },
    );
  });
});
