/** Piling through the API: who may not have the item has not asked for later ones. */
import assert from "node:assert/strict";
import { beginPile, pilerOf } from "../../store/piles.ts";
import { saveSpecification } from "../../store/specifications.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange, sampleItem, sampleSpecification } from "../store/samples.ts";
import { showChange } from "../store/show.ts";
import { fakeTemporal, refusal, type FakeTemporal } from "./fake-temporal.ts";
import { addPerson, startApi, type Reply, type TestApi } from "./server.ts";

describe("piling a task", () => {
  withDatabase();
  let api: TestApi;
  let temporal: FakeTemporal;
  let number = 0;
  const tokens: Record<string, string> = {};

  before(async function () {
    this.timeout(20_000);
    temporal = fakeTemporal();
    api = await startApi({ temporal: temporal.gateway });
    const specification = sampleSpecification();
    await saveSpecification({ ...specification, compiled: withPiling(specification.compiled) });
    for (const person of ["ann", "ben"]) {
      await addPerson(person, ["participant"]);
      tokens[person] = await api.login(person);
    }
  });
  after(async () => api?.close());

  const pile = async (
    person: string,
  ): Promise<{ readonly reply: Reply; readonly piler: string | undefined }> => {
    number += 1;
    const caseId = `piled-${number}`;
    const item = sampleItem({ id: `${caseId}.1`, caseId, offeredTo: ["ann", "ben"] });
    await showChange(firstChange({ caseId, items: [item], events: [] }));
    const reply = await api.send("POST", `/api/v1/work-items/${item.id}/pile`, {
      token: tokens[person] ?? "",
    });
    const { specificationId, specificationVersion, netId, task } = item;
    const piled = { specification: specificationId, version: specificationVersion, net: netId, task };
    return { reply, piler: await pilerOf(piled) };
  };

  it("begins nothing when the case refuses the item", async () => {
    temporal.nextError = refusal("separation-of-duties", "ann did the other task.");
    const { reply, piler } = await pile("ann");
    assert.deepEqual([reply.status, piler], [403, undefined]);
  });

  it("goes on when a later item is refused to who piles it already", async () => {
    await beginPile({ specification: "Invoices", version: "1.0", net: "Invoices", task: "Process" }, "ann");
    assert.equal((await pile("ben")).reply.status, 409);
    temporal.nextError = refusal("separation-of-duties", "ann did the other task.");
    const { reply, piler } = await pile("ann");
    assert.deepEqual([reply.status, piler], [403, "ann"]);
  });
});

/** The same, where each task may be piled. */
function withPiling(compiled: CompiledSpecification): CompiledSpecification {
  const nets = Object.entries(compiled.nets).map(([id, net]) => {
    const tasks = Object.entries(net.tasks).map(([name, task]) => {
      const resourcing = {
        offer: { initiator: "user" },
        allocate: { initiator: "user" },
        start: { initiator: "user" },
        ...task.resourcing,
        privileges: { canPile: "all" },
      } as const;
      return [name, { ...task, resourcing }] as const;
    });
    return [id, { ...net, tasks: Object.fromEntries(tasks) }] as const;
  });
  return { ...compiled, nets: Object.fromEntries(nets) };
}
