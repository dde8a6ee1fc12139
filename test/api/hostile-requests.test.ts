import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import jwt from "jsonwebtoken";
import { findCredential } from "../../store/credentials.ts";
import { showChange } from "../store/show.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange } from "../store/samples.ts";
import { addPerson, KEY, PASSWORD, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

describe("hostile requests", () => {
  withDatabase();
  let api: TestApi;
  let admin = "";
  before(async () => {
    api = await startApi({ loginLimits: { perUser: 3, perAddress: 1_000 } });
    await addPerson("admin", ["admin"]);
    await addPerson("alice", ["participant"]);
    admin = await api.login("admin");
    await showChange(firstChange());
  });
  after(async () => api?.close());
  const get = async (path: string, token = admin): Promise<Reply> =>
    api.send("GET", `/api/v1${path}`, { token });
  const isClean = (reply: Reply): void => {
    assert.ok(reply.status < 500, `${reply.status} ${reply.text}`);
    assert.doesNotMatch(reply.text, /Mongo|Cast|at .*\.ts:|node_modules|scrypt/);
  };

  it("with tokens that were made by others or changed get nothing", async () => {
    const { version } = (await findCredential("admin")) ?? assert.fail();
    const claims = { sub: "admin", version };
    const proper = { algorithm: "HS256", issuer: "mizzen", audience: "mizzen-api", expiresIn: 600 } as const;
    const [head = "", body = "", signature = ""] = jwt.sign(claims, KEY, proper).split(".");
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = (header: object, payload = body): string => {
      const text = `${part(header)}.${payload}`;
      return `${text}.${createHmac("sha256", KEY).update(text).digest("base64url")}`;
    };
    const tokens: Record<string, string> = {
      "alg None": `${part({ alg: "None", typ: "JWT" })}.${body}.`,
      "alg none, with the old signature": `${part({ alg: "none" })}.${body}.${signature}`,
      "alg RS256 with our key as the public one": signed({ alg: "RS256", typ: "JWT" }),
      "alg that is a list": signed({ alg: ["HS256"] }),
      "an empty key": jwt.sign(claims, " ", proper),
      "another person in the same signature": `${head}.${part({ ...claims, sub: "alice" })}.${signature}`,
      "a person who is a query": jwt.sign({ ...claims, sub: "admin" }, KEY, { ...proper, expiresIn: -3_600 }),
      "a signature that is cut": `${head}.${body}.${signature.slice(0, -2)}`,
      "not valid yet": jwt.sign({ ...claims, nbf: Math.floor(Date.now() / 1_000) + 3_600 }, KEY, proper),
      "several issuers": jwt.sign({ ...claims, iss: "other", aud: ["other"] }, KEY, {
        algorithm: "HS256",
        expiresIn: 600,
      }),
      "a subject with NUL": jwt.sign({ ...claims, sub: "admin\0" }, KEY, proper),
      "a subject in other letters": jwt.sign({ ...claims, sub: "ａｄｍｉｎ" }, KEY, proper),
    };
    for (const [name, token] of Object.entries(tokens)) {
      const reply = await get("/participants", token);
      assert.equal(reply.status, 401, name);
      isClean(reply);
    }
    // A key id chooses no key: there is one.
    assert.equal(
      (await get("/participants", signed({ alg: "HS256", typ: "JWT", kid: "../../dev/null" }))).status,
      200,
    );
  });

  it("with operators and lists in queries are refused, not looked up", async () => {
    for (const query of [
      "state[$ne]=running",
      "state=running&state=suspended",
      "specificationId[$regex]=.*",
      "limit[$gt]=1",
      "limit=0x10",
      "limit=1e1",
      "limit=+5",
      "limit=%205",
      "limit=٥",
      "limit=05",
      "limit=0",
      "limit=201",
      "limit=1.0",
      "limit=",
      "__proto__=x",
      "constructor=x",
      "cursor[$ne]=x",
      "cursor=eyIkbmUiOjF9",
      "cursor=W3siJG5lIjoxfV0",
    ]) {
      const reply = await get(`/cases?${query}`);
      assert.equal(reply.status, 400, `${query}: ${reply.text}`);
      isClean(reply);
    }
    const { status, body } = await get("/cases?specificationId=%7B%22$ne%22:null%7D&limit=20");
    assert.deepEqual([status, body["items"]], [200, []]);
  });

  it("with ids that no id can be find nothing, whatever they are", async () => {
    const ids = [
      "__proto__",
      "constructor",
      "toString",
      "%00",
      "case-1%00",
      "$where",
      "%7B%22$gt%22%3A%22%22%7D",
      "a".repeat(250),
      "ｃase-1",
      "CASE-1",
      "case-1%20",
      "%ED%A0%80",
      "%C0%80",
      "..%2f..%2fcases",
      "case-1;x=1",
      "%E2%80%AEcase-1",
    ];
    for (const id of ids)
      for (const path of ["cases", "work-items", "specifications", "participants", "roles"]) {
        const reply = await get(`/${path}/${id}`);
        assert.ok([400, 404].includes(reply.status), `${path}/${id}: ${reply.status} ${reply.text}`);
        isClean(reply);
      }
    assert.equal((await get("/cases/case-1")).status, 200);
  });

  it("with names that all objects have, NUL and half characters in bodies change nothing", async () => {
    const headers = { "content-type": "application/json" };
    const send = async (body: string): Promise<Reply> =>
      api.send("POST", "/api/v1/roles", { token: admin, headers, body });
    for (const body of [
      '{"id":"p1","__proto__":{"access":["admin"]}}',
      '{"id":"p1","constructor":{"prototype":{"x":1}}}',
      '{"id":"__proto__"}',
      '{"id":"p\\u0000"}',
      '{"id":"\\ud800"}',
      '{"id":{"$ne":null}}',
      '{"id":["p1"]}',
      '{"id":"ｐ１"}',
      '{"id":"cafe\\u0301"}',
      '{"id":"..","name":"x"}',
      `{"id":"${"p".repeat(201)}"}`,
      '{"id":"p1","name":{"$set":1}}',
    ]) {
      const reply = await send(body);
      if (body.includes('"__proto__"}')) assert.ok([201, 422].includes(reply.status));
      else assert.equal(reply.status, 422, `${body}: ${reply.text}`);
      isClean(reply);
    }
    assert.equal(({} as { access?: unknown }).access, undefined);
    for (const name of ["half \\ud800 name", "name \\u0000 with NUL"]) {
      const reply = await send(`{"id":"odd","name":"${name}"}`);
      isClean(reply);
      if (reply.status === 201) await api.send("DELETE", "/api/v1/roles/odd", { token: admin });
    }
  });

  it("do not find a user under another spelling of the name, nor get around the limit by headers", async () => {
    const login = async (username: string, headers: Record<string, string> = {}, password = PASSWORD) =>
      (await api.send("POST", "/api/v1/auth/login", { body: { username, password }, headers })).status;
    for (const username of ["Alice", "alice ", "ａlice", "alice\0", "al\u00adice", "alice\u200b"])
      assert.equal(await login(username), 401, JSON.stringify(username));
    assert.equal(await login("alice"), 200);
    const statuses = [];
    for (let guess = 1; guess <= 5; guess += 1)
      statuses.push(
        await login(
          "admin",
          {
            "x-forwarded-for": `203.0.113.${guess}`,
            forwarded: `for=203.0.113.${guess}`,
            "x-real-ip": `203.0.113.${guess}`,
          },
          "a wrong one",
        ),
      );
    assert.deepEqual(statuses, [401, 401, 401, 429, 429]);
    assert.equal((await get("/auth/me")).status, 200, "who is logged in goes on");
  });

  it("do not choose where links lead by the host they name", async () => {
    const reply = await api.send("POST", "/api/v1/roles", {
      token: admin,
      body: { id: "linked" },
      headers: {
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "gopher",
        "x-original-url": "/metrics",
      },
    });
    assert.deepEqual([reply.status, reply.headers.get("location")], [201, "/api/v1/roles/linked"]);
    for (const path of ["/api/v1/roles", "/docs", "/nothing"]) {
      const { text } = await api.send("GET", path, {
        token: admin,
        headers: { "x-forwarded-host": "evil.example" },
      });
      assert.ok(!text.includes("evil.example"));
    }
  });
});
