/** Notices of which people get a mail, until it is sent. */
import { Mails } from "./models.ts";
import type { MailDocument } from "./models.ts";
import { foundDuplicates } from "./view/native.ts";

/** After so long nobody is told by mail any more. */
const KEPT_MILLIS = 2 * 24 * 3_600_000;

export type WaitingMail = MailDocument;
type NewMail = Pick<MailDocument, "participant" | "sequence" | "type" | "item" | "at" | "due">;

/** Adds them; those that are there already stay as they are. */
export async function addMails(mails: readonly NewMail[], now = Date.now()): Promise<void> {
  if (mails.length === 0) return;
  const documents = mails.map((mail) => ({
    _id: `${mail.participant}/${mail.sequence}`,
    ...mail,
    attempts: 0,
    expires: new Date(now + KEPT_MILLIS),
  }));
  await foundDuplicates(() => Mails.insertMany(documents, { ordered: false, lean: true }));
}

/** Who is to get a mail now, longest due first, each once. */
export async function dueMails(most: number, now = Date.now()): Promise<readonly string[]> {
  const found = await Mails.find({ due: { $lte: now } }, { participant: 1 })
    .sort({ due: 1 })
    .limit(most)
    .lean();
  return [...new Set(found.map(({ participant }) => participant))];
}

/** All that waits for somebody, oldest first. */
export async function mailsFor(participant: string, most: number): Promise<readonly WaitingMail[]> {
  return await Mails.find({ participant }).sort({ sequence: 1 }).limit(most).lean();
}

/** They were sent, or are not to be. */
export async function removeMails(mails: readonly WaitingMail[]): Promise<void> {
  await Mails.deleteMany({ _id: { $in: mails.map(({ _id }) => _id) } });
}

/** They could not be sent. @param due when it is tried again, epoch milliseconds */
export async function postponeMails(mails: readonly WaitingMail[], due: number): Promise<void> {
  await Mails.updateMany(
    { _id: { $in: mails.map(({ _id }) => _id) } },
    { $set: { due }, $inc: { attempts: 1 } },
  );
}
