/**
 * Where log lines go: never waited for. A log that cannot be written (the disk is full, nobody reads the pipe) costs lines, which are
 * counted and reported when it can be written again; it does not cost the process its event loop or its life.
 *
 * pino's own destination throws in the middle of whoever logs when the disk is full, and then, at the process's end, tries to
 * write what is left for as long as it takes: the process neither serves nor ends.
 */
import { fstatSync, write, writeSync } from "node:fs";
import { Socket } from "node:net";

/** Lines that wait for a slow log, in characters; what comes on top is dropped. */
const MOST_WAITING = 4 * 1024 * 1024;
/** After a failure: long enough not to be busy with failing, short enough to go on soon. */
const PAUSE_MILLIS = 250;

/** Writes bytes somewhere. */
export interface Sink {
  /** Calls back with an error, or with how many bytes were written: some of them at least. */
  write(bytes: Buffer, done: (error: Error | null, written: number) => void): void;
  /** Writes at once what can be written without waiting: for a process that ends. May throw. */
  writeNow(bytes: Buffer): void;
}

/** A stream for pino. */
export class LogDestination {
  readonly #sink: Sink;
  readonly #mostWaiting: number;
  #waiting: string[] = [];
  #size = 0;
  #isWriting = false;
  /** lines that were lost and not reported yet */
  #lost = 0;
  #lostInAll = 0;
  /** the last line that reached the sink is only the beginning of one */
  #isCut = false;
  #flushed: (() => void)[] = [];

  constructor(sink: Sink, mostWaiting: number = MOST_WAITING) {
    this.#sink = sink;
    this.#mostWaiting = mostWaiting;
  }

  /** Lines that were dropped since the process started. */
  get dropped(): number {
    return this.#lostInAll;
  }

  /** Takes a line with its line break. */
  write(line: string): void {
    if (this.#size + line.length > this.#mostWaiting) {
      this.#lose(1);
      return;
    }
    this.#waiting.push(line);
    this.#size += line.length;
    if (!this.#isWriting) this.#next();
  }

  /** Resolves when all lines are written, or after `millis`. */
  async flush(millis: number): Promise<void> {
    if (!this.#isWriting) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.#flushed.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** What waits is written now if that needs no waiting: for the last moment of a process. */
  end(): void {
    if (this.#waiting.length === 0) return;
    const text = this.#taken();
    try {
      this.#sink.writeNow(Buffer.from(text));
    } catch {
      // nobody is left who could be told
    }
  }

  #next(): void {
    if (this.#waiting.length === 0) {
      this.#isWriting = false;
      for (const resolve of this.#flushed.splice(0)) resolve();
      return;
    }
    this.#isWriting = true;
    const batch = { lines: this.#waiting.length, told: this.#lost };
    this.#writeAll(Buffer.from(this.#taken()), batch, 0);
  }

  #taken(): string {
    const told = this.#lost > 0 ? [lossLine(this.#lost)] : [];
    const text = [this.#isCut ? "\n" : "", ...told, ...this.#waiting].join("");
    this.#waiting = [];
    this.#size = 0;
    return text;
  }

  /** @param batch how many lines these bytes are, and how many lost ones they report */
  #writeAll(bytes: Buffer, batch: { readonly lines: number; readonly told: number }, from: number): void {
    this.#sink.write(bytes.subarray(from), (error, written) => {
      if (error) {
        // Lines that did arrive before a failure in the middle count as lost, too: better than to count too few.
        this.#isCut ||= from > 0;
        this.#lose(batch.lines);
        setTimeout(() => this.#next(), PAUSE_MILLIS).unref();
        return;
      }
      if (from + written < bytes.length) {
        this.#writeAll(bytes, batch, from + written);
        return;
      }
      this.#isCut = false;
      this.#lost -= batch.told;
      this.#next();
    });
  }

  #lose(lines: number): void {
    this.#lost += lines;
    this.#lostInAll += lines;
  }
}

function lossLine(lines: number): string {
  const told = { level: 40, time: Date.now(), pid: process.pid, lost: lines };
  return `${JSON.stringify({ ...told, msg: "log lines were lost: the log could not be written" })}\n`;
}

/** A sink for an open file, or for a pipe, which is written without ever blocking. */
export function sinkOf(descriptor: number): Sink {
  const kind = fstatSync(descriptor);
  return kind.isFIFO() || kind.isSocket() ? pipeSink(descriptor) : fileSink(descriptor);
}

function fileSink(descriptor: number): Sink {
  return {
    write: (bytes, done) => write(descriptor, bytes, done),
    writeNow: (bytes) => void writeSync(descriptor, bytes),
  };
}

function pipeSink(descriptor: number): Sink {
  const socket = new Socket({ fd: descriptor, readable: false, writable: true });
  // The callback of the write gets it, too.
  socket.on("error", () => undefined);
  socket.unref();
  return {
    write: (bytes, done) => {
      socket.write(bytes, (error) => done(error ?? null, bytes.length));
    },
    writeNow: (bytes) => void writeSync(descriptor, bytes),
  };
}
