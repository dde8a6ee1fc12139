import mongoose from "mongoose";
import { MODELS } from "./models.js";
const SERVER_SELECTION_MILLIS = 3_000;
const SOCKET_MILLIS = 15_000;
const POOL_SIZE = 20;
const POOL_MILLIS = 5_000;
let opening;
export async function connect(uri) {
    if (mongoose.connection.readyState === mongoose.ConnectionStates.connected)
        return;
    opening ??= open(uri).finally(() => (opening = undefined));
    await opening;
}
async function open(uri) {
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
    }
    catch (error) {
        await mongoose.disconnect().catch(() => undefined);
        throw error;
    }
}
export async function disconnect() {
    await mongoose.disconnect();
}
export async function ping() {
    const database = mongoose.connection.db;
    if (!database)
        throw new StoreUnavailable();
    await database.command({ ping: 1 });
}
export async function ensureIndexes() {
    for (const model of MODELS)
        await model.createIndexes();
}
export class StoreUnavailable extends Error {
    name = "StoreUnavailable";
    constructor() {
        super("not connected to MongoDB");
    }
}
const TRANSIENT = new Set([
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
const CANNOT_NOW = new Set([
    50,
    64,
    89,
    91,
    189,
    262,
    9001,
    10107,
    11600,
    11602,
    13435,
    13436,
    14031,
]);
export function isUnavailable(error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
        if (TRANSIENT.has(cause.name))
            return true;
        if (cause.name.startsWith("Mongo") && "code" in cause && CANNOT_NOW.has(Number(cause.code)))
            return true;
        if (cause.name === "MongooseError" && cause.message.includes("initial connection"))
            return true;
    }
    return false;
}
//# sourceMappingURL=connect.js.map