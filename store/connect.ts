/** The connection to MongoDB. Every query of `store/` runs on it; who opens it decides how long the process waits for it. */
import mongoose from "mongoose";
import { MODELS } from "./models.ts";

/** How long an operation waits for a server before it fails: short, so that the caller gets an answer and can repeat. */
const SERVER_SELECTION_MILLIS = 3_000;
const SOCKET_MILLIS = 15_000;
const POOL_SIZE = 20;
/** How long an operation waits for a connection of the pool while a server that hangs keeps all of them busy. */
const POOL_MILLIS = 5_000;

let opening: Promise<unknown> | undefined;

/**
 * Opens the connection; rejects within about three seconds when no server answers, and may then be called again.
 * Once open, the driver finds the server again by itself after an interruption.
 */
export async function connect(uri: string): Promise<void> {
  if (mongoose.connection.readyState === mongoose.ConnectionStates.connected) return;
  opening ??= open(uri).finally(() => (opening = undefined));
  await opening;
}

async function open(uri: string): Promise<void> {
  try {
    await mongoose.connect(uri, {
      serverSelectionTimeoutMS: SERVER_SELECTION_MILLIS,
      connectTimeoutMS: SERVER_SELECTION_MILLIS,
      socketTimeoutMS: SOCKET_MILLIS,
      maxPoolSize: POOL_SIZE,
      waitQueueTimeoutMS: POOL_MILLIS,
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      ignoreUndefined: true,
    });
  } catch (error) {
    // A failed first attempt leaves a client behind that keeps looking for the server.
    await mongoose.disconnect().catch(() => undefined);
    throw error;
  }
}

export async function disconnect(): Promise<void> {
  await mongoose.disconnect();
}

/** Resolves when the server answers; rejects like any operation when it does not. */
export async function ping(): Promise<void> {
  const database = mongoose.connection.db;
  if (!database) throw new StoreUnavailable();
  await database.command({ ping: 1 });
}

/** Creates the indexes that the queries need; existing ones stay as they are. Run once by each process that serves people. */
export async function ensureIndexes(): Promise<void> {
  for (const model of MODELS) await model.createIndexes();
}

/** The connection has not been opened yet. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
  constructor() {
    super("not connected to MongoDB");
  }
}

const TRANSIENT: ReadonlySet<string> = new Set([
  "StoreUnavailable",
  "MongoServerSelectionError",
  "MongooseServerSelectionError",
  "MongoNetworkError",
  "MongoNetworkTimeoutError",
  "MongoNotConnectedError",
  "MongoTopologyClosedError",
  "MongoPoolClearedError",
  "MongoPoolClosedError",
  "MongoWaitQueueTimeoutError",
  "MongoExpiredSessionError",
  "PoolClearedOnNetworkError",
]);

/**
 * What MongoDB answers when it cannot work now, in words of its own error codes
 * (https://www.mongodb.com/docs/manual/reference/error-codes/): no space, stepping down, shutting down, out of time.
 */
const CANNOT_NOW: ReadonlySet<number> = new Set([
  50, // MaxTimeMSExpired
  64, // WriteConcernFailed
  89, // NetworkTimeout
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  9001, // SocketException
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
  14031, // OutOfDiskSpace
]);

/** Whether an error means that MongoDB cannot be reached or cannot work now, so that the same operation may succeed later. */
export function isUnavailable(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (TRANSIENT.has(cause.name)) return true;
    if (cause.name.startsWith("Mongo") && "code" in cause && CANNOT_NOW.has(Number(cause.code))) return true;
    // Mongoose has no class of its own for an operation before the first connection.
    if (cause.name === "MongooseError" && cause.message.includes("initial connection")) return true;
  }
  return false;
}
