import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { readOrganisationBackup } from "../../yawl/files/organisation/read.ts";
import { readPrivileges } from "../../yawl/files/organisation/privileges.ts";
import { indexOrganisation } from "../../yawl/resource/indexed.ts";

/** It lies there when the published files do; it is no part of the project. */
const FILE = new URL("../../../shared/yawl/organisation/orderfulfillment.ybkp", import.meta.url);
const PO_MANAGER = "RO-4ed64ae5-32ff-49fc-8129-8deffc7e3018";

function read(text: string) {
  const result = readOrganisationBackup(text);
  assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.fault));
  return result.value;
}

function mistakesIn(text: string): readonly string[] {
  const result = readOrganisationBackup(text);
  assert.ok(!result.ok);
  assert.equal(result.fault.type, "invalid-data");
  return (result.fault.details ?? []).map(({ line, message }) => `${line}: ${message}`);
}

describe("organisation backups of YAWL", () => {
  it("give the published order fulfilment company: people, roles, hierarchy, capabilities", function () {
    if (!existsSync(FILE)) return void this.skip();
    const { organisation, warnings } = read(readFileSync(FILE, "utf8"));
    const { participants, roles, positions, groups, capabilities } = organisation;
    assert.deepEqual(
      [participants.length, roles.length, positions.length, groups.length, capabilities.length],
      [27, 14, 12, 6, 2],
    );
    assert.deepEqual(participants[0], {
      id: "p01",
      name: "First01 Last01",
      aliases: ["PA-dc09fbb9-150d-4f04-9391-b03b59fe0553"],
      roles: ["RO-e541c7e5-62b5-4017-9d70-0ee7ae86502d"],
      positions: ["PO-77e73759-ec46-49d8-b07c-a6f489306a30"],
      capabilities: [],
      available: true,
      isAdministrator: false,
      userPrivileges: ["chooseItem", "startConcurrent", "reorder"],
      managesCases: false,
    });
    assert.deepEqual(
      participants.filter(({ managesCases }) => managesCases).map(({ userPrivileges }) => userPrivileges),
      [[]],
    );
    const law = participants.filter(({ capabilities: held }) => held.length > 0);
    assert.ok(
      law.length > 0 &&
        law.every(({ capabilities: held }) => held.every(({ name }) => name.startsWith("CA-"))),
    );
    assert.deepEqual(groups.at(-1), {
      id: "OG-7ad3b947-5ac5-4621-a209-8e59898ee36d",
      name: "Warehouse",
      type: "GROUP",
      description: "The Warehouse belongs to the Carrier Department",
      belongsTo: "OG-ac5e30cb-4efe-4151-9bd3-d8b392940480",
    });
    const index = indexOrganisation({
      ...organisation,
      people: participants.map(person),
      absences: [],
      version: 1,
    });
    assert.deepEqual(index.membersOf([PO_MANAGER]), index.membersOf(["PO Manager"]));
    assert.ok(index.membersOf([PO_MANAGER]).includes("p06"));
    const clerk = positions.find(({ name }) => name === "OD clerk");
    const head = positions.find(({ name }) => name === "Head of OD");
    assert.equal(clerk?.reportsTo, head?.id);
    assert.equal(index.isWithin("group", "Warehouse", "Carrier Department"), true);
    assert.equal(index.person("PA-dc09fbb9-150d-4f04-9391-b03b59fe0553")?.id, "p01");
    assert.deepEqual(warnings, []);
  });

  const person = (each: ReturnType<typeof read>["organisation"]["participants"][number]) => ({
    ...each,
    groups: [],
    locked: false,
  });

  it("are read in the schema's namespace, too, with things and their categories", () => {
    const { organisation } = read(`<y:orgdata xmlns:y="http://www.yawlfoundation.org/yawlschema/orgdata">
      <y:nonhumanresources><y:nonhumanresource id="NH-1"><y:name>Van</y:name><y:category id="NC-1"/>
        <y:subcategory>small</y:subcategory></y:nonhumanresource></y:nonhumanresources>
      <y:nonhumancategories><y:nonhumancategory id="NC-1"><y:name>Vehicle</y:name></y:nonhumancategory></y:nonhumancategories>
    </y:orgdata>`);
    assert.deepEqual(organisation.resources, [
      { id: "NH-1", name: "Van", category: "Vehicle", subcategory: "small", available: true },
    ]);
    assert.deepEqual(organisation.participants, []);
  });

  it("say what is wrong, each at its line", () => {
    assert.deepEqual(
      mistakesIn(`<orgdata>
<participants><participant id="P1"><userid>a</userid>
<roles><role>R9</role></roles>
<privileges>1110000x</privileges><isAvailable>perhaps</isAvailable></participant>
<participant id="P1"/></participants>
<roles><role id="R1"><name>One</name><belongsToID>R2</belongsToID></role>
<role id="R2"><name>Two</name><belongsToID>R1</belongsToID></role>
<role id="a/b"><name>x</name></role><role><name>y</name></role>
<role id="R3"/></roles>
<positions><position id="PO1"><title>T</title>
<orggroupid>none</orggroupid></position></positions></orgdata>`),
      [
        '8: The id "a/b" has characters that cannot stand in a URL.',
        "8: <role> has no id.",
        "6: This goes round in a circle: R1 -> R2 -> R1.",
        "7: This goes round in a circle: R2 -> R1 -> R2.",
        '5: There is more than one participant "P1".',
        '3: There is no role "R9".',
        '4: <isAvailable> must say true, false; it says "perhaps".',
        '4: <privileges> has eight digits, each 0 or 1; this one says "1110000x".',
        "9: <role> has no <name>.",
        '11: There is no group "none".',
      ],
    );
    assert.match(mistakesIn("<specificationSet/>")[0] ?? "", /begins with <orgdata>/);
    assert.equal(readOrganisationBackup("<orgdata>").ok, false);
    assert.equal(readOrganisationBackup('<!DOCTYPE x [<!ENTITY a "b">]><orgdata/>').ok, false);
  });

  it("take no passwords over, and say so; nothing else is lost in silence", () => {
    const { organisation, warnings } = read(`<orgdata><participants>
      <participant id="P1"><userid>ann</userid><password>2jmj7l5rSw0yVb/vlWAYkK/YBwk=</password><notes>hi</notes></participant>
      <participant id="P2"><userid>twin</userid></participant>
      <participant id="P3"><userid>twin</userid></participant>
      <participant id="P4"><userid>jörg müller</userid></participant></participants></orgdata>`);
    assert.doesNotMatch(JSON.stringify(organisation), /2jmj/);
    assert.deepEqual(
      organisation.participants.map(({ id, aliases }) => [id, ...aliases]),
      [["ann", "P1"], ["P2"], ["P3"], ["P4"]],
    );
    assert.deepEqual(
      warnings.map(({ element, message }) => `${element} ${message}`.replace(/The userid.*/, "another id")),
      [
        "participants/participant[P1]/password Passwords are not taken over; give a new one.",
        "participants/participant[P1]/notes This is not taken over.",
        "participants/participant[P2] another id",
        "participants/participant[P3] another id",
        "participants/participant[P4] another id",
      ],
    );
  });

  it("have privileges in eight digits", () => {
    assert.deepEqual(readPrivileges("11100100"), {
      userPrivileges: ["chooseItem", "startConcurrent", "reorder", "chainItems"],
      managesCases: false,
    });
    assert.deepEqual(readPrivileges("10"), { userPrivileges: [], managesCases: true });
    assert.equal(readPrivileges("00011001")?.userPrivileges.length, 6);
    assert.equal(readPrivileges("111000000"), undefined);
    assert.equal(readPrivileges("yes"), undefined);
  });
});
