/** Readable ids for cases whose caller chooses none. */
import { randomInt } from "node:crypto";

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
