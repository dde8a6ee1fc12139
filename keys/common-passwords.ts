/** Passwords that whoever guesses tries first, and what makes a stored secret a bad one. */
import { dictionary } from "@zxcvbn-ts/language-common";

/** Some 50,000 from published leaks, in lower case. */
const COMMON: ReadonlySet<string> = new Set(dictionary["passwords-common"]);

const SHORTEST_SECRET = 8;

/** The form in which passwords are compared: as they are hashed (NFKC), in lower case. */
export function comparable(password: string): string {
  return password.normalize("NFKC").toLowerCase();
}

export function isCommonPassword(password: string): boolean {
  return COMMON.has(comparable(password)) || isOneCharacter(password);
}

function isOneCharacter(text: string): boolean {
  return new Set(text).size === 1;
}

/**
 * Why the value of a secret should not be one: it cannot be told from other text when it is taken out of errors and logs,
 * and can be guessed. `undefined`: nothing is wrong with it. The sentence does not repeat the value.
 */
export function weaknessOfSecret(value: string): string | undefined {
  const text = value.trim();
  if ([...text].length < SHORTEST_SECRET)
    return `is shorter than ${SHORTEST_SECRET} characters: it could not be told from other text in errors and logs`;
  if (isCommonPassword(text)) return "is one of the most common passwords, or one character repeated";
  return undefined;
}
