import assert from "node:assert/strict";
import { credentialVersion, findCredential, setCredential } from "../../store/credentials.ts";
import { rememberAnswer, rememberRequest } from "../../store/idempotency.ts";
import { putNamed, readOrganisation, removeNamed, replaceOrganisation } from "../../store/organisation.ts";
import { organisationNow } from "../../store/organisation-snapshot.ts";
import { presentMembersOf } from "../../yawl/resource/presence.ts";
import {
  createParticipant,
  findParticipant,
  putParticipant,
  removeParticipants,
} from "../../store/participants.ts";
import { showChange } from "./show.ts";
import {
  findCompiled,
  findSummary,
  listSpecifications,
  removeSpecification,
  saveSpecification,
} from "../../store/specifications.ts";
import { compareVersions, newest } from "../../store/versions.ts";
import { withDatabase } from "./database.ts";
import {
  firstChange,
  sampleCase,
  sampleCompiled,
  sampleParticipant,
  sampleSpecification,
} from "./samples.ts";

describe("versions", () => {
  it("are compared number by number", () => {
    assert.ok(compareVersions("0.10", "0.9") > 0);
    assert.ok(compareVersions("1.0", "1.0.1") < 0);
    assert.equal(compareVersions("1.0", "1"), 0);
    assert.equal(newest(["0.2", "0.10", "0.9"]), "0.10");
    assert.equal(newest([]), undefined);
  });
});

describe("stored specifications", () => {
  withDatabase();

  it("are kept by version, and never changed", async () => {
    const view = sampleSpecification();
    assert.equal(await saveSpecification(view), "saved");
    assert.equal(await saveSpecification({ ...view, uploadedAt: 2_000 }), "same");
    assert.equal(await saveSpecification({ ...view, digest: "other" }), "conflict");
    assert.deepEqual((await findCompiled("Invoices", "1.0"))?.compiled, sampleCompiled());
  });

  it("are found in their newest version unless another is named", async () => {
    await saveSpecification(sampleSpecification({ version: "1.10" }));
    await saveSpecification(sampleSpecification({ version: "1.9" }));
    assert.equal((await findSummary("Invoices"))?.version, "1.10");
    assert.equal((await findSummary("Invoices", "1.9"))?.version, "1.9");
    assert.equal(await findSummary("Invoices", "7"), undefined);
    assert.equal("source" in ((await findSummary("Invoices")) ?? {}), false);
  });

  it("are listed once, with all versions", async () => {
    await saveSpecification(sampleSpecification({ id: "Other" }));
    const { items, nextCursor } = await listSpecifications({ limit: 1 });
    assert.deepEqual(
      items.map(({ id, versions }) => [id, versions]),
      [["Invoices", ["1.10", "1.9", "1.0"]]],
    );
    const second = await listSpecifications({ limit: 1, cursor: nextCursor ?? "" });
    assert.deepEqual(
      second.items.map(({ id }) => id),
      ["Other"],
    );
    assert.equal(second.nextCursor, null);
  });

  it("stay while cases of them run", async () => {
    const change = firstChange({ caseId: "runs", items: [], events: [] });
    await showChange(change);
    assert.equal(await removeSpecification("Invoices", "1.0"), "in-use");
    assert.equal(await removeSpecification("Invoices"), "in-use");
    assert.equal(await removeSpecification("Invoices", "1.9"), "removed");
    await showChange({ ...change, revision: 2, case: sampleCase({ state: "completed" }) });
    assert.equal(await removeSpecification("Invoices"), "removed");
    assert.equal(await removeSpecification("Invoices"), "not-found");
  });
});

describe("the stored organisation", () => {
  withDatabase();

  const present = async (roles: readonly string[]): Promise<readonly string[]> =>
    presentMembersOf(await organisationNow(), roles, Date.now());

  it("finds available members of roles by id or name", async () => {
    await putNamed("roles", { id: "clerk", name: "Clerk of accounts" });
    await putParticipant(sampleParticipant("bob", { roles: ["clerk"] }));
    await putParticipant(sampleParticipant("alice", { roles: ["clerk", "boss"] }));
    await putParticipant(sampleParticipant("ill", { roles: ["clerk"], available: false }));
    assert.deepEqual(await present(["clerk"]), ["alice", "bob"]);
    assert.deepEqual(await present(["Clerk of accounts"]), ["alice", "bob"]);
    assert.deepEqual(await present(["boss", "clerk"]), ["alice", "bob"]);
    assert.deepEqual(await present(["nobody"]), []);
    assert.deepEqual(await present([]), []);
  });

  it("refuses a second participant of the same id", async () => {
    assert.equal(await createParticipant(sampleParticipant("carol")), true);
    assert.equal(await createParticipant(sampleParticipant("carol", { name: "other" })), false);
    assert.equal((await findParticipant("carol"))?.name, "carol");
  });

  it("takes a removed role from those who have it", async () => {
    assert.equal(await removeNamed("roles", "clerk"), true);
    assert.equal(await removeNamed("roles", "clerk"), false);
    assert.deepEqual((await findParticipant("alice"))?.roles, ["boss"]);
  });

  it("becomes what a model says; passwords of those who stay are kept, administrators stay", async () => {
    await putParticipant(sampleParticipant("admin", { access: ["admin"] }));
    await setCredential("alice", "hash");
    await setCredential("bob", "hash");
    const gone = await replaceOrganisation({
      participants: [sampleParticipant("alice", { roles: ["lawyer"] })],
      roles: [{ id: "lawyer", name: "Lawyer" }],
      positions: [],
      groups: [],
      capabilities: [{ id: "law", name: "Contract Law" }],
    });
    assert.deepEqual(gone, ["bob", "carol", "ill"], "people to be removed with what they hold");
    await removeParticipants(gone);
    const organisation = await readOrganisation();
    assert.deepEqual(
      organisation.participants.map(({ id }) => id),
      ["admin", "alice"],
    );
    assert.deepEqual(organisation.roles, [{ id: "lawyer", name: "Lawyer" }]);
    assert.equal((await findCredential("alice"))?.hash, "hash");
    assert.equal(await findCredential("bob"), undefined);
  });

  it("gives a password a new version each time it is set", async () => {
    const before = await credentialVersion("alice");
    await setCredential("alice", "other");
    assert.notEqual(await credentialVersion("alice"), before);
  });
});

describe("requests with an idempotency key", () => {
  withDatabase();

  it("are known by the case that the first one chose", async () => {
    const first = await rememberRequest("admin:k", { digest: "d", caseId: "a" });
    assert.equal(first.isNew, true);
    const second = await rememberRequest("admin:k", { digest: "d", caseId: "b" });
    assert.deepEqual(second, { digest: "d", caseId: "a", isNew: false });
    await rememberAnswer("admin:k", { id: "a" });
    assert.deepEqual((await rememberRequest("admin:k", { digest: "d", caseId: "b" })).answer, { id: "a" });
  });
});
