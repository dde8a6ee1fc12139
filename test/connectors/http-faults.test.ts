import assert from "node:assert/strict";
import net from "node:net";
import { gzipSync } from "node:zlib";
import type { Registry } from "../../activities/connectors/registry.ts";
import { contextWith, errorOf, json, World } from "./world.ts";

describe("An HTTP call to a server that misbehaves", () => {
  const world = new World();
  let registry: Registry;

  beforeEach(async () => {
    registry = await world.registry();
  });
  afterEach(() => world.close());

  it("fails retryably when the name cannot be resolved", async () => {
    const error = await errorOf(registry, "http", { url: "http://nowhere.invalid/" });
    assert.equal(error.type, "dns");
    assert.equal(error.retryable, true);
    assert.match(error.message, /http:\/\/nowhere\.invalid was called in vain: /);
  });

  it("fails retryably when the connection is refused", async () => {
    const server = net.createServer();
    const port = await world.listen(server);
    await new Promise((closed) => {
      server.close(closed);
    });
    const error = await errorOf(registry, "http", { url: `http://127.0.0.1:${port}/` });
    assert.deepEqual([error.type, error.retryable], ["connection-refused", true]);
  });

  it("fails retryably when the connection is reset before and in the middle of the answer", async () => {
    const port = await world.listen(
      net.createServer((socket) => {
        socket.once("data", (data) => {
          if (data.includes("GET /middle")) {
            socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\ncontent-type: text/plain\r\n\r\nhalf");
            setTimeout(() => socket.resetAndDestroy(), 20);
          } else socket.resetAndDestroy();
        });
      }),
    );
    for (const path of ["before", "middle"]) {
      const error = await errorOf(registry, "http", { url: `http://127.0.0.1:${port}/${path}` });
      assert.deepEqual([error.type, error.retryable], ["connection-reset", true], path);
    }
  });

  it("fails retryably when a packed answer ends too early", async () => {
    const packed = gzipSync(Buffer.alloc(200_000, "text that is longer than a packet. "));
    const url = await world.serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length });
      response.write(packed.subarray(0, packed.length - 100));
      setTimeout(() => response.destroy(), 20);
    });
    const error = await errorOf(registry, "http", { url });
    assert.deepEqual([error.type, error.retryable], ["connection-reset", true]);
  });

  it("does not read an answer of 100 MB, whether its length is announced or not", async () => {
    let sent = 0;
    const url = await world.serve((request, response) => {
      const chunk = Buffer.alloc(100_000, "x");
      const announced = request.url === "/announced" ? { "content-length": 100_000_000 } : {};
      response.writeHead(200, { "content-type": "text/plain", ...announced });
      const more = (): void => {
        if (response.destroyed || sent >= 100_000_000) return;
        sent += chunk.length;
        if (response.write(chunk)) setImmediate(more);
        else response.once("drain", more);
      };
      more();
    });
    for (const path of ["announced", "chunked"]) {
      sent = 0;
      const error = await errorOf(registry, "http", { url: `${url}/${path}` });
      assert.deepEqual([error.type, error.retryable], ["answer-too-large", false], path);
      assert.match(error.message, /more than 2000000 bytes/);
      assert.ok(sent < 20_000_000, `${sent} bytes were sent`);
    }
  });

  it("counts the bytes of an answer after unpacking", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const twice = gzipSync(bomb);
    const url = await world.serve((request, response) => {
      const isDouble = request.url === "/twice";
      response.writeHead(200, { "content-encoding": isDouble ? "gzip, gzip" : "gzip" });
      response.end(isDouble ? twice : bomb);
    });
    assert.ok(bomb.length < 100_000);
    for (const path of ["once", "twice"]) {
      const error = await errorOf(registry, "http", { url: `${url}/${path}` });
      assert.deepEqual([error.type, error.retryable], ["answer-too-large", false]);
    }
  });

  it("does not read headers without end", async () => {
    const url = await world.serve((_, response) => {
      for (let number = 0; number < 100; number += 1) response.setHeader(`x-${number}`, "x".repeat(1_000));
      response.end();
    });
    const error = await errorOf(registry, "http", { url });
    assert.deepEqual([error.type, error.retryable], ["answer-too-large", false]);
  });

  it("says so when an answer's compression is broken or unknown", async () => {
    const url = await world.serve((request, response) => {
      response.writeHead(200, { "content-encoding": request.url === "/unknown" ? "zip" : "gzip" });
      response.end("this is not packed");
    });
    for (const path of ["broken", "unknown"]) {
      const error = await errorOf(registry, "http", { url: `${url}/${path}` });
      assert.deepEqual([error.type, error.retryable], ["invalid-body", false]);
    }
  });

  it("is judged by its status when the body of an error is broken", async () => {
    const url = await world.serve((request, response) => {
      const isReset = request.url === "/reset";
      response.writeHead(503, isReset ? { "content-length": 9 } : { "content-encoding": "gzip" });
      response.write("broken");
      if (isReset) setTimeout(() => response.destroy(), 20);
      else response.end();
    });
    for (const path of ["packed", "reset"]) {
      const error = await errorOf(registry, "http", { url: `${url}/${path}` });
      assert.deepEqual([error.type, error.retryable, error.details["status"]], ["http-status", true, 503]);
    }
  });

  it("gives up on headers that trickle in, in the time that headers have or the whole call has", async () => {
    const port = await world.listen(
      net.createServer((socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        const timer = setInterval(() => socket.write("x-slow: 1\r\n"), 20);
        socket.on("close", () => clearInterval(timer));
      }),
    );
    const url = `http://127.0.0.1:${port}/`;
    const error = await errorOf(registry, "http", { url, limits: { total: "PT0.2S" } });
    assert.deepEqual([error.type, error.retryable], ["time-limit", true]);
    assert.match(error.message, /took longer than 0\.2 seconds/);
    const headers = await errorOf(registry, "http", { url, limits: { headers: "PT0.2S", total: "PT8S" } });
    assert.equal(headers.type, "time-limit");
    assert.match(headers.message, /headers did not come in time/);
  });

  it("gives up on a body that trickles in", async () => {
    const url = await world.serve((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    const error = await errorOf(registry, "http", { url, limits: { total: "PT0.2S" } });
    assert.deepEqual([error.type, error.retryable], ["time-limit", true]);
  });

  it("gives up on a body that stops coming", async () => {
    const url = await world.serve((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("and then");
    });
    const error = await errorOf(registry, "http", { url, limits: { idle: "PT0.3S" } });
    assert.equal(error.type, "time-limit");
    assert.match(error.message, /body did not come in time/);
  });

  it("says so when the other side does not speak HTTP", async () => {
    const port = await world.listen(
      net.createServer((socket) => void socket.end("220 mail.acme.com ESMTP\r\n")),
    );
    const error = await errorOf(registry, "http", { url: `http://127.0.0.1:${port}/` });
    assert.deepEqual([error.type, error.retryable], ["protocol", false]);
  });

  it("ends the socket when it is cancelled, while waiting for headers, in the middle of the body and while connecting", async () => {
    for (const path of ["/headers", "/body"]) {
      let closed: () => void = () => undefined;
      const isClosed = new Promise<void>((settle) => {
        closed = settle;
      });
      const controller = new AbortController();
      const url = await world.serve((request, response) => {
        request.socket.on("close", closed);
        if (path === "/body") {
          response.writeHead(200);
          response.write("begin");
        }
        setTimeout(() => controller.abort(new Error("case cancelled")), 30);
      });
      const error = await errorOf(
        registry,
        "http",
        { url: `${url}${path}` },
        {},
        contextWith({ signal: controller.signal }),
      );
      assert.equal(error.type, "cancelled");
      await isClosed;
    }
    const never = await world.registry({ resolve: () => undefined });
    const context = contextWith({ signal: AbortSignal.timeout(30) });
    const error = await errorOf(never, "http", { url: "http://localhost:1/" }, {}, context);
    assert.equal(error.type, "cancelled");
  });

  it("is not even begun when it is cancelled already", async () => {
    let requests = 0;
    const url = await world.serve((_, response) => {
      requests += 1;
      json(response, {});
    });
    const context = contextWith({ signal: AbortSignal.abort() });
    assert.equal((await errorOf(registry, "http", { url }, {}, context)).type, "cancelled");
    assert.equal(requests, 0);
  });
});
