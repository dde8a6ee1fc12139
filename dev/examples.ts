/** Gives a new data folder something to try: the specifications of `examples/` and the people that they name. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { Problem } from "../api/http/problem.ts";
import { PARTICIPANT_INPUT } from "../api/routes/people.ts";
import { hashPassword } from "../api/security/password.ts";
import { plainDeployment } from "../api/specifications/deployment.ts";
import { uploadSpecification } from "../api/specifications/upload.ts";
import { connect, disconnect, ensureIndexes } from "../store/connect.ts";
import { setCredential } from "../store/credentials.ts";
import { createNamed, KINDS } from "../store/organisation.ts";
import { createParticipant, participantWith } from "../store/participants.ts";

const FOLDER = path.resolve(fileURLToPath(import.meta.url), "../../examples");

/** The examples' people are there to try things on this machine; their password is no secret. */
const PASSWORD = "mizzen-demo";

const LOADER = { id: "examples", isAdministrator: false } as const;

const TYPES: Readonly<Record<string, string>> = {
  ".yawl": "application/xml",
  ".yaml": "application/yaml",
};

const text = z.string();
const entry = { id: text, name: text, description: text.exactOptional() };

const organisation = z.strictObject({
  roles: z.array(z.strictObject({ ...entry, belongsTo: text.exactOptional() })),
  groups: z.array(z.strictObject({ ...entry, type: text.exactOptional(), belongsTo: text.exactOptional() })),
  positions: z.array(
    z.strictObject({ ...entry, reportsTo: text.exactOptional(), group: text.exactOptional() }),
  ),
  capabilities: z.array(z.strictObject(entry)),
  participants: z.array(
    z.strictObject({
      id: text,
      name: text,
      roles: z.array(text),
      positions: z.array(text).exactOptional(),
      groups: z.array(text).exactOptional(),
      capabilities: z
        .array(z.strictObject({ name: text, value: z.union([text, z.number()]).exactOptional() }))
        .exactOptional(),
      userPrivileges: PARTICIPANT_INPUT.shape.userPrivileges.unwrap().exactOptional(),
    }),
  ),
});

/** What {@link loadExamples} gets from `npm start`. */
export interface LoadExamplesOptions {
  readonly dataFolder: string;
  /** Where the API answers. */
  readonly url: string;
  /** MONGODB_URI, TEMPORAL_ADDRESS and so on of the servers that run. */
  readonly environment: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** Adds what is not there yet and changes nothing that is; `MIZZEN_EXAMPLES=off` leaves all of it out. */
export async function loadExamples({ environment, log }: LoadExamplesOptions): Promise<void> {
  if (environment["MIZZEN_EXAMPLES"] === "off") return;
  await connect(environment["MONGODB_URI"] ?? "");
  try {
    await ensureIndexes();
    await loadPeople(log);
    await loadSpecifications(log);
  } finally {
    await disconnect();
  }
}

async function loadPeople(log: LoadExamplesOptions["log"]): Promise<void> {
  const text = await readFile(path.join(FOLDER, "organisation.yaml"), "utf8");
  const { participants, ...structure } = organisation.parse(parse(text));
  for (const kind of KINDS) for (const each of structure[kind]) await createNamed(kind, each);
  // side by side: hashing a password takes a while on purpose, and Node does it in threads
  const added = await Promise.all(
    participants.map(async (participant) => {
      const { id, userPrivileges, ...rest } = participant;
      const own = userPrivileges ? { userPrivileges } : {};
      const isNew = await createParticipant(participantWith({ id, ...rest, ...own }));
      if (isNew) await setCredential(id, await hashPassword(PASSWORD));
      return isNew ? [id] : [];
    }),
  ).then((all) => all.flat());
  if (added.length > 0) log(`Example people: ${added.join(", ")} (password: ${PASSWORD})`);
}

async function loadSpecifications(log: LoadExamplesOptions["log"]): Promise<void> {
  const added: string[] = [];
  const deployment = await plainDeployment();
  for (const file of (await readdir(FOLDER)).toSorted()) {
    const contentType = TYPES[path.extname(file)];
    if (contentType === undefined || file === "organisation.yaml") continue;
    const text = await readFile(path.join(FOLDER, file), "utf8");
    try {
      const { isNew, answer } = await uploadSpecification({ text, contentType }, LOADER, deployment);
      if (isNew) added.push(`${answer.id} ${answer.version}`);
    } catch (error) {
      // an example that changed under its version stays as it was loaded first
      if (!(error instanceof Problem)) throw error;
      log(`Example ${file} was not loaded: ${error.message}`);
    }
  }
  await deployment.close();
  if (added.length > 0) log(`Example specifications: ${added.join(", ")}`);
}
