/** Follows a trace of a fixture through the API, with the store behind it, and fails at the first step at which something else happens. */
import assert from "node:assert/strict";
import { issueToken } from "../../../api/security/token.ts";
import { credentialVersion, setCredential } from "../../../store/credentials.ts";
import { Cases, Events, Items } from "../../../store/models.ts";
import { Piles } from "../../../store/models/piles.ts";
import { replaceOrganisation } from "../../../store/organisation.ts";
import { removeParticipants } from "../../../store/participants.ts";
import { saveSpecification } from "../../../store/specifications.ts";
import type { CompiledSpecification } from "../../../yawl/net/compiled.ts";
import type { WorkItem } from "../../../yawl/work/item.ts";
import {
  ACTIONS,
  ITEM_ACTIONS,
  type OrganisationInFixture,
  type Trace,
  type TraceStep,
} from "../../patterns/resource/fixture.ts";
import { BOSS, People } from "../../patterns/resource/people.ts";
import { caseOf, FIRST_CASE, pathOf, standingOf } from "../../patterns/resource/standing.ts";
import { sampleParticipant, sampleSpecification } from "../../store/samples.ts";
import { KEY, startApi, type Reply, type TestApi } from "../server.ts";
import { HostedCases } from "./hosted-cases.ts";
import { requestOf, type Asked } from "./requests.ts";

/** What the API says of the same refusals where its caller may not know of the item, or has no such route. */
const SAID_BY_API: Readonly<Record<string, readonly string[]>> = {
  "not-eligible": ["not-found", "not-allowed"],
  "wrong-state": ["not-found"],
  // people hand work only to those who are eligible, and who is not is nobody to them
  "separation-of-duties": ["invalid-data"],
};

/** Shows the specification; the same again changes nothing. */
export async function follow(
  specification: CompiledSpecification,
  organisation: OrganisationInFixture,
  trace: Trace,
): Promise<void> {
  await Promise.all([
    Cases.deleteMany({}),
    Items.deleteMany({}),
    Events.deleteMany({}),
    Piles.deleteMany({}),
  ]);
  const { id, version } = specification;
  await saveSpecification(sampleSpecification({ id, version, compiled: specification }));
  const walk = new Walk(specification, organisation, trace);
  try {
    await walk.begin();
    for (const [index, step] of trace.steps.entries()) await walk.take(step, index + 1);
  } finally {
    await walk.end();
  }
}

class Walk {
  readonly #specification: CompiledSpecification;
  readonly #people: People;
  readonly #trace: Trace;
  readonly #cases = new HostedCases();
  readonly #tokens = new Map<string, string>();
  #api: TestApi | undefined;

  constructor(specification: CompiledSpecification, organisation: OrganisationInFixture, trace: Trace) {
    this.#specification = specification;
    this.#people = new People(organisation);
    this.#trace = trace;
    this.#cases.seed = trace.seed ?? 1;
  }

  async begin(): Promise<void> {
    await this.#organise();
    await this.#launch(FIRST_CASE, this.#trace.data);
  }

  async end(): Promise<void> {
    await this.#api?.close();
  }

  async take(step: TraceStep, number: number): Promise<void> {
    const action = ACTIONS.find((name) => step[name] !== undefined);
    const at = `step ${number}${action ? `, ${step.by ?? ""} ${action} ${step[action] ?? ""}` : ""}`;
    const reply = await this.#perform(step);
    const problem = reply && reply.status >= 300 ? problemOf(reply) : undefined;
    const isSame = problem !== undefined && SAID_BY_API[step.refused ?? ""]?.includes(problem);
    if (!isSame) assert.equal(problem, step.refused, `${at}: refused (${reply?.text ?? ""})`);
    await this.#compare(step, at);
  }

