import assert from "node:assert/strict";
import fc from "fast-check";
import { readConfiguration } from "../../api/configuration.ts";
import { passwordWeakness } from "../../api/security/password-rules.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, PASSWORD, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";

describe("passwords", () => {
  it("need length, and no kinds of characters", () => {
    for (const good of [
      "lantern mosaic",
      "zzyzx-road",
      "8391 5527 0146",
      "пароль из слов",
      "correct-horse-battery",
      "choose-your-own",
      "mizzen-demo",
      "x".repeat(500) + "y".repeat(500),
    ])
      assert.equal(passwordWeakness(good, "alice@acme.com"), undefined, good);
    for (const short of ["", "short", "1234567", "ﬁﬁﬁ", "😀😀😀😀"])
      assert.match(passwordWeakness(short) ?? "", /at least 8/, short);
    assert.match(passwordWeakness("ab".repeat(600)) ?? "", /more than 1024/);
  });

  it("are none that everybody tries first, nor the name of the user or of the service", () => {
    for (const common of [
      "password",
      "Password1",
      "12345678",
      "qwertyuiop",
      "ILOVEYOU",
      "ｐａｓｓｗｏｒｄ",
      "aaaaaaaaaa",
    ])
      assert.match(passwordWeakness(common) ?? "", /common/, common);
    for (const name of ["alice@acme.com", "ALICE@acme.com", "123alice!!", "alice2026!", "!!ecila!!!"])
      assert.match(passwordWeakness(name, "alice@acme.com") ?? "", /user name/, name);
    assert.match(passwordWeakness("Mizzen2026!") ?? "", /name of this service/);
    assert.equal(passwordWeakness("alice and bob", "alice@acme.com"), undefined);
  });

  it("are judged without a failure, whatever they are, and the sentence does not repeat them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 6 }), fc.string(), (password, username) => {
        const weakness = passwordWeakness(password, username) ?? "";
        return !weakness.includes(password);
      }),
    );
  });

  it("of the first administrator are refused by a server that is not for development", () => {
    const read = (environment: NodeJS.ProcessEnv) => readConfiguration(environment);
    for (const weak of ["admin", "admin123", "password1", "short"]) {
      assert.throws(
        () => read({ MIZZEN_ADMIN_PASSWORD: weak }),
        (error: Error) =>
          error.message.includes("MIZZEN_ADMIN_PASSWORD") && !error.message.includes(`"${weak}"`),
      );
      assert.equal(
        read({ MIZZEN_ADMIN_PASSWORD: weak, MIZZEN_DEVELOPMENT: "yes" }).MIZZEN_ADMIN_PASSWORD,
        weak,
        "with `npm start` it is only warned of",
      );
    }
    assert.equal(read({ MIZZEN_ADMIN_PASSWORD: "choose-your-own" }).MIZZEN_ADMIN_PASSWORD, "choose-your-own");
  });

  describe("by REST", () => {
    withDatabase();
    let api: TestApi;
    let admin = "";
    before(async () => {
      api = await startApi({ loginLimits: { perUser: 3, perAddress: 1_000 } });
      await addPerson("admin", ["admin"]);
      await addPerson("alice", ["participant"]);
      admin = await api.login("admin");
    });
    after(async () => api?.close());
    const change = async (token: string, current: string, password = "another fine password") =>
      api.send("PUT", "/api/v1/auth/password", { token, body: { current, password } });

    it("are refused with a pointer, whoever sets them", async () => {
      const token = await api.login("alice");
      for (const [password, sentence] of [
        ["password1", /common/],
        ["ALICE-123", /user name/],
      ] as const) {
        const own = await change(token, PASSWORD, password);
        assert.equal(own.status, 422);
        const created = await api.send("POST", "/api/v1/participants", {
          token: admin,
          body: { id: "alice-2", password },
        });
        const put = await api.send("PUT", "/api/v1/participants/alice", { token: admin, body: { password } });
        const model = await api.send("PUT", "/api/v1/organisation", {
          token: admin,
          body: { participants: [{ id: "alice" }, { id: "bob", password: "password1" }] },
        });
        assert.deepEqual(
          [created.status === 422 || password === "ALICE-123", put.status, model.status],
          [true, 422, 422],
        );
        for (const [reply, pointer] of [
          [own, "/password"],
          [put, "/password"],
          [model, "/participants/1/password"],
        ] as const) {
          const [error] = reply.body["errors"] as { pointer: string; message: string }[];
          assert.equal(error?.pointer, pointer);
          if (reply !== model) assert.match(error?.message ?? "", sentence);
          assert.ok(!reply.text.includes(password));
        }
      }
    });

    it("may be guessed wrongly by who has stolen a token, without locking out anybody else or the owner", async () => {
      await addPerson("owner", ["participant"]);
      await addPerson("neighbour", ["participant"]);
      const stolen = await api.login("owner");
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const own = await api.login("owner");
      assert.notEqual(stolen, own);
      const guesses = [];
      for (let guess = 1; guess <= 5; guess += 1)
        guesses.push((await change(stolen, `guess ${guess}`)).status);
      assert.deepEqual(guesses, [401, 401, 401, 429, 429]);
      const neighbour = await api.login("neighbour");
      assert.equal((await change(neighbour, PASSWORD)).status, 204, "somebody else at the same address");
      assert.equal(
        (await api.send("GET", "/api/v1/auth/me", { token: stolen })).status,
        200,
        "the token still works",
      );
      assert.equal((await change(own, PASSWORD)).status, 204, "the owner's other session");
      assert.notEqual(await api.login("owner", "another fine password"), "undefined");
    });

    it("do not open a locked account, whose tokens are void; who is not available can log in", async () => {
      await addPerson("carol", ["participant"]);
      const token = await api.login("carol");
      const put = async (body: object) =>
        (await api.send("PUT", "/api/v1/participants/carol", { token: admin, body })).body;
      assert.deepEqual((await put({ available: false }))["available"], false);
      assert.equal((await api.send("GET", "/api/v1/auth/me", { token })).status, 200);
      assert.deepEqual((await put({ locked: true }))["locked"], true);
      assert.equal((await api.send("GET", "/api/v1/auth/me", { token })).status, 401);
      const login = async (password: string) =>
        (await api.send("POST", "/api/v1/auth/login", { body: { username: "carol", password } })).body[
          "detail"
        ];
      assert.match(String(await login(PASSWORD)), /locked/);
      assert.doesNotMatch(String(await login("wrong password")), /locked/);
      await put({});
      assert.equal((await api.send("GET", "/api/v1/auth/me", { token })).status, 200, "unlocked again");
      const last = await api.send("PUT", "/api/v1/participants/admin", {
        token: admin,
        body: { access: ["admin"], locked: true },
      });
      assert.equal(last.status, 409, "the last administrator");
    });
  });
});
