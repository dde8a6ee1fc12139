/** Scenario 2, who gets the work, through HTTP: every row of it, step by step, with what was seen. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { listen, type Heard } from "../api/event-stream.ts";
import { Session } from "../product/http.ts";
import type { Stage } from "./human-work.ts";

const PASSWORD = "a-long-enough-password";
/** how many claim the same item at once */
const CLAIMS = 100;

/** Lawyers who know contract law review; somebody else, chosen by the system, approves; who reviewed files. */
const specification = (id: string, lawyer: string, group: string): string => `
mizzen: 1
id: ${id}
version: "1.0"
title: Contract review
input: { contract: string }
data:
  opinion: { type: string, default: "" }
  approved: { type: boolean, default: false }
output: [opinion, approved]
start: review
tasks:
  review:
    name: "Review Contract {$contract}"
    offer:
      roles: [${lawyer}]
      where: 'capability("Contract Law", >= 5) & group("${group}")'
    privileges: [deallocate, suspend]
    input: [contract]
    output: [opinion]
    next: approve
  approve:
    name: "Approve Contract {$contract}"
    offer: { roles: [${lawyer}], separateFrom: review }
    allocate: { strategy: shortest-queue }
    start: system
    input: [contract, opinion]
    output: [approved]
    next: file
  file:
    name: "File Contract {$contract}"
    offer: { familiar: review }
    input: [contract]
    next: end
`;

export async function contractReview({ url, administrator, say }: Stage): Promise<void> {
  const run = randomBytes(3).toString("hex");
  const id = (name: string): string => `${name}-${run}@acme.com`;
  const [bob, carol, dave, erin] = [id("bob"), id("carol"), id("dave"), id("erin")];
  const [lawyer, partner, legal] = [`lawyer-${run}`, `partner-${run}`, `legal-${run}`];
  const admin = await Session.login(url, administrator.username, administrator.password);

  const make = async (path: string, body: object): Promise<void> => {
    const { status, body: answer } = await admin.post(path, body);
    assert.equal(status, 201, JSON.stringify(answer));
  };
  await make("/roles", { id: lawyer, name: "Lawyer" });
  await make("/roles", { id: partner, name: "Partner", belongsTo: lawyer });
  await make("/groups", { id: `acme-${run}`, name: "Acme" });
  await make("/groups", { id: legal, name: "Legal", belongsTo: `acme-${run}` });
  const person = async (who: string, role: string, years: number | undefined): Promise<void> =>
    make("/participants", {
      id: who,
      password: PASSWORD,
      roles: [role],
      groups: [legal],
      capabilities: years === undefined ? [] : [{ name: "Contract Law", value: years }],
    });
  await make("/capabilities", { id: `contract-law-${run}`, name: "Contract Law" });
  await person(bob, lawyer, 7);
  await person(carol, partner, 12);
  await person(dave, lawyer, 2);
  await person(erin, lawyer, undefined);
  say(
    "people",
    "Bob 7 years of Contract Law, Carol 12 and a partner (a role below lawyer), Dave 2, Erin none",
  );

  const source = specification(`contract-${run}`, lawyer, `acme-${run}`);
  const wrong = await admin.request("POST", "/specifications", source.replace('group("', 'grup("'), {
    "content-type": "application/yaml",
  });
  assert.equal(wrong.status, 422);
  say("a filter that nobody knows", `422: ${wrong.body["errors"][0].message}`);
  const uploaded = await admin.request("POST", "/specifications", source, {
    "content-type": "application/yaml",
  });
  assert.equal(uploaded.status, 201, JSON.stringify(uploaded.body));

  const people = new Map<string, Session>();
  for (const who of [bob, carol, dave, erin]) people.set(who, await Session.login(url, who, PASSWORD));
  const as = (who: string): Session => {
    const session = people.get(who);
    assert.ok(session);
    return session;
  };
  const offers = async (who: string): Promise<readonly string[]> =>
    (await as(who).get("/work-items/inbox")).body["offered"].map(({ name }: { name: string }) => name);
  const listener = await listen({ url }, await tokenOf(url, bob));

  try {
    const begun = performance.now();
    const started = await admin.post("/cases", {
      specificationId: `contract-${run}`,
      data: { contract: "4711" },
    });
    assert.equal(started.status, 201, JSON.stringify(started.body));
    const caseId = String(started.body["id"]);
    const review = `${caseId}.1`;
    const isOffer = ({ type, data }: Heard): boolean => type === "offered" && data["workItemId"] === review;
    const heard = await listener.until((all) => all.some(isOffer));
    const after = (heard.find(isOffer)?.at ?? 0) - begun;
    say("Bob is told of the offer at once", `${after.toFixed(0)} ms after the case was asked for`);
    assert.deepEqual(await Promise.all([bob, carol, dave, erin].map(offers)), [
      ["Review Contract 4711"],
      ["Review Contract 4711"],
      [],
      [],
    ]);
    say("offered", "to Bob and Carol; Dave has too few years, Erin lacks the capability");

    const why = (await admin.get(`/work-items/${review}/eligibility`)).body;
    const dropped = why["steps"].flatMap((step: { dropped: { participant: string; reason: string }[] }) =>
      step.dropped.map(({ participant, reason }) => [participant, reason]),
    );
    assert.deepEqual(new Set(dropped.map(([who]: [string]) => who)), new Set([dave, erin]));
    assert.deepEqual([why["outcome"], why["offeredTo"]], ["offered", [bob, carol].toSorted()]);
    say("why", dropped.map(([who, reason]: [string, string]) => `${who}: ${reason}`).join("; "));
    assert.equal((await as(bob).get(`/work-items/${review}/eligibility`)).status, 403);

    assert.equal((await as(dave).post(`/work-items/${review}/claim`)).status, 404);
    const rejected = await as(carol).post(`/work-items/${review}/reject`);
    assert.equal(rejected.status, 200, JSON.stringify(rejected.body));
    assert.deepEqual([await offers(bob), await offers(carol)], [["Review Contract 4711"], []]);
    say("Carol rejects it", "Bob has it still");
    assert.equal((await as(bob).post(`/work-items/${review}/reject`)).status, 200);
    const unoffered = (await admin.get(`/work-items/${review}`)).body;
    assert.equal(unoffered["state"], "unoffered");
    say("so does Bob", "it is unoffered, and the administrator's");
    const again = await admin.post(`/work-items/${review}/offer`, { to: [bob, carol] });
    assert.equal(again.status, 200, JSON.stringify(again.body));

    const claims = await Promise.all(
      Array.from({ length: CLAIMS }, async (_, index) =>
        as(index % 2 === 0 ? bob : carol).post(`/work-items/${review}/claim`),
      ),
    );
    const owner = String((await admin.get(`/work-items/${review}`)).body["allocatedTo"]);
    const other = owner === bob ? carol : bob;
    const statuses = claims.map(({ status }, index) => [index % 2 === 0 ? bob : carol, status] as const);
    assert.ok(statuses.every(([who, status]) => status === (who === owner ? 200 : 409)));
    assert.equal((await as(other).get("/work-items/inbox")).body["offered"].length, 0);
    say(`${CLAIMS} claims at once`, `${owner} has it; the other gets 409 each time`);

    const told = owner === bob ? "allocated" : "withdrawn";
    await listener.until((all) => all.some(({ type }) => type === told));
    assert.equal((await as(owner).post(`/work-items/${review}/start`)).status, 200);
    const done = await as(owner).post(`/work-items/${review}/complete`, { data: { opinion: "fine" } });
    assert.equal(done.status, 200, JSON.stringify(done.body));

    const approval = (await admin.get(`/work-items?caseId=${caseId}&state=started`)).body["items"];
    assert.equal(approval.length, 1, "the approval is started by the system");
    const approver = String(approval[0].allocatedTo);
    assert.notEqual(approver, owner);
    say("the approval", `is allocated to ${approver} by the shortest queue, and started`);
    const item = String(approval[0].id);
    const given = await admin.post(`/work-items/${item}/allocate`, { to: owner });
    assert.deepEqual([given.status, given.body["type"]], [403, "/problems/separation-of-duties"]);
    say("to whoever reviewed", `403: ${given.body["detail"]}`);
    const approved = await as(approver).post(`/work-items/${item}/complete`, { data: { approved: true } });
    assert.equal(approved.status, 200, JSON.stringify(approved.body));

    assert.deepEqual(await offers(owner), ["File Contract 4711"]);
    assert.deepEqual(await offers(other), []);
    say("the filing", "is offered to who reviewed, and to nobody else");
    const filing = (await as(owner).get("/work-items/inbox")).body["offered"][0].id;
    const claimed = await as(owner).post(`/work-items/${filing}/claim`, { start: true });
    assert.deepEqual([claimed.status, claimed.body["state"]], [200, "started"]);
    assert.equal((await as(owner).post(`/work-items/${filing}/complete`, { data: {} })).status, 200);
    const ended = (await admin.get(`/cases/${caseId}`)).body;
    assert.deepEqual(
      [ended["state"], ended["data"]],
      ["completed", { contract: "4711", opinion: "fine", approved: true }],
    );
    say("the case", `is ${ended["state"]}`);
    await balance(admin, `contract-${run}`, as, [bob, carol], say);
  } finally {
    await listener.close();
  }
}

