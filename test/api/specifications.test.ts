import assert from "node:assert/strict";
import { plainDeployment } from "../../api/specifications/deployment.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const PATH = "/api/v1/specifications";
const YAML = `mizzen: 1
id: greeting
version: "1.0"
title: A greeting
data:
  answer: string
start: greet
tasks:
  greet:
    name: Greet
    offer: { roles: [clerk] }
    output: [answer]
    next: end
`;

describe("uploaded specifications", () => {
  withDatabase();
  let api: TestApi;
  let token = "";
  before(async () => {
    await addPerson("designer", ["designer"]);
    api = await startApi();
    token = await api.login("designer");
  });
  after(async () => api?.close());

  const upload = async (body: string | Buffer, type = "application/yaml"): Promise<Reply> =>
    api.send("POST", PATH, { token, body, headers: { "content-type": type } });

  it("are answered with id, version, title and warnings", async () => {
    const { status, body, headers } = await upload(YAML);
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual([body["id"], body["version"], body["title"]], ["greeting", "1.0", "A greeting"]);
    assert.ok(Array.isArray(body["checks"]));
    assert.equal(headers.get("location"), `${PATH}/greeting?version=1.0`);
  });

  it("may come again; a version is never changed", async () => {
    assert.equal((await upload(YAML)).status, 200);
    const other = await upload(YAML.replace("A greeting", "Another greeting"));
    assert.equal(other.status, 409);
    assert.equal(other.body["type"], "/problems/conflict");
    assert.equal((await upload(YAML.replace('"1.0"', '"1.10"'))).status, 201);
    assert.equal((await upload(YAML.replace('"1.0"', '"1.9"'))).status, 201);
  });

  it("are shown in the newest version unless another is named", async () => {
    const newest = await api.send("GET", `${PATH}/greeting`, { token });
    assert.equal(newest.body["version"], "1.10");
    assert.deepEqual(newest.body["versions"], ["1.10", "1.9", "1.0"]);
    assert.equal((await api.send("GET", `${PATH}/greeting?version=1.0`, { token })).body["version"], "1.0");
    assert.equal((await api.send("GET", `${PATH}/greeting?version=2`, { token })).status, 404);
    const list = await api.send("GET", PATH, { token });
    assert.deepEqual(
      (list.body["items"] as { id: string }[]).map(({ id }) => id),
      ["greeting"],
    );
  });

  it("give their source back as it was", async () => {
    const { text, headers } = await api.send("GET", `${PATH}/greeting/source?version=1.0`, { token });
    assert.equal(text, YAML);
    assert.equal(headers.get("content-type"), "application/yaml; charset=utf-8");
  });

  it("can be removed", async () => {
    assert.equal((await api.send("DELETE", `${PATH}/greeting?version=1.0`, { token })).status, 204);
    assert.equal((await api.send("GET", `${PATH}/greeting?version=1.0`, { token })).status, 404);
    assert.equal((await api.send("DELETE", `${PATH}/greeting`, { token })).status, 204);
    assert.equal((await api.send("DELETE", `${PATH}/greeting`, { token })).status, 404);
  });

  const bad: readonly (readonly [what: string, body: string | Buffer, type: string, status: number])[] = [
    ["malformed XML", "<specificationSet><", "application/xml", 422],
    ["XML that is no specification", "<html/>", "text/xml", 422],
    ["a document type with entities", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', "application/xml", 422],
    ["malformed YAML", "a: [", "application/yaml", 422],
    ["YAML that is no specification", "just text", "text/yaml", 422],
    ["malformed JSON", '{"id":', "application/json", 422],
    ["an empty body", "", "application/xml", 400],
    ["bytes that are no UTF-8", Buffer.from([0x3c, 0xff, 0xfe, 0xfd]), "application/xml", 400],
    ["an unknown encoding", "<x/>", "application/xml; charset=klingon", 415],
    ["another content type", "x", "text/plain", 415],
  ];
  for (const [what, body, type, status] of bad) {
    it(`are refused with ${status}: ${what}`, async () => {
      const reply = await upload(body, type);
      assert.equal(reply.status, status, reply.text);
      assert.equal(reply.headers.get("content-type"), "application/problem+json; charset=utf-8");
    });
  }

  it("are read in the encoding that they declare", async () => {
    const reply = await upload(
      Buffer.from(`\ufeff${YAML.replace("A greeting", "Grüße")}`, "utf16le"),
      "application/yaml",
    );
    assert.equal(reply.status, 201, reply.text);
    assert.equal(reply.body["title"], "Grüße");
  });

  it("are their owner's: another designer makes no new version of them, and removes none, unless it is shared", async () => {
    await addPerson("other", ["designer"]);
    await addPerson("root", ["admin"]);
    const other = await api.login("other");
    const root = await api.login("root");
    const as = async (who: string, version: string): Promise<number> => {
      const body = YAML.replace("greeting", "mine").replace('"1.0"', `"${version}"`);
      const headers = { "content-type": "application/yaml" };
      return (await api.send("POST", PATH, { token: who, body, headers })).status;
    };
    const share = async (who: string, body: unknown): Promise<Reply> =>
      api.send("PUT", `${PATH}/mine/owner`, { token: who, body });
    assert.equal((await share(token, {})).status, 404);
    assert.equal(await as(token, "1.0"), 201);
    assert.equal(await as(other, "1.0"), 200, "the same again changes nothing");
    assert.equal(await as(other, "1.1"), 403);
    assert.equal((await api.send("DELETE", `${PATH}/mine`, { token: other })).status, 403);
    assert.equal((await share(other, { owner: "other" })).status, 403);
    assert.equal((await api.send("GET", `${PATH}/mine`, { token })).body["version"], "1.0");
    assert.equal(await as(root, "1.2"), 201, "administrators may");
    const unknown = await share(token, { designers: ["other", "nobody"] });
    assert.deepEqual(unknown.body["errors"], [
      { pointer: "/designers/1", message: 'there is no participant "nobody"' },
    ]);
    assert.deepEqual((await share(token, { designers: ["other"] })).body, {
      owner: "designer",
      designers: ["other"],
    });
    assert.equal(await as(other, "1.3"), 201);
    assert.equal(
      (await share(other, { owner: "other" })).status,
      403,
      "whom it is shared with does not share it",
    );
    assert.equal((await api.send("DELETE", "/api/v1/participants/other", { token: root })).status, 204);
    await addPerson("other", ["designer"]);
    assert.equal(await as(await api.login("other"), "1.4"), 403, "an id that is used again inherits nothing");
    const { owner, designers } = (await api.send("GET", `${PATH}/mine`, { token })).body;
    assert.deepEqual({ owner, designers }, { owner: "designer", designers: [] });
    assert.equal((await api.send("DELETE", "/api/v1/participants/designer", { token: root })).status, 204);
    await addPerson("designer", ["designer"]);
    token = await api.login("designer");
    assert.equal(await as(token, "1.5"), 403);
    assert.equal((await share(root, { owner: "designer" })).status, 200);
    assert.equal(await as(token, "1.5"), 201);
    assert.equal((await api.send("DELETE", `${PATH}/mine`, { token })).status, 204);
    assert.equal(await as(await api.login("other"), "1.0"), 201, "what is gone is nobody's");
  });

  it("are every designer's where the deployment says so", async () => {
    const open = await startApi({ deployment: { ...(await plainDeployment()), sharing: "open" } });
    const who = { token: await open.login("other"), headers: { "content-type": "application/yaml" } };
    await upload(YAML.replace("greeting", "everybodys"));
    const body = YAML.replace("greeting", "everybodys").replace('"1.0"', '"2.0"');
    assert.equal((await open.send("POST", PATH, { ...who, body })).status, 201);
    await open.close();
  });

  it("can be checked without being stored, and warnings can be errors", async () => {
    const flow = YAML.replace("greeting", "tried").replace(
      "    next:",
      "    cancels: [greet, greet]\n    next:",
    );
    const headers = { "content-type": "application/yaml" };
    const strict = await api.send("POST", `${PATH}?strict=true`, { token, body: flow, headers });
    assert.deepEqual(
      [strict.status, strict.body["type"]],
      [422, "/problems/invalid-specification"],
      strict.text,
    );
    const dry = await api.send("POST", `${PATH}?dryRun=true`, { token, body: flow, headers });
    assert.equal(dry.status, 200, dry.text);
    assert.equal((dry.body["checks"] as { severity: string }[])[0]?.severity, "warning");
    assert.equal((await api.send("GET", `${PATH}/tried`, { token })).status, 404);
    assert.equal((await api.send("POST", `${PATH}?strict=1`, { token, body: flow, headers })).status, 400);
  });
});
