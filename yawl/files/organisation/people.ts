/** People of a backup. */
import { quoted } from "../reader/findings.ts";
import type { Part } from "../reader/part.ts";
import { Declared, isUrlSafe } from "./declared.ts";
import type { PersonInFile } from "./organisation-file.ts";
import { readPrivileges } from "./privileges.ts";

/** What people have. */
interface Structure {
  readonly roles: Declared;
  readonly positions: Declared;
  readonly capabilities: Declared;
}

/** @param parts the participants of the file */
export function readPeople(parts: readonly Part[], structure: Structure): readonly PersonInFile[] {
  const declared = new Declared(parts, "participant");
  const users = new Map<string, number>();
  for (const part of parts) {
    const user = part.textOf("userid");
    if (user !== undefined) users.set(user, (users.get(user) ?? 0) + 1);
  }
  return declared.map((part, backupId) => {
    const user = part.textOf("userid");
    const isUsable =
      user !== undefined &&
      isUrlSafe(user) &&
      users.get(user) === 1 &&
      (user === backupId || !declared.has(user));
    if (!isUsable)
      part.warn(
        `The userid ${quoted(user ?? "")} cannot be the id: it is there twice, or cannot stand in a URL. The participant is called ${quoted(backupId)}.`,
      );
    const id = isUsable ? user : backupId;
    sayWhatIsLost(part);
    const name = [part.textOf("firstname"), part.textOf("lastname")]
      .filter((each) => each !== undefined)
      .join(" ");
    return {
      id,
      name: name === "" ? id : name,
      aliases: id === backupId ? [] : [backupId],
      roles: structure.roles.referencesIn(part.one("roles"), "role"),
      positions: structure.positions.referencesIn(part.one("positions"), "position"),
      capabilities: structure.capabilities
        .referencesIn(part.one("capabilities"), "capability")
        .map((capability) => ({ name: capability })),
      available: truth(part, "isAvailable", true),
      isAdministrator: truth(part, "isAdministrator", false),
      ...privilegesOf(part),
    };
  });
}

function privilegesOf(part: Part): Pick<PersonInFile, "managesCases" | "userPrivileges"> {
  const digits = part.one("privileges");
  const text = digits?.text ?? "";
  if (!digits || text === "") return { managesCases: false };
  const privileges = readPrivileges(text);
  if (!privileges) digits.error(`<privileges> has eight digits, each 0 or 1; this one says ${quoted(text)}.`);
  return privileges ?? { managesCases: false };
}

/** Passwords are hashed in YAWL's own way, without a salt; for notes on people there is no place. */
function sayWhatIsLost(part: Part): void {
  const password = part.one("password");
  if (password && password.text !== "") password.warn("Passwords are not taken over; give a new one.");
  for (const name of ["description", "notes"]) {
    const about = part.one(name);
    if (about && about.text !== "") about.warn("This is not taken over.");
  }
}

function truth(part: Part, name: string, otherwise: boolean): boolean {
  const word = part.one(name);
  if (!word || word.text === "") return otherwise;
  return word.oneOf(word.text, ["true", "false"], otherwise ? "true" : "false") === "true";
}
