/** Ten people who review applications through HTTP, and an administrator who looks at how it goes. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Session, type Answer } from "../product/http.ts";
import type { Stage } from "./human-work.ts";

export const YAML = { "content-type": "application/yaml" };
export const REVIEWERS = 10;
const PASSWORD = "a-long-enough-password";
const EXAMPLE = new URL("../../examples/applications.yaml", import.meta.url);
/** How long something that follows by itself may take, in milliseconds. */
const PATIENCE = 60_000;

export type Body = Answer["body"];

export class Reviewers {
  readonly run = randomBytes(3).toString("hex");
  readonly specification = `applications-${this.run}`;
  /** sessions of the reviewers */
  readonly people: Session[] = [];
  readonly #admin: Session;

  private constructor(admin: Session) {
    this.#admin = admin;
  }

  /** Ten reviewers with a role of their own, logged in, and the specification. */
  static async prepare({ url, administrator }: Stage): Promise<Reviewers> {
    const reviewers = new Reviewers(await Session.login(url, administrator.username, administrator.password));
    const role = `reviewer-${reviewers.run}`;
    await reviewers.must(201, "POST", "/roles", { id: role, name: role });
    for (let number = 1; number <= REVIEWERS; number += 1) {
      const id = `reviewer-${number}-${reviewers.run}@acme.com`;
      await reviewers.must(201, "POST", "/participants", { id, name: id, password: PASSWORD, roles: [role] });
      reviewers.people.push(await Session.login(url, id, PASSWORD));
    }
    await reviewers.upload(reviewers.specification);
    return reviewers;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    return await this.#admin.request(method, path, text, headers ?? { "content-type": "application/json" });
  }

  async must(status: number, method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await this.call(method, path, body);
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async source(id: string): Promise<string> {
    return (await readFile(EXAMPLE, "utf8"))
      .replace("id: applications", `id: ${id}`)
      .replace("[reviewer]", `[reviewer-${this.run}]`)
      .replace("[manager]", `[reviewer-${this.run}]`);
  }

  async upload(id: string, change: (source: string) => string = (source) => source): Promise<void> {
    const answer = await this.call("POST", "/specifications", change(await this.source(id)), YAML);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
  }

  async start(data: unknown, specificationId = this.specification): Promise<Answer> {
    return await this.call("POST", "/cases", { specificationId, data });
  }

  async started(data: unknown, specification?: string): Promise<string> {
    const { status, body } = await this.start(data, specification);
    assert.equal(status, 201, JSON.stringify(body));
    return String(body.id);
  }

  async case(id: string): Promise<Body> {
    return await this.must(200, "GET", `/cases/${id}`);
  }

  /** How the instances stand, with all of them. */
  async instances(caseId: string): Promise<Body> {
    const path = `/cases/${caseId}/instances?task=review&limit=200`;
    const first = await this.must(200, "GET", path);
    const items = [...first.items];
    for (let cursor = first.nextCursor; cursor;) {
      const page = await this.must(200, "GET", `${path}&cursor=${encodeURIComponent(cursor)}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return { ...first, items };
  }

  async waitFor(caseId: string, expected: Readonly<Record<string, number>>): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const answer = await this.must(200, "GET", `/cases/${caseId}/instances?task=review&limit=1`);
      const seen = Object.fromEntries(Object.keys(expected).map((key) => [key, answer[key]]));
      try {
        return assert.deepEqual(seen, expected);
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(50);
      }
    }
  }

  /** Item of each instance that is open, by number. */
  async byNumber(caseId: string): Promise<ReadonlyMap<number, string>> {
    const { items } = await this.instances(caseId);
    return new Map(items.map(({ instance, id }: Body) => [Number(instance), String(id)]));
  }

  /** The item of what comes after the reviews, when it is open. */
  async decision(caseId: string): Promise<string | undefined> {
    const { items } = await this.must(200, "GET", `/work-items?caseId=${caseId}&taskId=decide`);
    return items[0]?.id;
  }

  async comesToDecision(caseId: string): Promise<string> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const item = await this.decision(caseId);
      if (item !== undefined) return item;
      assert.ok(Date.now() < deadline, "the case does not go on");
      await sleep(50);
    }
  }

  /** What a cancelled case had in workflows of its own leaves the inbox a little later. */
  async untilGone(reviewer: number, caseId: string): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while ((await this.inbox(reviewer, caseId)).length > 0) {
      assert.ok(Date.now() < deadline, "work of a cancelled case stays in the inbox");
      await sleep(50);
    }
  }

  /** Reviews of a case in the inbox of a reviewer, in whatever state. */
  async inbox(reviewer: number, caseId: string): Promise<readonly Body[]> {
    const { body } =
      (await this.people[reviewer]?.get("/work-items/inbox")) ?? assert.fail("no such reviewer");
    return ["offered", "allocated", "started", "suspended"]
      .flatMap((state): readonly Body[] => body[state])
      .filter(({ id, taskId }: Body) => String(id).startsWith(`${caseId}.`) && taskId === "review");
  }

  async as(reviewer: number, item: string, command: string, body?: unknown): Promise<void> {
    const answer = await this.people[reviewer % REVIEWERS]?.post(`/work-items/${item}/${command}`, body);
    assert.equal(answer?.status, 200, `${command} of ${item}: ${JSON.stringify(answer?.body)}`);
  }

  async review(reviewer: number, item: string, number: number): Promise<void> {
    const person = this.people[reviewer % REVIEWERS] ?? assert.fail("no such reviewer");
    assert.equal(await reviewed(person, item, number), 200, `review of ${item}`);
  }

  /** What comes after the reviews is done, and the case is complete. */
  async decide(caseId: string): Promise<void> {
    const item = await this.comesToDecision(caseId);
    for (const command of ["claim", "start"]) await this.as(0, item, command);
    await this.as(0, item, "complete", { data: { accepted: ["n1"] } });
    assert.equal((await this.case(caseId)).state, "completed");
  }
}

/** Claims, starts and completes. @returns the first status that is not 200, or 200 */
export async function reviewed(person: Session, item: string, number: number): Promise<number> {
  for (const command of ["claim", "start"]) {
    const { status } = await person.post(`/work-items/${item}/${command}`);
    if (status !== 200) return status;
  }
  const data = { reviewed: `n${number}`, grade: (number % 6) + 1 };
  return (await person.post(`/work-items/${item}/complete`, { data })).status;
}
