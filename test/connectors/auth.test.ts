import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "../../yawl/model/json.ts";
import { answerOf, bodyOf, contextWith, errorOf, json, World } from "./world.ts";

const SECRETS = { token: "t0ken-value", password: "pass:wörd", id: "client 1", secret: "cl!ent/secret" };

describe("Who an HTTP call comes from", () => {
  const world = new World();
  afterEach(() => world.close());

  /** The headers and the URL of the only request. */
  async function seen(auth: JsonObject): Promise<{ headers: IncomingHttpHeaders; url: string }> {
    const requests: { headers: IncomingHttpHeaders; url: string }[] = [];
    const url = await world.serve(({ headers, url: path = "" }, response) => {
      requests.push({ headers, url: path });
      json(response, {});
    });
    const registry = await world.registry();
    await answerOf(registry, "http", { url, auth: auth }, {}, contextWith({ secrets: SECRETS }));
    assert.equal(requests.length, 1);
    return requests[0] ?? assert.fail();
  }

  it("is said by bearer token, basic authentication or API key", async () => {
    const bearer = await seen({ type: "bearer", token: { secret: "token" } });
    assert.equal(bearer.headers.authorization, "Bearer t0ken-value");
    const basic = await seen({ type: "basic", user: "bob", password: { secret: "password" } });
    const expected = Buffer.from("bob:pass:wörd").toString("base64");
    assert.equal(basic.headers.authorization, `Basic ${expected}`);
    const header = await seen({ type: "apiKey", name: "X-Api-Key", key: { secret: "token" } });
    assert.equal(header.headers["x-api-key"], "t0ken-value");
    const query = await seen({ type: "apiKey", in: "query", name: "key", key: { secret: "secret" } });
    assert.equal(query.url, "/?key=cl%21ent%2Fsecret");
  });

  it("fails for good when the secret is not there or no header can hold it", async () => {
    const registry = await world.registry();
    const configuration = { url: "http://127.0.0.1:1/", auth: { type: "bearer", token: { secret: "none" } } };
    assert.equal((await errorOf(registry, "http", configuration)).type, "no-secret");
    const context = contextWith({ secrets: { none: "a\r\nX-Admin: 1" } });
    const error = await errorOf(registry, "http", configuration, {}, context);
    assert.deepEqual([error.type, error.retryable], ["invalid-header", false]);
    assert.doesNotMatch(error.message, /X-Admin/);
  });
});

