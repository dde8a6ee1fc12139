/**
 * Sends what is in the outbox. Each web-hook has its own few places, so that one that never answers delays nobody but itself.
 * Requests pass the same guard as those of connectors; redirects are not followed.
 */
import type { Logger } from "pino";
import { request as send } from "undici";
import { ConnectorError, type NetworkPolicy } from "../../../activities/connectors/contract.ts";
import { readRetryAfter } from "../../../activities/connectors/http/status.ts";
import { connectionFailure } from "../../../activities/connectors/network/failure.ts";
import { deadline, orAborted } from "../../../activities/connectors/network/patience.ts";
import type { ConnectionSettings, Transport } from "../../../activities/connectors/network/transport.ts";
import type { SecretBox } from "../../../keys/secret-box.ts";
import { nextDue, recordOutcome, takeDue } from "../../../store/deliveries.ts";
import type { Attempt, Outcome } from "../../../store/deliveries.ts";
import { allWebhooks, deactivateWebhook } from "../../../store/webhooks.ts";
import type { StoredWebhook } from "../../../store/webhooks.ts";
import { pauseAfter } from "./pauses.ts";
import { openSecret, signed } from "./secret.ts";

export interface SenderOptions {
  readonly log: Logger;
  readonly box: SecretBox;
  readonly transport: Transport;
  readonly network: NetworkPolicy;
  /** milliseconds that a receiver gets for its answer */
  readonly limit?: number;
}

/** As Standard Webhooks recommends. */
const LIMIT_MILLIS = 15_000;
const CONNECT_MILLIS = 5_000;
/** Requests of one web-hook at the same time. */
const PLACES = 4;
/** What other processes changed is seen after so long. */
const LOOK_MILLIS = 1_000;
const LONGEST_REST = 5_000;
/** How much of an answer is read, so that its connection can be used again. */
const MOST_ANSWER_BYTES = 16 * 1024;
/** Besides the request's own limit, for what is written afterwards. */
const RECORD_MILLIS = 30_000;
const LONGEST_ERROR = 500;
const GONE = 410;

interface Lane {
  webhook: StoredWebhook;
  busy: number;
  /** when it is looked at next; epoch milliseconds */
  next: number;
  isLooking: boolean;
}

export class WebhookSender {
  readonly #options: SenderOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #stopping = new AbortController();
  #underWay = new Set<Promise<void>>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isLooking = false;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends what is due. Returns at once; to be called often. */
  work(): void {
    const now = performance.now();
    if (!this.#isLooking && now - this.#lookedAt > LOOK_MILLIS) {
      this.#lookedAt = now;
      this.#isLooking = true;
      this.#keep(this.#look().finally(() => (this.#isLooking = false)));
    }
    for (const lane of this.#lanes.values()) {
      if (lane.isLooking || lane.busy >= PLACES || Date.now() < lane.next) continue;
      lane.isLooking = true;
      this.#keep(this.#fill(lane).finally(() => (lane.isLooking = false)));
    }
  }

