import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { writeDialect } from "../../yawl/files/dialect/write.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import type { Specification } from "../../yawl/model/specification.ts";
import { specification as anySpecification } from "./arbitrary-dialect.ts";

const SHARED = new URL("../../../shared/yawl/specs/", import.meta.url);

/** The model without what belongs to its file: places, and the format's name. */
function meaning({ format: _format, ...rest }: Specification): unknown {
  const plain: unknown = JSON.parse(
    JSON.stringify(rest, (key, value: unknown) =>
      key === "place" && typeof value === "object" ? undefined : value,
    ),
  );
  const decompositions = (plain as Specification).decompositions.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { ...(plain as Specification), decompositions };
}

function readFile(path: string | URL): Specification {
  const isXml = /\.(yawl|xml)$/.test(String(path));
  const [text = ""] = readFileSync(path, "utf8").split("\n---\n");
  const read = readSpecification(text, isXml ? "application/xml" : "application/yaml");
  if (!read.ok) assert.fail(`${String(path)}: ${read.fault.message}`);
  return read.value.specification;
}

function assertSame(
  specification: Specification,
  name: string,
  formats: readonly ("yaml" | "json")[] = ["yaml"],
): void {
  for (const format of formats) {
    const { text, lost } = writeDialect(specification, format);
    const read = readDialect(text, { checksExpressions: name !== "arbitrary" });
    if (!read.ok) assert.fail(`${name}: ${read.fault.message}\n${text}`);
    assert.deepEqual(meaning(read.value.specification), meaning(specification), name);
    assert.deepEqual(lost, [], name);
  }
}

function write(text: string): string {
  const read = readDialect(text);
  if (!read.ok) assert.fail(read.fault.message);
  return writeDialect(read.value.specification, "yaml").text;
}

describe("A specification that is written in the dialect", () => {
  it("is the same when it is read again: all examples and patterns", () => {
    const examples = readdirSync("examples").filter((name) => name !== "organisation.yaml");
    const patterns = readdirSync("test/patterns").filter((name) => name.endsWith(".yaml"));
    const files = [
      ...examples.map((name) => `examples/${name}`),
      ...patterns.map((name) => `test/patterns/${name}`),
    ];
    assert.ok(files.length > 45);
    for (const file of files) assertSame(readFile(file), file);
  });

  it("is the same when it is read again: all published .yawl files", function () {
    if (!existsSync(SHARED)) this.skip();
    for (const name of readdirSync(SHARED)) assertSame(readFile(new URL(name, SHARED)), name);
  });

  it("is the same when it is read again: whatever it says", () => {
    fc.assert(
      fc.property(anySpecification, (specification) =>
        assertSame(specification, "arbitrary", ["yaml", "json"]),
      ),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it("looks as somebody writes it", () => {
    const text = readFileSync("examples/invoice.yaml", "utf8");
    const written = write(text);
    assert.match(written, /^mizzen: 1\nid: invoice\nversion: "1.0"\n/);
    assert.match(written, /\n {2}approve_invoice:\n {4}name: "Approve Invoice #\{\$invoice_number\}"\n/);
    assert.match(written, /\n {4}offer: \{ roles: \[approver\] \}\n/);
    assert.match(written, /\n {4}input: \[invoice_number, supplier, amount, account, remarks\]\n/);
    assert.match(written, /\n {4}output: \[approved, remarks\]\n/);
    assert.doesNotMatch(written, /work:|set:|join:|split:/);
    assert.equal(write(written), written);
  });

  it("tells what a model has that the dialect cannot say", () => {
    const specification = readFile("examples/invoice.yaml");
    const [first, ...others] = specification.decompositions;
    assert.ok(first);
    const inline = { kind: "complex", attributes: [] } as const;
    const changed: Specification = {
      ...specification,
      decompositions: [{ ...first, inputs: [...first.inputs, { name: "odd", type: inline }] }, ...others],
    };
    const { lost } = writeDialect(changed, "yaml");
    assert.match(
      lost[0]?.message ?? "",
      /decompositions\/invoice\.process_invoice\/inputs\/4\/type.*cannot be said/,
    );
  });
});