describe("OAuth 2 client credentials", () => {
  const world = new World();
  const context = contextWith({ secrets: SECRETS });
  let tokens: { readonly body: string; readonly authorization: string | undefined }[];
  let valid: Set<string>;
  let lifetime: number | undefined;
  let failing: { status: number; headers?: Record<string, string>; body: string } | undefined;
  let url: string;
  let auth: Record<string, string | { secret: string }>;

  beforeEach(async () => {
    tokens = [];
    valid = new Set();
    lifetime = 3600;
    failing = undefined;
    url = await world.serve(async (request, response) => {
      if (request.url !== "/token") {
        const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
        json(response, { token }, valid.has(token) ? 200 : 401);
        return;
      }
      tokens.push({ body: await bodyOf(request), authorization: request.headers.authorization });
      if (failing) {
        response.writeHead(failing.status, failing.headers ?? {}).end(failing.body);
        return;
      }
      const token = `access-${tokens.length}`;
      valid.add(token);
      json(response, { access_token: token, token_type: "bearer", expires_in: lifetime });
    });
    auth = {
      type: "oauth2",
      tokenUrl: `${url}/token`,
      clientId: { secret: "id" },
      clientSecret: { secret: "secret" },
      scope: "orders read",
    };
  });
  afterEach(() => world.close());

  it("get a token, the client named in the header or in the form", async () => {
    const registry = await world.registry();
    await answerOf(registry, "http", { url, auth }, {}, context);
    await answerOf(
      registry,
      "http",
      { url, auth: { ...auth, credentials: "body", audience: "a" } },
      {},
      context,
    );
    const [first, second] = tokens;
    assert.equal(first?.body, "grant_type=client_credentials&scope=orders+read");
    const named = Buffer.from("client+1:cl%21ent%2Fsecret").toString("base64");
    assert.equal(first?.authorization, `Basic ${named}`);
    assert.equal(second?.authorization, undefined);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(second?.body)), {
      grant_type: "client_credentials",
      scope: "orders read",
      audience: "a",
      client_id: "client 1",
      client_secret: "cl!ent/secret",
    });
  });

  it("keep the token for later calls, and share one request among calls at once", async () => {
    const registry = await world.registry();
    await Promise.all([1, 2, 3].map(() => answerOf(registry, "http", { url, auth }, {}, context)));
    await answerOf(registry, "http", { url, auth }, {}, context);
    assert.equal(tokens.length, 1);
    await answerOf(registry, "http", { url, auth: { ...auth, scope: "other" } }, {}, context);
    assert.equal(tokens.length, 2, "another scope is another token");
  });

  it("get a new token when the old one's time is over", async () => {
    lifetime = 0.2;
    const registry = await world.registry();
    await answerOf(registry, "http", { url, auth }, {}, context);
    await new Promise((later) => {
      setTimeout(later, 120);
    });
    await answerOf(registry, "http", { url, auth }, {}, context);
    assert.equal(tokens.length, 2);
  });

  it("get a new token once when the server refuses the old one", async () => {
    const registry = await world.registry();
    await answerOf(registry, "http", { url, auth }, {}, context);
    valid.clear();
    const answers = await Promise.all(
      [1, 2].map(() => answerOf(registry, "http", { url, auth }, {}, context)),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(tokens.length, 2);
  });

  it("try no third time", async () => {
    const registry = await world.registry();
    const refusing = await world.serve((_, response) => json(response, {}, 401));
    const error = await errorOf(registry, "http", { url: refusing, auth }, {}, context);
    assert.deepEqual([error.type, error.details["status"], error.retryable], ["http-status", 401, false]);
    assert.equal(tokens.length, 2);
  });

  it("never show a token in an error, not even when the server sends it back", async () => {
    const registry = await world.registry();
    const status = { success: [404] };
    for (const from of ["the token endpoint", "the cache"]) {
      const error = await errorOf(registry, "http", { url, auth, status }, {}, context);
      assert.equal(error.details["body"], '{"token":"***"}', from);
    }
  });

  it("fail as the token endpoint does, and are tried anew at the next call", async () => {
    const registry = await world.registry();
    failing = { status: 503, headers: { "retry-after": "3" }, body: "" };
    const busy = await errorOf(registry, "http", { url, auth }, {}, context);
    assert.deepEqual([busy.type, busy.retryable, busy.retryAfter], ["oauth", true, 3_000]);
    failing = { status: 401, body: '{"error":"invalid_client","secret":"cl!ent/secret"}' };
    const refused = await errorOf(registry, "http", { url, auth }, {}, context);
    assert.deepEqual([refused.type, refused.retryable], ["oauth", false]);
    assert.equal(refused.details["body"], '{"error":"invalid_client","secret":"***"}');
    for (const body of ["{}", "[]", "no JSON", '{"access_token":7}']) {
      failing = { status: 200, body };
      assert.equal((await errorOf(registry, "http", { url, auth }, {}, context)).type, "oauth", body);
    }
    failing = undefined;
    assert.equal((await answerOf(registry, "http", { url, auth }, {}, context))["status"], 200);
  });

  it("end with the call when it is cancelled, but not for the others that wait for the same token", async () => {
    const registry = await world.registry();
    let release: () => void = () => undefined;
    const slow = await world.serve((request, response) => {
      if (request.url !== "/token") json(response, {});
      else release = () => json(response, { access_token: "late-token" });
    });
    const controller = new AbortController();
    const waiting = { url: slow, auth: { ...auth, tokenUrl: `${slow}/token` } };
    const first = errorOf(
      registry,
      "http",
      waiting,
      {},
      contextWith({ secrets: SECRETS, signal: controller.signal }),
    );
    const second = answerOf(registry, "http", waiting, {}, context);
    setTimeout(() => controller.abort(), 50);
    assert.equal((await first).type, "cancelled");
    release();
    assert.equal((await second)["status"], 200);
  });
});
