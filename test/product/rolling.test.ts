import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Session } from "./http.ts";
import { ADMINISTRATOR, type Product } from "./product.ts";
import { INVOICE, sharedProduct } from "./shared.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const CHECK_MILLIS = 300;
const CLIENTS = 8;

/** One more API on the product's servers. */
class ExtraApi {
  readonly process: ChildProcess;
  readonly port: number;

  private constructor(started: ChildProcess, port: number) {
    this.process = started;
    this.port = port;
  }

  static async start(product: Product, port = 0): Promise<ExtraApi> {
    const started = fork(path.join(PROJECT, "api", "main.ts"), {
      cwd: PROJECT,
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        ...process.env,
        PORT: String(port),
        MIZZEN_HOST: "127.0.0.1",
        MIZZEN_DATA: product.dataFolder,
        MIZZEN_DRAIN_SECONDS: "2",
        MONGODB_URI: `mongodb://${product.mongo}/mizzen?directConnection=true`,
        TEMPORAL_ADDRESS: product.temporal,
        TEMPORAL_CONFIG_FILE: path.join(product.dataFolder, "temporal.toml"),
      },
    });
    for (;;) {
      const [message] = (await once(started, "message")) as [{ type: string; port: number }];
      if (message.type === "ready") return new ExtraApi(started, message.port);
    }
  }

  /** SIGTERM, as a rolling restart does. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const exited = once(this.process, "exit");
    this.process.kill("SIGTERM");
    assert.deepEqual(await exited, [0, null]);
  }
}

/** A plain proxy: in turn to those that are ready, as it last heard; keeps connections; never tries anything twice. */
class Proxy {
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #ready = new Set<number>();
  readonly #checks: NodeJS.Timeout[] = [];
  #turn = 0;
  failures: string[] = [];

  constructor(ports: readonly number[]) {
    this.#server = createServer((incoming, outgoing) => {
      const ready = [...this.#ready];
      const port = ready[(this.#turn += 1) % ready.length];
      const fail = (why: string): void => {
        this.failures.push(`${incoming.method} ${incoming.url}: ${why}`);
        if (!outgoing.headersSent) outgoing.writeHead(502);
        outgoing.end();
      };
      if (port === undefined) {
        fail("no server is ready");
        return;
      }
      const { connection: _hop, ...headers } = incoming.headers;
      const onward = request(
        { host: "127.0.0.1", port, method: incoming.method, path: incoming.url, headers, agent: this.#agent },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, { "content-type": answer.headers["content-type"] });
          answer.on("error", (error) => fail(error.message));
          answer.pipe(outgoing);
        },
      );
      onward.on("error", (error) => fail(error.message));
      incoming.pipe(onward);
    });
    for (const port of ports) this.#checks.push(setInterval(() => void this.#check(port), CHECK_MILLIS));
  }

  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    while (this.#ready.size < 2) await sleep(50);
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  isReady(port: number): boolean {
    return this.#ready.has(port);
  }

  stop(): void {
    for (const check of this.#checks) clearInterval(check);
    this.#agent.destroy();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #check(port: number): Promise<void> {
    const ok = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })
      .then((answer) => answer.ok)
      .catch(() => false);
    if (ok) this.#ready.add(port);
    else this.#ready.delete(port);
  }
}

describe("A rolling restart of two APIs behind a plain proxy", function () {
  this.timeout(240_000);
  const apis: ExtraApi[] = [];
  let proxy: Proxy | undefined;
  after(async () => {
    proxy?.stop();
    await Promise.all(apis.map(async (api) => api.stop()));
  });

  it("loses no request", async () => {
    const product = await sharedProduct();
    apis.push(...(await Promise.all([ExtraApi.start(product), ExtraApi.start(product)])));
    proxy = new Proxy(apis.map(({ port }) => port));
    const url = await proxy.start();
    const session = await Session.login(url, ADMINISTRATOR.username, ADMINISTRATOR.password);
    const over = new AbortController();
    const statuses = new Map<number, number>();
    const client = async (): Promise<void> => {
      while (!over.signal.aborted) {
        const { status, body } = await session.post("/cases", { specificationId: "invoice", data: INVOICE });
        const read = await session.get(`/cases/${String(body.id)}`);
        for (const each of [status, read.status]) statuses.set(each, (statuses.get(each) ?? 0) + 1);
        await sleep(20);
      }
    };
    const clients = Promise.all(Array.from({ length: CLIENTS }, client));
    for (const [place, api] of apis.entries()) {
      await sleep(1_000);
      await api.stop();
      assert.ok(!proxy.isReady(api.port), "the proxy had heard that it stops");
      apis[place] = await ExtraApi.start(product, api.port);
      while (!proxy.isReady(api.port)) await sleep(50);
    }
    await sleep(500);
    over.abort();
    await clients;
    assert.deepEqual(proxy.failures, []);
    assert.deepEqual(
      [...statuses.keys()].toSorted((a, b) => a - b),
      [200, 201],
      JSON.stringify([...statuses]),
    );
    assert.ok((statuses.get(201) ?? 0) > 50, "there was something to lose");
  });

  it("closes every connection while it drains, and says that it is not ready", async () => {
    const product = await sharedProduct();
    const api = await ExtraApi.start(product);
    apis.push(api);
    const url = `http://127.0.0.1:${api.port}`;
    assert.equal((await fetch(`${url}/readyz`)).headers.get("connection"), "keep-alive");
    const stopped = api.stop();
    await sleep(300);
    const ready = await fetch(`${url}/readyz`);
    const body = (await ready.json()) as { detail: string; draining: boolean };
    assert.deepEqual([ready.status, body.draining], [503, true]);
    assert.match(body.detail, /about to stop/);
    const health = await fetch(`${url}/healthz`);
    assert.deepEqual([health.status, health.headers.get("connection")], [200, "close"]);
    await stopped;
    await assert.rejects(fetch(`${url}/healthz`));
  });
});
