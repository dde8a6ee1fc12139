/** All that tells of what happens, besides the streams themselves: the teller, and what it feeds. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { NetworkPolicy } from "../../activities/connectors/contract.ts";
import { Transport } from "../../activities/connectors/network/transport.ts";
import type { SecretBox } from "../../keys/secret-box.ts";
import { noteMails } from "./mail/recipients.ts";
import { MailSender } from "./mail/sender.ts";
import type { MailOptions } from "./mail/settings.ts";
import { Teller } from "./teller.ts";
import { addToOutbox } from "./webhooks/filter.ts";
import { WebhookSender } from "./webhooks/sender.ts";

export interface NoticeServiceOptions {
  readonly log: Logger;
  readonly box: SecretBox;
  /** what web-hooks may reach */
  readonly network: NetworkPolicy;
  /** days for which notices are kept */
  readonly days: number;
  /** there are new notices */
  readonly wake: () => void;
  /** absent: nobody gets mail */
  readonly mail?: MailOptions | undefined;
  /** milliseconds that the receiver of a web-hook gets */
  readonly limit?: number;
  /** whether the store is there, with its indexes; until then it is waited for */
  readonly isReady?: () => boolean;
}

const READY_MILLIS = 200;
const DAY_MILLIS = 24 * 3_600_000;

/** Tells, sends and mails until the signal, as far as this process is the one to do it; resolves when all of it has ended. */
export async function tellNotices(options: NoticeServiceOptions, stopping: AbortSignal): Promise<void> {
  const { log, box, network, days, wake, mail, limit } = options;
  const transport = new Transport();
  const webhooks = new WebhookSender({
    log,
    box,
    transport,
    network,
    ...(limit === undefined ? {} : { limit }),
  });
  const mails = mail && new MailSender({ ...mail, log, transport });
  const teller = new Teller({
    log,
    kept: days * DAY_MILLIS,
    wake,
    takers: {
      hooked: async (notices) => addToOutbox(notices, (webhook) => webhooks.wake(webhook)),
      ...(mail ? { mailed: async (notices) => noteMails(notices, mail) } : {}),
    },
    work: () => {
      webhooks.work();
      mails?.work();
    },
  });
  while (options.isReady?.() === false && !stopping.aborted)
    await sleep(READY_MILLIS, undefined, { signal: stopping }).catch(() => undefined);
  await teller.run(stopping);
  await Promise.all([webhooks.close(), mails?.close()]);
  await transport.close();
}
