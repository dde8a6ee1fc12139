import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identify } from "../../dev/processes/identity.ts";
import { endLeftovers, recordProcesses } from "../../dev/processes/leftovers.ts";
import { tryLock } from "../../dev/processes/lock.ts";
import { claimPort, portFromEnvironment } from "../../dev/processes/ports.ts";

const quiet = (): void => undefined;
const wish = { what: "a test", variable: "TEST_PORT", standard: 0, configured: undefined };

describe("The processes of a start", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mizzen-processes-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("gives a lock to one holder at a time", () => {
    const file = join(folder, "a.lock");
    const first = tryLock(file);
    assert.ok("release" in first);
    assert.deepEqual(tryLock(file), { heldBy: process.pid });
    first.release();
    const second = tryLock(file);
    assert.ok("release" in second);
    second.release();
  });

  it("takes over the lock of a process that is gone, and of another with its number", () => {
    const file = join(folder, "b.lock");
    for (const owner of [
      { pid: 2 ** 22 - 1, identity: "x" },
      { pid: process.pid, identity: "an earlier one" },
    ]) {
      writeFileSync(file, JSON.stringify(owner));
      const lock = tryLock(file);
      assert.ok("release" in lock);
      lock.release();
    }
    writeFileSync(file, '{"pid":');
    assert.ok("release" in tryLock(file));
  });

  it("ends what an earlier start left, and nothing that only has its number", async () => {
    const run = join(folder, "run");
    const [left, other] = [0, 0].map(() =>
      spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" }),
    );
    assert.ok(left?.pid !== undefined && other?.pid !== undefined);
    const ended = once(left, "exit");
    recordProcesses(join(run, "left.json"), [left.pid]);
    writeFileSync(join(run, "other.json"), JSON.stringify([{ pid: other.pid, identity: "something else" }]));
    await endLeftovers(run, quiet);
    await ended;
    assert.notEqual(identify(other.pid), undefined);
    other.kill("SIGKILL");
  });

  it("replaces a standard port that is taken and says so, and refuses a configured one", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    const lines: string[] = [];
    const claimed = await claimPort({ ...wish, standard: address.port }, (line) => lines.push(line));
    assert.notEqual(claimed.port, address.port);
    assert.match(lines.join(), new RegExp(`port ${address.port} is taken: a test uses ${claimed.port}`));
    await assert.rejects(
      claimPort({ ...wish, configured: address.port }, quiet),
      /Port \d+ for a test \(TEST_PORT\) is taken/,
    );
    claimed.release();
    server.close();
  });

  it("does not give one port to two starts", async () => {
    const first = await claimPort(wish, quiet);
    await assert.rejects(claimPort({ ...wish, configured: first.port }, quiet), /is taken/);
    first.release();
    const second = await claimPort({ ...wish, configured: first.port }, quiet);
    assert.equal(second.port, first.port);
    second.release();
  });

  it("refuses a port that is no port number", () => {
    for (const text of ["abc", "-1", "70000", "80.5"])
      assert.throws(() => portFromEnvironment("P", { P: text }), /P is ".*": it must be a port number/);
    assert.equal(portFromEnvironment("P", { P: "8080" }), 8080);
    assert.equal(portFromEnvironment("P", {}), undefined);
  });
});
