import assert from "node:assert/strict";
import { itemPresenter } from "../../api/items/represent.ts";
import { specificationOf } from "../workflows/case-bed.ts";
import type { ItemView } from "../../store/views.ts";

const SOURCE = `
mizzen: 1
id: claim
version: "1.0"
data: { verdict: string, remark: string }
start: assess
tasks:
  assess:
    documentation: Look at the photographs first.
    offer: { roles: [clerk] }
    output: [verdict, remark]
    form: { title: Assessment, order: [remark, verdict], fields: { remark: { widget: textarea } } }
    next: custom
  custom:
    offer: { roles: [clerk] }
    form: { url: "https://forms.acme.com/claim" }
    next: end
`;

describe("A work item by itself", () => {
  const compiled = specificationOf(SOURCE);
  const present = itemPresenter({ find: async () => compiled });
  const item = (task: string): ItemView => ({
    kind: "person",
    id: "c.1",
    caseId: "c",
    specificationId: "claim",
    specificationVersion: "1.0",
    netId: "claim",
    net: "claim",
    task,
    decomposition: `claim.${task}`,
    name: task,
    status: "offered",
    offeredTo: ["alice"],
    data: {},
    dataVersion: 0,
    enabledAt: 0,
    revision: 1,
  });
  const alice = {
    id: "alice",
    name: "Alice",
    manager: false,
    roles: [],
    isAway: false,
    since: 0,
    participant: { access: ["participant"] },
  } as unknown as Parameters<typeof present>[1];

  it("shows how its author wants the form to look, and what the task is about", async () => {
    const shown = await present(item("assess"), alice, { schema: true });
    assert.deepEqual(shown["form"], {
      title: "Assessment",
      order: ["remark", "verdict"],
      fields: { remark: { widget: "textarea" } },
    });
    assert.equal(shown["documentation"], "Look at the photographs first.");
    const { properties } = shown["schema"] as { properties: object };
    assert.deepEqual(Object.keys(properties), ["verdict", "remark"]);
  });

  it("names a custom form that is elsewhere", async () => {
    const shown = await present(item("custom"), alice, { schema: true });
    assert.deepEqual(shown["form"], { url: "https://forms.acme.com/claim" });
  });

  it("is short in lists", async () => {
    assert.equal((await present(item("assess"), alice))["form"], undefined);
  });
});
