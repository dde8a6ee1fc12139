import assert from "node:assert/strict";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import type { Registry } from "../../activities/connectors/registry.ts";
import { authority, certificate } from "./certificates.ts";
import { answerOf, contextWith, errorOf, json, World } from "./world.ts";

describe("An HTTP call through a proxy", () => {
  const world = new World();
  let registry: Registry;
  let requests: string[];
  let status: number;

  beforeEach(async () => {
    registry = await world.registry();
    requests = [];
    status = 200;
  });
  afterEach(() => world.close());

  /** A proxy that writes down what it is asked for and connects to this machine, whatever the name. */
  async function proxy(): Promise<string> {
    const server = http.createServer((request, response) => {
      requests.push(
        `${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim(),
      );
      const to = new URL(request.url ?? "");
      if (status !== 200) {
        response.writeHead(status).end("no");
        return;
      }
      const { port, pathname } = to;
      http.get({ port, path: pathname, host: "127.0.0.1" }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
    });
    server.on("connect", (request, socket: net.Socket) => {
      requests.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"] ?? ""}`.trim());
      if (status !== 200) {
        socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        return;
      }
      const other = net.connect(Number(request.url?.split(":").at(-1)), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket.pipe(other).pipe(socket);
      });
      other.on("error", () => socket.destroy());
      socket.on("error", () => other.destroy());
    });
    return `http://127.0.0.1:${await world.listen(server)}`;
  }

  it("names the whole URL for http, and makes a tunnel for https", async () => {
    const plain = await world.serve((_, response) => json(response, { plain: true }));
    const ca = await authority();
    const own = await certificate("127.0.0.1", { by: ca });
    const port = await world.listen(
      https.createServer({ ...own }, (_, response) => json(response, { tls: true })),
    );
    const context = contextWith({ secrets: { p: "pr0xy-pass" } });
    const via = { url: await proxy(), user: "bob", password: { secret: "p" } };
    const authorization = `Basic ${Buffer.from("bob:pr0xy-pass").toString("base64")}`;

    const first = await answerOf(registry, "http", { url: `${plain}/a`, proxy: via }, {}, context);
    assert.deepEqual(first["body"], { plain: true });
    assert.equal(requests.pop(), `GET ${plain}/a ${authorization}`);

    const secure = { url: `https://127.0.0.1:${port}/b`, proxy: via, tls: { authority: ca.cert } };
    assert.deepEqual((await answerOf(registry, "http", secure, {}, context))["body"], { tls: true });
    assert.equal(requests.pop(), `CONNECT 127.0.0.1:${port} ${authorization}`);

    const distrusted = await errorOf(registry, "http", { ...secure, tls: {} }, {}, context);
    assert.equal(distrusted.type, "certificate");
  });

  it("is made through the deployment's proxy by itself, unless the configuration wants none", async () => {
    const url = await world.serve((_, response) => json(response, { reached: true }));
    const address = new URL(await proxy());
    address.username = "worker";
    address.password = "w0rker-pass";
    const target = [new URL(url).host];
    const context = contextWith({ network: { allowedHosts: target, proxy: address.href } });
    assert.deepEqual((await answerOf(registry, "http", { url }, {}, context))["body"], { reached: true });
    assert.deepEqual(requests, [`GET ${url}/ Basic ${Buffer.from("worker:w0rker-pass").toString("base64")}`]);
    await answerOf(registry, "http", { url, proxy: false }, {}, context);
    assert.equal(requests.length, 1);
  });

  it("cannot reach what a direct one could not", async () => {
    const url = await world.serve((_, response) => json(response, {}));
    const context = contextWith({ network: { allowedHosts: [], proxy: await proxy() } });
    for (const host of ["127.0.0.1", "2130706433", "localhost"]) {
      const error = await errorOf(registry, "http", { url: url.replace("127.0.0.1", host) }, {}, context);
      assert.equal(error.type, "address-refused", host);
    }
    assert.deepEqual(requests, []);
  });

  it("leaves names that only the proxy can resolve to the proxy", async () => {
    const url = await world.serve((_, response) => json(response, { reached: true }));
    const context = contextWith({ network: { allowedHosts: [], proxy: await proxy() } });
    const { port } = new URL(url);
    const answer = await answerOf(registry, "http", { url: `http://api.invalid:${port}/` }, {}, context);
    assert.deepEqual(answer["body"], { reached: true });
  });

  it("says so when the proxy refuses", async () => {
    status = 407;
    const via = { url: await proxy() };
    for (const url of ["http://127.0.0.1:9/", "https://127.0.0.1:9/"]) {
      const error = await errorOf(registry, "http", { url, proxy: via });
      assert.deepEqual([error.type, error.retryable], ["proxy", false], error.message);
    }
    status = 502;
    const error = await errorOf(registry, "http", { url: "https://127.0.0.1:9/", proxy: via });
    assert.deepEqual([error.type, error.retryable], ["proxy", true], error.message);
  });
});
