import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import mongoose from "mongoose";
import { pino } from "pino";
import { lookAtSecrets, lookAtSigningKey } from "../../api/key-findings.ts";
import { createPreparation } from "../../api/preparation.ts";
import { createReadiness } from "../../api/readiness.ts";
import type { Readiness } from "../../api/readiness.ts";
import { createStanding } from "../../api/standing.ts";
import type { Finding } from "../../api/standing.ts";
import type { TemporalGateway } from "../../api/temporal.ts";
import { SecretBox } from "../../keys/secret-box.ts";
import { readKeys } from "../../keys/secret-keys.ts";
import { putSecret } from "../../store/secrets.ts";
import { withDatabase } from "../store/database.ts";
import { fakeTemporal } from "./fake-temporal.ts";
import { startApi } from "./server.ts";
import type { TestApi } from "./server.ts";

const log = pino({ level: "silent" });
const never = async (): Promise<never> => await new Promise<never>(() => undefined);

interface Surroundings {
  readonly temporal?: Partial<TemporalGateway>;
  readonly isDone?: boolean;
  readonly again?: () => void;
}

function readinessOf({ temporal = {}, isDone = true, again = () => undefined }: Surroundings): Readiness {
  return createReadiness({
    temporal: { ...fakeTemporal().gateway, ...temporal },
    preparation: { isDone, again },
    standing: createStanding(log),
    log,
  });
}

describe("Ready", () => {
  withDatabase();

  it("means that all parts are there", async () => {
    const { parts, missing } = await readinessOf({}).report();
    assert.deepEqual(missing, []);
    assert.deepEqual(parts, {
      mongodb: true,
      store: true,
      temporal: true,
      searchAttributes: true,
      worker: true,
    });
  });

  it("means that the administrator and the indexes are there", async () => {
    const { parts, missing } = await readinessOf({ isDone: false }).report();
    assert.equal(parts.store, false);
    assert.match(missing.join(), /administrator/);
  });

  it("means that a worker asked for work of late", async () => {
    const asked = async (secondsAgo: number | undefined): Promise<boolean> => {
      const lastPoll = async (): Promise<number | undefined> =>
        secondsAgo === undefined ? undefined : Date.now() - secondsAgo * 1_000;
      const { parts, missing } = await readinessOf({ temporal: { lastPoll } }).report();
      assert.equal(missing.length, parts.worker ? 0 : 1);
      return parts.worker;
    };
    assert.equal(await asked(30), true, "a long poll takes a minute");
    assert.equal(await asked(90), false);
    assert.equal(await asked(undefined), false);
  });

  it("means that Temporal knows the search attributes; missing ones are registered", async () => {
    let missing = ["MizzenState"];
    const temporal = {
      missingSearchAttributes: async () => missing,
      registerSearchAttributes: async () => void (missing = []),
    };
    assert.equal((await readinessOf({ temporal }).report()).parts.searchAttributes, true);
    const stubborn = { missingSearchAttributes: async () => ["MizzenState"] };
    assert.equal((await readinessOf({ temporal: stubborn }).report()).parts.searchAttributes, false);
  });

  it("is answered soon when a server hangs, and asks it once at a time", async () => {
    let asked = 0;
    const ping = async (): Promise<never> => {
      asked += 1;
      return await never();
    };
    const readiness = readinessOf({ temporal: { ping } });
    const from = Date.now();
    const reports = await Promise.all(Array.from({ length: 20 }, () => readiness.report()));
    assert.ok(Date.now() - from < 4_000);
    assert.ok(reports.every(({ parts }) => !parts.temporal && parts.mongodb));
    const again = Date.now();
    await readiness.report();
    assert.ok(Date.now() - again < 500, "who asks later does not wait anew");
    assert.equal(asked, 1);
  });

  it("is not said by a server that is about to stop", async () => {
    const readiness = readinessOf({});
    readiness.drain();
    assert.deepEqual((await readiness.report()).missing, ["this server is about to stop"]);
  });

  it("is prepared anew when the database was emptied", async () => {
    let again = 0;
    const readiness = readinessOf({ again: () => (again += 1) });
    await readiness.report();
    again = 0;
    await mongoose.connection.collection("operations").deleteMany({});
    await sleep(3_200);
    await readiness.report();
    assert.equal(again, 1);
  });

  it("is told over HTTP with the same members, whether it is so or not", async () => {
    let lastPoll: number | undefined = Date.now();
    const gateway = { ...fakeTemporal().gateway, lastPoll: async () => lastPoll };
    const api: TestApi = await startApi({ temporal: gateway, readiness: readinessOf({ temporal: gateway }) });
    try {
      const ready = await api.send("GET", "/readyz");
      assert.deepEqual([ready.status, ready.body["status"], ready.body["worker"]], [200, "ready", true]);
      lastPoll = undefined;
      await sleep(1_100);
      const unready = await api.send("GET", "/readyz");
      assert.deepEqual([unready.status, unready.body["worker"], unready.body["store"]], [503, false, true]);
      assert.match(String(unready.body["detail"]), /^No worker asks for work on the task queue "mizzen"\.$/);
      const members = ["mongodb", "store", "temporal", "searchAttributes", "worker", "draining", "findings"];
      for (const member of members) assert.ok(member in ready.body && member in unready.body, member);
    } finally {
      await api.close();
    }
  });
});

