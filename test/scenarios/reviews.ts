/**
 * Scenario 5, multiple instances with a threshold, through HTTP with ten reviewers logged in: every row of it. The count comes
 * from a case variable, the task goes on after seven, and what is left is gone from every inbox.
 */
import assert from "node:assert/strict";
import type { Stage } from "./human-work.ts";
import { reviewed, REVIEWERS, Reviewers, YAML, type Body } from "./reviewers.ts";

/** @param instances how many applications the last case has; 0: none of that */
export async function reviews(stage: Stage, instances = 0): Promise<void> {
  const company = await Reviewers.prepare(stage);
  stage.say("prepared", `${REVIEWERS} reviewers are logged in; ${company.specification} is uploaded`);
  const scenario = new Reviews(stage, company);
  await scenario.spawning();
  await scenario.threshold();
  await scenario.races();
  await scenario.dynamic();
  if (instances > 0) await scenario.many(instances);
}

class Reviews {
  readonly #stage: Stage;
  readonly #company: Reviewers;

  constructor(stage: Stage, company: Reviewers) {
    this.#stage = stage;
    this.#company = company;
  }

  /** Minimum, maximum, count from data; bounds that do not hold are a clear fault; each sees its own element and number. */
  async spawning(): Promise<void> {
    const wrong = await this.#company.start({ application_count: 2.5 });
    assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, "/application_count"]);
    const negative = await this.#company.start({ application_count: -1 });
    assert.deepEqual([negative.status, negative.body.errors[0].pointer], [422, "/application_count"]);
    this.#say("a count of 2.5 and of -1", `422: ${negative.body.errors[0].message}`);

    const tooMany = await this.#company.started({ application_count: 2001 });
    const { failures } = await this.#company.case(tooMany);
    assert.match(failures[0].message, /2001 instances; it needs 0 to 2000/);
    assert.deepEqual(await this.#company.inbox(0, tooMany), []);
    this.#say("2,001 where 2,000 may be", failures[0].message);
    await this.#company.must(200, "POST", `/cases/${tooMany}/cancel`);

    const none = await this.#company.started({ application_count: 0 });
    await this.#company.comesToDecision(none);
    this.#say("none at all", "the case goes on at once");
    await this.#company.must(200, "POST", `/cases/${none}/cancel`);

    const said = await this.#company.call(
      "POST",
      "/specifications",
      (await this.#company.source("odd")).replace("max: 2000", "min: 9\n      max: 8"),
      YAML,
    );
    assert.equal(said.status, 422);
    this.#say("at least 9 and at most 8", `422: ${said.body.errors[0].message}`);

    const caseId = await this.#company.started({ application_count: 10, applicants: [..."abcdefghij"] });
    await this.#company.waitFor(caseId, { running: 10 });
    const items = await this.#company.inbox(3, caseId);
    assert.equal(items.length, 10);
    const seen: unknown[] = [];
    for (const { id } of items) seen.push((await this.#company.must(200, "GET", `/work-items/${id}`)).data);
    const expected = [..."abcdefghij"].map((applicant, index) => ({ applicant, number: index + 1 }));
    assert.deepEqual(byNumber(seen), expected);
    this.#say("ten instances", "ten work items in each inbox, each with its applicant and number");
    const added = await this.#company.call("POST", `/work-items/${items[0]?.id}/instances`, { data: {} });
    assert.equal(added.status, 403);
    this.#say("one more of a task that makes them once", `403: ${added.body.detail}`);
    assert.equal((await this.#company.call("GET", `/work-items/${caseId}.99999`)).status, 404);
    await this.#company.must(200, "POST", `/cases/${caseId}/cancel`);
    for (const number of [0, 9]) await this.#company.untilGone(number, caseId);
  }

  /** Seven of ten; the rest, in every state, leaves every inbox; the results stand in the order of the applications. */
  async threshold(): Promise<void> {
    const caseId = await this.#company.started({ application_count: 10 });
    await this.#company.waitFor(caseId, { total: 10, running: 10, completed: 0, cancelled: 0, threshold: 7 });
    const items = await this.#company.byNumber(caseId);
    const item = (number: number): string => items.get(number) ?? assert.fail(`no instance ${number}`);
    // 1 stays offered; 2 is claimed, 3 started, 4 suspended
    await this.#company.as(1, item(2), "claim");
    for (const number of [3, 4])
      for (const command of ["claim", "start"]) await this.#company.as(2, item(number), command);
    await this.#company.as(2, item(4), "suspend");
    for (const number of [10, 7, 9, 5, 8, 6]) await this.#company.review(number - 1, item(number), number);
    await this.#company.waitFor(caseId, { running: 4, completed: 6, cancelled: 0 });
    assert.equal(await this.#company.decision(caseId), undefined);
    this.#say("six are completed", "four are under way; the task has not gone on");

    for (const command of ["claim", "start"]) await this.#company.as(4, item(1), command);
    await this.#company.as(4, item(1), "complete", { data: { reviewed: "n1", grade: 1 } });
    await this.#company.waitFor(caseId, { running: 0, completed: 7, cancelled: 3 });
    await this.#company.comesToDecision(caseId);
    for (let number = 0; number < REVIEWERS; number += 1)
      assert.deepEqual(await this.#company.inbox(number, caseId), []);
    for (const number of [2, 3, 4]) {
      assert.equal((await this.#company.must(200, "GET", `/work-items/${item(number)}`)).state, "cancelled");
    }
    this.#say(
      "the seventh",
      "the case goes on; the claimed, started and suspended ones are gone from every inbox",
    );

    const late = await this.#company.people[2]?.post(`/work-items/${item(3)}/complete`, {
      data: { reviewed: "n3", grade: 3 },
    });
    assert.equal(late?.status, 409, JSON.stringify(late?.body));
    this.#say("a completion that comes late", `409: ${late?.body.detail}`);

    const { data } = await this.#company.case(caseId);
    assert.deepEqual(
      data.grades.map(({ applicant }: { applicant: string }) => applicant),
      ["n1", "n5", "n6", "n7", "n8", "n9", "n10"],
    );
    this.#say("the grades", `in the order of the applications: ${JSON.stringify(data.grades)}`);
    const states = (await this.#company.instances(caseId)).items.map((each: Body) => each.state);
    assert.deepEqual(states.filter((state: string) => state === "completed").length, 7);
    assert.deepEqual(states.filter((state: string) => state === "cancelled").length, 3);
    await this.#company.decide(caseId);
  }

  /** Ten people complete at the same moment: seven are told that it is done, three that they are late. */
  async races(): Promise<void> {
    const caseId = await this.#company.started({ application_count: 10 });
    await this.#company.waitFor(caseId, { running: 10 });
    const items = [...(await this.#company.byNumber(caseId))];
    await Promise.all(
      items.map(async ([number, item]) => {
        for (const command of ["claim", "start"]) await this.#company.as(number - 1, item, command);
      }),
    );
    const answers = await Promise.all(
      items.map(async ([number, item]) => {
        const data = { reviewed: `n${number}`, grade: 2 };
        const answer = await this.#company.people[number - 1]?.post(`/work-items/${item}/complete`, { data });
        return { number, status: answer?.status, detail: answer?.body.detail };
      }),
    );
    const done = answers.filter(({ status }) => status === 200).map(({ number }) => number);
    const late = answers.filter(({ status }) => status === 409);
    assert.deepEqual([done.length, late.length], [7, 3], JSON.stringify(answers));
    await this.#company.waitFor(caseId, { completed: 7, cancelled: 3, running: 0 });
    await this.#company.comesToDecision(caseId);
    const { data } = await this.#company.case(caseId);
    assert.deepEqual(
      data.grades.map(({ applicant }: { applicant: string }) => applicant),
      done.toSorted((a, b) => a - b).map((number) => `n${number}`),
    );
    this.#say(
      "ten completions at once",
      `seven are done and joined, three are answered 409: ${late[0]?.detail}`,
    );
    await this.#company.decide(caseId);
  }

  /** Instances that are added while others run, up to the maximum, and none after the threshold. */
  async dynamic(): Promise<void> {
    const id = `dynamic-${this.#company.run}`;
    await this.#company.upload(id, (text) => text.replace("max: 2000", "max: 6\n      creation: dynamic"));
    const caseId = await this.#company.started({ application_count: 5, enough: 3 }, id);
    await this.#company.waitFor(caseId, { total: 5, running: 5, max: 6 });
    const items = await this.#company.byNumber(caseId);
    const path = `/work-items/${items.get(2)}/instances`;
    await this.#company.must(200, "POST", path, { data: { applicant: "late" } });
    await this.#company.waitFor(caseId, { total: 6, running: 6 });
    const more = await this.#company.call("POST", path, { data: { applicant: "later" } });
    assert.equal(more.status, 409);
    this.#say("one is added, a seventh is not", `409: ${more.body.detail}`);
    const now = await this.#company.byNumber(caseId);
    for (const number of [6, 1, 4]) await this.#company.review(number, now.get(number) ?? "", number);
    await this.#company.waitFor(caseId, { completed: 3, cancelled: 3 });
    const after = await this.#company.call("POST", path, { data: { applicant: "too late" } });
    assert.equal(after.status, 409);
    this.#say("added after the threshold", `409: ${after.body.detail}`);
    await this.#company.decide(caseId);
  }

  /** The same with many: ten people work through them until the task goes on. */
  async many(count: number): Promise<void> {
    const enough = Math.ceil(count * 0.7);
    const begun = Date.now();
    const caseId = await this.#company.started({ application_count: count, enough });
    await this.#company.waitFor(caseId, { total: count, running: count });
    this.#say(`${count} instances`, `are open after ${seconds(begun)}`);
    const items = [...(await this.#company.byNumber(caseId))];
    const working = Date.now();
    const worked = await Promise.all(
      this.#company.people.map(async (person, index) => {
        const answers = { done: 0, late: 0 };
        for (const [number, item] of items.filter((_, at) => at % REVIEWERS === index)) {
          const result = await reviewed(person, item, number);
          if (result === 409) {
            answers.late += 1;
            break;
          }
          assert.equal(result, 200, `instance ${number}`);
          answers.done += 1;
        }
        return answers;
      }),
    );
    const done = worked.reduce((sum, each) => sum + each.done, 0);
    assert.equal(done, enough);
    await this.#company.waitFor(caseId, { completed: enough, cancelled: count - enough, running: 0 });
    const { data } = await this.#company.case(caseId);
    assert.equal(data.grades.length, enough);
    this.#say(
      `${enough} reviews`,
      `after ${seconds(working)} the case goes on; ${count - enough} are cancelled, ${worked.length} people were told at their next one`,
    );
    for (let number = 0; number < REVIEWERS; number += 1)
      assert.deepEqual(await this.#company.inbox(number, caseId), []);
    await this.#company.decide(caseId);
  }

  #say(step: string, seen: string): void {
    this.#stage.say(step, seen);
  }
}

function byNumber(entries: readonly unknown[]): readonly unknown[] {
  return entries.toSorted((a, b) => (a as { number: number }).number - (b as { number: number }).number);
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
