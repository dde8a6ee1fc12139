import assert from "node:assert/strict";
import { ApplicationFailure } from "@temporalio/common";
import { errorFields } from "../../logging/error-fields.ts";
import { logTo } from "../../logging/log.ts";

function logged(fields: object): Readonly<Record<string, unknown>> {
  let text = "";
  logTo({ write: (line) => (text += line) }, "test", "info").info(fields, "said");
  return JSON.parse(text) as Record<string, unknown>;
}

describe("An error in the log", () => {
  it("has its name, message, stack and causes", () => {
    const error = new TypeError("outer", { cause: new RangeError("inner") });
    const { error: fields } = logged({ error });
    const { name, message, stack, cause } = fields as Record<string, unknown>;
    assert.deepEqual([name, message], ["TypeError", "outer"]);
    assert.match(String(stack), /error-fields\.test/);
    assert.equal((cause as { message: string }).message, "inner");
  });

  it("has what Temporal says of it, without the data of a case", () => {
    const fault = {
      type: "invalid-data",
      message: "does not fit",
      details: [{ pointer: "/iban", value: "DE00" }],
    };
    const failure = ApplicationFailure.create({
      type: "invalid-data",
      message: "refused",
      details: [fault, "DE00"],
    });
    const fields = errorFields(failure);
    assert.equal((fields as Record<string, unknown>)["type"], "invalid-data");
    assert.ok(!JSON.stringify(fields).includes("DE00"));
    assert.ok(JSON.stringify(fields).includes("does not fit"));
  });

  it("has no password of an address and no token", () => {
    const error = new Error("cannot reach mongodb://mizzen:hunter2@db:27017 with Bearer abcdefgh.ijklmnop");
    const text = JSON.stringify(logged({ error, token: "abcdefgh" }));
    assert.ok(!/hunter2|abcdefgh/.test(text), text);
  });

  it("ends, when it causes itself or carries a hundred others", () => {
    const circle: Error = new Error("circle");
    circle.cause = circle;
    assert.ok(JSON.stringify(errorFields(circle)).length < 50_000);
    const many = new AggregateError(Array.from({ length: 100 }, (_, index) => new Error(`number ${index}`)));
    const fields = errorFields(many) as { errors: readonly unknown[] };
    assert.equal(fields.errors.length, 5);
  });

  it("is told as text when something else was thrown", () => {
    assert.equal(logged({ error: "just text" })["error"], "just text");
    assert.equal(errorFields({ reason: 1 }), '{"reason":1}');
    assert.equal(errorFields(undefined), "undefined");
  });
});