describe("The preparation of the store", () => {
  it("is tried until it works, and again when it is asked to", async () => {
    let attempts = 0;
    const preparation = createPreparation(log, new AbortController().signal, async () => {
      attempts += 1;
      if (attempts < 3) throw new Error("not yet");
    });
    await preparation.start();
    assert.deepEqual([attempts, preparation.isDone], [3, true]);
    preparation.again();
    assert.equal(preparation.isDone, false);
    await sleep(20);
    assert.deepEqual([attempts, preparation.isDone], [4, true]);
  });
});

describe("What is not as it should be", () => {
  withDatabase();
  const key = (digits: string): SecretBox => new SecretBox(readKeys(digits.repeat(32), "the tests"));

  it("is said once when it is new, and gone when it is mended", async () => {
    const said: Finding[] = [];
    const standing = createStanding(log, (finding) => said.push(finding));
    let findings: readonly Finding[] = [{ code: "lost", severity: "error", message: "It is lost." }];
    standing.register("something", async () => findings);
    standing.register("broken look", async () => {
      throw new Error("cannot look");
    });
    await standing.look();
    await standing.look();
    assert.deepEqual(said, findings);
    assert.deepEqual(standing.findings(), findings);
    findings = [];
    await standing.look();
    assert.deepEqual(standing.findings(), []);
  });

  it("are secrets whose key was lost", async () => {
    const [before, after] = [key("5e"), key("6f")];
    await putSecret("crm", { by: "admin", at: 1 }, (label) => before.seal("hush", label));
    assert.deepEqual(await lookAtSecrets(before)(), []);
    const [finding] = await lookAtSecrets(after)();
    assert.equal(finding?.code, "secrets-without-key");
    assert.match(finding?.message ?? "", /1 of 1 secrets cannot be read/);
    assert.doesNotMatch(finding?.message ?? "", /crm|hush/);
  });

  it("is a signing key that became another one, for a day", async () => {
    const day = 24 * 60 * 60 * 1_000;
    const look = (fingerprint: string, at: number) => lookAtSigningKey(fingerprint, () => at)();
    assert.deepEqual(await look("aa", 1_000), []);
    assert.deepEqual(await look("aa", 2_000), []);
    assert.equal((await look("bb", 3_000))[0]?.code, "signing-key-changed");
    assert.equal((await look("bb", 4_000)).length, 1, "the next API is told, too");
    assert.deepEqual(await look("bb", 4_000 + day), []);
  });
});
