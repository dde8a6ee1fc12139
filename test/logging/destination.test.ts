import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LogDestination } from "../../logging/destination.ts";
import type { Sink } from "../../logging/destination.ts";

/** A log that can be full, slow, or take a few bytes at a time. */
class Disk implements Sink {
  text = "";
  isFull = false;
  isStuck = false;
  atOnce = Infinity;

  write(bytes: Buffer, done: (error: Error | null, written: number) => void): void {
    if (this.isStuck) return;
    setImmediate(() => {
      if (this.isFull) {
        done(new Error("ENOSPC: no space left on device"), 0);
        return;
      }
      const taken = bytes.subarray(0, this.atOnce);
      this.text += taken.toString();
      done(null, taken.length);
    });
  }

  writeNow(bytes: Buffer): void {
    if (this.isFull) throw new Error("ENOSPC: no space left on device");
    this.text += bytes.toString();
  }
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

describe("The log's destination", () => {
  it("writes lines in their order, however few bytes are taken at once", async () => {
    const disk = new Disk();
    disk.atOnce = 3;
    const log = new LogDestination(disk);
    for (const line of ["one\n", "two\n", "three\n"]) log.write(line);
    await log.flush(1_000);
    assert.deepEqual(lines(disk.text), ["one", "two", "three"]);
    assert.equal(log.dropped, 0);
  });

  it("loses lines while the disk is full, counts them, and tells of them when there is space again", async () => {
    const disk = new Disk();
    const log = new LogDestination(disk);
    disk.isFull = true;
    log.write("lost\n");
    await sleep(20);
    log.write("kept until there is space\n");
    disk.isFull = false;
    await log.flush(2_000);
    assert.equal(log.dropped, 1);
    const [told, kept] = lines(disk.text);
    assert.equal((JSON.parse(told ?? "") as { lost: number }).lost, 1);
    assert.equal(kept, "kept until there is space");
    log.write("after\n");
    await log.flush(2_000);
    assert.equal(lines(disk.text).length, 3, "the loss is told once");
  });

  it("begins a new line after one that the full disk cut", async () => {
    const disk = new Disk();
    disk.atOnce = 3;
    const log = new LogDestination(disk);
    log.write("cut here\n");
    await new Promise(setImmediate);
    disk.isFull = true;
    await sleep(20);
    log.write("whole\n");
    disk.isFull = false;
    await log.flush(2_000);
    assert.equal(lines(disk.text)[0]?.startsWith("cut"), true);
    assert.equal(lines(disk.text).at(-1), "whole");
  });

  it("keeps no more than its limit when nobody takes the lines", () => {
    const disk = new Disk();
    disk.isStuck = true;
    const log = new LogDestination(disk, 100);
    for (let number = 0; number < 1_000; number += 1) log.write("ten chars\n");
    assert.equal(log.dropped, 1_000 - 1 - 10, "one is being written, ten wait");
  });

  it("writes what waits in a process's last moment, and lets it end when that fails", () => {
    const disk = new Disk();
    disk.isStuck = true;
    const log = new LogDestination(disk);
    log.write("under way\n");
    log.write("last\n");
    log.end();
    assert.equal(disk.text, "last\n");
    log.write("more\n");
    disk.isFull = true;
    log.end();
  });
});

describe("A process whose log cannot be written", () => {
  const talker = fileURLToPath(new URL("talker.ts", import.meta.url));

  it("goes on, and ends when it wants to, on a full disk", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const full = openSync("/dev/full", "a");
    const child = spawn(process.execPath, ["--import", "tsx", talker], {
      stdio: ["ignore", full, full, "ipc"],
    });
    const exited = once(child, "exit");
    const [{ longest, dropped }] = (await once(child, "message")) as [{ longest: number; dropped: number }];
    assert.ok(longest < 500, `the event loop stood still for ${longest} ms`);
    assert.ok(dropped > 0);
    assert.deepEqual(await exited, [0, null]);
  });

  it("goes on, and ends when it wants to, when nobody reads the pipe", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", talker], {
      stdio: ["ignore", "pipe", "ignore", "ipc"],
    });
    const exited = once(child, "exit");
    const [{ longest, dropped }] = (await once(child, "message")) as [{ longest: number; dropped: number }];
    assert.ok(longest < 500, `the event loop stood still for ${longest} ms`);
    assert.ok(dropped > 0);
    assert.deepEqual(await exited, [0, null]);
  });
});
