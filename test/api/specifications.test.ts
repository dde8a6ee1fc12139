import assert from "node:assert/strict";
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
});