  /** The people as they are now; the API remembers who they were for a second, so that it is another one. */
  async #organise(): Promise<void> {
    const { people, version: _version, ...structure } = this.#people.model;
    const gone = await replaceOrganisation({
      ...structure,
      participants: [
        sampleParticipant(BOSS, { access: ["admin"] }),
        ...people.map(({ id, ...person }) =>
          sampleParticipant(id, {
            ...person,
            access: this.#people.find(id).manager ? ["manager"] : ["participant"],
          }),
        ),
      ],
    });
    await removeParticipants(gone);
    for (const id of [BOSS, ...people.map((person) => person.id)]) {
      await setCredential(id, "no password has this hash");
      const version = (await credentialVersion(id)) ?? "";
      const claims = { participant: id, version };
      this.#tokens.set(id, issueToken({ key: KEY, lifetimeSeconds: 600 }, claims).token);
    }
    await this.#api?.close();
    this.#api = await startApi({ temporal: this.#cases.gateway });
  }

  async #launch(caseId: string, data: Trace["data"] = {}): Promise<void> {
    const body = { specificationId: this.#specification.id, caseId, data };
    const reply = await this.#send(BOSS, "POST", "/cases", body);
    assert.equal(reply.status, 201, reply.text);
  }

  async #perform(step: TraceStep): Promise<Reply | undefined> {
    const by = step.by ?? BOSS;
    if (step.launch !== undefined) await this.#launch(step.launch, step.with);
    if (step.becomes !== undefined) {
      this.#people.become(step.becomes, step.with ?? {});
      await this.#organise();
    }
    if (step.unchain !== undefined) return await this.#post(by, { path: `/cases/${step.unchain}/unchain` });
    const action = ITEM_ACTIONS.find((name) => step[name] !== undefined);
    if (action === undefined) return undefined;
    return await this.#post(by, requestOf(action, this.#find(step[action] ?? "").id, step));
  }

  async #post(by: string, { path, body }: Asked): Promise<Reply> {
    return await this.#send(by, "POST", path, body);
  }

  async #send(by: string, method: string, path: string, body?: unknown): Promise<Reply> {
    const api = this.#api ?? assert.fail("the API has not begun");
    const token = this.#tokens.get(by) ?? assert.fail(`the fixture's organisation has nobody called ${by}`);
    return await api.send(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });
  }

  async #compare(step: TraceStep, at: string): Promise<void> {
    const open = Object.fromEntries([...this.#open()].map(([path, item]) => [path, standingOf(item)]));
    assert.deepEqual(open, step.items ?? {}, `${at}: items`);
    const ended = this.#cases.states.filter(({ status }) => status !== "running").map(({ id }) => id);
    assert.deepEqual(ended, step.ended ?? [], `${at}: cases that have ended`);
    for (const [path, people] of Object.entries(step.may ?? {})) {
      for (const [id, expected] of Object.entries(people)) await this.#compareActions(path, id, expected, at);
    }
    for (const [path, out] of Object.entries(step.leftOut ?? {})) {
      const { steps } = await this.#whyOf(path);
      const dropped = steps.flatMap((each) => each.dropped);
      const reasons = Object.fromEntries(dropped.map(({ participant, reason }) => [participant, reason]));
      assert.deepEqual(reasons, out, `${at}: left out of ${path}`);
    }
    for (const [path, reason] of Object.entries(step.because ?? {})) {
      assert.equal((await this.#whyOf(path)).fault, reason, `${at}: why nobody gets ${path}`);
    }
    for (const [path, saved] of Object.entries(step.saved ?? {})) {
      const { body } = await this.#send(BOSS, "GET", `/work-items/${this.#find(path).id}`);
      assert.deepEqual(body["draft"] ?? null, saved, `${at}: saved with ${path}`);
    }
    await this.#compareSights(step, at);
  }

  /** Who sees what. */
  async #compareSights(step: TraceStep, at: string): Promise<void> {
    for (const [id, lists] of Object.entries(step.inbox ?? {})) {
      const { body } = await this.#send(id, "GET", "/work-items/inbox");
      for (const [name, expected] of Object.entries(lists)) {
        assert.deepEqual(pathsIn(body[name]), expected, `${at}: what is ${name} in the inbox of ${id}`);
      }
    }
    for (const [path, people] of Object.entries(step.sees ?? {})) {
      for (const [id, status] of Object.entries(people)) {
        const reply = await this.#send(id, "GET", `/work-items/${this.#find(path).id}`);
        assert.equal(reply.status, status, `${at}: how ${id} sees ${path}`);
      }
    }
    for (const [id, others] of Object.entries(step.queue ?? {})) {
      for (const [other, expected] of Object.entries(others)) {
        const { status, body } = await this.#send(id, "GET", `/participants/${other}/queue`);
        const lists = [body["allocated"], body["started"], body["suspended"]];
        const seen = status === 200 ? lists.flatMap((list) => pathsIn(list)) : status;
        assert.deepEqual(seen, expected, `${at}: what ${id} sees of ${other}`);
      }
    }
  }

  /** Whether they may chain says the organisation, and whether they may pile another command. */
  async #compareActions(path: string, id: string, expected: readonly string[], at: string): Promise<void> {
    const { status, body } = await this.#send(id, "GET", `/work-items/${this.#find(path).id}`);
    const actions = status === 200 ? (body["actions"] as readonly string[]) : [];
    const isShown = (action: string): boolean => action !== "chain" && action !== "pile";
    assert.deepEqual(
      actions.filter(isShown).toSorted(),
      expected.filter(isShown).toSorted(),
      `${at}: what ${id} may do with ${path}`,
    );
  }

  async #whyOf(path: string): Promise<Why> {
    const reply = await this.#send(BOSS, "GET", `/work-items/${this.#find(path).id}/eligibility`);
    assert.equal(reply.status, 200, reply.text);
    return reply.body as unknown as Why;
  }

  #open(): ReadonlyMap<string, WorkItem> {
    return new Map(
      this.#cases.states.flatMap(({ id, items }) =>
        Object.values(items).map((item) => [pathOf(id, item), item] as const),
      ),
    );
  }

  #find(path: string): WorkItem {
    const open = this.#open();
    return (
      open.get(path) ??
      assert.fail(`there is no item ${path} in ${caseOf(path)}, only ${[...open.keys()].join(", ")}`)
    );
  }
}

interface Why {
  readonly steps: readonly {
    readonly dropped: readonly { readonly participant: string; readonly reason: string }[];
  }[];
  readonly fault?: string;
}

interface Shown {
  readonly caseId: string;
  readonly taskId: string;
  readonly instance?: number;
}

function pathsIn(list: unknown): readonly string[] {
  return (list as readonly Shown[]).map(({ caseId, taskId, ...item }) =>
    pathOf(caseId, { ...item, task: taskId }),
  );
}

function problemOf({ body }: Reply): string {
  return String(body["type"]).split("/").at(-1) ?? "";
}
