import assert from "node:assert/strict";
import type { Answer, Session } from "./http.ts";
import { administrator, person, sharedProduct } from "./shared.ts";

const CLAIM = `mizzen: 1
id: claim-to-mend
version: "1"
data:
  amount: { type: number, default: 5 }
  remark: { type: string, default: none }
start: see
tasks:
  see:
    offer: { roles: [clerk] }
    next: [{ to: big, when: $amount > 100 }, { to: small, otherwise: true }]
  big: { offer: { roles: [clerk] }, next: end }
  small: { offer: { roles: [clerk] }, next: end }
`;
const REASON = "the supplier corrected it";

describe("A manager mends the data of a case that runs", function () {
  this.timeout(400_000);
  let admin: Session;
  let alice: Session;

  before(async () => {
    const product = await sharedProduct();
    admin = await administrator(product);
    alice = await person(product, "alice@acme.com");
    const type = { "content-type": "application/yaml" };
    assert.equal((await admin.request("POST", "/specifications", CLAIM, type)).status, 201);
  });

  async function patch(id: string, data: unknown, key?: string): Promise<Answer> {
    return await admin.request("PATCH", `/cases/${id}/data`, JSON.stringify({ data, reason: REASON }), {
      "content-type": "application/json",
      ...(key === undefined ? {} : { "idempotency-key": key }),
    });
  }

  it("it is checked, seen at once, in the log with who and why, and what the case goes on with", async () => {
    const { id } = (await admin.post("/cases", { specificationId: "claim-to-mend" })).body;
    const wrong = await patch(id, { amount: "much", remarks: "x" });
    assert.equal(wrong.status, 422);
    assert.equal(wrong.body.errors.length, 2);
    assert.equal((await admin.post(`/cases/${id}/suspend`)).status, 200);
    const first = await patch(id, { amount: 500, remark: null }, "mend-1");
    assert.deepEqual([first.status, first.body.data, first.body.state], [200, { amount: 500 }, "suspended"]);
    assert.equal((await admin.post(`/cases/${id}/resume`)).status, 200);
    assert.equal((await patch(id, { amount: 600 })).status, 200);
    const again = await patch(id, { amount: 500, remark: null }, "mend-1");
    assert.deepEqual([again.status, again.body.data], [200, { amount: 600 }], "it was done before");
    assert.equal((await patch(id, { amount: 7 }, "mend-1")).status, 409);
    assert.deepEqual((await admin.get(`/cases/${id}`)).body.data, { amount: 600 });

    const { items: events } = (await admin.get(`/cases/${id}/events`)).body;
    const changes = events.filter(({ type }: { type: string }) => type === "data-changed");
    assert.deepEqual(
      changes.map(({ by, details }: { by: string; details: unknown }) => ({ by, details })),
      [
        {
          by: "admin",
          details: {
            variables: ["amount", "remark"],
            reason: REASON,
            changes: [
              { variable: "amount", before: 5, after: 500 },
              { variable: "remark", before: "none" },
            ],
          },
        },
        {
          by: "admin",
          details: {
            variables: ["amount"],
            reason: REASON,
            changes: [{ variable: "amount", before: 500, after: 600 }],
          },
        },
      ],
    );

    assert.equal((await alice.post(`/work-items/${id}.1/claim`)).status, 200);
    assert.equal((await alice.post(`/work-items/${id}.1/start`)).status, 200);
    const done = await alice.post(`/work-items/${id}.1/complete`, { data: {} });
    assert.equal(done.status, 200, JSON.stringify(done.body));
    assert.equal(done.body.next[0].taskId, "big");
    assert.equal((await admin.post(`/cases/${id}/cancel`)).status, 200);
    assert.equal((await patch(id, { amount: 8 })).status, 409);
  });
});
