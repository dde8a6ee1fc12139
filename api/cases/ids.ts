/** Ids of cases: chosen by the caller, or readable ones made here. */
import { randomInt } from "node:crypto";

/** URL-safe, and more than dots: `..` would lead elsewhere in a URL. */
export const CASE_ID = /^(?!\.+$)[A-Za-z0-9._~-]{1,100}$/;

/** Without letters and digits that look alike. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const RANDOM_LETTERS = 10;
const LONGEST_NAME = 80;

/** `<specification>-<random>` */
export function newCaseId(specificationId: string): string {
  const name = specificationId.replaceAll(/[^A-Za-z0-9._~-]+/g, "-").slice(0, LONGEST_NAME);
  const letters = Array.from({ length: RANDOM_LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `${name}-${letters.join("")}`;
}
