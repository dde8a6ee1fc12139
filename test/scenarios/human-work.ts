/** Scenario 1, a simple human process, through HTTP: every row of it, step by step, with what was seen. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Session } from "../product/http.ts";

export interface Stage {
  readonly url: string;
  /** address of the Temporal Web UI, where it is known */
  readonly temporalUi?: string;
  readonly administrator: { readonly username: string; readonly password: string };
  /** tells a step and what came of it */
  readonly say: (step: string, seen: string) => void;
}

const PASSWORD = "a-long-enough-password";

export async function humanWork({ url, administrator, say }: Stage): Promise<void> {
  const run = randomBytes(3).toString("hex");
  const [clerk, approver] = [`clerk-${run}`, `approver-${run}`];
  const [alice, bob, eve] = [`alice-${run}@acme.com`, `bob-${run}@acme.com`, `eve-${run}@acme.com`];
  const admin = await Session.login(url, administrator.username, administrator.password);
  say("the administrator logs in", "a token");

  const nobody = new Session(url);
  const refused = await nobody.get("/work-items/inbox");
  assert.equal(refused.status, 401);
  say("an inbox without a token", `${refused.status} ${refused.body["title"]}`);

  for (const id of [clerk, approver])
    assert.equal((await admin.post("/roles", { id, name: id })).status, 201);
  for (const [id, role] of [
    [alice, clerk],
    [bob, approver],
    [eve, approver],
  ] as const) {
    const { status } = await admin.post("/participants", { id, name: id, password: PASSWORD, roles: [role] });
    assert.equal(status, 201);
  }
  say("roles and people", `${alice} is a clerk; ${bob} and ${eve} approve`);

  const source = (await readFile(new URL("../../examples/invoice.yaml", import.meta.url), "utf8"))
    .replace("id: invoice", `id: invoice-${run}`)
    .replaceAll("[clerk]", `[${clerk}]`)
    .replaceAll("[approver]", `[${approver}]`);
  const uploaded = await admin.request("POST", "/specifications", source, {
    "content-type": "application/yaml",
  });
  assert.equal(uploaded.status, 201, JSON.stringify(uploaded.body));
  say("the specification is uploaded", `${uploaded.body["id"]} ${uploaded.body["version"]}`);

  const started = await admin.post("/cases", {
    specificationId: `invoice-${run}`,
    data: { invoice_number: "12345", supplier: "Sails & Ropes Ltd", amount: 1290.5 },
  });
  assert.equal(started.status, 201, JSON.stringify(started.body));
  const caseId = String(started.body["id"]);
  say("a case is started", `${caseId} is ${started.body["state"]}`);

  const [a, b, e] = await Promise.all([
    Session.login(url, alice, PASSWORD),
    Session.login(url, bob, PASSWORD),
    Session.login(url, eve, PASSWORD),
  ]);
  const inbox = (await a.get("/work-items/inbox")).body;
  assert.deepEqual(
    inbox["offered"].map(({ name }: { name: string }) => name),
    ["Process Invoice #12345"],
  );
  const item = String(inbox["offered"][0].id);
  assert.deepEqual((await b.get("/work-items/inbox")).body["offered"], []);
  say("Alice's inbox", `offered: ${inbox["offered"][0].name}; Bob's is empty`);

  assert.equal((await b.post(`/work-items/${item}/claim`)).status, 404);
  const early = await a.post(`/work-items/${item}/start`);
  assert.equal(early.status, 409);
  say("start before claim", `409: ${early.body["detail"]}`);

  const claimed = await a.post(`/work-items/${item}/claim`);
  assert.deepEqual([claimed.status, claimed.body["state"]], [200, "allocated"]);
  say("Alice claims it", `state ${claimed.body["state"]}, she may ${claimed.body["actions"].join(", ")}`);
  assert.equal((await a.post(`/work-items/${item}/claim`)).status, 200);
  assert.equal((await a.post(`/work-items/${item}/complete`, { data: {} })).status, 409);

  const begun = await a.post(`/work-items/${item}/start`);
  assert.deepEqual([begun.status, begun.body["state"]], [200, "started"]);
  assert.ok(begun.body["startedAt"]);
  say("she starts it", `state ${begun.body["state"]} since ${begun.body["startedAt"]}`);

  const wrong = await a.post(`/work-items/${item}/complete`, { data: { account: 4711 } });
  assert.equal(wrong.status, 422);
  const places = wrong.body["errors"].map(
    ({ pointer, message }: Record<string, string>) => `${pointer} ${message}`,
  );
  assert.equal(places.length, 2);
  say("she completes it with wrong data", `422: ${places.join("; ")}`);

  const form = { data: { account: "4711", remarks: "checked" }, submissionId: `submission-${run}` };
  const completed = await a.post(`/work-items/${item}/complete`, form);
  assert.deepEqual([completed.status, completed.body["state"]], [200, "completed"]);
  const again = await a.post(`/work-items/${item}/complete`, form);
  assert.deepEqual([again.status, again.body], [200, completed.body]);
  const other = await a.post(`/work-items/${item}/complete`, {
    ...form,
    data: { account: "1", remarks: "" },
  });
  assert.equal(other.status, 409);
  say("she completes it", "the same submission again gets the same answer; with other data 409");

  const offered = (await b.get("/work-items/inbox")).body["offered"];
  assert.equal(offered.length, 1);
  assert.equal(offered[0].name, "Approve Invoice #12345");
  assert.equal((await e.get("/work-items/inbox")).body["offered"].length, 1);
  say("at once in Bob's and Eve's inboxes", offered[0].name);

  const next = String(offered[0].id);
  assert.equal((await b.post(`/work-items/${next}/claim`)).status, 200);
  assert.deepEqual((await e.get("/work-items/inbox")).body["offered"], []);
  assert.equal((await e.post(`/work-items/${next}/claim`)).status, 409);
  say("Bob claims it", "it is gone from Eve's inbox, and she gets 409");
  assert.equal((await b.post(`/work-items/${next}/start`)).status, 200);
  await b.post(`/work-items/${next}/complete`, { data: { approved: true, remarks: "fine" } });

  const [last] = (await a.get("/work-items/inbox")).body["offered"];
  assert.equal(last.name, "Pay Invoice #12345");
  for (const command of ["claim", "start"]) await a.post(`/work-items/${last.id}/${command}`);
  const paid = await a.post(`/work-items/${last.id}/complete`, { data: { paid_on: "2026-11-23" } });
  assert.deepEqual([paid.status, paid.body["next"]], [200, []]);

  const ended = (await admin.get(`/cases/${caseId}`)).body;
  assert.equal(ended["state"], "completed");
  assert.equal(ended["data"].approved, true);
  say("the case", `is ${ended["state"]} with ${JSON.stringify(ended["data"])}`);

  const events = (await admin.get(`/cases/${caseId}/events?limit=200`)).body["items"];
  const types: string[] = events.map(({ type }: { type: string }) => type);
  for (const type of ["item-offered", "item-claimed", "item-started", "item-completed", "case-completed"]) {
    assert.ok(types.includes(type), `no event ${type}`);
  }
  say("its events", `${events.length}, from ${types[0]} to ${types.at(-1)}`);
}
