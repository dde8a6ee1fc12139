import assert from "node:assert/strict";
import { completionSchema } from "../../yawl/case/completion.ts";
import { withForm } from "../../yawl/case/form.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";

const TEXT = `
mizzen: 1
id: x
version: "1"
data: { name: string, age: { type: integer, minimum: 0, title: Age } }
start: a
tasks:
  a:
    offer: administrator
    output: [name, age]
    form:
      url: https://forms.acme.com/person
      title: A person
      order: [age, other]
      fields: { age: { title: Years, widget: slider, type: string }, name: { widget: textarea } }
    next: end
`;

describe("the form of a task", () => {
  const read = readSpecification(TEXT, "application/yaml");
  const made = read.ok ? compile(read.value.specification) : read;
  if (!made.ok) assert.fail(made.fault.message);
  const { compiled } = made.value;
  const { form, customForm } = compiled.nets["x"]?.tasks["a"] ?? {};

  it("puts headings, order and annotations into the schema, and leaves the types as they are", () => {
    const schema = withForm(completionSchema(compiled, "x.a"), form);
    assert.equal(schema["title"], "A person");
    const properties = schema["properties"] as Record<string, unknown>;
    assert.deepEqual(Object.keys(properties), ["age", "name"]);
    assert.deepEqual(properties["age"], { title: "Years", widget: "slider", type: "integer", minimum: 0 });
    assert.deepEqual(properties["name"], { widget: "textarea", type: "string" });
    assert.deepEqual(schema["required"], ["name", "age"]);
  });

  it("has an address of its own, too, and changes nothing when there is none", () => {
    assert.equal(customForm, "https://forms.acme.com/person");
    const schema = completionSchema(compiled, "x.a");
    assert.equal(withForm(schema, undefined), schema);
  });
});
