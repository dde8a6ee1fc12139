import assert from "node:assert/strict";
import type { LookupFunction } from "node:net";
import { refusal } from "../../activities/connectors/network/guard.ts";
import { answerOf, contextWith, errorOf, json, World } from "./world.ts";

/** A resolver that answers from a list, the last entry for ever. */
function resolver(...answers: readonly (readonly string[])[]): {
  readonly resolve: LookupFunction;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const resolve: LookupFunction = (hostname, _options, callback) => {
    asked.push(hostname);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    callback(
      null,
      answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { resolve, asked };
}

const STRICT = { network: { allowedHosts: [] } };

describe("The guard of outgoing requests", () => {
  const world = new World();
  afterEach(() => world.close());

  it("refuses every address that is not public", () => {
    const forbidden = [
      "0.0.0.0",
      "10.1.2.3",
      "100.64.0.1",
      "127.0.0.1",
      "127.9.9.9",
      "169.254.169.254",
      "172.16.0.1",
      "192.0.0.8",
      "192.0.2.1",
      "192.168.1.1",
      "198.18.0.1",
      "198.51.100.7",
      "203.0.113.7",
      "224.0.0.1",
      "240.0.0.1",
      "255.255.255.255",
      "::",
      "::1",
      "::ffff:127.0.0.1",
      "::ffff:10.0.0.1",
      "::127.0.0.1",
      "::7f00:1",
      "::a00:1",
      "::808:808",
      "::ffff:0:7f00:1",
      "::ffff:0:a00:1",
      "64:ff9b::a9fe:a9fe",
      "64:ff9b:1::808:808",
      "2002:a00:1::1",
      "2002:808:808::1",
      "2001:0:808:808::f7f7:f7f7",
      "2606:4700::5efe:7f00:1",
      "2606:4700::200:5efe:a00:1",
      "0:0:0:1::1",
      "1::1",
      "4000::1",
      "8000::1",
      "64:ff9b::7f00:1",
      "64:ff9b:1::1",
      "2001::1",
      "2001:db8::1",
      "2002:7f00:1::",
      "fc00::1",
      "fd00::1",
      "fe80::1",
      "fe80::1%eth0",
      "fec0::1",
      "ff02::1",
      "no address",
    ];
    for (const address of forbidden) {
      const reason = refusal(address, { host: "api.acme.com", port: 443 }, { allowedHosts: [] });
      assert.equal(typeof reason, "string", address);
    }
    for (const address of [
      "93.184.215.14",
      "8.8.8.8",
      "2606:4700::1111",
      "::ffff:8.8.8.8",
      "::ffff:808:808",
      "64:ff9b::8.8.8.8",
      "2606:4700::200:5efe:808:808",
    ]) {
      assert.equal(refusal(address, { host: "api.acme.com", port: 443 }, { allowedHosts: [] }), undefined);
    }
  });

  it("lets through what the deployment allows: names, addresses and ranges, with or without a port", () => {
    const allowed = (entry: string, host: string, address: string, port = 80): boolean =>
      refusal(address, { host, port }, { allowedHosts: [entry] }) === undefined;
    assert.ok(allowed("db.internal", "DB.internal.", "10.0.0.7"));
    assert.ok(allowed("db.internal:8080", "db.internal", "10.0.0.7", 8080));
    assert.ok(!allowed("db.internal:8080", "db.internal", "10.0.0.7", 80));
    assert.ok(!allowed("db.internal", "evil.db.internal", "10.0.0.7"));
    assert.ok(!allowed("db.internal", "db.internal.evil.com", "10.0.0.7"));
    assert.ok(allowed("*.internal:8080", "a.db.internal", "10.0.0.7", 8080));
    assert.ok(!allowed("*.internal", "internal", "10.0.0.7"));
    assert.ok(!allowed("*.internal", "evilinternal", "10.0.0.7"));
    assert.ok(allowed("10.0.0.7", "any.name", "10.0.0.7"));
    assert.ok(allowed("10.0.0.7:81", "10.0.0.7", "10.0.0.7", 81));
    assert.ok(allowed("10.0.0.0/8", "any.name", "10.9.9.9"));
    assert.ok(!allowed("10.0.0.0/8", "any.name", "192.168.0.1"));
    assert.ok(allowed("10.0.0.0/8", "any.name", "::ffff:10.9.9.9"));
    assert.ok(allowed("10.0.0.0/8", "any.name", "64:ff9b::a09:909"));
    assert.ok(!allowed("10.0.0.0/8", "any.name", "2002:a09:909::1"));
    assert.ok(!allowed("127.0.0.1", "::7f00:1", "::7f00:1"));
    assert.ok(allowed("2002:a09:909::/48", "any.name", "2002:a09:909::1"));
    assert.ok(allowed("::1", "::1", "::1"));
    assert.ok(allowed("[::1]:90", "::1", "0:0::1", 90));
    assert.ok(allowed("fd00::/8", "any.name", "fd12::1"));
    assert.ok(!allowed("fd00::/8", "any.name", "10.0.0.1"));
  });

  it("refuses literal addresses in every way to write them", async () => {
    let requests = 0;
    const url = await world.serve((_, response) => {
      requests += 1;
      json(response, {});
    });
    const port = new URL(url).port;
    const registry = await world.registry();
    for (const host of [
      "127.0.0.1",
      "127.1",
      "0x7f.1",
      "0x7f000001",
      "2130706433",
      "017700000001",
      "0",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[::127.0.0.1]",
      "[::7f00:1]",
      "[::ffff:0:127.0.0.1]",
      "[64:ff9b::127.0.0.1]",
      "[2002:7f00:1::]",
      "[::]",
      "１２７.0.0.1",
    ]) {
      const error = await errorOf(
        registry,
        "http",
        { url: `http://${host}:${port}/` },
        {},
        contextWith(STRICT),
      );
      assert.deepEqual([error.type, error.retryable], ["address-refused", false], host);
    }
    assert.equal(requests, 0);
  });

  it("refuses names that resolve to private addresses", async () => {
    const url = await world.serve((_, response) => json(response, {}));
    const port = new URL(url).port;
    const system = await world.registry();
    const local = await errorOf(
      system,
      "http",
      { url: `http://localhost:${port}/` },
      {},
      contextWith(STRICT),
    );
    assert.equal(local.type, "address-refused");
    const { resolve } = resolver(["127.0.0.1"]);
    const registry = await world.registry({ resolve });
    const error = await errorOf(
      registry,
      "http",
      { url: `http://api.acme.com:${port}/` },
      {},
      contextWith(STRICT),
    );
    assert.equal(error.type, "address-refused");
    assert.match(error.message, /"api\.acme\.com" \(127\.0\.0\.1\) is not a public address \(loopback\)/);
    const named = contextWith({ network: { allowedHosts: [`api.acme.com:${port}`] } });
    await answerOf(registry, "http", { url: `http://api.acme.com:${port}/` }, {}, named);
  });

  it("connects to the very address that it has checked, whatever the name server says later", async () => {
    let requests = 0;
    const url = await world.serve((_, response) => {
      requests += 1;
      json(response, {});
    });
    const port = new URL(url).port;
    const { resolve, asked } = resolver(["93.184.215.14"], ["127.0.0.1"]);
    const registry = await world.registry({ resolve });
    const configuration = { url: `http://rebind.acme.com:${port}/`, limits: { connect: "PT0.2S" } };
    const first = await errorOf(registry, "http", configuration, {}, contextWith(STRICT));
    assert.ok(["time-limit", "unreachable", "connection-refused", "connection-failed"].includes(first.type));
    assert.equal(asked.length, 1, "one look-up a connection");
    const second = await errorOf(registry, "http", configuration, {}, contextWith(STRICT));
    assert.equal(second.type, "address-refused");
    assert.deepEqual([asked.length, requests], [2, 0]);
  });

  it("uses only the public ones of several addresses", async () => {
    const { resolve } = resolver(["10.0.0.1", "127.0.0.1"]);
    const registry = await world.registry({ resolve });
    const url = await world.serve((_, response) => json(response, { reached: true }));
    const configuration = { url: `http://api.acme.com:${new URL(url).port}/` };
    const context = contextWith({ network: { allowedHosts: ["127.0.0.0/8"] } });
    assert.deepEqual((await answerOf(registry, "http", configuration, {}, context))["body"], {
      reached: true,
    });
  });

  it("stands before each step of a redirect", async () => {
    let requests = 0;
    const hidden = await world.serve((_, response) => {
      requests += 1;
      json(response, {});
    });
    const to = new Map([
      ["/address", hidden],
      ["/odd", hidden.replace("127.0.0.1", "0x7f.1")],
      ["/name", hidden.replace("127.0.0.1", "hidden.acme.com")],
    ]);
    const url = await world.serve((request, response) => {
      response.writeHead(302, { location: to.get(request.url ?? "") ?? "" }).end();
    });
    const { resolve } = resolver(["127.0.0.1"]);
    const registry = await world.registry({ resolve });
    const context = contextWith({ network: { allowedHosts: [new URL(url).host] } });
    for (const path of to.keys()) {
      const error = await errorOf(registry, "http", { url: `${url}${path}` }, {}, context);
      assert.equal(error.type, "address-refused", path);
    }
    assert.equal(requests, 0);
  });

  it("stands before token endpoints and before proxies that a specification names", async () => {
    let requests = 0;
    const url = await world.serve((_, response) => {
      requests += 1;
      json(response, {});
    });
    const registry = await world.registry();
    const context = contextWith({ ...STRICT, secrets: { s: "client-secret" } });
    const auth = { type: "oauth2", tokenUrl: `${url}/token`, clientId: "c", clientSecret: { secret: "s" } };
    for (const configuration of [
      { url: "http://93.184.215.14/", auth },
      { url: "http://93.184.215.14/", proxy: { url } },
      { url: "http://93.184.215.14/", proxy: { url: url.replace("127.0.0.1", "localhost") } },
    ]) {
      const error = await errorOf(registry, "http", configuration, {}, context);
      assert.equal(error.type, "address-refused");
    }
    assert.equal(requests, 0);
  });
});
