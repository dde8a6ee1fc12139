/**
 * The outside system that automated tasks call: slow, sometimes broken, and it does what it is asked for once for each
 * idempotency key. Of what it is asked to call back it keeps asking until it is answered clearly.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isRecord } from "./client.ts";
import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";

/** A callback may come before the case knows that it waits: it is made again for this long. */
const CALLBACK_MILLIS = 90_000;
const TRY_MILLIS = 12_000;

export interface Performed {
  readonly key: string;
  readonly path: string;
  readonly reference: string;
  readonly receipt: string;
  /** how often it was asked for it */
  asked: number;
}

export class Outside {
  /** by idempotency key */
  readonly performed = new Map<string, Performed>();
  /** work items whose callback, with the URL that was handed out, was answered 404: outside systems give up then */
  readonly denied = new Set<string>();
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #server: Server;
  readonly #callbacks = new Map<string, Promise<void>>();
  #isCalm = false;
  #isClosed = false;

  private constructor(ledger: Ledger, random: Random) {
    this.#ledger = ledger;
    this.#random = random;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async open(ledger: Ledger, random: Random): Promise<Outside> {
    const outside = new Outside(ledger, random);
    outside.#server.listen(0, "127.0.0.1");
    await once(outside.#server, "listening");
    return outside;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on it answers well and quickly. */
  calm(): void {
    this.#isCalm = true;
  }

  gave(reference: unknown, receipt: unknown): boolean {
    return [...this.performed.values()].some((one) => one.reference === reference && one.receipt === receipt);
  }

  close(): void {
    this.#isClosed = true;
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const asked = isRecord(body) ? body : {};
    const draw = this.#isCalm ? 1 : this.#random.next();
    if (!this.#isCalm) await sleep(this.#random.between(20, 900));
    // nothing was done
    if (draw < 0.15) return send(response, 503, { error: "later" });
    if (request.url === "/wait") this.#promise(asked);
    const key = String(request.headers["idempotency-key"]);
    const done = this.#perform(key, request.url ?? "", String(asked["reference"]));
    // it was done, and nobody hears of it
    if (draw < 0.25) {
      request.socket.resetAndDestroy();
      return;
    }
    send(response, 200, { receipt: done.receipt });
  }

  #perform(key: string, path: string, reference: string): Performed {
    const known = this.performed.get(key) ?? { key, path, reference, receipt: `R-${randomUUID()}`, asked: 0 };
    known.asked += 1;
    this.performed.set(key, known);
    return known;
  }

  /** Asked again for the same item, it still calls back once. */
  #promise(asked: Readonly<Record<string, unknown>>): void {
    const url = String(asked["answer_to"]);
    const item = decodeURIComponent(/\/callbacks\/([^/]+)\//.exec(url)?.[1] ?? "");
    if (this.#callbacks.has(item)) return;
    this.#callbacks.set(item, this.#callBack(url, item));
  }

  async #callBack(url: string, item: string): Promise<void> {
    const body = { arrived: `A-${randomUUID()}` };
    await sleep(this.#random.between(100, 2_500));
    const first = Date.now();
    let unclear = 0;
    let [status, answered] = [0, first];
    let tries = 0;
    while (!this.#isClosed && Date.now() - first < CALLBACK_MILLIS) {
      tries += 1;
      status = await post(url, body);
      answered = Date.now();
      if (status >= 200 && status < 300) break;
      if (status === 404) this.denied.add(item);
      if (status === 0 || status >= 500) unclear += 1;
      await sleep(this.#random.between(200, 1_000));
    }
    const isAcknowledged = status >= 200 && status < 300;
    this.#ledger.add({
      by: "outside",
      wish: { kind: "callback", caseId: item.replace(/\.\d+$/, ""), item, body },
      key: "",
      asked: first,
      answered,
      tries,
      unclear,
      outcome: isAcknowledged ? "acknowledged" : status >= 400 && status < 500 ? "refused" : "abandoned",
      status,
    });
  }
}

async function post(url: string, body: unknown): Promise<number> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TRY_MILLIS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}
