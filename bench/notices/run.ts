/**
 * How soon 200 listeners see an offer: from the moment at which a worker begins to write it to the view until its event has come over
 * HTTP. Offers go to one, to twenty by name, and to a role that all 200 have, in turn.
 */
import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { NoticeHub } from "../../api/notices/hub.ts";
import { Teller } from "../../api/notices/teller.ts";
import { connect, disconnect, ensureIndexes } from "../../store/connect.ts";
import { setCredential } from "../../store/credentials.ts";
import { peopleNow } from "../../store/listeners.ts";
import { participantWith, putParticipant } from "../../store/participants.ts";
import { writeChange } from "../../store/view/write.ts";
import type { ItemView, ViewChange } from "../../yawl/view/views.ts";

const LISTENERS = 200;
const OFFERS = Number(process.env["BENCH_OFFERS"] ?? 500);
const EVERY_MILLIS = 40;
const log = pino({ level: "warn" });

const idOf = (number: number): string => `person-${number}`;
const OFFERED = [
  (turn: number) => ({ offeredTo: [idOf(turn % LISTENERS)] }),
  (turn: number) => ({
    offeredTo: Array.from({ length: 20 }, (_, index) => idOf((turn + index) % LISTENERS)).toSorted(),
  }),
  () => ({ offeredTo: [], offeredToRoles: ["everybody"] }),
] as const;
const KINDS = ["one person", "20 by name", "a role of 200"] as const;

export async function benchNotices({ mongoUri }: { readonly mongoUri: string }): Promise<void> {
  await connect(mongoUri);
  await ensureIndexes();
  const stopping = new AbortController();
  const hub = new NoticeHub(log, { perPerson: 1 });
  const teller = new Teller({ log, kept: 86_400_000, wake: () => hub.wake(), takers: {} });
  const telling = teller.run(stopping.signal);
  const server = await serve(hub);
  try {
    await play(server);
  } finally {
    hub.close();
    server.close();
    server.closeAllConnections();
    stopping.abort();
    await telling;
    await disconnect();
  }
}

/** The streams alone: who asks is believed. */
async function serve(hub: NoticeHub): Promise<Server> {
  const server = createServer((asked, response) => {
    const id = new URL(asked.url ?? "", "http://bench").searchParams.get("id") ?? "";
    const open = async (): Promise<void> => {
      const version = (await peopleNow([id])).get(id)?.version ?? "";
      const person = { id, roles: new Set<string>() };
      const listening = { person, manager: false, all: false, version, since: 0 };
      await hub.open(response, { listening, expires: Date.now() + 3_600_000 });
    };
    void open();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
}

async function play(server: Server): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const written = new Map<string, { readonly at: number; readonly kind: number }>();
  const times: number[][] = KINDS.map(() => []);
  const heard = (item: string): void => {
    const began = written.get(item);
    if (began) times[began.kind]?.push(performance.now() - began.at);
  };
  for (let number = 0; number < LISTENERS; number += 1) {
    await putParticipant(participantWith({ id: idOf(number), roles: ["everybody"] }));
    await setCredential(idOf(number), "none");
    await listen(port, idOf(number), heard);
  }
  let expected = 0;
  for (let turn = 0; turn < OFFERS; turn += 1) {
    const kind = turn % KINDS.length;
    const change = offer(`bench-notices-${turn}`, OFFERED[kind]?.(turn) ?? { offeredTo: [] });
    expected += [1, 20, LISTENERS][kind] ?? 0;
    written.set(`${change.caseId}.1`, { at: performance.now(), kind });
    await Promise.all([write(change), sleep(EVERY_MILLIS)]);
  }
  const came = (): number => times.reduce((sum, some) => sum + some.length, 0);
  for (let waited = 0; came() < expected && waited < 100; waited += 1) await sleep(50);
  console.log(`${OFFERS} offers, ${came()} of ${expected} events, ${LISTENERS} listeners; milliseconds:`);
  for (const [index, kind] of KINDS.entries()) {
    const sorted = (times[index] ?? []).toSorted((a, b) => a - b);
    const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
    console.log(`  to ${kind}: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${(sorted.at(-1) ?? 0).toFixed(0)}`);
  }
}

async function listen(port: number, id: string, heard: (item: string) => void): Promise<void> {
  const asked = request({ host: "127.0.0.1", port, path: `/?id=${id}`, agent: false }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  asked.on("error", () => undefined);
  response.on("error", () => undefined);
  let rest = "";
  response.on("data", (chunk: Buffer) => {
    const blocks = (rest + chunk.toString("utf8")).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const item = /"workItemId":"([^"]+)"/.exec(block)?.[1];
      if (item !== undefined) heard(item);
    }
  });
}

/** The first change of a case with one item, as its local activity writes it. */
function offer(caseId: string, offered: Pick<ItemView, "offeredTo" | "offeredToRoles">): ViewChange {
  const now = Date.now();
  const place = { caseId, specificationId: "bench", specificationVersion: "1" };
  const item = {
    ...place,
    ...offered,
    kind: "person",
    id: `${caseId}.1`,
    netId: "bench",
    net: "bench",
    task: "work",
    decomposition: "work",
    name: "Some work",
    status: "offered",
    data: {},
    dataVersion: 0,
    enabledAt: now,
    revision: 1,
  } as ItemView;
  const { specificationId, specificationVersion } = place;
  return {
    caseId,
    revision: 1,
    case: {
      specificationId,
      specificationVersion,
      title: "bench",
      state: "running",
      data: {},
      marking: {},
      busy: {},
      startedBy: "bench",
      startedAt: now,
    },
    items: [item],
    events: [{ caseId, number: 1, type: "item-offered", at: now, item: item.id, task: "work", net: "bench" }],
  };
}

async function write(change: ViewChange): Promise<void> {
  await writeChange({
    change,
    runId: "bench",
    basis: undefined,
    mark: randomBytes(6).toString("hex"),
    writer: "bench",
    complete: async (whole) => whole,
  });
}
