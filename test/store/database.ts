/** A database of its own for a test file, on the server that `MONGODB_URI` names. */
import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import mongoose from "mongoose";
import { connect, disconnect, ensureIndexes } from "../../store/connect.ts";
import { unfitting } from "./fitting.ts";

/**
 * Registers hooks that open a fresh database and drop it; tests are skipped when there is no server. What the tests wrote has to be
 * what the schemas say.
 * @param byHand collections that the tests write themselves, past the store
 */
export function withDatabase(...byHand: readonly string[]): void {
  before(async function () {
    const uri = process.env["MONGODB_URI"];
    if (uri === undefined || uri === "") {
      this.skip();
      return;
    }
    this.timeout(20_000);
    await connect(databaseUri(uri, `mizzen-test-${randomUUID().slice(0, 8)}`));
    await ensureIndexes();
  });

  after(async () => {
    if (mongoose.connection.readyState !== mongoose.ConnectionStates.connected) return;
    const wrong = (await unfitting()).filter((text) => !byHand.some((name) => text.startsWith(`${name} `)));
    await mongoose.connection.dropDatabase();
    await disconnect();
    assert.deepEqual(wrong, []);
  });
}

function databaseUri(uri: string, database: string): string {
  const url = new URL(uri);
  url.pathname = `/${database}`;
  return url.href;
}
