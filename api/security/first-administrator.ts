/** The first administrator, so that somebody can log in to a new installation. */
import { randomBytes } from "node:crypto";
import { findCredential, setCredential } from "../../store/credentials.ts";
import { administrators, createParticipant, participantWith } from "../../store/participants.ts";
import { hashPassword } from "./password.ts";

export const ADMINISTRATOR = "admin";
const PASSWORD_BYTES = 12;

/**
 * Makes `admin` when there is no administrator who can log in. Answers the password when one had to be made up: the only
 * time that it can be seen.
 */
export async function ensureAdministrator(
  password: string | undefined,
): Promise<{ readonly username: string; readonly password: string } | undefined> {
  const existing = await administrators();
  if (existing.length > 0) {
    const credentials = await Promise.all(existing.map(findCredential));
    // An administrator without a password is what an interrupted first start leaves behind.
    if (credentials.some((credential) => credential !== undefined)) return undefined;
  }
  const chosen = password ?? randomBytes(PASSWORD_BYTES).toString("base64url");
  await createParticipant(participantWith({ id: ADMINISTRATOR, name: "Administrator", access: ["admin"] }));
  await setCredential(ADMINISTRATOR, await hashPassword(chosen));
  return password === undefined ? { username: ADMINISTRATOR, password: chosen } : undefined;
}
