import assert from "node:assert/strict";
import { checkCompletion, completionSchema } from "../../yawl/case/completion.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import { net, specification, work } from "./walk.ts";

describe("what completion takes", () => {
  const root = net(
    { start: ["a"], tasks: { a: { to: ["o"] } } },
    { tasks: { a: { decomposition: "give" } } },
  );
  const compiled = specification([root], [work("give", [], [{ name: "x", type: STRING }])]);

  it("is described by a JSON Schema that is made once for a specification", () => {
    const schema = completionSchema(compiled, "give");
    assert.deepEqual(schema["required"], ["x"]);
    assert.equal(completionSchema(compiled, "give"), schema);
  });

  it("is nothing for work that the specification does not have", () => {
    assert.deepEqual(completionSchema(compiled, "toString")["properties"], {});
    assert.deepEqual(
      checkCompletion(compiled, "constructor", { x: "" }).map(({ pointer }) => pointer),
      ["/x"],
    );
  });
});
