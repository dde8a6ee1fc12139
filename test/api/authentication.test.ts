import assert from "node:assert/strict";
import jwt from "jsonwebtoken";
import { removeParticipants } from "../../store/participants.ts";
import { findCredential } from "../../store/credentials.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, KEY, PASSWORD, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";

const INBOX = "/api/v1/work-items/inbox";

describe("authentication", () => {
  withDatabase();
  let api: TestApi;
  before(async () => {
    await addPerson("alice@acme.com", ["participant"]);
    api = await startApi();
  });
  after(async () => api?.close());

  it("gives a token for user name and password, with its end and the participant", async () => {
    const { status, body, headers } = await api.send("POST", "/api/v1/auth/login", {
      body: { username: "alice@acme.com", password: PASSWORD },
    });
    assert.equal(status, 200);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal((body["participant"] as { id: string }).id, "alice@acme.com");
    assert.ok(Date.parse(String(body["expiresAt"])) > Date.now());
    assert.equal((await api.send("GET", INBOX, { token: String(body["token"]) })).status, 200);
  });

  it("says the same of a wrong password and of an unknown user", async () => {
    const wrong = await api.send("POST", "/api/v1/auth/login", {
      body: { username: "alice@acme.com", password: "wrong" },
    });
    const unknown = await api.send("POST", "/api/v1/auth/login", {
      body: { username: "mallory", password: "wrong" },
    });
    assert.equal(wrong.status, 401);
    assert.equal(wrong.text, unknown.text);
    assert.equal(wrong.headers.get("content-type"), "application/problem+json; charset=utf-8");
    assert.equal(wrong.body["type"], "/problems/not-authenticated");
  });

  it("refuses user names that are no text", async () => {
    const reply = await api.send("POST", "/api/v1/auth/login", {
      body: { username: { $gt: "" }, password: "x" },
    });
    assert.equal(reply.status, 422);
    assert.deepEqual((reply.body["errors"] as { pointer: string }[])[0]?.pointer, "/username");
  });

  it("refuses everything without a token, even what does not exist", async () => {
    for (const path of [INBOX, "/api/v1/cases", "/metrics", "/no/such/path", "/api/v1/no-such-thing"]) {
      const { status, headers } = await api.send("GET", path);
      assert.equal(status, 401, path);
      assert.match(headers.get("www-authenticate") ?? "", /^Bearer/);
    }
    const preflight = await api.send("OPTIONS", INBOX, {
      headers: { "access-control-request-headers": "authorization" },
    });
    assert.equal(preflight.status, 401);
  });

  it("refuses tokens that are expired, unsigned, signed by others, or not for this API", async () => {
    const credential = await findCredential("alice@acme.com");
    const claims = { sub: "alice@acme.com", version: credential?.version };
    const proper = { algorithm: "HS256", issuer: "mizzen", audience: "mizzen-api", expiresIn: 600 } as const;
    const unsigned = [
      { alg: "none", typ: "JWT" },
      { ...claims, iss: "mizzen", aud: "mizzen-api", exp: 9_999_999_999 },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const tokens: Record<string, string> = {
      expired: jwt.sign(claims, KEY, { ...proper, expiresIn: -60 }),
      "alg none": `${unsigned}.`,
      "no signature": jwt.sign(claims, KEY, proper).split(".").slice(0, 2).join("."),
      "another key": jwt.sign(claims, "another key that is long enough to be one", proper),
      "another algorithm": jwt.sign(claims, KEY, { ...proper, algorithm: "HS512" }),
      "another audience": jwt.sign(claims, KEY, { ...proper, audience: "other" }),
      "another issuer": jwt.sign(claims, KEY, { ...proper, issuer: "other" }),
      "without end": jwt.sign(claims, KEY, { algorithm: "HS256", issuer: "mizzen", audience: "mizzen-api" }),
      "old password": jwt.sign({ ...claims, version: "old" }, KEY, proper),
      "nobody's": jwt.sign({ ...claims, sub: "mallory" }, KEY, proper),
      rubbish: "rubbish",
    };
    for (const [name, token] of Object.entries(tokens)) {
      const { status, body } = await api.send("GET", INBOX, { token });
      assert.equal(status, 401, name);
      assert.equal(body["type"], "/problems/not-authenticated", name);
    }
    assert.equal((await api.send("GET", INBOX, { token: jwt.sign(claims, KEY, proper) })).status, 200);
  });

  it("says when a token has expired", async () => {
    const token = jwt.sign({ sub: "alice@acme.com", version: "x" }, KEY, {
      issuer: "mizzen",
      audience: "mizzen-api",
      expiresIn: -60,
    });
    assert.match(String((await api.send("GET", INBOX, { token })).body["detail"]), /expired/);
  });

  it("refuses the tokens from before a change of the password", async () => {
    await addPerson("dave", ["participant"]);
    const token = await api.login("dave");
    const wrong = await api.send("PUT", "/api/v1/auth/password", {
      token,
      body: { current: "wrong", password: "another password" },
    });
    assert.equal(wrong.status, 401);
    const changed = await api.send("PUT", "/api/v1/auth/password", {
      token,
      body: { current: PASSWORD, password: "another password" },
    });
    assert.equal(changed.status, 204);
    assert.equal((await api.send("GET", INBOX, { token })).status, 401);
    assert.equal(
      (await api.send("GET", INBOX, { token: await api.login("dave", "another password") })).status,
      200,
    );
  });

  it("refuses the tokens of a participant who was removed, within two seconds", async () => {
    await addPerson("erin", ["participant"]);
    const token = await api.login("erin");
    assert.equal((await api.send("GET", INBOX, { token })).status, 200);
    await removeParticipants(["erin"]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    assert.equal((await api.send("GET", INBOX, { token })).status, 401);
  });

  it("slows down guessing, for one user at one address only", async () => {
    const strict = await startApi({ loginLimits: { perUser: 3, perAddress: 1_000 } });
    try {
      const guess = async (username: string) =>
        strict.send("POST", "/api/v1/auth/login", { body: { username, password: "guess" } });
      for (let attempt = 1; attempt <= 3; attempt += 1)
        assert.equal((await guess("alice@acme.com")).status, 401);
      const { status, headers, body } = await guess("alice@acme.com");
      assert.equal(status, 429);
      assert.equal(body["type"], "/problems/too-many-requests");
      assert.ok(Number(headers.get("retry-after")) > 0);
      assert.equal((await guess("bob")).status, 401);
    } finally {
      await strict.close();
    }
  });

  it("does not count right passwords as guesses", async () => {
    const strict = await startApi({ loginLimits: { perUser: 2, perAddress: 2 } });
    try {
      for (let attempt = 1; attempt <= 4; attempt += 1)
        assert.notEqual(await strict.login("alice@acme.com"), "undefined");
    } finally {
      await strict.close();
    }
  });
});
