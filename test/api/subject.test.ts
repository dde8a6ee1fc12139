import assert from "node:assert/strict";
import { subjectOf } from "../../api/http/subject.ts";

describe("A line of the request log names what it is about", () => {
  const examples: readonly (readonly [string, object])[] = [
    ["/api/v1/cases/order-1", { caseId: "order-1" }],
    ["/api/v1/cases/order-1/suspend", { caseId: "order-1" }],
    ["/api/v1/cases/order%201", { caseId: "order 1" }],
    ["/api/v1/cases/a%ZZ", { caseId: "a%ZZ" }],
    ["/api/v1/work-items/order-1.12/claim", { caseId: "order-1", itemId: "order-1.12" }],
    ["/api/v1/work-items/a.b.3", { caseId: "a.b", itemId: "a.b.3" }],
    ["/api/v1/callbacks/order-1.12/…", { caseId: "order-1", itemId: "order-1.12" }],
    ["/api/v1/work-items/inbox", {}],
    ["/api/v1/work-items", {}],
    ["/api/v1/cases", {}],
    ["/healthz", {}],
  ];
  for (const [path, subject] of examples)
    it(`${path}: ${JSON.stringify(subject)}`, () => assert.deepEqual(subjectOf(path), subject));
});
