import assert from "node:assert/strict";
import { routerOf } from "../../api/http/register.ts";
import type { Access } from "../../store/views.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";

const ROLES = ["admin", "designer", "manager", "participant", "service"] as const;

/** For each request: who gets past authorisation. */
const EXPECTED: readonly (readonly [method: string, path: string, allowed: readonly Access[]])[] = [
  ["GET", "/api/v1/work-items/inbox", ["admin", "manager", "participant"]],
  ["GET", "/api/v1/work-items", ["admin", "manager"]],
  ["POST", "/api/v1/work-items/no-such-item/offer", ["admin", "manager"]],
  ["POST", "/api/v1/work-items/no-such-item/claim", ["admin", "manager", "participant"]],
  ["GET", "/api/v1/cases", ["admin", "manager", "participant", "service"]],
  ["POST", "/api/v1/cases", ["admin", "manager", "service"]],
  ["POST", "/api/v1/cases/no-such-case/cancel", ["admin", "manager", "service"]],
  ["POST", "/api/v1/cases/no-such-case/suspend", ["admin", "manager", "service"]],
  ["GET", "/api/v1/work-items/no-such-item/candidates", ["admin", "manager", "participant"]],
  ["GET", "/api/v1/specifications", ["admin", "designer", "manager", "service"]],
  ["POST", "/api/v1/specifications", ["admin", "designer"]],
  ["DELETE", "/api/v1/specifications/no-such-one", ["admin", "designer"]],
  ["GET", "/api/v1/participants", ["admin", "designer", "manager"]],
  ["POST", "/api/v1/participants", ["admin"]],
  ["PUT", "/api/v1/organisation", ["admin"]],
  ["DELETE", "/api/v1/roles/no-such-role", ["admin"]],
  ["GET", "/api/v1/resources", ["admin", "designer", "manager"]],
  ["PUT", "/api/v1/resources", ["admin"]],
  ["GET", "/api/v1/absences", ["admin", "designer", "manager", "participant", "service"]],
  ["DELETE", "/api/v1/absences/no-such-one", ["admin", "designer", "manager", "participant", "service"]],
  ["GET", "/api/v1/participants/nobody/queue", ["admin", "manager", "participant"]],
  ["GET", "/api/v1/connectors", ["admin", "designer"]],
  ["GET", "/api/v1/secrets", ["admin"]],
  ["PUT", "/api/v1/secrets/a-secret", ["admin"]],
  ["DELETE", "/api/v1/secrets/no-such-secret", ["admin"]],
  ["POST", "/api/v1/secrets/rotate", ["admin"]],
  ["GET", "/api/v1/audit", ["admin"]],
  ["GET", "/api/v1/published", ["admin", "manager", "service"]],
  ["GET", "/api/v1/events", ["admin", "manager", "participant"]],
  ["GET", "/api/v1/webhooks", ["admin"]],
  ["POST", "/api/v1/webhooks/no-such-one/secret", ["admin"]],
  ["GET", "/api/v1/webhooks/no-such-one/deliveries", ["admin"]],
  ["GET", "/metrics", ["admin", "manager"]],
];

describe("authorisation", () => {
  withDatabase();
  let api: TestApi;
  const tokens = new Map<Access, string>();
  before(async function () {
    this.timeout(20_000);
    api = await startApi();
    for (const role of ROLES) {
      await addPerson(`the-${role}`, [role]);
      tokens.set(role, await api.login(`the-${role}`));
    }
  });
  after(async () => api?.close());

  for (const [method, path, allowed] of EXPECTED) {
    it(`lets ${allowed.join(", ")} use ${method} ${path}, and nobody else`, async () => {
      for (const role of ROLES) {
        const { status, body } = await api.send(method, path, { token: tokens.get(role) ?? "" });
        const refused = status === 403 && body["type"] === "/problems/not-allowed";
        assert.equal(refused, !allowed.includes(role), `${role}: ${status}`);
      }
    });
  }

  it("takes the roles of access from the store, not from the token", async () => {
    await addPerson("frank", ["admin"]);
    const token = await api.login("frank");
    assert.equal((await api.send("GET", "/api/v1/participants", { token })).status, 200);
    await addPerson("frank", ["participant"]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    assert.notEqual((await api.send("GET", "/api/v1/participants", { token })).status, 200);
  });

  it("cannot be left out of a route", () => {
    const route = {
      method: "get",
      path: "/x",
      access: [] as never,
      tag: "",
      summary: "",
      takes: { kind: "none" },
      schemas: {},
      answers: {},
      problems: [],
      run: async () => ({ status: 200 }),
    } as const;
    assert.throws(() => routerOf([route], { json: 1, specification: 1 }), /does not say who/);
  });

  it("leaves health, login, callbacks and documentation open, and nothing else", async () => {
    assert.equal((await api.send("GET", "/healthz")).status, 200);
    assert.equal((await api.send("GET", "/docs")).status, 200);
    const { body } = await api.send("GET", "/api/v1/openapi.json");
    const open = Object.entries(
      body["paths"] as Record<string, Record<string, { security: unknown[] }>>,
    ).flatMap(([path, methods]) =>
      Object.values(methods).flatMap(({ security }) => (security.length === 0 ? [path] : [])),
    );
    assert.deepEqual(open.toSorted(), [
      "/api/v1/auth/login",
      "/api/v1/callbacks/{itemId}/{signature}",
      "/api/v1/openapi.json",
      "/docs",
      "/healthz",
      "/problems/{type}",
      "/readyz",
      "/schemas/",
      "/schemas/mizzen-1.json",
    ]);
  });
});
