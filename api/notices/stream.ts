/** One listener's stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
import type { ServerResponse } from "node:http";
import type { Notice } from "../../store/notices.ts";
import type { Listener } from "../../yawl/view/notices.ts";
import { noticeFor, noticeInFull } from "./represent.ts";

/** Why a stream ends, or begins anew. */
export type CloseReason = "token-expired" | "not-authenticated" | "not-allowed" | "stopping";
/** `too-old`: what came after the id is not kept any more. `unknown`: there was no such id, or is not any more. */
export type ResetReason = "too-old" | "unknown";

/** Who listens, and to what. */
export interface Listening {
  person: Listener;
  manager: boolean;
  /** of a manager: everything, not only what is theirs */
  readonly all: boolean;
  /** version of the password that the token was got with */
  readonly version: string;
  /** what happened under the id before, somebody else did who had it; epoch milliseconds */
  readonly since: number;
}

/** After so long a client that lost its connection tries again. */
const RETRY_MILLIS = 2_000;
/** More than this waits in memory only for a listener that does not read. */
export const MOST_UNREAD_BYTES = 256 * 1024;

/** @param concerns whether the notice is for whom it may concern */
export type Concerns = (person: Listener) => boolean;

export class Stream {
  readonly listening: Listening;
  readonly #response: ServerResponse;
  readonly #patience: number;
  #position = 0;
  #fullSince: number | undefined;

  /** @param patience milliseconds after which a listener that reads nothing is given up */
  constructor(response: ServerResponse, listening: Listening, patience: number) {
    this.#response = response;
    this.#patience = patience;
    this.listening = listening;
    response.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      // proxies that would collect what is to be seen at once
      "X-Accel-Buffering": "no",
    });
    response.on("drain", () => (this.#fullSince = undefined));
    this.#write(`retry: ${RETRY_MILLIS}\n\n`);
  }

  /** Number of the last notice that was looked at for this listener. */
  get position(): number {
    return this.#position;
  }

  get isOpen(): boolean {
    return !this.#response.destroyed && !this.#response.writableEnded;
  }

  /** Begins after a notice; without telling anything, the client has an id to go on from. */
  begin(sequence: number): void {
    this.#position = sequence;
    this.#write(`id: ${sequence}\n\n`);
  }

  /** Something is missing between what the client has and what follows: it has to look at everything anew. */
  reset(sequence: number, reason: ResetReason): void {
    this.#position = sequence;
    this.#write(`id: ${sequence}\nevent: reset\ndata: ${JSON.stringify({ reason })}\n\n`);
  }

  /** Passes a notice on if it is for this listener. Those that it has had already change nothing. */
  take(notice: Notice, concerns: Concerns): void {
    if (notice.sequence <= this.#position) return;
    if (notice.sequence > this.#position + 1) this.reset(notice.sequence - 1, "too-old");
    this.#position = notice.sequence;
    if (!this.#isFor(notice, concerns)) return;
    const { all, manager } = this.listening;
    const shown = all && manager ? noticeInFull(notice) : noticeFor(notice);
    this.#write(`id: ${notice.sequence}\nevent: ${notice.type}\ndata: ${JSON.stringify(shown)}\n\n`);
  }

  #isFor({ type, at }: Notice, concerns: Concerns): boolean {
    const { person, manager, all, since } = this.listening;
    if (manager && (all || type === "case")) return true;
    return at >= since && concerns(person);
  }

  /** A comment, so that everybody between knows that the connection is in use, and how far it is. */
  keepAlive(): void {
    this.#write(`: still here\nid: ${this.#position}\n\n`);
  }

  /** Ends in order, with the reason. */
  close(reason: CloseReason): void {
    if (!this.isOpen) return;
    this.#write(`event: closed\ndata: ${JSON.stringify({ reason })}\n\n`);
    this.#response.end();
  }

  /** Resolves when the client has read enough for more to be written. @returns `false`: it did not, and was given up */
  async writable(): Promise<boolean> {
    const response = this.#response;
    if (!this.isOpen || !response.writableNeedDrain) return this.isOpen;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        response.off("drain", done).off("close", done);
        resolve();
      };
      const timer = setTimeout(() => {
        response.destroy();
        done();
      }, this.#patience);
      response.on("drain", done).on("close", done);
    });
    return this.isOpen;
  }

  #write(text: string): void {
    if (!this.isOpen) return;
    const now = performance.now();
    if (!this.#response.write(text)) this.#fullSince ??= now;
    const isStuck = this.#fullSince !== undefined && now - this.#fullSince > this.#patience;
    if (isStuck || this.#response.writableLength > MOST_UNREAD_BYTES) this.#response.destroy();
  }
}
