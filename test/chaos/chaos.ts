/** One run: servers, people, kills; then what was acknowledged, what is true and what is shown are held against each other. */
import { setMaxListeners } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client as TemporalClient, Connection } from "@temporalio/client";
import { claimCheckCodec } from "../../store/claim-check.ts";
import { connect, disconnect } from "../../store/connect.ts";
import { ADMINISTRATOR } from "../product/product.ts";
import { Client } from "./client.ts";
import { disturb, plan } from "./disturbances.ts";
import { finishCases, type Staff } from "./finish.ts";
import { Histories } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { Outside } from "./outside.ts";
import { tryOperators } from "./operators.ts";
import { launch, manage, work } from "./people.ts";
import { Random } from "./random.ts";
import type { Outcome, Violation } from "./report.ts";
import { Servers } from "./servers.ts";
import { Truths } from "./truth.ts";
import { SETTLE_MILLIS, verify, type Site } from "./verify.ts";
import { MANAGER, PASSWORD, PEOPLE, prepare } from "./work.ts";

export interface Options {
  readonly cases: number;
  readonly kills: number;
  readonly seed: string;
  /** how long people work while processes are killed */
  readonly seconds: number;
  /** also tries what operators do with Temporal's command line */
  readonly operators: boolean;
  /** aborted: the run ends as soon as it can, and leaves nothing behind */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const BACK_MILLIS = 90_000;
const FINISH_MILLIS = 120_000;
const SESSIONS_EACH = 2;

/** @throws Error when the run could not be made; what it found wrong is in the outcome */
export async function chaos(options: Options): Promise<Outcome> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), "mizzen-chaos-"));
  const closing: (() => Promise<void> | void)[] = [];
  let isKept = true;
  try {
    const outcome = await run(options, dataFolder, closing);
    isKept = outcome.violations.length > 0;
    return outcome;
  } finally {
    for (const close of closing.toReversed()) {
      try {
        await close();
      } catch (error) {
        options.say(`not closed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (!isKept || options.signal.aborted) await rm(dataFolder, { recursive: true, force: true });
  }
}

async function run(
  { cases, kills, seed, seconds, operators, signal, say }: Options,
  dataFolder: string,
  closing: (() => Promise<void> | void)[],
): Promise<Outcome> {
  const began = Date.now();
  // each session and each start of a case listens
  setMaxListeners(10_000, signal);
  const random = new Random(seed);
  const ledger = new Ledger(path.join(dataFolder, "ledger.jsonl"));
  const outside = await Outside.open(ledger, random.stream("outside"));
  closing.push(() => outside.close());
  say(`starting Mizzen on ${dataFolder}`);
  const servers = await Servers.start(dataFolder);
  closing.push(() => servers.stop());
  const { url } = servers.product;
  const administrator = new Client(url, ADMINISTRATOR.username, ADMINISTRATOR.password, ledger);
  await administrator.login();
  await prepare(administrator, outside.url);
  const sessions = await logIn(url, ledger);
  signal.throwIfAborted();

  const duration = seconds * 1_000;
  say(`${cases} cases, ${kills} disturbances in ${seconds} s, ${sessions.length} sessions`);
  const over = new AbortController();
  const stopWorking = AbortSignal.any([over.signal, signal]);
  setMaxListeners(10_000, stopWorking);
  const working = Promise.all([
    launch(administrator, cases, duration * 0.8, random.stream("launch"), stopWorking),
    ...sessions.map((client, index) => {
      const own = random.stream(`session ${index}`);
      return client.by === MANAGER ? manage(client, own, stopWorking) : work(client, own, stopWorking);
    }),
  ]);
  const planned = plan(random.stream("disturbances"), kills, duration);
  const [disturbed] = await Promise.all([
    disturb(servers, planned, signal, say),
    sleep(duration, undefined, { signal }),
  ]);
  outside.calm();
  over.abort();
  await working;
  const silence = ledger.longestSilence();
  say("no more kills: waiting for the servers");
  const stopped = whenAborted(signal);
  await Promise.race([servers.untilBack(BACK_MILLIS), stopped]);
  await sleep(SETTLE_MILLIS, undefined, { signal });

  const site = await openSite(servers, ledger, outside, closing);
  const first = await Promise.race([verify(site), stopped]);
  say(
    `verified ${first.cases.length} cases (${first.violations.length} differences); working them to their end`,
  );
  const staff: Staff = {
    manager: sessions.find(({ by }) => by === MANAGER) ?? administrator,
    people: new Map(sessions.map((client) => [client.by, client])),
  };
  const finishing = finishCases(first.cases, staff, random.stream("finish"), FINISH_MILLIS);
  const stuck = await Promise.race([finishing, stopped]);
  const last = await Promise.race([verify(site), stopped]);
  const operated = operators ? await tryOperators(site, servers, staff, random.stream("operators"), say) : [];
  return {
    seed,
    cases: last.cases.length,
    ends: last.ends,
    disturbed,
    ledger,
    silence,
    violations: distinct([...first.violations, ...stuck, ...last.violations, ...operated]),
    dataFolder,
    took: (Date.now() - began) / 1_000,
  };
}

async function logIn(url: string, ledger: Ledger): Promise<readonly Client[]> {
  const ids = [...PEOPLE.map(({ id }) => id), MANAGER];
  const sessions = ids.flatMap((id) =>
    Array.from({ length: SESSIONS_EACH }, () => new Client(url, id, PASSWORD, ledger)),
  );
  await Promise.all(sessions.map((client) => client.login()));
  return sessions;
}

async function openSite(
  { product }: Servers,
  ledger: Ledger,
  outside: Outside,
  closing: (() => Promise<void> | void)[],
): Promise<Site> {
  await connect(`mongodb://${product.mongo}/mizzen?directConnection=true`);
  closing.push(() => disconnect());
  const connection = await Connection.connect({ address: product.temporal });
  closing.push(() => connection.close());
  const codec = claimCheckCodec();
  const client = new TemporalClient({ connection, dataConverter: { payloadCodecs: [codec] } });
  const truths = await Truths.open(client, product.dataFolder);
  closing.push(() => truths.close());
  return { truths, histories: new Histories(client, codec), ledger, outside };
}

function distinct(violations: readonly Violation[]): readonly Violation[] {
  return [...new Map(violations.map((one) => [JSON.stringify(one), one])).values()];
}

/** Rejects when the run is stopped. */
function whenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    const tell = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("stopped"));
    if (signal.aborted) tell();
    else signal.addEventListener("abort", tell, { once: true });
  });
  // it may be that nobody listens any more
  aborted.catch(() => undefined);
  return aborted;
}
