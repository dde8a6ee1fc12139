import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Connection } from "@temporalio/client";
import mongoose from "mongoose";
import { identify } from "../../dev/processes/identity.ts";

interface Surroundings {
  readonly pid: number;
  readonly TEMPORAL_ADDRESS: string;
  readonly MONGODB_URI: string;
  readonly MIZZEN_DATA: string;
}

/** A start with the stubs as worker and API. */
class Start {
  output = "";
  readonly process: ChildProcess;
  readonly exited: Promise<unknown>;

  constructor(data: string) {
    const { MONGODB_URI: _mongo, TEMPORAL_ADDRESS: _temporal, ...env } = process.env;
    const any = {
      MIZZEN_TEMPORAL_PORT: "0",
      MIZZEN_TEMPORAL_UI_PORT: "0",
      MIZZEN_MONGO_PORT: "0",
      PORT: "0",
    };
    const stub = fileURLToPath(new URL("stubs/start.ts", import.meta.url));
    this.process = spawn(process.execPath, ["--import", "tsx", stub], {
      env: { ...env, ...any, MIZZEN_DATA: data },
    });
    this.process.stdout?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    this.process.stderr?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    this.exited = once(this.process, "exit");
  }

  async saying(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match[1] ?? match[0];
      if (this.process.exitCode !== null) throw new Error(`it ended: ${this.output}`);
      await delay(50);
    }
  }

  async surroundings(): Promise<Surroundings> {
    const url = await this.saying(/Mizzen is ready at (http:\S+)/);
    const response = await fetch(url);
    return (await response.json()) as Surroundings;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.process.kill(signal);
    await this.exited;
  }
}

describe("npm start", function () {
  this.timeout(120_000);
  let data: string;
  const starts: Start[] = [];
  const start = (folder = data): Start => {
    const one = new Start(folder);
    starts.push(one);
    return one;
  };

  before(() => {
    data = mkdtempSync(join(tmpdir(), "mizzen-start-"));
  });
  after(async () => {
    await Promise.all(starts.map((one) => one.kill("SIGTERM")));
    rmSync(data, { recursive: true, force: true });
  });

  it("survives kill -9 of everything with its data, and leaves no process", async () => {
    const first = start();
    const { MONGODB_URI, MIZZEN_DATA } = await first.surroundings();
    assert.equal(MIZZEN_DATA, data);
    assert.match(first.output, /First administrator: admin, password made-up/);
    const processes = recorded(data);
    assert.ok(processes.length >= 6, `two guards, two servers, worker and API, but: ${processes.length}`);
    await inMongo(MONGODB_URI, (items) => items.insertMany([{ name: "Invoice" }, { name: "Order" }]));

    await first.kill("SIGKILL");
    await allGone(processes);

    const second = start();
    const now = await second.surroundings();
    await inMongo(now.MONGODB_URI, async (items) => assert.equal(await items.countDocuments(), 2));
    const { TEMPORAL_ADDRESS } = now;
    const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: "default",
    });
    await connection.close();
    for (const name of ["MizzenSpecification", "MizzenState", "MizzenVersion"])
      assert.ok(name in customAttributes);
  });

  it("refuses a second start on the same data folder", async () => {
    const refused = start();
    await refused.exited;
    assert.equal(refused.process.exitCode, 1);
    assert.match(refused.output, /Mizzen already runs on the data folder/);
  });

  it("starts a server, worker or API that is killed again, with what was written still there", async () => {
    const running = starts[1];
    assert.ok(running);
    const { pid, MONGODB_URI } = await running.surroundings();
    await inMongo(MONGODB_URI, (items) => items.insertOne({ name: "the last write before the kill" }));
    const mongo = recordedIn(join(data, "run", "mongo.json")).at(-1);
    assert.ok(mongo !== undefined);
    process.kill(mongo, "SIGKILL");
    process.kill(pid, "SIGKILL");
    await running.saying(/MongoDB is back/);
    await running.saying(/the API is back/);
    assert.notEqual((await running.surroundings()).pid, pid);
    await inMongo(MONGODB_URI, async (items) => assert.equal(await items.countDocuments(), 3));
  });

  it("stops everything on SIGTERM and exits with 0", async () => {
    const running = starts[1];
    assert.ok(running);
    const processes = recorded(data);
    await running.kill("SIGTERM");
    assert.equal(running.process.exitCode, 0);
    await allGone(processes, 0);
  });
});

async function inMongo(
  uri: string,
  use: (items: mongoose.mongo.Collection) => Promise<unknown>,
): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(uri);
  await use(client.db().collection("items"));
  await client.close();
}

function recorded(data: string): number[] {
  const folder = join(data, "run");
  return readdirSync(folder).flatMap((name) =>
    name.endsWith(".json") ? recordedIn(join(folder, name)) : [],
  );
}

function recordedIn(file: string): number[] {
  return (JSON.parse(readFileSync(file, "utf8")) as { pid: number }[]).map(({ pid }) => pid);
}

async function allGone(pids: number[], withinMs = 8_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (pids.some((pid) => identify(pid) !== undefined) && Date.now() < until) await delay(50);
  assert.deepEqual(
    pids.map((pid) => identify(pid)).filter((identity) => identity !== undefined),
    [],
  );
}
