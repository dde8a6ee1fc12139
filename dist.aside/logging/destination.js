import { fstatSync, write, writeSync } from "node:fs";
import { Socket } from "node:net";
const MOST_WAITING = 4 * 1024 * 1024;
const PAUSE_MILLIS = 250;
export class LogDestination {
    #sink;
    #mostWaiting;
    #waiting = [];
    #size = 0;
    #isWriting = false;
    #lost = 0;
    #lostInAll = 0;
    #isCut = false;
    #flushed = [];
    constructor(sink, mostWaiting = MOST_WAITING) {
        this.#sink = sink;
        this.#mostWaiting = mostWaiting;
    }
    get dropped() {
        return this.#lostInAll;
    }
    write(line) {
        if (this.#size + line.length > this.#mostWaiting) {
            this.#lose(1);
            return;
        }
        this.#waiting.push(line);
        this.#size += line.length;
        if (!this.#isWriting)
            this.#next();
    }
    async flush(millis) {
        if (!this.#isWriting)
            return;
        await new Promise((resolve) => {
            const timer = setTimeout(resolve, millis);
            this.#flushed.push(() => {
                clearTimeout(timer);
                resolve();
            });
        });
    }
    end() {
        if (this.#waiting.length === 0)
            return;
        const text = this.#taken();
        try {
            this.#sink.writeNow(Buffer.from(text));
        }
        catch {
        }
    }
    #next() {
        if (this.#waiting.length === 0) {
            this.#isWriting = false;
            for (const resolve of this.#flushed.splice(0))
                resolve();
            return;
        }
        this.#isWriting = true;
        const batch = { lines: this.#waiting.length, told: this.#lost };
        this.#writeAll(Buffer.from(this.#taken()), batch, 0);
    }
    #taken() {
        const told = this.#lost > 0 ? [lossLine(this.#lost)] : [];
        const text = [this.#isCut ? "\n" : "", ...told, ...this.#waiting].join("");
        this.#waiting = [];
        this.#size = 0;
        return text;
    }
    #writeAll(bytes, batch, from) {
        this.#sink.write(bytes.subarray(from), (error, written) => {
            if (error) {
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
    #lose(lines) {
        this.#lost += lines;
        this.#lostInAll += lines;
    }
}
function lossLine(lines) {
    const told = { level: 40, time: Date.now(), pid: process.pid, lost: lines };
    return `${JSON.stringify({ ...told, msg: "log lines were lost: the log could not be written" })}\n`;
}
export function sinkOf(descriptor) {
    const kind = fstatSync(descriptor);
    return kind.isFIFO() || kind.isSocket() ? pipeSink(descriptor) : fileSink(descriptor);
}
function fileSink(descriptor) {
    return {
        write: (bytes, done) => write(descriptor, bytes, done),
        writeNow: (bytes) => void writeSync(descriptor, bytes),
    };
}
function pipeSink(descriptor) {
    const socket = new Socket({ fd: descriptor, readable: false, writable: true });
    socket.on("error", () => undefined);
    socket.unref();
    return {
        write: (bytes, done) => {
            socket.write(bytes, (error) => done(error ?? null, bytes.length));
        },
        writeNow: (bytes) => void writeSync(descriptor, bytes),
    };
}
//# sourceMappingURL=destination.js.map