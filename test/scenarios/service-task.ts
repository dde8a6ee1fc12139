/** Scenario 4, an automated service task, through HTTP: every row of it, against a server that misbehaves on demand. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Session, type Answer } from "../product/http.ts";
import { Acme } from "./acme.ts";
import type { Stage } from "./human-work.ts";

const YAML = { "content-type": "application/yaml" };

/** A customer is fetched, and a clerk goes on with what came. */
const source = (id: string, url: string, secret: string): string => `
mizzen: 1
id: ${id}
version: "1.0"
title: Customer data
input: { customer_id: string }
data: { name: string, tier: string, credit: number, age: { type: string, default: new } }
start: fetch_customer
tasks:
  fetch_customer:
    name: "Fetch Customer Data of {$customer_id}"
    call: http
    with:
      url: "${url}/customers/{customer_id}"
      auth: { type: bearer, token: { secret: ${secret} } }
    input: [customer_id]
    set:
      name: $body?name
      tier: $body?tier
      credit: $body?limits?credit
      age: "if ($status = 200) then 'known' else 'new'"
    retry: { attempts: 3, initial: PT0.2S, maximum: PT5S }
    timeout: PT20S
    next: check
  check:
    name: "Check {$name} ({$tier})"
    input: [name, tier, credit]
    next: end
`;

export async function serviceTask(stage: Stage): Promise<void> {
  const acme = await Acme.open();
  try {
    await new ServiceTask(stage, acme, await adminOf(stage)).run();
  } finally {
    acme.close();
  }
}

async function adminOf({ url, administrator }: Stage): Promise<Session> {
  return await Session.login(url, administrator.username, administrator.password);
}

class ServiceTask {
  readonly #stage: Stage;
  readonly #acme: Acme;
  readonly #admin: Session;
  readonly #run = randomBytes(3).toString("hex");
  /** must be found nowhere but in the requests */
  readonly #key = `key-${randomBytes(12).toString("hex")}`;
  readonly #secret: string;
  readonly #specification: string;

  constructor(stage: Stage, acme: Acme, admin: Session) {
    this.#stage = stage;
    this.#acme = acme;
    this.#admin = admin;
    this.#secret = `acme-${this.#run}`;
    this.#specification = `customer-${this.#run}`;
  }

  async run(): Promise<void> {
    await this.#registry();
    await this.#secrets();
    await this.#upload();
    await this.#fetches();
    await this.#escapes();
    await this.#retries();
    await this.#suspends();
    await this.#givesUp();
    await this.#refusesPrivateAddresses();
    await this.#isCancelled();
    await this.#callsBack();
    await this.#redacts();
  }