/** Work that the system allocates is spread: each of several gets as much as the others. */
async function balance(
  admin: Session,
  specificationId: string,
  as: (who: string) => Session,
  reviewers: readonly string[],
  say: Stage["say"],
): Promise<void> {
  for (let number = 1; number <= 6; number += 1) {
    const { body } = await admin.post("/cases", { specificationId, data: { contract: String(number) } });
    const review = `${String(body["id"])}.1`;
    const who = as(reviewers[number % reviewers.length] ?? "");
    assert.equal((await who.post(`/work-items/${review}/claim`, { start: true })).status, 200);
    assert.equal((await who.post(`/work-items/${review}/complete`, { data: { opinion: "" } })).status, 200);
  }
  const { items } = (await admin.get(`/work-items?taskId=approve&state=started`)).body;
  const counts = new Map<string, number>();
  for (const { allocatedTo, specificationId: of } of items) {
    if (of === specificationId) counts.set(allocatedTo, (counts.get(allocatedTo) ?? 0) + 1);
  }
  const numbers = [...counts.values()];
  assert.equal(
    numbers.reduce((sum, count) => sum + count, 0),
    6,
  );
  assert.ok(Math.max(...numbers) <= 2, JSON.stringify([...counts]));
  say("six approvals", `are spread: ${[...counts].map(([who, count]) => `${who} ${count}`).join(", ")}`);
}

async function tokenOf(url: string, username: string): Promise<string> {
  const { body } = await new Session(url).post("/auth/login", { username, password: PASSWORD });
  return String(body["token"]);
}
