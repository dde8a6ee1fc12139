import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { readSpecification } from "../../yawl/files/read.ts";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import type { Specification } from "../../yawl/model/specification.ts";
import { Walk } from "../case/walk.ts";
import { readFixtures } from "../patterns/fixture.ts";
import { follow } from "../patterns/follow.ts";
import { EVERYTHING, fromDialect } from "./dialect-sample.ts";
import { assertSameAfterwards, essence, written } from "./round-trip.ts";
import { assertValid, hasSchema } from "./schema-validity.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);
const EXAMPLE = new URL("invoice.yaml", EXAMPLES);

/** The specifications among the examples. */
function examples(): readonly { readonly file: string; readonly specification: Specification }[] {
  return readdirSync(EXAMPLES)
    .filter((file) => /\.(yaml|yawl)$/.test(file) && file !== "organisation.yaml")
    .map((file) => {
      const text = readFileSync(new URL(file, EXAMPLES), "utf8");
      return { file, specification: file.endsWith(".yaml") ? fromDialect(text) : fromStock(text) };
    });
}

function withoutRoots(specification: Specification): Specification {
  const decompositions = specification.decompositions.map((each) => ({ ...each, root: "" }));
  return { ...specification, decompositions };
}

function compiled(specification: Specification): CompiledSpecification {
  const result = compile(specification);
  if (!result.ok) assert.fail(result.fault.message);
  return result.value.compiled;
}

describe("A specification of the dialect as a .yawl file", () => {
  const fixtures = readFixtures().map(({ source, ...rest }) => ({
    ...rest,
    specification: fromDialect(source),
  }));

  it("runs every workflow pattern with the same trace", () => {
    for (const { specification, traces } of fixtures) {
      const again = compiled(written(specification));
      for (const trace of traces) follow(again, trace);
    }
  });

  it("is the same, but for roots that only XQuery sees", () => {
    for (const { file, specification } of [...fixtures, ...examples()]) {
      const again = written(specification);
      assert.deepEqual(essence(withoutRoots(again)), essence(withoutRoots(specification)), file);
    }
  });

  it("is what YAWL's own schema 4.0 allows", async function () {
    if (!hasSchema()) this.skip();
    const files = new Map(fixtures.map(({ file, specification }) => [file, writeYawl(specification).text]));
    for (const { file, specification } of examples()) files.set(file, writeYawl(specification).text);
    files.set("everything", writeYawl(fromDialect(EVERYTHING)).text);
    await assertValid(files);
  });

  it("runs the example with the same items and the same data", () => {
    const specification = fromDialect(readFileSync(EXAMPLE, "utf8"));
    const data = { invoice_number: "7", supplier: "Acme", amount: 1200.5 };
    const [one, other] = [specification, written(specification)].map((each) => {
      const walk = new Walk(compiled(each), data);
      const seen: unknown[] = [];
      const look = (): void => {
        const items = Object.values(walk.state.items);
        seen.push(
          items.map(({ task, name, data: input }) => ({ task, name, input })),
          walk.data,
        );
      };
      look();
      walk.perform("process_invoice", { account: "4711", remarks: "urgent" });
      look();
      walk.perform("approve_invoice", { approved: true, remarks: "fine" });
      look();
      return seen;
    });
    assert.deepEqual(other, one);
    assert.match(JSON.stringify(one), /Invoice/);
  });
});

describe("What YAWL has no word for", () => {
  const specification = fromDialect(EVERYTHING);
  const { text, lost } = writeYawl(specification);

  it("comes back by Mizzen's own instructions", () => {
    const decompositions = specification.decompositions.map((each) => ({ ...each, root: each.id }));
    assertSameAfterwards({ ...specification, decompositions });
  });

  it("is listed", () => {
    const told = lost.map(({ element, message }) => `${element}: ${message}`);
    for (const expected of [
      /^metaData: .*1\.2\.3 becomes 1\.2/,
      /^everything\/a: .*expressions of the task's name/,
      /^everything\/a: YAWL does not evaluate XPath over JSON: \$order\?lines\?\*/,
      /^everything\/a\/b: YAWL does not evaluate XPath over JSON: \$total > 1/,
      /^everything\/b: .*their number/,
      /^everything\/c: .*number of instances/,
      /^everything\/c: .*how many may be open/,
      /^everything\/c: .*how many instances may fail/,
      /^everything\/odd: XML Schema does not say of "odd": pattern/,
    ])
      assert.ok(
        told.some((sentence) => expected.test(sentence)),
        `${expected} in ${told.join("\n")}`,
      );
  });

  it("has types of XML Schema that say nearly the same", () => {
    const schema = text
      .slice(text.indexOf("<xs:schema"), text.indexOf("</xs:schema>"))
      .replaceAll(/>\s+</g, "><");
    assert.match(schema, /<xs:complexType name="OrderType"><xs:sequence><xs:element name="lines" /);
    assert.match(schema, /<xs:element name="due_x0020_date" type="xs:date" minOccurs="0"\/>/);
    assert.match(schema, /<xs:enumeration value="open"\/><xs:enumeration value="closed"\/>/);
    assert.match(
      schema,
      /name="ListType"><xs:sequence><xs:element name="item" type="xs:integer" maxOccurs="unbounded"\/>/,
    );
    assert.match(schema, /<xs:pattern value="\[A-Z\]\{2\}-\\d\+"\/>/);
    assert.match(schema, /<xs:minExclusive value="0"\/>/);
  });

  it("leaves copies of variables as queries that YAWL runs", () => {
    assert.match(
      text,
      /query="&lt;order>\{\/everything\/order\/node\(\) \(:mizzen variable:\)\}&lt;\/order>"/,
    );
    const stock = text.replaceAll(" (:mizzen variable:)", "").replaceAll(/<\?mizzen .*\?>\n/g, "");
    const task = written({ ...fromStock(stock) }).decompositions.find(({ id }) => id === "everything");
    assert.ok(task?.kind === "net");
    assert.deepEqual(task.tasks[2]?.startingMappings[0]?.query, {
      language: "xquery",
      text: "<order>{/everything/order/node()}</order>",
    });
  });
});

function fromStock(text: string): Specification {
  const read = readSpecification(text, "application/xml");
  if (!read.ok) assert.fail(JSON.stringify(read.fault));
  return read.value.specification;
}
