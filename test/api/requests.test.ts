import assert from "node:assert/strict";
import { withDatabase } from "../store/database.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const ROLES = "/api/v1/roles";

describe("requests that cannot be taken", () => {
  withDatabase();
  let api: TestApi;
  let token = "";
  before(async () => {
    await addPerson("admin", ["admin"]);
    api = await startApi();
    token = await api.login("admin");
  });
  after(async () => api?.close());

  const isProblem = (reply: Reply, status: number, type: string): void => {
    assert.equal(reply.status, status, reply.text);
    assert.equal(reply.headers.get("content-type"), "application/problem+json; charset=utf-8");
    assert.equal(reply.body["type"], `/problems/${type}`);
    assert.equal(reply.body["status"], status);
    assert.equal(typeof reply.body["title"], "string");
    assert.equal(typeof reply.body["detail"], "string");
  };
  const json = { "content-type": "application/json" };

  it("say where JSON is malformed", async () => {
    const reply = await api.send("POST", ROLES, { token, headers: json, body: '{\n  "id": x\n}' });
    isProblem(reply, 400, "malformed-json");
    const [error] = reply.body["errors"] as { line: number; column: number }[];
    assert.deepEqual([error?.line, error?.column], [2, 9]);
    isProblem(
      await api.send("POST", ROLES, { token, headers: json, body: '{"id": ' }),
      400,
      "malformed-json",
    );
  });

  it("say which property is wrong, with a pointer", async () => {
    const reply = await api.send("POST", ROLES, { token, body: { id: "a b", nmae: "x" } });
    isProblem(reply, 422, "invalid-data");
    const pointers = (reply.body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer);
    assert.deepEqual(pointers.toSorted(), ["/id", "/nmae"]);
  });

  it("say which parameter is wrong", async () => {
    const reply = await api.send("GET", `${ROLES}?limit=1000&colour=red`, { token });
    isProblem(reply, 400, "bad-request");
    const names = (reply.body["errors"] as { parameter: string }[]).map(({ parameter }) => parameter);
    assert.deepEqual(names.toSorted(), ["colour", "limit"]);
    isProblem(await api.send("GET", `${ROLES}?cursor=xyz`, { token }), 400, "bad-request");
  });

  it("need a body where one is needed", async () => {
    isProblem(await api.send("POST", ROLES, { token }), 400, "bad-request");
  });

  it("are refused by their content type", async () => {
    isProblem(
      await api.send("POST", ROLES, { token, headers: { "content-type": "text/plain" }, body: "{}" }),
      415,
      "unsupported-media-type",
    );
    isProblem(
      await api.send("POST", ROLES, { token, body: Buffer.from("{}") }),
      415,
      "unsupported-media-type",
    );
  });

  it("are refused when values would harm code that walks them", async () => {
    const reply = await api.send("POST", ROLES, {
      token,
      headers: json,
      body: '{"id":"a","__proto__":{"x":1}}',
    });
    isProblem(reply, 422, "invalid-data");
    const deep = `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`;
    isProblem(await api.send("POST", ROLES, { token, headers: json, body: deep }), 422, "invalid-data");
  });

  it("are answered, not cut off, when the body is too large", async () => {
    const large = Buffer.alloc(3_000_000, " ");
    isProblem(await api.send("POST", ROLES, { token, headers: json, body: large }), 413, "too-large");
  });

  it("are answered when a specification of 50 MB comes", async function () {
    this.timeout(30_000);
    const large = Buffer.alloc(50_000_000, " ");
    const headers = { "content-type": "application/xml" };
    isProblem(
      await api.send("POST", "/api/v1/specifications", { token, headers, body: large }),
      413,
      "too-large",
    );
  });

  it("are answered 401, not read, when a large body comes without a token", async () => {
    const headers = { "content-type": "application/xml" };
    const reply = await api.send("POST", "/api/v1/specifications", {
      headers,
      body: Buffer.alloc(3_000_000, " "),
    });
    isProblem(reply, 401, "not-authenticated");
  });

  it("name the methods that a path has", async () => {
    const reply = await api.send("PUT", ROLES, { token, body: {} });
    isProblem(reply, 405, "method-not-allowed");
    assert.equal(reply.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
    const options = await api.send("OPTIONS", ROLES, { token });
    assert.deepEqual([options.status, options.headers.get("allow")], [204, "GET, POST, HEAD, OPTIONS"]);
    const head = await api.send("HEAD", ROLES, { token });
    assert.deepEqual([head.status, head.text], [200, ""]);
    isProblem(await api.send("PATCH", `${ROLES}/x`, { token }), 405, "method-not-allowed");
  });

  it("are 404 with a token where there is nothing", async () => {
    isProblem(await api.send("GET", "/api/v1/nothing", { token }), 404, "not-found");
    isProblem(await api.send("GET", `${ROLES}/nothing`, { token }), 404, "not-found");
    isProblem(await api.send("GET", `${ROLES}/%E0%A4%A`, { token }), 400, "bad-request");
  });

  it("carry a request id, and security headers", async () => {
    const reply = await api.send("GET", ROLES, { token, headers: { "x-request-id": "my-id" } });
    assert.equal(reply.headers.get("x-request-id"), "my-id");
    assert.equal(reply.headers.get("x-content-type-options"), "nosniff");
    assert.equal(reply.headers.get("x-powered-by"), null);
    const other = await api.send("GET", ROLES, { token, headers: { "x-request-id": "not acceptable" } });
    assert.match(other.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  });

  it("are counted by route and status", async () => {
    await api.send("GET", `${ROLES}/nothing`, { token });
    const { text, headers } = await api.send("GET", "/metrics", { token });
    assert.match(headers.get("content-type") ?? "", /^text\/plain/);
    assert.match(
      text,
      /mizzen_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/roles\/\{id\}",status="404"\} \d+/,
    );
  });
});

describe("the description of the API", () => {
  let api: TestApi;
  before(async () => {
    api = await startApi();
  });
  after(async () => api.close());

  it("is an OpenAPI 3.1 document in which every path parameter is declared", async () => {
    const { status, body } = await api.send("GET", "/api/v1/openapi.json");
    assert.equal(status, 200);
    assert.equal(body["openapi"], "3.1.0");
    const paths = body["paths"] as Record<
      string,
      Record<string, { operationId: string; parameters: { name: string; in: string }[] }>
    >;
    const ids = new Set<string>();
    for (const [path, methods] of Object.entries(paths)) {
      for (const { operationId, parameters } of Object.values(methods)) {
        assert.equal(ids.has(operationId), false, operationId);
        ids.add(operationId);
        const declared = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
        assert.deepEqual(
          declared,
          [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
        );
      }
    }
    assert.ok(ids.size > 40);
  });

  it("can be read at /docs, from files of this server only", async () => {
    const page = await api.send("GET", "/docs");
    assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
    assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'self'/);
    assert.doesNotMatch(page.text, /https?:\/\//);
    assert.equal((await api.send("GET", "/docs/page.js")).status, 200);
  });

  it("explains every type of problem", async () => {
    const { status, body } = await api.send("GET", "/problems/wrong-state");
    assert.deepEqual([status, body["status"]], [200, 409]);
  });
});
