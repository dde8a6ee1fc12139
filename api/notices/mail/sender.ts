/** Sends the mails that wait, one for all news of a participant, by the connector `mail`. */
import type { Logger } from "pino";
import { ConnectorError, type ConnectorContext } from "../../../activities/connectors/contract.ts";
import { mailConnector } from "../../../activities/connectors/mail/connector.ts";
import { Targets } from "../../../activities/connectors/network/targets.ts";
import type { Transport } from "../../../activities/connectors/network/transport.ts";
import { addressees, peopleNow } from "../../../store/listeners.ts";
import { dueMails, mailsFor, postponeMails, removeMails } from "../../../store/mails.ts";
import type { WaitingMail } from "../../../store/mails.ts";
import { itemsToTell } from "../../../store/notices.ts";
import type { ToldItem } from "../../../store/notices.ts";
import { holdersOf, reachOf, type Listener } from "../../../yawl/view/notices.ts";
import { hasEnded } from "../../../yawl/work/item.ts";
import { mailText, type News } from "./text.ts";
import type { MailOptions } from "./settings.ts";

const EVERY_MILLIS = 1_000;
const MOST_DUE = 200;
const MOST_IN_ONE = 1_000;
const FIRST_PAUSE_MILLIS = 60_000;
const LONGEST_PAUSE_MILLIS = 3_600_000;

export interface MailSenderOptions extends MailOptions {
  readonly log: Logger;
  readonly transport: Transport;
}

export class MailSender {
  readonly #options: MailSenderOptions;
  readonly #connector: ReturnType<typeof mailConnector>;
  readonly #stopping = new AbortController();
  #working: Promise<void> | undefined;
  #workedAt = Number.NEGATIVE_INFINITY;

  constructor(options: MailSenderOptions) {
    this.#options = options;
    this.#connector = mailConnector(options.transport, new Targets());
  }

  /** Sends what is due. Returns at once; to be called often. */
  work(): void {
    const now = performance.now();
    if (this.#working || now - this.#workedAt < EVERY_MILLIS || this.#stopping.signal.aborted) return;
    this.#workedAt = now;
    this.#working = this.#send()
      .catch((error: unknown) => this.#options.log.warn({ error }, "mails could not be sent"))
      .finally(() => (this.#working = undefined));
  }

  async close(): Promise<void> {
    this.#stopping.abort(new Error("stopping"));
    await this.#working;
  }

  async #send(): Promise<void> {
    for (const participant of await dueMails(MOST_DUE)) {
      if (this.#stopping.signal.aborted) return;
      await this.#sendTo(participant);
    }
  }

  async #sendTo(participant: string): Promise<void> {
    const waiting = await mailsFor(participant, MOST_IN_ONE);
    const [first] = waiting;
    if (!first) return;
    const [[addressee], news] = await Promise.all([addressees([participant]), newsFor(participant, waiting)]);
    // what was taken away meanwhile is no news any more
    const isNone = news.offered.length + news.allocated.length === 0;
    if (addressee?.mail === undefined || isNone) {
      await removeMails(waiting);
      return;
    }
    try {
      const { subject, text } = mailText(participant, news);
      const key = `notices.${first.sequence}.${encodeURIComponent(participant).replaceAll("%", "=")}`;
      await this.#connector.execute(
        this.#options.configuration,
        { to: addressee.mail, subject, text },
        this.#context(key),
      );
      await removeMails(waiting);
    } catch (error) {
      await this.#failed(participant, waiting, error);
    }
  }

  async #failed(participant: string, waiting: readonly WaitingMail[], error: unknown): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { log } = this.#options;
    const reason = error instanceof ConnectorError ? { type: error.type, reason: error.message } : { error };
    if (error instanceof ConnectorError && !error.retryable) {
      log.warn({ participant, ...reason }, "a mail cannot be sent");
      await removeMails(waiting);
      return;
    }
    const attempts = Math.max(...waiting.map((mail) => mail.attempts));
    const pause = Math.min(FIRST_PAUSE_MILLIS * 2 ** attempts, LONGEST_PAUSE_MILLIS);
    log.warn({ participant, ...reason, seconds: pause / 1_000 }, "a mail is tried again later");
    await postponeMails(waiting, Date.now() + pause);
  }

  #context(idempotencyKey: string): ConnectorContext {
    const { configuration, password, log } = this.#options;
    const nothing = async (): Promise<never> => {
      throw new Error("a mail to a participant uses nothing of the engine");
    };
    return {
      signal: this.#stopping.signal,
      heartbeat: () => undefined,
      secret: async () => password ?? "",
      conceal: () => undefined,
      idempotencyKey,
      attempt: 1,
      log: {
        info: (message, fields) => log.info(fields ?? {}, message),
        warn: (message, fields) => log.warn(fields ?? {}, message),
      },
      // the operator has named it: it may be in the own network
      network: { allowedHosts: [configuration.host] },
      engine: { startCase: nothing, publish: nothing },
      work: { caseId: "", itemId: "", taskId: "", specificationId: "" },
      callbackUrl: nothing,
    };
  }
}

/** What somebody has of what they were to be told. */
async function newsFor(id: string, waiting: readonly WaitingMail[]): Promise<News> {
  const ids = [...new Set(waiting.map(({ item }) => item))];
  const [items, people] = await Promise.all([itemsToTell(ids), peopleNow([id])]);
  const person: Listener = { id, roles: people.get(id)?.roles ?? new Set() };
  const all = [...items.values()];
  return {
    offered: all.filter((item) => isOffered(item, person)),
    allocated: all.filter(({ status, allocatedTo }) => allocatedTo === id && !hasEnded(status)),
  };
}

function isOffered(item: ToldItem, person: Listener): boolean {
  return item.status === "offered" && reachOf({ type: "offered", has: holdersOf(item) })(person);
}
