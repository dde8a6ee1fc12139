/** The API on a port of its own, for tests: with a real store and, unless a test says otherwise, no Temporal. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createApp } from "../../api/app.ts";
import type { AppDependencies } from "../../api/app.ts";
import { apiServer } from "../../api/http/client-errors.ts";
import { createMetrics } from "../../api/http/metrics.ts";
import { NoticeHub } from "../../api/notices/hub.ts";
import { hashPassword } from "../../api/security/password.ts";
import { createReadiness } from "../../api/readiness.ts";
import { createStanding } from "../../api/standing.ts";
import { plainDeployment } from "../../api/specifications/deployment.ts";
import { gatewayTo } from "../../api/temporal.ts";
import { callbackKey } from "../../keys/callback.ts";
import { SecretBox } from "../../keys/secret-box.ts";
import { readKeys } from "../../keys/secret-keys.ts";
import { setCredential } from "../../store/credentials.ts";
import { putParticipant } from "../../store/participants.ts";
import type { Access } from "../../store/views.ts";
import { sampleParticipant } from "../store/samples.ts";

export const KEY = Buffer.from("a key for tests that has more than 32 bytes");
export const CALLBACK_KEY = callbackKey(KEY);
/** Keys for secrets, the first of which encrypts. */
export const SECRET_KEYS = `test:${"5e".repeat(32)}`;
export const PASSWORD = "correct horse battery";
const COMMAND_MILLIS = 2_000;
/** Nothing listens there. */
const NO_TEMPORAL = "127.0.0.1:1";

export interface TestApi {
  readonly url: string;
  /** Sends a request; a body that is not text goes as JSON. */
  send(method: string, path: string, options?: SendOptions): Promise<Reply>;
  login(username: string, password?: string): Promise<string>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** the body as JSON */
  readonly body: Readonly<Record<string, unknown>>;
}

export async function startApi(changes: Partial<AppDependencies> = {}): Promise<TestApi> {
  const temporal = changes.temporal ?? gatewayTo({ address: NO_TEMPORAL }, "default");
  const log = pino({ level: "silent" });
  const deployment = changes.deployment ?? (await plainDeployment());
  const notices = changes.notices ?? new NoticeHub(log);
  const app = createApp({
    temporal,
    network: { allowedHosts: [] },
    tokens: { key: KEY, lifetimeSeconds: 600 },
    secrets: new SecretBox(readKeys(SECRET_KEYS, "the tests")),
    callbackKey: CALLBACK_KEY,
    deployment,
    loginLimits: { perUser: 1_000, perAddress: 1_000 },
    bodyLimits: { json: 100_000, specification: 1_000_000 },
    commandMillis: COMMAND_MILLIS,
    trustedProxies: 0,
    version: "test",
    metrics: createMetrics(false),
    readiness: createReadiness({
      temporal,
      preparation: { isDone: true, again: () => undefined },
      standing: createStanding(log),
      log,
    }),
    log,
    ...changes,
    notices,
  });
  const server = apiServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = sender(url);
  return {
    url,
    send,
    async login(username, password = PASSWORD) {
      const { body } = await send("POST", "/api/v1/auth/login", { body: { username, password } });
      return String(body["token"]);
    },
    async close() {
      notices.close();
      await closed(server);
      await Promise.all([temporal.close(), deployment.close()]);
    },
  };
}

/** A participant who can log in. */
export async function addPerson(id: string, access: readonly Access[]): Promise<void> {
  await putParticipant(sampleParticipant(id, { access }));
  await setCredential(id, await hashPassword(PASSWORD));
}

function sender(url: string): TestApi["send"] {
  return async (method, path, { token, body, headers = {} } = {}) => {
    const isText = typeof body === "string" || body instanceof Uint8Array;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined || isText ? {} : { "content-type": "application/json" }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: isText ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    // a stream has no end: that it has begun is its answer
    const isStream = response.ok && response.headers.get("content-type")?.startsWith("text/event-stream");
    if (isStream) await response.body?.cancel();
    const text = isStream ? "" : await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
