import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import type { Kept } from "../processes/keep.ts";
import { endLeftovers } from "../processes/leftovers.ts";
import { tryLock } from "../processes/lock.ts";
import { claimPort, portFromEnvironment, type ClaimedPort } from "../processes/ports.ts";
import { TOOLS_FOLDER } from "./found.ts";
import { findMongo } from "./find-mongo.ts";
import { answersPing, kindOfData, startMongo } from "./mongo.ts";
import { findTemporal, startTemporal } from "./temporal.ts";

/** What {@link startServers} needs to know. A port of 0 means any free one. */
export interface ServersOptions {
  /** Holds everything that survives a restart; made when missing. One start at a time may use it. */
  readonly dataFolder: string;
  readonly temporalPort?: number;
  readonly uiPort?: number;
  readonly mongoPort?: number;
  /** The codec server that the Web UI of Temporal asks to decode payloads. */
  readonly uiCodecEndpoint?: string;
  /** Which of the two to have; both by default. */
  readonly only?: "mongo";
  /** Where downloaded programs are kept; `.mizzen/tools` of the project by default. */
  readonly toolsFolder?: string;
  /** Ends a start that is under way: it is undone and rejects. */
  readonly signal?: AbortSignal;
  /** Gets a line of progress at a time. */
  readonly log: (line: string) => void;
}

/** Temporal and MongoDB, running. */
export interface Servers {
  /** `host:port`; empty when only MongoDB was asked for. */
  readonly temporalAddress: string;
  /** Address of the Web UI; absent when TEMPORAL_ADDRESS was given. */
  readonly temporalUi?: string;
  readonly mongoUri: string;
  /** The environment for a process that is to use these servers. */
  readonly environment: NodeJS.ProcessEnv;
  /** Stops what was started; with `hurry` aborted, at once. */
  stop(hurry?: AbortSignal): Promise<void>;
}

