import assert from "node:assert/strict";
import mongoose from "mongoose";
import { runCall } from "../../activities/connectors/run.ts";
import { secretReader } from "../../activities/secrets.ts";
import { SecretBox } from "../../keys/secret-box.ts";
import { readKeys } from "../../keys/secret-keys.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { contextWith, json, World } from "../connectors/world.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, SECRET_KEYS, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const PATH = "/api/v1/secrets";
const VALUE = "a-value-that-is-long-enough";
const orders = { specificationId: "orders" };

describe("bound secrets", () => {
  withDatabase();
  const world = new World();
  const read = secretReader(new SecretBox(readKeys(SECRET_KEYS, "the test")), 0);
  let api: TestApi;
  let token = "";
  before(async () => {
    api = await startApi();
    await addPerson("admin", ["admin"]);
    token = await api.login("admin");
  });
  after(async () => api?.close());
  afterEach(async () => world.close());

  const put = async (name: string, binding: object, value = VALUE): Promise<Reply> =>
    api.send("PUT", `${PATH}/${name}`, { token, body: { value, ...binding } });
  const listed = async (name: string) =>
    ((await api.send("GET", PATH, { token })).body["items"] as { name: string }[]).find(
      (entry) => entry.name === name,
    ) as { hosts?: string[]; specifications?: string[] } | undefined;
  const refused = (error: Error & { type?: string; retryable?: boolean }): boolean => {
    assert.deepEqual([error.type, error.retryable], ["secret-refused", false]);
    assert.doesNotMatch(error.message, /a-value|crm\.example|invoices/);
    return true;
  };

  it("are given for their hosts only", async () => {
    await put("crm", { hosts: ["api.acme.com", "*.crm.example", "files.example:8443", "192.0.2.0/24"] });
    for (const [host, port] of [
      ["api.acme.com", 443],
      ["API.acme.com.", 80],
      ["eu.crm.example", 443],
      ["files.example", 8443],
      ["192.0.2.7", 443],
    ] as const)
      assert.equal(await read("crm", { ...orders, target: { host, port } }), VALUE, host);
    for (const [host, port] of [
      ["acme.org", 443],
      ["api.acme.com.evil.example", 443],
      ["evil-crm.test", 443],
      ["files.example", 443],
      ["192.0.3.7", 443],
      ["xapi.acme.com", 443],
    ] as const)
      await assert.rejects(read("crm", { ...orders, target: { host, port } }), refused, host);
    await assert.rejects(read("crm", orders), refused, "a connector that does not say where it sends it");
  });

  it("are given to cases of their specifications only", async () => {
    await put("erp", { specifications: ["invoices"] });
    assert.equal(await read("erp", { specificationId: "invoices" }), VALUE);
    await assert.rejects(read("erp", orders), refused);
  });

  it("keep what they are bound to when they get a new value, until it is taken away by name", async () => {
    await put("kept", { hosts: ["api.acme.com"], specifications: ["invoices"] });
    assert.equal((await put("kept", {}, `${VALUE} 2`)).status, 204);
    assert.deepEqual((await listed("kept"))?.hosts, ["api.acme.com"]);
    await put("kept", { hosts: null });
    const { hosts, specifications } = (await listed("kept")) ?? {};
    assert.deepEqual([hosts, specifications], [undefined, ["invoices"]]);
  });

  it("cannot be let out by who can write to the database", async () => {
    await put("sealed", { hosts: ["api.acme.com"] });
    const collection = mongoose.connection.collection<{ _id: string }>("secrets");
    for (const hosts of [undefined, ["evil.example"]]) {
      await collection.updateOne({ _id: "sealed" }, hosts ? { $set: { hosts } } : { $unset: { hosts: 1 } });
      await assert.rejects(
        read("sealed", { ...orders, target: { host: "evil.example", port: 443 } }),
        /is damaged/,
      );
    }
  });

  it("are refused with what is no host, and with nothing to be bound to", async () => {
    for (const binding of [
      { hosts: ["https://api.acme.com"] },
      { hosts: ["api.acme.com/path"] },
      { hosts: ["*"] },
      { hosts: [] },
      { hosts: "api.acme.com" },
      { specifications: [] },
      { specifications: [7] },
    ]) {
      const reply = await put("wrong", binding);
      assert.equal(reply.status, 422, JSON.stringify(binding));
      assert.match(reply.text, /"\/(hosts|specifications)/);
    }
  });

  it("are kept when they are short or common only if that is accepted", async () => {
    for (const value of ["short", "password1", "aaaaaaaaaaaa"]) {
      const reply = await put("weak", {}, value);
      assert.equal(reply.status, 422, value);
      assert.match(reply.text, /"\/value".*acceptWeak/);
      assert.ok(!reply.text.includes(`"${value}`));
    }
    assert.equal((await put("weak", { acceptWeak: true }, "short")).status, 201);
  });

  describe("in calls over HTTP", () => {
    const context = {
      ...contextWith(),
      secret: async (
        { secret }: { readonly secret: string },
        target?: { readonly host: string; readonly port: number },
      ) => read(secret, { specificationId: "orders", target }),
    };
    const call = async (configuration: JsonObject, input: JsonObject = {}): Promise<string> => {
      const registry = await world.registry();
      try {
        await runCall(registry, { connector: "http", configuration, input }, context);
        return "answered";
      } catch (error) {
        return (error as { type: string }).type;
      }
    };
    const portOf = (url: string): string => new URL(url).port;

    it("go to their host, and to no other", async () => {
      const seen: string[] = [];
      const server = async () =>
        world.serve(({ headers }, response) => {
          seen.push(`${headers.host}: ${headers.authorization ?? String(headers["x-key"])}`);
          json(response, {});
        });
      const [right, wrong] = [await server(), await server()];
      await put("http-key", { hosts: [`127.0.0.1:${portOf(right)}`] });
      const secret = { secret: "http-key" };
      for (const configuration of [
        { auth: { type: "bearer", token: secret } },
        { auth: { type: "basic", user: "bob", password: secret } },
        { auth: { type: "basic", user: secret, password: secret } },
        { auth: { type: "apiKey", name: "X-Key", key: secret } },
        { auth: { type: "apiKey", in: "query", name: "key", key: secret } },
        { headers: { "X-Key": secret } },
        { auth: { type: "oauth2", tokenUrl: `${wrong}/token`, clientId: "c", clientSecret: secret } },
        { tls: { key: secret, certificate: secret } },
      ] as const satisfies readonly JsonObject[]) {
        assert.equal(await call({ url: `${wrong}/x`, ...configuration }), "secret-refused");
      }
      assert.deepEqual(seen, [], "nothing was sent");
      const tenant = { url: `http://{host}:${portOf(right)}/x`, headers: { "X-Key": secret } };
      assert.equal(
        await call(tenant, { host: "127.0.0.1" }),
        "invalid-url",
        "data never chooses where it goes",
      );
      const named = `${right.replace("127.0.0.1", "localhost")}/x`;
      assert.equal(
        await call({ url: named, headers: { "X-Key": secret } }),
        "secret-refused",
        "by another name",
      );
      assert.deepEqual(seen, [], "nothing was sent");
      assert.equal(await call({ url: `${right}/x`, headers: { "X-Key": secret } }), "answered");
      assert.deepEqual(seen, [`127.0.0.1:${portOf(right)}: ${VALUE}`]);
    });

    it("do not follow a redirect, nor a proxy that the specification names", async () => {
      const seen: (string | undefined)[] = [];
      const other = await world.serve(({ headers, url }, response) => {
        seen.push(headers.authorization, headers["x-key"] as string | undefined, url);
        json(response, {});
      });
      const right = await world.serve((_, response) => {
        response.writeHead(302, { location: `${other}/elsewhere` }).end();
      });
      const secret = { secret: "redirect-key" };
      await put("redirect-key", { hosts: [`127.0.0.1:${portOf(right)}`] });
      const configuration = {
        url: right,
        headers: { "X-Key": secret },
        auth: { type: "bearer", token: secret },
      };
      assert.equal(await call(configuration), "answered");
      assert.deepEqual(seen, [undefined, undefined, "/elsewhere"]);
      assert.equal(await call({ ...configuration, proxy: { url: other } }), "secret-refused");
      assert.equal(seen.length, 3);
    });

    it("let a token that was got with them go to their hosts only", async () => {
      let tokens = 0;
      const issuer = await world.serve((_, response) => {
        tokens += 1;
        json(response, { access_token: `token-${tokens}`, token_type: "bearer" });
      });
      const seen: (string | undefined)[] = [];
      const target = await world.serve(({ headers }, response) => {
        seen.push(headers.authorization);
        json(response, {});
      });
      const auth = {
        type: "oauth2",
        tokenUrl: issuer,
        clientId: "c",
        clientSecret: { secret: "client" },
      };
      await put("client", { hosts: [`127.0.0.1:${portOf(issuer)}`] });
      assert.equal(await call({ url: target, auth }), "secret-refused");
      await put("client", { hosts: [`127.0.0.1:${portOf(issuer)}`, `127.0.0.1:${portOf(target)}`] });
      assert.equal(await call({ url: target, auth }), "answered");
      assert.deepEqual(seen, ["Bearer token-1"]);
    });
  });

  it("are told at upload when they are missing, for others, or bound to nothing", async () => {
    await put("loose", {});
    await put("tight", { hosts: ["api.acme.com"] });
    await put("for-others", { specifications: ["invoices"] });
    const call = (name: string, secret: string): string =>
      `  ${name}: { call: http, with: { url: "https://api.acme.com/", headers: { X-Key: { secret: ${secret} } } }, next: end }`;
    const body = [
      'mizzen: 1\nid: secrets-told\nversion: "1"\nstart: a\ntasks:',
      call("a", "loose").replace("next: end", "next: b"),
      call("b", "tight").replace("next: end", "next: c"),
      call("c", "for-others").replace("next: end", "next: d"),
      call("d", "not-there"),
    ].join("\n");
    const reply = await api.send("POST", "/api/v1/specifications", {
      token,
      headers: { "content-type": "application/yaml" },
      body,
    });
    assert.equal(reply.status, 201, reply.text);
    const checks = (reply.body["checks"] as { element: string; message: string }[]).filter(({ message }) =>
      message.includes("secret"),
    );
    assert.deepEqual(
      checks.map(({ element, message }) => [
        element,
        /bound to no host|not for this|There is no/.exec(message)?.[0],
      ]),
      [
        ["secrets-told.a", "bound to no host"],
        ["secrets-told.c", "not for this"],
        ["secrets-told.d", "There is no"],
      ],
    );
  });
});
