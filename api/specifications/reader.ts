/**
 * Who reads uploads. A file may be large, or made to take long, so that it is read in a process of its own with limits of
 * time and memory: the API goes on answering meanwhile. A thread would not do: what its parser asks for in excess (nesting
 * to the end of the stack, in V8's compiler of regular expressions) ends the whole process.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import workerpool from "workerpool";
import type { Registry } from "../../activities/connectors/registry.ts";
import { MAX_LENGTH } from "../../yawl/files/read.ts";
import type { NewRule } from "../../yawl/rules/extend.ts";
import type { Subject } from "../../yawl/rules/seen.ts";
import { peopleRules } from "../../yawl/resource/people-rules.ts";
import type { Upload } from "../http/body.ts";
import { Problem, unavailable } from "../http/problem.ts";
import type { Bridge } from "./bridge.ts";
import { addRuleTo, askRulesOf, readRulesFor } from "./read-rules.ts";
import type { AddedRule, Question, RuleAnswer, RulesAnswer } from "./read-rules.ts";
import { readUpload, type ReadUpload } from "./read-upload.ts";

export interface UploadReader {
  /** @throws Problem when the file asks for more than the limits allow, or too many wait already */
  read(upload: Upload): Promise<ReadUpload>;
  /** Reads rules for a specification. @throws Problem as `read` does */
  readRules(upload: Upload, subject: Subject): Promise<RulesAnswer>;
  /** Adds a rule, and tries it over all cornerstones. @throws Problem as `read` does */
  addRule(rules: string, rule: NewRule, subject: Subject): Promise<AddedRule>;
  /** What rules say; their conditions may take long. @throws Problem as `read` does */
  askRules(rules: string, question: Question, subject: Subject): Promise<RuleAnswer>;
  close(): Promise<void>;
}

/** Code of the deployment's own that specifications may name. */
export interface Sources {
  readonly connectors: readonly string[];
  readonly resourcing: readonly string[];
}

export interface UploadLimits {
  /** how long one file may take, apart from waiting for its turn */
  readonly seconds: number;
  /** memory that one file may take */
  readonly megabytes: number;
  /** files that are read at the same time */
  readonly atOnce: number;
  /** files that may wait for their turn */
  readonly waiting: number;
}

export const UPLOAD_LIMITS: UploadLimits = {
  seconds: 10,
  megabytes: 512,
  // one core is left to those who wait for other answers
  atOnce: Math.min(4, Math.max(1, availableParallelism() - 1)),
  waiting: 20,
};

/** Processes that have nothing to do end after a while. */
const IDLE_MILLIS = 60_000;

/** How long a process may take to end by itself before it is killed. */
const END_MILLIS = 100;

/** Reads in processes, which are started when they are needed. */
export function readerInProcesses(
  /** packages and files of `MIZZEN_CONNECTORS` and of `MIZZEN_RESOURCING` */
  sources: Sources,
  bridge: Bridge,
  limits: UploadLimits = UPLOAD_LIMITS,
): UploadReader {
  const pool = workerpool.pool(fileURLToPath(new URL("reading-process.mjs", import.meta.url)), {
    workerType: "process",
    maxWorkers: limits.atOnce,
    workerTerminateTimeout: END_MILLIS,
    forkOpts: {
      execArgv: [`--max-old-space-size=${limits.megabytes}`],
      // texts of megabytes go as they are, not as JSON
      serialization: "advanced",
    },
  });
  let idle: NodeJS.Timeout | undefined;
  const endWhenIdle = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (pool.stats().activeTasks + pool.stats().pendingTasks === 0) void pool.terminate();
    }, IDLE_MILLIS);
    idle.unref();
  };
  /** @param doing what takes so long, as the beginning of a sentence */
  async function within<Method extends keyof InProcess>(
    doing: string,
    method: Method,
    parameters: Parameters<InProcess[Method]>,
  ): Promise<Awaited<ReturnType<InProcess[Method]>>> {
    if (pool.stats().pendingTasks >= limits.waiting) {
      throw unavailable("Too many specifications are being read. Send this one again in a moment.");
    }
    let timer: NodeJS.Timeout | undefined;
    let isOvertime = false;
    const reading = pool.exec<InProcess[Method]>(method, parameters, {
      on() {
        timer = setTimeout(() => {
          isOvertime = true;
          reading.cancel();
        }, limits.seconds * 1_000);
      },
    });
    try {
      return await reading;
    } catch (error) {
      if (isOvertime)
        throw tooMuch(`${doing} takes more than ${limits.seconds} seconds, which is the limit.`);
      if (error instanceof workerpool.TerminateError) {
        throw tooMuch(
          `${doing} takes more than ${limits.megabytes} MB of memory, which is the limit, or it nests too deep.`,
        );
      }
      throw error;
    } finally {
      clearTimeout(timer);
      endWhenIdle();
    }
  }
  return {
    async read(upload) {
      checkLength(upload);
      return await within("Reading, checking and compiling the file", "read", [
        upload,
        { ...sources, bridge },
      ]);
    },
    async readRules(upload, subject) {
      checkLength(upload);
      return await within("Reading and checking the rules", "readRules", [upload, subject]);
    },
    async addRule(rules, rule, subject) {
      return await within("Trying the rule over all cornerstones", "addRule", [rules, rule, subject]);
    },
    async askRules(rules, question, subject) {
      return await within("Asking the rules", "askRules", [rules, question, subject]);
    },
    async close() {
      clearTimeout(idle);
      await pool.terminate(true);
    },
  };
}

function checkLength({ text }: Upload): void {
  if (text.length > MAX_LENGTH)
    throw tooMuch(`The file has ${text.length} characters; at most ${MAX_LENGTH} are read.`);
}

/** What the process does, by name. */
interface InProcess {
  readonly read: (upload: Upload, settings: Sources & { readonly bridge: Bridge }) => Promise<ReadUpload>;
  readonly readRules: (upload: Upload, subject: Subject) => Promise<RulesAnswer>;
  readonly addRule: (rules: string, rule: NewRule, subject: Subject) => Promise<AddedRule>;
  readonly askRules: (rules: string, question: Question, subject: Subject) => Promise<RuleAnswer>;
}

/** Reads where it is asked, without limits: for files that come with Mizzen. */
export function readerHere(connectors: Registry, bridge: Bridge): UploadReader {
  return {
    read: async (upload) => readUpload(upload, bridge, connectors, peopleRules()),
    readRules: async (upload, subject) => readRulesFor(upload, subject),
    addRule: async (rules, rule, subject) => addRuleTo(rules, rule, subject),
    askRules: async (rules, question, subject) => askRulesOf(rules, question, subject),
    close: async () => undefined,
  };
}

function tooMuch(sentence: string): Problem {
  return new Problem("too-large", sentence);
}
