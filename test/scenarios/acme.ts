/** The outside world of scenario 4: a server that answers as it is told, and remembers what it was asked. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method: string;
  /** as it came, with its escapes */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** epoch milliseconds */
  readonly at: number;
}

/** What the server does with a request; `customer`: the JSON of a customer. */
export type Mood =
  | { readonly kind: "customer" }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfter?: number;
      readonly times?: number;
    }
  | { readonly kind: "text"; readonly type: string; readonly body: string }
  | { readonly kind: "hang" }
  | { readonly kind: "reset"; readonly times?: number }
  | { readonly kind: "echo" };

export class Acme {
  readonly asked: Asked[] = [];
  mood: Mood = { kind: "customer" };
  /** connections that were closed by the caller before they were answered */
  abandoned = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<Acme> {
    const acme = new Acme();
    acme.#server.listen(0, "127.0.0.1");
    await once(acme.#server, "listening");
    return acme;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets what was asked, and behaves otherwise from now on. */
  feel(mood: Mood): void {
    this.asked.length = 0;
    this.abandoned = 0;
    this.mood = mood;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks).toString();
    const { method = "", url: path = "", headers } = request;
    this.asked.push({ method, path, headers, body, at: Date.now() });
    const { mood } = this;
    const isOver = "times" in mood && mood.times !== undefined && this.asked.length > mood.times;
    switch (isOver ? "customer" : mood.kind) {
      case "customer": {
        const id = decodeURIComponent(/^\/customers\/([^?]*)/.exec(path)?.[1] ?? "");
        return send(response, 200, { id, name: "Ms Frost", tier: "gold", limits: { credit: 5000.5 } });
      }
      case "status": {
        const { status, retryAfter } = mood as Extract<Mood, { kind: "status" }>;
        if (retryAfter !== undefined) response.setHeader("retry-after", String(retryAfter));
        return send(response, status, { error: "as told" });
      }
      case "text": {
        const { type, body: text } = mood as Extract<Mood, { kind: "text" }>;
        response.setHeader("content-type", type);
        response.end(text);
        return;
      }
      case "echo":
        return send(response, 200, { headers, body });
      case "reset":
        request.socket.resetAndDestroy();
        return;
      case "hang":
        response.on("close", () => {
          if (!response.writableEnded) this.abandoned += 1;
        });
    }
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}
