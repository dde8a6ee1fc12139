import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, versionOf } from "../processes/run.ts";
import { recall, remember } from "./found.ts";
import { javaMongo, type Runnable } from "./java-mongo.ts";

/** The version that mongodb-memory-server-core downloads. */
const MONGOD_VERSION = "8.2.6";
/** The oldest mongod that mongoose 9 talks to. */
const OLDEST = [4, 4] as const;

/** A MongoDB that can be run here: a real one, or the stand-in in Java. */
export interface MongoProgram extends Runnable {
  readonly kind: "mongod" | "java";
}

/** What {@link findMongo} looks for, and the ways it looks; tests replace the ways. */
export interface MongoSearch {
  readonly toolsFolder: string;
  /** The kind that made the data folder, which only that kind can read. */
  readonly only?: MongoProgram["kind"] | undefined;
  /** In the form of the environment variable PATH. */
  readonly path?: string | undefined;
  readonly log: (line: string) => void;
  readonly download?: (folder: string) => Promise<string>;
  readonly java?: (
    toolsFolder: string,
    log: (line: string) => void,
  ) => Promise<Runnable | { missing: string }>;
}

/**
 * Finds a MongoDB: `mongod` on PATH, else the one that mongodb-memory-server-core downloads, else the Java server.
 * A download that failed is remembered and not tried again.
 *
 * @throws Error that lists what was tried and how to get it
 */
export async function findMongo(search: MongoSearch): Promise<MongoProgram> {
  const refusals: string[] = [];
  if (search.only !== "java") {
    const mongod = await findMongod(search, refusals);
    if (mongod !== undefined) return { kind: "mongod", command: mongod, args: [] };
  }
  if (search.only !== "mongod") {
    const java = await (search.java ?? javaMongo)(search.toolsFolder, search.log);
    if (!("missing" in java)) return { kind: "java", ...java };
    refusals.push(java.missing);
  }
  throw new Error(
    [...heading(search.only), ...refusals.map((refusal) => `  - ${refusal}`), ...advice(search.only)].join(
      "\n",
    ),
  );
}

async function findMongod(search: MongoSearch, refusals: string[]): Promise<string | undefined> {
  const { toolsFolder, log } = search;
  const onPath = findOnPath("mongod", search.path ?? process.env["PATH"]);
  if (onPath === undefined) refusals.push("mongod is not on PATH");
  else {
    const refusal = refusalOf(onPath);
    if (refusal === undefined) return onPath;
    log(`not used: ${refusal}`);
    refusals.push(refusal);
  }
  const known = recall(toolsFolder);
  if (known.mongodDownload !== undefined && refusalOf(known.mongodDownload) === undefined)
    return known.mongodDownload;
  // A folder that only mongod can read is worth another attempt.
  if (known.mongodRefused !== undefined && search.only !== "mongod") {
    refusals.push(`${known.mongodRefused} (remove ${toolsFolder} to try again)`);
    return undefined;
  }
  log(`looking for a MongoDB ${MONGOD_VERSION} to download`);
  try {
    const folder = join(toolsFolder, "mongod");
    mkdirSync(folder, { recursive: true });
    const downloaded = await (search.download ?? downloadMongod)(folder);
    const refusal = refusalOf(downloaded);
    if (refusal !== undefined) throw new Error(refusal);
    remember(toolsFolder, { mongodDownload: downloaded });
    return downloaded;
  } catch (error) {
    const reason = `mongod ${MONGOD_VERSION} cannot be downloaded: ${firstLine(error)}`;
    log(reason);
    remember(toolsFolder, { mongodRefused: reason });
    refusals.push(reason);
    return undefined;
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/, Details:$/, "");
}

async function downloadMongod(folder: string): Promise<string> {
  const { MongoBinary } = await import("mongodb-memory-server-core");
  return MongoBinary.getPath({ version: MONGOD_VERSION, downloadDir: folder });
}

/** Why a mongod cannot be used; also one that this processor cannot run (MongoDB 5 and later need AVX). */
function refusalOf(program: string): string | undefined {
  const version = versionOf(program);
  if (version === undefined) return `${program} does not run on this machine`;
  const match = /v(\d+)\.(\d+)/.exec(version);
  const [major, minor] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return isOld
    ? `${program} is version ${major}.${minor}, and ${OLDEST.join(".")} is the oldest that works`
    : undefined;
}

function heading(only: MongoProgram["kind"] | undefined): string[] {
  if (only === undefined) return ["There is no MongoDB to run. Tried:"];
  const maker = only === "java" ? "the Java server" : "a real mongod";
  return [`The data folder was made by ${maker}, which is missing now. Tried:`];
}

function advice(only: MongoProgram["kind"] | undefined): string[] {
  return [
    ...(only === "java"
      ? []
      : [
          "Install MongoDB (https://www.mongodb.com/docs/manual/installation/), or let this machine reach its download site.",
        ]),
    ...(only === "mongod"
      ? []
      : ["Install a Java development kit (17 or newer) and Maven with access to Maven Central."]),
    "Or set MONGODB_URI to a server that runs already (see temporal-dev.yml).",
    ...(only === undefined
      ? []
      : ["To begin with an empty data folder instead, set MIZZEN_DATA to a new one."]),
  ];
}
