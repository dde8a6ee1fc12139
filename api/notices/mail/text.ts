/** What a mail to a participant says. */
import type { ToldItem } from "../../../store/notices.ts";

export interface News {
  readonly offered: readonly ToldItem[];
  readonly allocated: readonly ToldItem[];
}

const MOST_LISTED = 50;
const LONGEST_NAME = 150;

export function mailText(
  participant: string,
  { offered, allocated }: News,
): { readonly subject: string; readonly text: string } {
  const [first, ...others] = [...allocated, ...offered];
  const subject =
    first && others.length === 0 ? `New work: ${oneLine(first.name)}` : `${1 + others.length} new work items`;
  const parts = [
    ...section("These work items are yours now", allocated),
    ...section("These work items are offered to you", offered),
    `This mail was sent to the participant ${participant}.`,
  ];
  return { subject, text: `${parts.join("\n\n")}\n` };
}

function section(title: string, items: readonly ToldItem[]): readonly string[] {
  if (items.length === 0) return [];
  const lines = items.slice(0, MOST_LISTED).map(lineOf);
  const more = items.length - lines.length;
  return [[`${title}:`, ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n")];
}

function lineOf({ _id, name, specificationId, caseId, partOf }: ToldItem): string {
  return `- ${oneLine(name)} (${_id}, case ${partOf ?? caseId}, ${specificationId})`;
}

/** Names come from the data of cases: a line break in one would forge a header or a line. */
function oneLine(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return plain.length > LONGEST_NAME ? `${plain.slice(0, LONGEST_NAME)}…` : plain;
}
