/**
 * Replays histories of cases to know what they showed. It is a Temporal worker of its own that serves no task queue; it is
 * made when the first history comes, and ends when none has come for a while.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Worker, type ReplayWorkerOptions, type WorkerOptions } from "@temporalio/worker";
import type { Begun, RecordingSinks } from "../../activities/view-writer.ts";
import { claimCheckCodec } from "../../store/claim-check.ts";
import { REPLAY_NAME } from "../../workflows/messages.ts";
import type { Mark, ViewChange } from "../../yawl/view/views.ts";
import type { History } from "./histories.ts";

/** Gets what a run showed, in order. */
export interface Recorder {
  begun(start: Begun): void;
  changed(change: ViewChange, mark: Mark | undefined): void;
}

/** The history cannot be replayed: the workflow's code fails at it, or takes too long. */
export class ReplayFailed extends Error {
  override readonly name = "ReplayFailed";
}

const IDLE_MILLIS = 60_000;
const REPLAY_MILLIS = 30_000;

interface Job {
  readonly caseId: string;
  readonly history: History;
  readonly recorder: Recorder;
  readonly done: (error?: Error) => void;
}

export class Replayer {
  readonly #bundle: NonNullable<WorkerOptions["workflowBundle"]>;
  readonly #queue: Job[] = [];
  #wake: (() => void) | undefined;
  #current: Job | undefined;
  #isRunning = false;
  #isClosed = false;

  constructor(bundle: NonNullable<WorkerOptions["workflowBundle"]>) {
    this.#bundle = bundle;
  }

  /** Histories are replayed one after another. @throws ReplayFailed */
  async replay(caseId: string, history: History, recorder: Recorder): Promise<void> {
    if (this.#isClosed) throw new ReplayFailed("The replayer is closed.");
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error): void => (error ? reject(error) : resolve());
      this.#queue.push({ caseId, history, recorder, done });
      this.#wake?.();
      if (!this.#isRunning) void this.#run();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  /** Ends when nothing was to be replayed for a while. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      const results = Worker.runReplayHistories(this.#options(), this.#histories());
      for (;;) {
        const next = await Promise.race([results.next(), this.#tooLate()]);
        if (next === "too late") {
          this.#finish(new ReplayFailed("The replay of the history takes too long."));
          break;
        }
        if (next.done) break;
        const { error } = next.value;
        this.#finish(error && new ReplayFailed(error.message, { cause: error }));
      }
    } catch (error) {
      this.#finish(new ReplayFailed(error instanceof Error ? error.message : String(error)));
    } finally {
      this.#isRunning = false;
      if (this.#queue.length > 0 && !this.#isClosed) void this.#run();
      else if (this.#isClosed) this.#giveUp();
    }
  }

  #finish(error: Error | undefined): void {
    const job = this.#current;
    this.#current = undefined;
    job?.done(error);
  }

  #giveUp(): void {
    for (const job of this.#queue.splice(0)) job.done(new ReplayFailed("The replayer is closed."));
  }

  async #tooLate(): Promise<"too late"> {
    for (;;) {
      const job = this.#current;
      await sleep(REPLAY_MILLIS, undefined, { ref: false });
      if (job !== undefined && job === this.#current) return "too late";
    }
  }

  async *#histories(): AsyncGenerator<{ history: History; workflowId: string }> {
    for (;;) {
      const job = this.#queue.shift();
      if (job) {
        this.#current = job;
        yield { history: job.history, workflowId: job.caseId };
      } else if (this.#isClosed || !(await this.#more())) return;
    }
  }

  async #more(): Promise<boolean> {
    if (this.#queue.length > 0) return true;
    const idle = new AbortController();
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    await Promise.race([
      woken,
      sleep(IDLE_MILLIS, undefined, { ref: false, signal: idle.signal }).catch(() => undefined),
    ]);
    idle.abort();
    this.#wake = undefined;
    return this.#queue.length > 0;
  }

  #options(): ReplayWorkerOptions {
    const sinks: { recorded: RecordingOptions } = {
      recorded: {
        begun: { callDuringReplay: true, fn: (_info, start) => this.#current?.recorder.begun(start) },
        changed: {
          callDuringReplay: true,
          fn: (_info, { change, mark }) => this.#current?.recorder.changed(change, mark),
        },
      },
    };
    return {
      workflowBundle: this.#bundle,
      replayName: REPLAY_NAME,
      sinks,
      dataConverter: { payloadCodecs: [claimCheckCodec()] },
    };
  }
}

type Recording = RecordingSinks["recorded"];
type RecordingOptions = {
  readonly [Name in keyof Recording]: {
    readonly callDuringReplay: true;
    fn(info: unknown, ...args: Parameters<Recording[Name]>): void;
  };
};
