import { randomInt } from "node:crypto";
export const CASE_ID = /^(?!\.+$)[A-Za-z0-9._~-]{1,100}$/;
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const RANDOM_LETTERS = 10;
const LONGEST_NAME = 80;
export function newCaseId(specificationId) {
    const name = specificationId.replaceAll(/[^A-Za-z0-9._~-]+/g, "-").slice(0, LONGEST_NAME);
    const letters = Array.from({ length: RANDOM_LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]);
    return `${name}-${letters.join("")}`;
}
//# sourceMappingURL=ids.js.map