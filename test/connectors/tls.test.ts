import assert from "node:assert/strict";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import type { Registry } from "../../activities/connectors/registry.ts";
import { authority, certificate, type Certificate } from "./certificates.ts";
import { answerOf, contextWith, errorOf, json, World } from "./world.ts";

describe("An HTTPS call", () => {
  const world = new World();
  let registry: Registry;
  let ca: Certificate;

  before(async () => {
    ca = await authority();
    registry = await world.registry();
  });
  after(() => world.close());

  async function server(own: Certificate, options: https.ServerOptions = {}): Promise<string> {
    const port = await world.listen(
      https.createServer({ ...own, ...options }, (request, response) => {
        const peer = (request.socket as TLSSocket).getPeerCertificate();
        json(response, { client: peer.subject?.CN ?? null });
      }),
    );
    return `https://127.0.0.1:${port}/`;
  }

  it("accepts a certificate of an authority that the configuration trusts, by text or by secret", async () => {
    const url = await server(await certificate("127.0.0.1", { by: ca }));
    const context = contextWith({ secrets: { ca: ca.cert } });
    for (const trusted of [ca.cert, { secret: "ca" }]) {
      const answer = await answerOf(registry, "http", { url, tls: { authority: trusted } }, {}, context);
      assert.deepEqual(answer["body"], { client: null });
    }
  });

  it("fails for good at a certificate that is self-signed, of an unknown authority, for another host or expired", async () => {
    for (const [own, reason] of [
      [await certificate("127.0.0.1"), /self-signed|unable to verify/i],
      [await certificate("127.0.0.1", { by: await authority() }), /unable to|issuer|signature/i],
      [await certificate("other.acme.com", { by: ca }), /does not match|altnames/i],
      [await certificate("127.0.0.1", { by: ca, expired: true }), /expired/i],
    ] as const) {
      const error = await errorOf(registry, "http", { url: await server(own), tls: { authority: ca.cert } });
      assert.deepEqual([error.type, error.retryable], ["certificate", false], error.message);
      assert.match(error.message, reason);
    }
  });

  it("takes the name that it expects from the configuration", async () => {
    const url = await server(await certificate("api.acme.com", { by: ca }));
    const tls = { authority: ca.cert, serverName: "api.acme.com" };
    assert.equal((await answerOf(registry, "http", { url, tls }))["status"], 200);
  });

  it("goes without verification only where the deployment allows it", async () => {
    const url = await server(await certificate("127.0.0.1"));
    const configuration = { url, tls: { verify: false } };
    const error = await errorOf(registry, "http", configuration);
    assert.deepEqual([error.type, error.retryable], ["address-refused", false]);
    const context = contextWith({ network: { unverifiedHosts: ["127.0.0.1"] } });
    assert.equal((await answerOf(registry, "http", configuration, {}, context))["status"], 200);
  });

  it("shows a client certificate, and only to the origin that it is meant for", async () => {
    const client = await certificate("worker.mizzen", { by: ca });
    const own = await certificate("127.0.0.1", { by: ca });
    const asking = { ca: ca.cert, requestCert: true };
    const url = await server(own, { ...asking, rejectUnauthorized: true });
    const context = contextWith({ secrets: { key: client.key } });
    const tls = { authority: ca.cert, certificate: client.cert, key: { secret: "key" } };
    assert.deepEqual((await answerOf(registry, "http", { url, tls }, {}, context))["body"], {
      client: "worker.mizzen",
    });
    const without = await errorOf(registry, "http", { url, tls: { authority: ca.cert } });
    assert.equal(without.retryable, without.type !== "tls");

    const other = await server(own, { ...asking, rejectUnauthorized: false });
    const port = await world.listen(
      https.createServer({ ...own, ...asking }, (_, response) => {
        response.writeHead(302, { location: other }).end();
      }),
    );
    const redirected = await answerOf(
      registry,
      "http",
      { url: `https://127.0.0.1:${port}/`, tls },
      {},
      context,
    );
    assert.deepEqual(redirected["body"], { client: null });
  });

  it("does not follow a redirect to http", async () => {
    const own = await certificate("127.0.0.1", { by: ca });
    const port = await world.listen(
      https.createServer({ ...own }, (_, response) => {
        response.writeHead(302, { location: "http://127.0.0.1/" }).end();
      }),
    );
    const configuration = { url: `https://127.0.0.1:${port}/`, tls: { authority: ca.cert } };
    assert.equal((await errorOf(registry, "http", configuration)).type, "redirect-refused");
  });

  it("insists on the TLS version that is configured", async () => {
    const url = await server(await certificate("127.0.0.1", { by: ca }), { maxVersion: "TLSv1.2" });
    const tls = { authority: ca.cert, minimumVersion: "TLSv1.3" };
    const error = await errorOf(registry, "http", { url, tls });
    assert.deepEqual([error.type, error.retryable], ["tls", false], error.message);
  });

  it("says so when a certificate or key cannot be read, without showing it", async () => {
    const tls = { certificate: ca.cert, key: { secret: "key" } };
    const context = contextWith({ secrets: { key: "-----BEGIN PRIVATE KEY-----\nbroken" } });
    const error = await errorOf(registry, "http", { url: "https://127.0.0.1/", tls }, {}, context);
    assert.deepEqual([error.type, error.retryable], ["tls", false]);
    assert.doesNotMatch(JSON.stringify([error, String(error.cause)]), /broken/);
  });
});
