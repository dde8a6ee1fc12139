/**
 * An inbox through HTTP: a hundred items for somebody among 50,000 open ones, offered by name, offered to roles and owned, with the
 * store that is embedded or the MongoDB of `MONGODB_URI`, whose plans are printed where it explains them.
 */
import { randomBytes } from "node:crypto";
import type mongoose from "mongoose";
import { connect, disconnect, ensureIndexes } from "../../store/connect.ts";
import { Items } from "../../store/models.ts";
import { itemDocument } from "../../store/documents.ts";
import { offeredToThem } from "../../store/items.ts";
import { putNamed } from "../../store/organisation.ts";
import { putParticipant, participantWith } from "../../store/participants.ts";
import { setCredential } from "../../store/credentials.ts";
import { hashPassword } from "../../api/security/password.ts";
import { PASSWORD, startApi } from "../../test/api/server.ts";
import type { ItemView } from "../../yawl/view/views.ts";
import { median } from "../report.ts";
import type { Servers } from "../stage.ts";

const OPEN = 50_000;
const ROLES = 1_000;
const WHO = "reader@acme.com";
const READINGS = 60;
const BATCH = 2_000;

export async function benchInbox({ mongoUri }: Pick<Servers, "mongoUri">): Promise<void> {
  await connect(mongoUri);
  try {
    await ensureIndexes();
    for (let number = 0; number < 10; number += 1)
      await putNamed("roles", { id: roleOf(number), name: roleOf(number) });
    await putParticipant(participantWith({ id: WHO, roles: [roleOf(0), roleOf(1)] }));
    await setCredential(WHO, await hashPassword(PASSWORD));
    await fill();
    await read();
    await explain();
  } finally {
    await disconnect();
  }
}

function roleOf(number: number): string {
  return `role-${number}`;
}

/** Two of a thousand roles are the reader's, and so are a hundred of the items that go to somebody by name. */
function itemAt(number: number, run: string): ItemView {
  const isByRole = number % 2 === 0;
  const isOwned = number % 10 === 1;
  const isTheirs = number % 1_000 === 1;
  const somebody = isTheirs ? WHO : `person-${number % 3_000}`;
  const role = roleOf((number / 2) % ROLES);
  return {
    id: `${run}-${number}.1`,
    caseId: `${run}-${number}`,
    kind: "person",
    net: "n",
    netId: "n",
    task: "t",
    decomposition: "t",
    specificationId: "bench",
    specificationVersion: "1.0",
    name: `Work ${number}`,
    data: { number, text: "some text" },
    dataVersion: 0,
    enabledAt: number,
    revision: 1,
    ...(isByRole
      ? { status: "offered", offeredTo: [], offeredToRoles: [role], offeredAt: number }
      : isOwned
        ? { status: "allocated", offeredTo: [], allocatedTo: somebody, allocatedAt: number }
        : { status: "offered", offeredTo: [somebody], offeredAt: number }),
  };
}

async function fill(): Promise<void> {
  const run = randomBytes(3).toString("hex");
  for (let from = 0; from < OPEN; from += BATCH) {
    const documents = Array.from({ length: BATCH }, (_, index) =>
      itemDocument(itemAt(from + index, run), "bench"),
    );
    await Items.collection.insertMany(documents as unknown as mongoose.mongo.OptionalId<object>[]);
  }
}

async function read(): Promise<void> {
  const api = await startApi();
  try {
    const token = await api.login(WHO);
    const times: number[] = [];
    let shown = 0;
    for (let number = 0; number < READINGS; number += 1) {
      const begin = performance.now();
      const { body } = await api.send("GET", "/api/v1/work-items/inbox", { token });
      times.push(performance.now() - begin);
      shown = Object.values(body).reduce<number>((sum, list) => sum + (list as unknown[]).length, 0);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const last = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
    console.log(
      `inbox of ${shown} among ${OPEN} open items: median ${median(times).toFixed(1)} ms, p95 ${last.toFixed(1)} ms`,
    );
  } finally {
    await api.close();
  }
}

/** Which index each look-up takes; the stand-in for MongoDB explains nothing. */
async function explain(): Promise<void> {
  const filters = [
    ...offeredToThem({ participant: WHO, roles: [roleOf(0), roleOf(1)] }),
    { allocatedTo: WHO, status: "allocated" },
  ];
  for (const filter of filters) {
    const begin = performance.now();
    const found = await Items.find(filter).sort({ enabledAt: 1, _id: 1 }).limit(500).lean();
    console.log(
      `  ${found.length} in ${(performance.now() - begin).toFixed(1)} ms: ${JSON.stringify(filter)}`,
    );
  }
  for (const filter of filters) {
    try {
      const plan = JSON.stringify(await Items.find(filter).sort({ enabledAt: 1, _id: 1 }).explain());
      console.log(`  ${/"indexName":"([^"]*)"/.exec(plan)?.[1] ?? "no index"}: ${JSON.stringify(filter)}`);
    } catch (error) {
      console.log(`  no plan: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
  }
}
