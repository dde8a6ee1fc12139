import assert from "node:assert/strict";
import { Validator } from "@cfworker/json-schema";
import { startApi, type TestApi } from "./server.ts";

describe("the published schemas", () => {
  let api: TestApi;
  before(async () => {
    api = await startApi();
  });
  after(async () => api.close());

  it("are listed and read without a token, and check a specification", async () => {
    const list = await api.send("GET", "/schemas/");
    assert.equal(list.status, 200);
    const [first] = list.body["schemas"] as { path: string }[];
    assert.equal(first?.path, "/schemas/mizzen-1.json");
    const { status, body } = await api.send("GET", "/schemas/mizzen-1.json");
    assert.equal(status, 200);
    assert.equal(body["$schema"], "https://json-schema.org/draft/2020-12/schema");
    const validator = new Validator(body, "2020-12", false);
    const specification = { mizzen: 1, id: "x", version: "1", start: "a", tasks: { a: { next: "end" } } };
    assert.equal(validator.validate(specification).valid, true);
    assert.equal(validator.validate({ ...specification, strat: "a" }).valid, false);
  });
});
