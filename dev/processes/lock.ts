import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { identify, isRunning, type ProcessRecord } from "./identity.ts";

/** A lock this process holds. */
export interface Lock {
  release(): void;
}

/** A lock another living process holds. */
export interface Held {
  readonly heldBy: number;
}

const recordSchema = z.object({ pid: z.number().int().positive(), identity: z.string() });

/**
 * Takes the lock that `file` stands for, for as long as this process lives. A lock whose owner is gone is taken over,
 * so a killed process leaves nothing to clean up by hand.
 *
 * @param file made with its folder; holds the owner's process number
 */
export function tryLock(file: string): Lock | Held {
  mkdirSync(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, identity: identify(process.pid) ?? "" });
  // Written apart and linked, so that nobody ever sees a lock file without its owner in it.
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, mine);
  try {
    for (;;) {
      if (linked(draft, file)) return { release: () => release(file, mine) };
      const owner = readOwner(file);
      if (owner !== undefined && isRunning(owner.record)) return { heldBy: owner.record.pid };
      if (owner !== undefined) removeStale(file, owner.text);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Waits until the lock is free and takes it.
 *
 * @param waiting called once when there is somebody to wait for, with their process number
 */
export async function waitForLock(file: string, waiting: (pid: number) => void): Promise<Lock> {
  for (let first = true; ; first = false) {
    const lock = tryLock(file);
    if ("release" in lock) return lock;
    if (first) waiting(lock.heldBy);
    await delay(250);
  }
}

function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function readOwner(file: string): { text: string; record: ProcessRecord } | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    return { text, record: recordSchema.parse(JSON.parse(text)) };
  } catch {
    // Not one of ours, or cut short by a full disk: nobody can own it.
    return { text, record: { pid: 0, identity: "unreadable" } };
  }
}

/** Removes a dead owner's lock; puts it back when somebody else had taken it over in between. */
function removeStale(file: string, staleText: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readFileSync(aside, "utf8") !== staleText) linked(aside, file);
  rmSync(aside, { force: true });
}

function release(file: string, mine: string): void {
  if (readOwner(file)?.text === mine) rmSync(file, { force: true });
}