  /** There is something for a web-hook. */
  wake(webhook: string): void {
    const lane = this.#lanes.get(webhook);
    if (lane) lane.next = 0;
    else this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  /** Ends what is under way; it is sent again by whoever tells next. */
  async close(): Promise<void> {
    this.#stopping.abort(new Error("stopping"));
    await Promise.allSettled(this.#underWay);
  }

  #keep(work: Promise<void>): void {
    const kept = work
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted)
          this.#options.log.warn({ error }, "the outbox could not be worked on");
      })
      .finally(() => this.#underWay.delete(kept));
    this.#underWay.add(kept);
  }

  async #look(): Promise<void> {
    const webhooks = await allWebhooks({ active: true });
    const ids = new Set(webhooks.map(({ id }) => id));
    for (const id of this.#lanes.keys()) if (!ids.has(id)) this.#lanes.delete(id);
    for (const webhook of webhooks) {
      const lane = this.#lanes.get(webhook.id);
      if (lane) lane.webhook = webhook;
      else this.#lanes.set(webhook.id, { webhook, busy: 0, next: 0, isLooking: false });
    }
  }

  async #fill(lane: Lane): Promise<void> {
    const { id } = lane.webhook;
    const places = PLACES - lane.busy;
    const limit = this.#options.limit ?? LIMIT_MILLIS;
    // before the look: who wakes it meanwhile is not forgotten
    lane.next = Date.now() + LONGEST_REST;
    const attempts = await takeDue(id, places, limit + RECORD_MILLIS);
    for (const attempt of attempts) {
      lane.busy += 1;
      const done = this.#attempt(lane.webhook, attempt).finally(() => {
        lane.busy -= 1;
        lane.next = 0;
      });
      this.#keep(done);
    }
    if (attempts.length > 0) lane.next = 0;
    else lane.next = Math.min(lane.next, (await nextDue(id)) ?? lane.next);
  }

  async #attempt(webhook: StoredWebhook, attempt: Attempt): Promise<void> {
    const outcome = await this.#outcome(webhook, attempt);
    if (this.#stopping.signal.aborted && outcome.state !== "delivered") return;
    await recordOutcome(attempt, outcome);
    if (outcome.state === "failed")
      this.#options.log.warn(
        { webhook: webhook.id, delivery: attempt.id },
        "a web-hook could not be delivered",
      );
  }

  async #outcome(webhook: StoredWebhook, attempt: Attempt): Promise<Outcome> {
    const opened = openSecret(this.#options.box, webhook);
    if (!opened.ok) return again(attempt, { error: opened.message });
    try {
      const { status, retryAfter } = await this.#post(webhook.url, attempt, opened.value);
      if (status >= 200 && status < 300) return { state: "delivered", status };
      if (status === GONE) {
        await deactivateWebhook(webhook.id, "The receiver answered 410: it does not want any more.");
        return {
          state: "failed",
          status,
          error: "The receiver answered 410; the web-hook was made inactive.",
        };
      }
      const note = status >= 300 && status < 400 ? "; redirects are not followed" : "";
      return again(attempt, { status, error: `The receiver answered ${status}${note}.` }, retryAfter);
    } catch (error) {
      const failure =
        error instanceof ConnectorError ? error : connectionFailure(error, originOf(webhook.url));
      return again(attempt, { error: failure.message });
    }
  }

  async #post(
    address: string,
    { id, body }: Attempt,
    secret: string,
  ): Promise<{ readonly status: number; readonly retryAfter?: number }> {
    const { network, transport, limit: millis = LIMIT_MILLIS } = this.#options;
    const url = new URL(address);
    const limit = deadline(this.#stopping.signal, millis, `The call of ${url.origin}`);
    try {
      const dispatcher = await transport.dispatcher(url, connectionOf(network, millis), network);
      const sent = send(url, {
        dispatcher,
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "Mizzen",
          ...signed(secret, id, Date.now(), body),
        },
        body,
        signal: limit.signal,
        headersTimeout: millis,
        bodyTimeout: millis,
      });
      const response = await orAborted(limit.signal, sent);
      // what it says is of no interest, but an answer that does not end is none
      await orAborted(limit.signal, response.body.dump({ limit: MOST_ANSWER_BYTES, signal: limit.signal }));
      const header = response.headers["retry-after"];
      const retryAfter = readRetryAfter(typeof header === "string" ? header : undefined, Date.now());
      return { status: response.statusCode, ...(retryAfter === undefined ? {} : { retryAfter }) };
    } catch (error) {
      if (limit.signal.aborted) throw limit.signal.reason;
      throw error;
    } finally {
      limit.end();
    }
  }
}

function again(
  { attempts }: Attempt,
  { status, error }: { readonly status?: number; readonly error: string },
  asked?: number,
): Outcome {
  const pause = pauseAfter(attempts + 1, Math.random(), asked);
  const what = { ...(status === undefined ? {} : { status }), error: error.slice(0, LONGEST_ERROR) };
  return pause === undefined
    ? { state: "failed", ...what }
    : { state: "pending", due: Date.now() + pause, ...what };
}

function originOf(url: string): string {
  return new URL(url).origin;
}

function connectionOf({ proxy }: NetworkPolicy, limit: number): ConnectionSettings {
  const settings = {
    connectLimit: Math.min(CONNECT_MILLIS, limit),
    tls: { minimumVersion: "TLSv1.2", verify: true },
  } as const;
  if (proxy === undefined) return settings;
  const url = new URL(proxy);
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = "";
  url.password = "";
  const authorization = login === ":" ? undefined : `Basic ${Buffer.from(login).toString("base64")}`;
  const named = { url: url.href, trusted: true, ...(authorization === undefined ? {} : { authorization }) };
  return { ...settings, proxy: named };
}
