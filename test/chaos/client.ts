/** A client that does what `docs/rest.md` says: it repeats what was not answered clearly, with the same key, until it is. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Entry, Ledger, Wish } from "./ledger.ts";
import type { Random } from "./random.ts";

/** How long one try waits for its answer; the server itself gives up after 10 s. */
const PATIENT_MILLIS = 15_000;
const FIRST_PAUSE_MILLIS = 150;
const LONGEST_PAUSE_MILLIS = 2_000;
const LOOK_MILLIS = 10_000;

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Manners {
  /** tries that end sooner than the server answers */
  readonly impatient: number;
  /** commands that are given up when they had no clear answer once or a few times */
  readonly abandons: number;
  /** for how long a command is repeated */
  readonly patience: number;
}

export const STUBBORN: Manners = { impatient: 0, abandons: 0, patience: 60_000 };

/** One session of a person; several may be of the same account. */
export class Client {
  readonly by: string;
  readonly #base: string;
  readonly #password: string;
  readonly #ledger: Ledger;
  #token: string | undefined;

  constructor(base: string, by: string, password: string, ledger: Ledger) {
    this.by = by;
    this.#base = base;
    this.#password = password;
    this.#ledger = ledger;
  }

  async login(): Promise<void> {
    const body = JSON.stringify({ username: this.by, password: this.#password });
    const deadline = Date.now() + 60_000;
    for (;;) {
      const { status, body: said } = await this.#send("POST", "/auth/login", body, LOOK_MILLIS);
      if (status === 200) {
        this.#token = String(said["token"]);
        return;
      }
      if (Date.now() > deadline) throw new Error(`${this.by} cannot log in: ${status}`);
      await sleep(500);
    }
  }

  /** An answer, whatever it is; status 0 stands for none. */
  async get(path: string): Promise<Answer> {
    return await this.#send("GET", path, undefined, LOOK_MILLIS);
  }

  /** A request that is repeated until it works: for preparations. */
  async insist(
    method: string,
    path: string,
    body: string,
    contentType = "application/json",
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#send(method, path, body, PATIENT_MILLIS, { "content-type": contentType });
      if (answer.status >= 200 && answer.status < 300) return answer;
      if (isClear(answer) || attempt > 20)
        throw new Error(`${method} ${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`);
      await sleep(500);
    }
  }

  /** Gives a command until it is answered clearly, and writes down what became of it. */
  async give(wish: Wish, random: Random, manners: Manners): Promise<{ entry: Entry; answer: Answer }> {
    const key = randomUUID();
    const [path, body] = requestOf(wish, random);
    const asked = Date.now();
    const givesUpAfter = random.chance(manners.abandons) ? random.between(1, 3) : Infinity;
    let unclear = 0;
    for (let tries = 1; ; tries += 1) {
      const patience = random.chance(manners.impatient) ? random.between(20, 1_500) : PATIENT_MILLIS;
      const answer = await this.#send("POST", path, body, patience, { "idempotency-key": key });
      const answered = Date.now();
      const note = (outcome: Entry["outcome"]): { entry: Entry; answer: Answer } => ({
        entry: this.#ledger.add({
          by: this.by,
          wish,
          key,
          asked,
          answered,
          tries,
          unclear,
          outcome,
          ...(answer.status === 0 ? {} : { status: answer.status }),
          ...saidBy(wish, answer),
        }),
        answer,
      });
      if (answer.status >= 200 && answer.status < 300) return note("acknowledged");
      if (isClear(answer)) return note("refused");
      if (answer.status > 0 && answer.status !== 503) {
        const what = `${path}: ${JSON.stringify(answer.body)}`;
        this.#ledger.broken.push({ at: answered, status: answer.status, what });
      }
      unclear += 1;
      if (unclear >= givesUpAfter) return note("abandoned");
      if (answered - asked > manners.patience) return note("unanswered");
      const pause = Math.min(FIRST_PAUSE_MILLIS * 2 ** tries, LONGEST_PAUSE_MILLIS);
      await sleep(random.between(pause / 2, pause));
    }
  }

  async #send(
    method: string,
    path: string,
    body: string | undefined,
    patience: number,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    try {
      const response = await fetch(`${this.#base}/api/v1${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
          ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(patience),
      });
      const text = await response.text();
      const said: unknown = text === "" ? {} : JSON.parse(text);
      return { status: response.status, body: isRecord(said) ? said : {} };
    } catch (error) {
      // nobody there, the connection was lost, or it took too long: what became of the request is not known
      return { status: 0, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  }
}

/** Whether the answer says for certain that the command is done or will not be. */
function isClear({ status }: Answer): boolean {
  return status >= 200 && status < 500 && status !== 408 && status !== 429;
}

function requestOf(wish: Wish, random: Random): readonly [path: string, body: string | undefined] {
  const text = (body: unknown): string | undefined => (body === undefined ? undefined : JSON.stringify(body));
  switch (wish.kind) {
    case "start": {
      const { specification: specificationId, data, caseId } = wish;
      return ["/cases", text({ specificationId, data, ...(caseId === undefined ? {} : { caseId }) })];
    }
    case "case":
      return [`/cases/${wish.caseId}/${wish.command.replace("-case", "")}`, undefined];
    case "item":
      return [`/work-items/${wish.item}/${nameOf(wish.command, random)}`, text(wish.body)];
    case "callback":
      throw new Error("callbacks are made by the outside system");
  }
}

function nameOf(command: string, random: Random): string {
  if (command === "add-instance") return "instances";
  return command === "claim" && random.chance(0.3) ? "accept" : command;
}

function saidBy(wish: Wish, { status, body }: Answer): { readonly said?: string } {
  const said = status >= 400 ? body["type"] : wish.kind === "start" ? body["id"] : undefined;
  return typeof said === "string" ? { said: said.replace("/problems/", "") } : {};
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
