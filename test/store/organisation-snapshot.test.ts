import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import mongoose from "mongoose";
import { putAbsence } from "../../store/absences.ts";
import { OrganisationVersions, Participants } from "../../store/models.ts";
import { changingOrganisation, organisationVersion } from "../../store/organisation-changes.ts";
import { organisationModelNow, organisationNow } from "../../store/organisation-snapshot.ts";
import { putNamed, removeNamed, replaceOrganisation, replaceResources } from "../../store/organisation.ts";
import {
  createParticipant,
  lockParticipants,
  putParticipant,
  removeParticipants,
} from "../../store/participants.ts";
import { withDatabase } from "./database.ts";
import { sampleParticipant } from "./samples.ts";

describe("the organisation in memory", () => {
  withDatabase();

  const nameOf = async (id: string): Promise<string | undefined> =>
    (await organisationModelNow()).people.find((person) => person.id === id)?.name;

  it("is the same object until something changes, and every writer changes it", async () => {
    await organisationNow();
    const writers: Readonly<Record<string, () => Promise<unknown>>> = {
      createParticipant: async () => createParticipant(sampleParticipant("alice")),
      putParticipant: async () => putParticipant(sampleParticipant("alice", { roles: ["clerk"] })),
      lockParticipants: async () => lockParticipants(["alice"]),
      putNamed: async () => putNamed("roles", { id: "clerk", name: "Clerk" }),
      removeNamed: async () => removeNamed("roles", "clerk"),
      putAbsence: async () => putAbsence({ id: "a", participant: "alice", from: 1, until: 2 }),
      replaceResources: async () => replaceResources([{ id: "van", name: "Van", available: true }]),
      removeParticipants: async () => removeParticipants(["alice"]),
      replaceOrganisation: async () =>
        replaceOrganisation({ participants: [], roles: [], positions: [], groups: [], capabilities: [] }),
    };
    for (const [name, write] of Object.entries(writers)) {
      const before = await organisationNow();
      assert.equal(await organisationNow(), before, `${name}: nothing had changed`);
      const { version } = await organisationVersion();
      await write();
      const after = await organisationNow();
      assert.notEqual(after, before, name);
      assert.ok((await organisationModelNow()).version > version, name);
    }
  });

  it("has everything that was changed before it is asked for, by many at once, too", async () => {
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const id = `person-${index}`;
        await putParticipant(sampleParticipant(id));
        const { people } = await organisationModelNow();
        assert.ok(
          people.some((person) => person.id === id),
          id,
        );
      }),
    );
    assert.equal((await organisationModelNow()).people.length, 20);
  });

  it("is not kept while somebody changes it, nor after a change that failed half-way", async () => {
    await putParticipant(sampleParticipant("half"));
    await organisationNow();
    await assert.rejects(
      changingOrganisation(async () => {
        const during = await organisationNow();
        await Participants.updateOne({ _id: "half" }, { $set: { name: "written" } });
        const again = await organisationNow();
        assert.notEqual(again, during);
        throw new Error("died");
      }),
      /died/,
    );
    assert.equal(await nameOf("half"), "written");
    assert.equal(await organisationNow(), await organisationNow(), "and kept again");
  });

  it("is right after a process has died in the middle of a change, and kept again when its mark has run out", async () => {
    await putParticipant(sampleParticipant("victim"));
    await organisationNow();
    const child = fork(new URL("dying-writer.ts", import.meta.url), [mongoose.connection.name, "victim"]);
    const [, signal]: readonly unknown[] = await once(child, "exit");
    assert.equal(signal, "SIGKILL");
    assert.equal(await nameOf("victim"), "written by the dead");
    assert.notEqual(await organisationNow(), await organisationNow(), "its mark still counts");
    await OrganisationVersions.updateOne({}, { $set: { "changing.0.until": Date.now() - 1 } });
    assert.equal(await nameOf("victim"), "written by the dead");
    assert.equal(await organisationNow(), await organisationNow());
    await OrganisationVersions.updateOne({}, { $set: { "changing.0.until": 1 } });
    await putParticipant(sampleParticipant("next"));
    assert.deepEqual((await OrganisationVersions.findOne().lean())?.changing, []);
  });
});