/**
 * Has Temporal and MongoDB ready: those of TEMPORAL_ADDRESS and MONGODB_URI, or its own, which it finds or downloads,
 * keeps running until `stop`, and which end with this process however it ends.
 *
 * @throws Error when the data folder is in use, a configured port is taken, or a server cannot be had or does not start
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const dataFolder = resolve(options.dataFolder);
  const lock = tryLock(join(dataFolder, "run", "lock"));
  if (!("release" in lock)) {
    throw new Error(
      `Mizzen already runs on the data folder ${dataFolder} (process ${lock.heldBy}). Stop it, or set MIZZEN_DATA to another folder.`,
    );
  }
  const started: Kept[] = [];
  const ports: ClaimedPort[] = [];
  const stop = async (hurry?: AbortSignal): Promise<void> => {
    await Promise.all(started.map((kept) => kept.stop(hurry)));
    for (const port of ports) port.release();
    lock.release();
  };
  const site: Site = {
    options,
    dataFolder,
    toolsFolder: options.toolsFolder ?? TOOLS_FOLDER,
    started,
    ports,
  };
  mkdirSync(join(dataFolder, "logs"), { recursive: true });
  await endLeftovers(join(dataFolder, "run"), options.log);
  const [temporal, mongo] = await Promise.allSettled([
    options.only === "mongo" ? { address: "" } : haveTemporal(site),
    haveMongo(site),
  ]);
  if (temporal.status === "rejected" || mongo.status === "rejected") {
    await stop(AbortSignal.abort());
    const reasons = [temporal, mongo].flatMap((outcome) =>
      outcome.status === "rejected" ? [messageOf(outcome.reason)] : [],
    );
    throw new Error(reasons.join("\n\n"));
  }
  const { address, ui } = { ui: undefined, ...temporal.value };
  return {
    temporalAddress: address,
    ...(ui === undefined ? {} : { temporalUi: ui }),
    mongoUri: mongo.value,
    environment: environmentFor(address, mongo.value, dataFolder),
    stop,
  };
}

interface Site {
  readonly options: ServersOptions;
  readonly dataFolder: string;
  readonly toolsFolder: string;
  readonly started: Kept[];
  readonly ports: ClaimedPort[];
}

async function haveTemporal(site: Site): Promise<{ address: string; ui?: string }> {
  const { options, dataFolder } = site;
  const external = process.env["TEMPORAL_ADDRESS"];
  if (external) {
    await mustAccept(external);
    options.log(`using Temporal at ${external}`);
    return { address: external };
  }
  const program = await findTemporal(site.toolsFolder, options.log);
  const port = await have(site, "Temporal", "MIZZEN_TEMPORAL_PORT", 7233, options.temporalPort);
  const uiPort = await have(site, "the Temporal Web UI", "MIZZEN_TEMPORAL_UI_PORT", 8233, options.uiPort);
  options.log(`starting Temporal (${program})`);
  const kept = await startTemporal({
    program,
    folder: join(dataFolder, "temporal"),
    port,
    uiPort,
    logFile: join(dataFolder, "logs", "temporal.log"),
    pidFile: join(dataFolder, "run", "temporal.json"),
    ...(options.uiCodecEndpoint === undefined ? {} : { uiCodecEndpoint: options.uiCodecEndpoint }),
    signal: options.signal,
    log: options.log,
  });
  site.started.push(kept);
  options.log(`Temporal answers on 127.0.0.1:${port}`);
  return { address: `127.0.0.1:${port}`, ui: `http://127.0.0.1:${uiPort}` };
}

async function haveMongo(site: Site): Promise<string> {
  const { options, dataFolder } = site;
  const external = process.env["MONGODB_URI"];
  if (external) {
    if (!(await answersPing(external, 10_000)))
      throw new Error("The MongoDB of MONGODB_URI does not answer: start it, or unset the variable.");
    options.log("using the MongoDB of MONGODB_URI");
    return external;
  }
  const folder = join(dataFolder, "mongo");
  const program = await findMongo({
    toolsFolder: site.toolsFolder,
    only: kindOfData(folder),
    log: options.log,
  });
  const port = await have(site, "MongoDB", "MIZZEN_MONGO_PORT", 27_017, options.mongoPort);
  options.log(
    program.kind === "java"
      ? "starting MongoDB (the Java stand-in)"
      : `starting MongoDB (${program.command})`,
  );
  const { uri, kept } = await startMongo({
    program,
    folder,
    port,
    logFile: join(dataFolder, "logs", "mongo.log"),
    pidFile: join(dataFolder, "run", "mongo.json"),
    signal: options.signal,
    log: options.log,
  });
  site.started.push(kept);
  options.log(`MongoDB answers on 127.0.0.1:${port}`);
  return uri;
}

async function have(
  site: Site,
  what: string,
  variable: string,
  standard: number,
  asked: number | undefined,
): Promise<number> {
  const claimed = await claimPort(
    { what, variable, standard, configured: asked ?? portFromEnvironment(variable) },
    site.options.log,
  );
  site.ports.push(claimed);
  return claimed.port;
}

/** A Temporal of somebody else: only whether something listens, since how to log in is for the worker and the API to know. */
function mustAccept(address: string): Promise<void> {
  const colon = address.lastIndexOf(":");
  const [host, port] =
    colon < 0 ? [address, 7233] : [address.slice(0, colon), Number(address.slice(colon + 1))];
  return new Promise((accepted, refused) => {
    const refuse = (why: string): void => {
      socket.destroy();
      refused(
        new Error(
          `The Temporal of TEMPORAL_ADDRESS, ${address}, does not answer (${why}): start it, or unset the variable.`,
        ),
      );
    };
    const socket = connect({ host, port, timeout: 5_000 }, () => {
      socket.destroy();
      accepted();
    });
    socket.once("timeout", () => refuse("no answer in 5 s"));
    socket.once("error", (error) => refuse(error.message));
  });
}

/** A user's own settings for another Temporal (key, TLS, profile) must not reach a process that is to use ours. */
function environmentFor(address: string, mongoUri: string, dataFolder: string): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    MONGODB_URI: mongoUri,
    MIZZEN_DATA: dataFolder,
  };
  if (process.env["TEMPORAL_ADDRESS"] || address === "") return environment;
  for (const name of Object.keys(environment)) if (name.startsWith("TEMPORAL_")) delete environment[name];
  // a profile without settings: the SDK's reader stumbles over a file without any
  const profile = join(dataFolder, "temporal.toml");
  writeFileSync(profile, "[profile.default]\n");
  return {
    ...environment,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: "default",
    TEMPORAL_CONFIG_FILE: profile,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
