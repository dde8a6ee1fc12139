import { randomBytes } from "node:crypto";
import { findCredential, setCredential } from "../../store/credentials.js";
import { administrators, createParticipant, participantWith } from "../../store/participants.js";
import { hashPassword } from "./password.js";
const USERNAME = "admin";
const PASSWORD_BYTES = 12;
export async function ensureAdministrator(password) {
    const existing = await administrators();
    if (existing.length > 0) {
        const credentials = await Promise.all(existing.map(findCredential));
        if (credentials.some((credential) => credential !== undefined))
            return undefined;
    }
    const chosen = password ?? randomBytes(PASSWORD_BYTES).toString("base64url");
    await createParticipant(participantWith({ id: USERNAME, name: "Administrator", access: ["admin"] }));
    await setCredential(USERNAME, await hashPassword(chosen));
    return password === undefined ? { username: USERNAME, password: chosen } : undefined;
}
//# sourceMappingURL=first-administrator.js.map