  #say(step: string, seen: string): void {
    this.#stage.say(step, seen);
  }

  async #registry(): Promise<void> {
    const { status, body } = await this.#admin.get("/connectors");
    assert.equal(status, 200);
    const connectors: { name: string; version: number; configuration: { properties: object } }[] = body.items;
    const http = connectors.find(({ name }) => name === "http");
    assert.ok(http && "url" in http.configuration.properties);
    this.#say("the registry", connectors.map(({ name, version }) => `${name} ${version}`).join(", "));
  }

  async #secrets(): Promise<void> {
    const put = await this.#admin.request(
      "PUT",
      `/secrets/${this.#secret}`,
      JSON.stringify({ value: this.#key }),
      { "content-type": "application/json" },
    );
    assert.ok([200, 201, 204].includes(put.status), JSON.stringify(put.body));
    const listed = await this.#admin.get("/secrets");
    assert.ok(JSON.stringify(listed.body).includes(this.#secret));
    assert.ok(!JSON.stringify(listed.body).includes(this.#key));
    this.#say("a secret", `${this.#secret} is stored, and listed without its value`);
  }

  async #upload(): Promise<void> {
    const good = source(this.#specification, this.#acme.url, this.#secret);
    for (const [from, to, expected] of [
      ["call: http", "call: htttp", /no connector "htttp"/],
      ["url: ", "uri: ", /url/],
      ["customers/{customer_id}", "customers/{customer}", /\{customer\}/],
      ["timeout: PT20S", "timeout: 20 seconds", /timeout/],
    ] as const) {
      const refused = await this.#admin.request("POST", "/specifications", good.replace(from, to), YAML);
      assert.equal(refused.status, 422, `${to}: ${JSON.stringify(refused.body)}`);
      const [error] = refused.body.errors;
      assert.match(error.message, expected);
      assert.ok(error.line > 0, JSON.stringify(error));
      this.#say(`uploaded with \`${to}\``, `422, line ${error.line}: ${error.message}`);
    }
    const uploaded = await this.#admin.request("POST", "/specifications", good, YAML);
    assert.equal(uploaded.status, 201, JSON.stringify(uploaded.body));
    this.#say("uploaded as it should be", `${uploaded.status} ${this.#specification}`);
  }

  async #start(customer: string, specificationId = this.#specification): Promise<string> {
    const started = await this.#admin.post("/cases", { specificationId, data: { customer_id: customer } });
    assert.equal(started.status, 201, JSON.stringify(started.body));
    return String(started.body.id);
  }

  async #item(id: string, state: string): Promise<Answer["body"]> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const { body } = await this.#admin.get(`/work-items/${id}`);
      if (body.state === state) return body;
      assert.ok(
        Date.now() < deadline,
        `${id} is ${body.state}, not ${state}: ${JSON.stringify(body.failure)}`,
      );
      await sleep(50);
    }
  }

  async #data(caseId: string): Promise<Answer["body"]> {
    return (await this.#admin.get(`/cases/${caseId}`)).body.data;
  }

  async #fetches(): Promise<void> {
    const caseId = await this.#start("c-1");
    const next = await this.#item(`${caseId}.2`, "unoffered");
    assert.equal(next.name, "Check Ms Frost (gold)");
    const [request] = this.#acme.asked;
    assert.equal(request?.method, "GET");
    assert.equal(request.headers["authorization"], `Bearer ${this.#key}`);
    assert.deepEqual(await this.#data(caseId), {
      customer_id: "c-1",
      name: "Ms Frost",
      tier: "gold",
      credit: 5000.5,
      age: "known",
    });
    this.#say("a case", `GET ${request.path} with the secret; the answer is in the case; next: ${next.name}`);
    await this.#findsNoSecret(caseId);
  }

  /** The value is in no answer about the case, its items and events, nor in the workflow as Temporal shows it. */
  async #findsNoSecret(caseId: string): Promise<void> {
    const paths = [`/cases/${caseId}`, `/cases/${caseId}/events?limit=200`, `/work-items/${caseId}.1`];
    for (const path of [...paths, `/specifications/${this.#specification}/source`, "/audit"]) {
      const answer = await this.#admin.get(path);
      assert.ok(answer.status < 400, `${path}: ${answer.status}`);
      assert.ok(!JSON.stringify(answer.body).includes(this.#key), `the secret is in ${path}`);
    }
    const ui = this.#stage.temporalUi;
    if (ui === undefined) return;
    const path = `/api/v1/namespaces/default/workflows/${caseId}/history?maximumPageSize=500`;
    const history = await (await fetch(`${ui}${path}`)).text();
    assert.ok(history.includes("callConnector"), history.slice(0, 300));
    assert.ok(!unpacked(history).includes(this.#key), "the secret is in the workflow's history");
    this.#say(
      "the secret",
      "is not in the case, its items, its events, the audit, nor in the workflow's history",
    );
  }

  async #escapes(): Promise<void> {
    this.#acme.feel({ kind: "customer" });
    const caseId = await this.#start("../admin?x=1 &\r\nX-Evil: 1");
    await this.#item(`${caseId}.2`, "unoffered");
    const [request] = this.#acme.asked;
    assert.equal(request?.path, "/customers/..%2Fadmin%3Fx%3D1%20%26%0D%0AX-Evil%3A%201");
    assert.equal(request.headers["x-evil"], undefined);
    this.#say("a customer id with slashes and line ends", request.path);
  }

  async #retries(): Promise<void> {
    this.#acme.feel({ kind: "status", status: 503, retryAfter: 1, times: 1 });
    const caseId = await this.#start("c-2");
    await this.#item(`${caseId}.2`, "unoffered");
    const [first, second] = this.#acme.asked;
    assert.equal(this.#acme.asked.length, 2);
    const pause = (second?.at ?? 0) - (first?.at ?? 0);
    assert.ok(pause >= 950, `the pause was ${pause} ms`);
    this.#say("503 with Retry-After: 1", `asked again after ${pause} ms, and the case went on`);
    this.#acme.feel({ kind: "reset", times: 2 });
    const other = await this.#start("c-3");
    await this.#item(`${other}.2`, "unoffered");
    assert.equal(this.#acme.asked.length, 3);
    this.#say("a connection that breaks twice", "the third attempt succeeded");
  }

  async #suspends(): Promise<void> {
    this.#acme.feel({ kind: "status", status: 404 });
    const caseId = await this.#start("c-4");
    const item = await this.#item(`${caseId}.1`, "suspended");
    assert.equal(this.#acme.asked.length, 1, "a final answer is not asked for again");
    assert.equal(item.failure.details.status, 404);
    assert.deepEqual(item.actions, ["retry", "skip", "fail"]);
    this.#say(
      "404",
      `the item is suspended: ${item.failure.message}; a manager may ${item.actions.join(", ")}`,
    );
    const events = (await this.#admin.get(`/cases/${caseId}/events?limit=200`)).body.items;
    assert.ok(events.some(({ type }: { type: string }) => type === "item-suspended"));

    const wrong = await this.#admin.post(`/work-items/${caseId}.1/retry`, { data: { customer_id: 4 } });
    assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, "/customer_id"]);
    this.#acme.feel({ kind: "customer" });
    const retried = await this.#admin.post(`/work-items/${caseId}.1/retry`, {
      data: { customer_id: "c-44" },
    });
    assert.equal(retried.status, 200, JSON.stringify(retried.body));
    await this.#item(`${caseId}.2`, "unoffered");
    assert.equal(this.#acme.asked[0]?.path, "/customers/c-44");
    this.#say("retried with another customer", "the case went on");

    this.#acme.feel({ kind: "text", type: "text/html", body: "<h1>Sorry</h1>" });
    const other = await this.#start("c-5");
    const odd = await this.#item(`${other}.1`, "suspended");
    this.#say("HTML instead of JSON", `suspended: ${odd.failure.type}: ${odd.failure.message}`);
    const output = { status: 200, headers: {}, body: { name: "By hand", tier: "none" } };
    const skipped = await this.#admin.post(`/work-items/${other}.1/skip`, { data: output });
    assert.equal(skipped.status, 200, JSON.stringify(skipped.body));
    assert.equal((await this.#data(other)).name, "By hand");
    this.#say("skipped with an output by hand", "the case went on with it");
  }

  async #givesUp(): Promise<void> {
    this.#acme.feel({ kind: "status", status: 500 });
    const caseId = await this.#start("c-6");
    const item = await this.#item(`${caseId}.1`, "suspended");
    assert.deepEqual([this.#acme.asked.length, item.failure.attempts], [3, 3]);
    const failed = await this.#admin.post(`/work-items/${caseId}.1/fail`, { reason: "Acme is gone." });
    assert.deepEqual([failed.status, failed.body.state], [200, "failed"]);
    const { body } = await this.#admin.get(`/cases/${caseId}`);
    assert.equal(body.state, "failed");
    assert.match(body.fault.message, /Acme is gone/);
    this.#say("500 three times, then given up", `the case is ${body.state}: ${body.fault.message}`);
  }

  async #refusesPrivateAddresses(): Promise<void> {
    for (const host of [
      "http://169.254.169.254",
      "http://[::1]:80",
      "http://0x0a010203:81",
      "http://10.1.2.3",
    ]) {
      const id = `private-${this.#run}-${host.replaceAll(/\W+/g, "-")}`;
      const uploaded = await this.#admin.request(
        "POST",
        "/specifications",
        source(id, host, this.#secret).replace("attempts: 3", "attempts: 1"),
        YAML,
      );
      if (uploaded.status === 422) {
        this.#say(host, `refused at upload: ${uploaded.body.errors[0].message}`);
        continue;
      }
      const caseId = await this.#start("c-7", id);
      const item = await this.#item(`${caseId}.1`, "suspended");
      assert.match(item.failure.message, /address|allow/i);
      this.#say(host, `refused: ${item.failure.message}`);
      await this.#admin.post(`/cases/${caseId}/cancel`);
    }
  }

  async #isCancelled(): Promise<void> {
    this.#acme.feel({ kind: "hang" });
    const caseId = await this.#start("c-8");
    for (let tries = 0; this.#acme.asked.length === 0; tries += 1) {
      assert.ok(tries < 400, "the server was not asked");
      await sleep(25);
    }
    const cancelled = await this.#admin.post(`/cases/${caseId}/cancel`);
    assert.deepEqual([cancelled.status, cancelled.body.state], [200, "cancelled"]);
    for (let tries = 0; this.#acme.abandoned === 0; tries += 1) {
      assert.ok(tries < 800, "the call went on");
      await sleep(25);
    }
    this.#say("cancelled during a call", "the case is cancelled and the connection is closed");
  }

  async #callsBack(): Promise<void> {
    this.#acme.feel({ kind: "echo" });
    const id = `callback-${this.#run}`;
    const uploaded = await this.#admin.request(
      "POST",
      "/specifications",
      `
mizzen: 1
id: ${id}
version: "1.0"
input: { customer_id: string }
data: { verdict: string }
start: ask
tasks:
  ask:
    call: callback
    with:
      within: PT1H
      notify: { url: "${this.#acme.url}/ask", method: POST, body: { answer_to: "{callback_url}" } }
    input: [customer_id]
    set: { verdict: $body?verdict }
    next: end
`,
      YAML,
    );
    assert.equal(uploaded.status, 201, JSON.stringify(uploaded.body));
    const caseId = await this.#start("c-9", id);
    for (let tries = 0; ; tries += 1) {
      const { body } = await this.#admin.get(`/work-items/${caseId}.1`);
      if (body.call?.waitsUntil !== undefined) break;
      assert.ok(tries < 400, JSON.stringify(body));
      await sleep(50);
    }
    const { answer_to: url } = JSON.parse(this.#acme.asked[0]?.body ?? "{}") as { answer_to: string };
    const call = async (to: string, body: unknown): Promise<number> =>
      (
        await fetch(to, {
          method: "POST",
          body: JSON.stringify(body),
          headers: { "content-type": "application/json" },
        })
      ).status;
    assert.equal(await call(url.replace(/.$/, url.endsWith("A") ? "B" : "A"), {}), 404);
    assert.equal(await call(url, { verdict: 7 }), 422);
    const answered = await call(url, { verdict: "accepted" });
    assert.ok(answered === 200 || answered === 204, `status ${answered}`);
    const { body } = await this.#admin.get(`/cases/${caseId}`);
    assert.deepEqual([body.state, body.data.verdict], ["completed", "accepted"]);
    assert.equal(await call(url, { verdict: "accepted" }), answered, "the same call again is answered alike");
    this.#say(
      "a task that waits to be called back",
      "a wrong signature 404, wrong data 422, then the case is complete",
    );
    const shown = JSON.stringify((await this.#admin.get(`/cases/${caseId}/events?limit=200`)).body);
    assert.ok(!shown.includes(url.split("/").at(-1) ?? url), "the signed URL is not shown");
  }

  async #redacts(): Promise<void> {
    this.#acme.feel({ kind: "echo" });
    const caseId = await this.#start("c-10");
    await this.#item(`${caseId}.2`, "unoffered");
    const item = (await this.#admin.get(`/work-items/${caseId}.1`)).body;
    // masking is for errors, logs and what is shown of a call: the answer stays what the server gave (docs/connectors.md)
    assert.equal(item.output.body.headers.authorization, `Bearer ${this.#key}`);
    this.#say("a server that sends the secret back", "the case goes on with the answer as it was");
  }
}

/** A history as text, with what stands in base 64 beside it. */
function unpacked(history: string): string {
  const data = [...history.matchAll(/"data":\s*"([A-Za-z0-9+/=]+)"/g)].map(([, text = ""]) =>
    Buffer.from(text, "base64").toString(),
  );
  return [history, ...data].join("\n");
}
