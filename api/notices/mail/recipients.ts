/** Who gets a mail of which notices. */
import { addressees, addresseesWith, peopleNow } from "../../../store/listeners.ts";
import { addMails } from "../../../store/mails.ts";
import type { Notice } from "../../../store/notices.ts";
import { reachOf } from "../../../yawl/view/notices.ts";
import type { MailOptions } from "./settings.ts";

/** Notes for whom of these notices a mail is to be sent. */
export async function noteMails(
  notices: readonly Notice[],
  { digest, mostOffered }: Pick<MailOptions, "digest" | "mostOffered">,
): Promise<void> {
  for (const notice of notices) {
    const { sequence, type, item, at } = notice;
    if (item === undefined) continue;
    const people = await recipientsOf(notice, mostOffered);
    if (people.length === 0) continue;
    const due = Date.now() + digest;
    await addMails(people.map((participant) => ({ participant, sequence, type, item, at, due })));
  }
}

/** Those with an address whom it concerns; nobody when it is an offer to more people than `most`. */
async function recipientsOf(notice: Notice, most: number): Promise<readonly string[]> {
  const { type, has = {}, by } = notice;
  if (type === "allocated") {
    const { owner } = has;
    // who claimed it knows
    return owner === undefined || owner === by ? [] : reachable(await addressees([owner]));
  }
  if (type !== "offered") return [];
  const { people = [], roles = [] } = has;
  if (people.length > most) return [];
  const members = roles.length === 0 ? [] : await addresseesWith(roles, most);
  if (members === undefined) return [];
  const all = new Set([...people, ...members.map(({ id }) => id)]);
  if (all.size > most) return [];
  const named = await addressees(people);
  const now = await peopleNow([...all]);
  const concerns = reachOf(notice);
  return [...new Set(reachable([...named, ...members]))].filter((id) =>
    concerns({ id, roles: now.get(id)?.roles ?? new Set() }),
  );
}

function reachable(
  people: readonly { readonly id: string; readonly mail: string | undefined }[],
): readonly string[] {
  return people.filter(({ mail }) => mail !== undefined).map(({ id }) => id);
}
