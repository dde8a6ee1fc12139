import assert from "node:assert/strict";
import type { WorkflowInfo } from "@temporalio/workflow";
import { ViewWriter } from "../../activities/view-writer.ts";
import { findCase, listEvents } from "../../store/cases.ts";
import { findItem } from "../../store/items.ts";
import { Cases } from "../../store/models.ts";
import type { ViewChange } from "../../yawl/view/views.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange, sampleItem } from "../store/samples.ts";
import { showChange } from "../store/show.ts";

describe("What a case tells its view without waiting", () => {
  withDatabase();
  const doubted: string[] = [];
  const writer = new ViewWriter({
    doubt: (id) => doubted.push(id),
    warn: (error) => assert.fail(String(error)),
  });
  const { show } = writer.sinks().view;
  let number = 0;
  let caseId = "";

  beforeEach(async () => {
    number += 1;
    caseId = `told-${number}`;
    await showChange(firstChange({ caseId }));
  });

  function step(revision: number, from: number): ViewChange {
    return {
      caseId,
      revision,
      case: { busy: { Root: [`task_${revision}`] } },
      items: [sampleItem({ id: `${caseId}.${revision}`, caseId, revision })],
      events: [from, from + 1].map((event) => ({ caseId, number: event, type: "item-created", at: event })),
    };
  }

  const tell = async (change: ViewChange): Promise<void> => {
    const mark = (await Cases.findById(caseId).lean())?.mark ?? "";
    await show.fn({} as WorkflowInfo, change, { revision: 1, mark });
  };
  const numbers = async (): Promise<readonly number[]> =>
    (await listEvents(caseId, { limit: 50 })).items.map((event) => event.number).toSorted((a, b) => a - b);

  it("is written a little later, several steps at once", async () => {
    await tell(step(2, 2));
    await tell(step(3, 4));
    assert.equal((await findCase(caseId))?.revision, 1, "not yet");
    await writer.flush();
    const view = await findCase(caseId);
    assert.deepEqual([view?.revision, view?.busy], [3, { Root: ["task_3"] }]);
    assert.ok((await findItem(`${caseId}.2`)) && (await findItem(`${caseId}.3`)));
    assert.deepEqual((await numbers()).slice(-4), [2, 3, 4, 5]);
  });

  it("is not written twice when the certain write follows, which has all of it", async () => {
    await tell(step(2, 2));
    await writer.flush();
    const whole: ViewChange = {
      ...step(3, 4),
      items: [...step(2, 2).items, ...step(3, 4).items],
      events: [...step(2, 2).events, ...step(3, 4).events],
    };
    const rest = writer.unwritten(whole);
    assert.deepEqual(rest.items, step(3, 4).items);
    assert.deepEqual(rest.events, step(3, 4).events);
    assert.deepEqual(writer.unwritten(whole), whole, "what is repeated after that is written whole");
  });

  it("is written again where the certain write says it otherwise", async () => {
    await tell(step(2, 2));
    await writer.flush();
    const [told] = step(2, 2).items;
    const otherwise = { ...step(2, 2), items: told ? [{ ...told, name: "Another name" }] : [] };
    assert.deepEqual(writer.unwritten(otherwise).items, otherwise.items);
  });

  it("is dropped where the view is not at the basis any more", async () => {
    await show.fn({} as WorkflowInfo, step(2, 2), { revision: 1, mark: "another" });
    await writer.flush();
    assert.equal((await findCase(caseId))?.revision, 1);
    assert.equal(await findItem(`${caseId}.2`), undefined);
  });

  it("is not written at all when the certain write comes first", async () => {
    await tell(step(2, 2));
    const whole = step(2, 2);
    assert.deepEqual(writer.unwritten(whole), whole);
    await writer.flush();
    assert.equal((await findCase(caseId))?.revision, 1);
  });
});
