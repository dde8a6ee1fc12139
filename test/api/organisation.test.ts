import assert from "node:assert/strict";
import { withDatabase } from "../store/database.ts";
import { addPerson, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";

describe("the organisation by REST", () => {
  withDatabase();
  let api: TestApi;
  let token = "";
  before(async () => {
    await addPerson("admin", ["admin"]);
    api = await startApi();
    token = await api.login("admin");
  });
  after(async () => api?.close());

  it("takes a participant with a password, who can then log in; the password is never shown", async () => {
    await api.send("POST", "/api/v1/roles", { token, body: { id: "clerk" } });
    const body = {
      id: "alice@acme.com",
      name: "Alice",
      password: "alice's password",
      roles: ["clerk", "clerk"],
    };
    const created = await api.send("POST", "/api/v1/participants", { token, body });
    assert.equal(created.status, 201);
    assert.equal(created.headers.get("location"), "/api/v1/participants/alice%40acme.com");
    assert.deepEqual(created.body, {
      id: "alice@acme.com",
      name: "Alice",
      roles: ["clerk"],
      positions: [],
      groups: [],
      capabilities: [],
      privileges: [],
      available: true,
      locked: false,
      specifications: [],
      access: ["participant"],
    });
    const own = await api.login("alice@acme.com", "alice's password");
    const seen = await api.send("GET", "/api/v1/participants/alice@acme.com", { token: own });
    assert.deepEqual(seen.body, created.body);
    assert.equal((await api.send("GET", "/api/v1/participants/admin", { token: own })).status, 404);
    assert.doesNotMatch((await api.send("GET", "/api/v1/participants", { token })).text, /password|scrypt/);
  });

  it("refuses a second participant of the same id, and a short password that somebody chooses", async () => {
    assert.equal(
      (await api.send("POST", "/api/v1/participants", { token, body: { id: "alice@acme.com" } })).status,
      409,
    );
    const own = await api.login("alice@acme.com", "alice's password");
    const short = await api.send("PUT", "/api/v1/auth/password", {
      token: own,
      body: { current: "alice's password", password: "short" },
    });
    assert.equal(short.status, 422);
    assert.doesNotMatch(short.text, /"short"/);
  });

  it("keeps the password of a participant who is replaced without one", async () => {
    const put = await api.send("PUT", "/api/v1/participants/alice@acme.com", {
      token,
      body: { name: "Alice A." },
    });
    assert.equal(put.status, 200);
    assert.notEqual(await api.login("alice@acme.com", "alice's password"), "undefined");
    const other = await api.send("PUT", "/api/v1/participants/alice@acme.com", {
      token,
      body: { id: "bob" },
    });
    assert.equal(other.status, 422);
  });

  it("keeps the last administrator", async () => {
    assert.equal((await api.send("DELETE", "/api/v1/participants/admin", { token })).status, 409);
    const put = await api.send("PUT", "/api/v1/participants/admin", {
      token,
      body: { access: ["participant"] },
    });
    assert.equal(put.status, 409);
    const body = { participants: [{ id: "admin", access: ["participant"] }] };
    assert.equal((await api.send("PUT", "/api/v1/organisation", { token, body })).status, 409);
  });

  for (const kind of ["roles", "positions", "groups", "capabilities"]) {
    it(`creates, reads, replaces and removes ${kind}`, async () => {
      const path = `/api/v1/${kind}`;
      assert.equal((await api.send("POST", path, { token, body: { id: "one", name: "One" } })).status, 201);
      assert.equal((await api.send("POST", path, { token, body: { id: "one" } })).status, 409);
      assert.deepEqual((await api.send("GET", `${path}/one`, { token })).body, { id: "one", name: "One" });
      assert.equal(
        (await api.send("PUT", `${path}/one`, { token, body: { description: "first" } })).status,
        200,
      );
      const { items } = (await api.send("GET", path, { token })).body;
      assert.deepEqual(
        (items as { id: string }[]).filter(({ id }) => id === "one"),
        [{ id: "one", name: "one", description: "first" }],
      );
      assert.equal((await api.send("DELETE", `${path}/one`, { token })).status, 204);
      assert.equal((await api.send("GET", `${path}/one`, { token })).status, 404);
    });
  }

  it("is replaced as a whole; passwords that are not given stay", async () => {
    const body = {
      participants: [
        { id: "alice@acme.com", name: "Alice", roles: ["lawyer"] },
        { id: "bob@acme.com", password: "bob's password", capabilities: [{ name: "years", value: 5 }] },
      ],
      roles: [{ id: "lawyer", name: "Lawyer" }],
      capabilities: [{ id: "years" }],
    };
    const put = await api.send("PUT", "/api/v1/organisation", { token, body });
    assert.equal(put.status, 200);
    assert.deepEqual(
      (put.body["participants"] as { id: string }[]).map(({ id }) => id),
      ["admin", "alice@acme.com", "bob@acme.com"],
    );
    assert.notEqual(await api.login("alice@acme.com", "alice's password"), "undefined");
    assert.notEqual(await api.login("bob@acme.com", "bob's password"), "undefined");
    assert.deepEqual((await api.send("GET", "/api/v1/organisation", { token })).body, put.body);
  });

  it("refuses a model in which an id comes twice", async () => {
    const body = { roles: [{ id: "a" }, { id: "a" }] };
    const reply = await api.send("PUT", "/api/v1/organisation", { token, body });
    assert.equal(reply.status, 422);
    assert.equal((reply.body["errors"] as { pointer: string }[])[0]?.pointer, "/roles/1/id");
  });
});
