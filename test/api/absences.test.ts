import assert from "node:assert/strict";
import { organisationModelNow } from "../../store/organisation-snapshot.ts";
import { putNamed } from "../../store/organisation.ts";
import { putParticipant } from "../../store/participants.ts";
import { showChange } from "../store/show.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange, sampleItem, sampleParticipant } from "../store/samples.ts";
import { addPerson, PASSWORD, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";
import { setCredential } from "../../store/credentials.ts";
import { hashPassword } from "../../api/security/password.ts";

const WEEK = { from: "2031-01-01T00:00:00Z", until: "2031-01-08T00:00:00Z" };
const LATER = { from: "2031-01-08T00:00:00Z", until: "2031-01-15T00:00:00Z" };

describe("absences", () => {
  withDatabase();
  let api: TestApi;
  const tokens = new Map<string, string>();
  before(async function () {
    this.timeout(20_000);
    api = await startApi();
    await putNamed("roles", { id: "clerk", name: "Clerk" });
    for (const id of ["ann", "ben", "cas"]) await addPerson(id, ["participant"]);
    await addPerson("boss", ["manager"]);
    for (const id of ["ann", "ben", "cas", "boss"]) tokens.set(id, await api.login(id));
  });
  after(async () => api?.close());

  const send = async (who: string, method: string, path: string, body?: unknown): Promise<Reply> =>
    api.send(method, `/api/v1/absences${path}`, {
      token: tokens.get(who) ?? "",
      ...(body === undefined ? {} : { body }),
    });
  const idsOf = async (who: string, path = ""): Promise<readonly string[]> =>
    ((await send(who, "GET", path)).body["items"] as { participant: string }[]).map(
      ({ participant }) => participant,
    );

  it("are everybody's own to enter, change and remove; managers enter those of all", async () => {
    const own = await send("ann", "POST", "", { ...WEEK, substitute: "ben", roles: ["clerk"] });
    assert.equal(own.status, 201, own.text);
    const id = String(own.body["id"]);
    assert.deepEqual(own.body, {
      id,
      participant: "ann",
      from: "2031-01-01T00:00:00.000Z",
      until: "2031-01-08T00:00:00.000Z",
      substitute: "ben",
      roles: ["clerk"],
    });
    assert.deepEqual((await send("ann", "GET", `/${id}`)).body, own.body);
    assert.equal((await organisationModelNow()).absences.length, 1);
    assert.equal((await send("boss", "POST", "", { ...LATER, participant: "ben" })).status, 201);
    assert.equal((await send("ann", "POST", "", { ...LATER, participant: "ben" })).status, 403);
    for (const method of ["GET", "PUT", "DELETE"])
      assert.equal(
        (await send("ben", method, `/${id}`, method === "PUT" ? WEEK : undefined)).status,
        404,
        method,
      );
    assert.equal((await send("ann", "PUT", `/${id}`, { ...WEEK, participant: "ben" })).status, 403);
    assert.deepEqual(await idsOf("ann"), ["ann"]);
    assert.deepEqual(await idsOf("ann", "?participant=ben"), []);
    assert.deepEqual((await idsOf("boss")).toSorted(), ["ann", "ben"]);
    assert.deepEqual(await idsOf("boss", "?participant=ben"), ["ben"]);
    assert.equal((await send("ann", "PUT", `/${id}`, LATER)).body["substitute"], undefined);
    assert.equal((await send("ann", "DELETE", `/${id}`)).status, 204);
    assert.equal((await send("ann", "DELETE", `/${id}`)).status, 404);
  });

  it("refuse times that are none, people and roles that are not there, and oneself as a substitute", async () => {
    for (const [body, pointer] of [
      [{ from: WEEK.until, until: WEEK.from }, "/until"],
      [{ from: "2031-01-01", until: WEEK.until }, "/from"],
      [{ from: "2031-01-01T00:00:00", until: WEEK.until }, "/from"],
      [{ ...WEEK, substitute: "nobody" }, "/substitute"],
      [{ ...WEEK, substitute: "ann" }, "/substitute"],
      [{ ...WEEK, roles: ["clerk", "typo"] }, "/roles/1"],
      [{ from: WEEK.from }, "/until"],
    ] as const) {
      const reply = await send("ann", "POST", "", body);
      assert.equal(reply.status, 422, JSON.stringify(body));
      const places = (reply.body["errors"] as { pointer: string }[]).map((error) => error.pointer);
      assert.deepEqual(places, [pointer], reply.text);
    }
  });

  it("refuse substitutes who stand in for each other at the same time, with their names", async () => {
    const enter = async (who: string, body: object): Promise<Reply> =>
      send("boss", "POST", "", { participant: who, ...body });
    assert.equal((await enter("ann", { ...WEEK, substitute: "ben" })).status, 201);
    assert.equal((await enter("ben", { ...WEEK, substitute: "cas" })).status, 201);
    const loop = await enter("cas", { ...WEEK, substitute: "ann" });
    assert.equal(loop.status, 422);
    const [error] = loop.body["errors"] as { pointer: string; message: string }[];
    assert.equal(error?.pointer, "/substitute");
    assert.match(error?.message ?? "", /cas -> ann -> ben -> cas/);
    assert.equal((await enter("cas", { ...LATER, substitute: "ann" })).status, 201, "at another time");
  });

  it("show a queue to its owner, to managers, and to who may see the team or everybody", async () => {
    await putNamed("groups", { id: "team", name: "Team" });
    await putNamed("positions", { id: "head", name: "Head" });
    await putNamed("positions", { id: "hand", name: "Hand", reportsTo: "head" });
    const add = async (id: string, changes: object): Promise<void> => {
      await putParticipant(sampleParticipant(id, changes));
      await setCredential(id, await hashPassword(PASSWORD));
      tokens.set(id, await api.login(id));
    };
    await add("owner", { groups: ["team"], positions: ["hand"] });
    await add("mate", { groups: ["team"], userPrivileges: ["viewTeam"] });
    await add("chief", { positions: ["head"], userPrivileges: ["viewTeam"] });
    await add("stranger", { userPrivileges: ["viewTeam"] });
    await add("auditor", { userPrivileges: ["viewOrganisation"] });
    await add("plain", { groups: ["team"] });
    await showChange(
      firstChange({
        items: [
          sampleItem({ id: "case-1.1", status: "allocated", offeredTo: [], allocatedTo: "owner" }),
          sampleItem({ id: "case-1.2", status: "started", offeredTo: [], allocatedTo: "owner" }),
          sampleItem({ id: "case-1.3", status: "offered", offeredTo: ["owner"] }),
        ],
        events: [],
      }),
    );
    const queue = async (who: string, of = "owner"): Promise<Reply> =>
      api.send("GET", `/api/v1/participants/${of}/queue`, { token: tokens.get(who) ?? "" });
    for (const who of ["owner", "mate", "chief", "auditor", "boss"]) {
      const { status, body } = await queue(who);
      assert.equal(status, 200, who);
      const ids = Object.entries(body).map(([state, items]) => [
        state,
        (items as { id: string }[]).map(({ id }) => id),
      ]);
      assert.deepEqual(ids, [
        ["allocated", ["case-1.1"]],
        ["started", ["case-1.2"]],
        ["suspended", []],
      ]);
    }
    for (const who of ["stranger", "plain"]) assert.equal((await queue(who)).status, 404, who);
    assert.equal((await queue("boss", "nobody")).status, 404);
  });
});
