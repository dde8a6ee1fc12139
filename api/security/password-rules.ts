/**
 * Which passwords people may choose: NIST SP 800-63B, 5.1.1.2. Length and what is known to be guessed count; which kinds of
 * characters there are does not.
 */
import { comparable, isCommonPassword } from "../../keys/common-passwords.ts";

export const SHORTEST_PASSWORD = 8;
/** Longer ones are no passwords but a load on the server. */
export const LONGEST_PASSWORD = 1_024;

/** Words that everybody expects here. */
const OF_THE_SERVICE: ReadonlySet<string> = new Set(["mizzen", "yawl", "temporal"]);

/**
 * Why this password cannot be taken: half a sentence that does not repeat it. `undefined`: it can be.
 * @param username of the account; absent where it is not known
 */
export function passwordWeakness(password: string, username?: string): string | undefined {
  const length = [...password.normalize("NFKC")].length;
  if (length < SHORTEST_PASSWORD) return `has to have at least ${SHORTEST_PASSWORD} characters`;
  if (password.length > LONGEST_PASSWORD) return `has more than ${LONGEST_PASSWORD} characters`;
  if (isCommonPassword(password)) return "is one of the most common passwords";
  const core = coreOf(password);
  if (OF_THE_SERVICE.has(core)) return "is the name of this service";
  if (username !== undefined && namesOf(username).includes(core)) return "is the user name";
  return undefined;
}

/** Without what is put in front of and behind a word to make it look like a password: digits and punctuation. */
function coreOf(password: string): string {
  return comparable(password).replaceAll(/^[\d\p{P}\p{S}\s]+|[\d\p{P}\p{S}\s]+$/gu, "");
}

/** A user name that is a mail address stands for the name in front of the `@`, too. */
function namesOf(username: string): readonly string[] {
  const [local = ""] = username.split("@");
  const names = [username, local].flatMap((name) => [coreOf(name), [...coreOf(name)].toReversed().join("")]);
  return names.filter((name) => name !== "");
}
