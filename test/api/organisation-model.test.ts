import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { organisationNow } from "../../store/organisation-snapshot.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

describe("the model of the organisation", () => {
  withDatabase();
  let api: TestApi;
  let token = "";
  before(async () => {
    await addPerson("admin", ["admin"]);
    api = await startApi();
    token = await api.login("admin");
  });
  after(async () => api?.close());

  const send = async (method: string, path: string, body?: unknown): Promise<Reply> =>
    api.send(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });
  const errorsOf = ({ body }: Reply): readonly (readonly [string, string])[] =>
    (body["errors"] as { pointer: string; message: string }[]).map(({ pointer, message }) => [
      pointer,
      message,
    ]);

  const MODEL = {
    participants: [
      {
        id: "ann",
        roles: ["senior"],
        positions: ["head"],
        capabilities: [{ name: "Contract Law", value: 5 }],
        userPrivileges: ["chooseItem", "viewTeam"],
        costs: { perHour: 80, perItem: 0 },
        contact: { mail: "ann@acme.com" },
        aliases: ["PA-1"],
      },
      { id: "ben", roles: ["lawyer"] },
    ],
    roles: [
      { id: "lawyer", name: "Lawyer" },
      { id: "senior", belongsTo: "Lawyer" },
    ],
    positions: [
      { id: "head", group: "law" },
      { id: "aide", reportsTo: "head" },
    ],
    groups: [
      { id: "acme", type: "company" },
      { id: "law", type: "department", belongsTo: "acme" },
    ],
    capabilities: [{ id: "law", name: "Contract Law" }],
    resources: [{ id: "van-1", category: "vehicle", subcategory: "van", calendar: "weekdays" }],
    absences: [
      {
        id: "leave",
        participant: "ann",
        from: "2031-01-01T00:00:00Z",
        until: "2031-02-01T00:00:00+01:00",
        substitute: "ben",
      },
    ],
  };

  it("comes back as it was put, with levels, costs, things and absences", async () => {
    assert.equal((await send("PUT", "/organisation", MODEL)).status, 200);
    const { body } = await send("GET", "/organisation");
    const ann = (body["participants"] as Record<string, unknown>[]).find(({ id }) => id === "ann");
    for (const [name, value] of Object.entries(MODEL.participants[0] ?? {}))
      assert.deepEqual(ann?.[name], value);
    assert.deepEqual(body["roles"], [
      { id: "lawyer", name: "Lawyer" },
      { id: "senior", name: "senior", belongsTo: "Lawyer" },
    ]);
    assert.deepEqual(body["positions"], [
      { id: "aide", name: "aide", reportsTo: "head" },
      { id: "head", name: "head", group: "law" },
    ]);
    assert.deepEqual(body["groups"], [
      { id: "acme", name: "acme", type: "company" },
      { id: "law", name: "law", type: "department", belongsTo: "acme" },
    ]);
    assert.deepEqual(body["resources"], [
      {
        id: "van-1",
        name: "van-1",
        category: "vehicle",
        subcategory: "van",
        calendar: "weekdays",
        available: true,
      },
    ]);
    assert.deepEqual(body["absences"], [
      {
        id: "leave",
        participant: "ann",
        substitute: "ben",
        from: "2031-01-01T00:00:00.000Z",
        until: "2031-01-31T23:00:00.000Z",
      },
    ]);
    const again = await send("PUT", "/organisation", body);
    assert.equal(again.status, 200, again.text);
    assert.deepEqual(again.body, body);
  });

  it("keeps things and absences of which a new model does not speak", async () => {
    const { resources: _, absences: __, ...rest } = MODEL;
    const { body } = await send("PUT", "/organisation", rest);
    assert.equal((body["resources"] as unknown[]).length, 1);
    assert.equal((body["absences"] as unknown[]).length, 1);
  });

  it("is refused with every mistake at its place, and stays what it was", async () => {
    const before = (await send("GET", "/organisation")).body;
    const reply = await send("PUT", "/organisation", {
      participants: [
        { id: "ann", roles: ["lawer"], capabilities: [{ name: "chess" }], aliases: ["x"] },
        { id: "ben", groups: ["nowhere"], positions: ["p1"], aliases: ["x", "ann"] },
        { id: "ben" },
      ],
      roles: [
        { id: "a", belongsTo: "b" },
        { id: "b", belongsTo: "c" },
        { id: "c", belongsTo: "b" },
      ],
      positions: [
        { id: "p1", reportsTo: "p1" },
        { id: "p2", reportsTo: "none", group: "none" },
      ],
      groups: [
        { id: "g1", belongsTo: "g2" },
        { id: "g2", belongsTo: "g1" },
      ],
      absences: [
        {
          id: "1",
          participant: "ann",
          from: "2030-01-01T00:00:00Z",
          until: "2030-01-01T00:00:00Z",
          substitute: "zoe",
        },
        {
          id: "2",
          participant: "zoe",
          from: "2030-01-01T00:00:00Z",
          until: "2030-01-02T00:00:00Z",
          roles: ["z"],
        },
      ],
    });
    assert.equal(reply.status, 422);
    assert.deepEqual(errorsOf(reply), [
      ["/participants/2/id", '"ben" comes twice'],
      ["/participants/0/roles/0", 'there is no role "lawer"'],
      ["/participants/0/capabilities/0/name", 'there is no capability "chess"'],
      ["/participants/1/groups/0", 'there is no group "nowhere"'],
      ["/positions/1/reportsTo", 'there is no position "none"'],
      ["/positions/1/group", 'there is no group "none"'],
      ["/participants/1/aliases/0", '"x" means the participant "ann" already'],
      ["/participants/1/aliases/1", '"ann" means the participant "ann" already'],
      ["/roles/1/belongsTo", "this goes round in a circle: b -> c -> b"],
      ["/roles/2/belongsTo", "this goes round in a circle: c -> b -> c"],
      ["/positions/0/reportsTo", "this goes round in a circle: p1 -> p1"],
      ["/groups/0/belongsTo", "this goes round in a circle: g1 -> g2 -> g1"],
      ["/groups/1/belongsTo", "this goes round in a circle: g2 -> g1 -> g2"],
      ["/absences/0/substitute", 'there is no participant "zoe"'],
      ["/absences/0/until", "this has to be after `from`"],
      ["/absences/1/participant", 'there is no participant "zoe"'],
      ["/absences/1/roles/0", 'there is no role "z"'],
    ]);
    assert.deepEqual((await send("GET", "/organisation")).body, before);
  });

  it("refuses the same one by one", async () => {
    const refusals: readonly (readonly [string, string, unknown, string])[] = [
      ["POST", "/participants", { id: "x", roles: ["lawyer", "typo"] }, "/roles/1"],
      ["PUT", "/participants/x", { capabilities: [{ name: "typo" }] }, "/capabilities/0/name"],
      ["PUT", "/participants/ben", { aliases: ["PA-1"] }, "/aliases/0"],
      ["PUT", "/participants/ben", { aliases: ["ann"] }, "/aliases/0"],
      ["POST", "/roles", { id: "r", belongsTo: "typo" }, "/belongsTo"],
      ["PUT", "/roles/lawyer", { name: "Lawyer", belongsTo: "senior" }, "/belongsTo"],
      ["PUT", "/positions/head", { reportsTo: "aide" }, "/reportsTo"],
      ["PUT", "/positions/head", { group: "typo" }, "/group"],
      ["PUT", "/groups/acme", { belongsTo: "law" }, "/belongsTo"],
      ["PUT", "/capabilities/law", { belongsTo: "law" }, "/belongsTo"],
      ["PUT", "/resources", [{ id: "a" }, { id: "a" }], "/1/id"],
      ["PUT", "/participants/ben", { userPrivileges: ["fly"] }, "/userPrivileges/0"],
      ["PUT", "/participants/ben", { costs: { perHour: -1 } }, "/costs/perHour"],
      ["PUT", "/participants/ben", { contact: { mail: "no mail" } }, "/contact/mail"],
    ];
    for (const [method, path, body, pointer] of refusals) {
      const reply = await send(method, path, body);
      assert.equal(reply.status, 422, `${method} ${path}: ${reply.text}`);
      assert.deepEqual(
        errorsOf(reply).map(([place]) => place),
        [pointer],
        reply.text,
      );
    }
    const circle = await send("PUT", "/roles/lawyer", { name: "Lawyer", belongsTo: "senior" });
    assert.match(errorsOf(circle)[0]?.[1] ?? "", /lawyer -> senior -> lawyer/);
  });

  it("does not lose a name by which others know something", async () => {
    for (const [path, body] of [
      ["/roles/lawyer", { name: "Solicitor" }],
      ["/capabilities/law", { name: "Law" }],
    ] as const) {
      const reply = await send("PUT", path, body);
      assert.deepEqual([reply.status, reply.body["type"]], [409, "/problems/in-use"], path);
      assert.match(String(reply.body["detail"]), path.includes("roles") ? /: senior\./ : /: ann\./);
    }
    assert.equal((await send("PUT", "/groups/law", { name: "Law", belongsTo: "acme" })).status, 200);
  });

  it("does not lose what others belong to", async () => {
    for (const [path, below] of [
      ["/roles/lawyer", /the role senior/],
      ["/positions/head", /the position aide/],
      ["/groups/acme", /the group law/],
      ["/groups/law", /the position head/],
    ] as const) {
      const reply = await send("DELETE", path);
      assert.deepEqual([reply.status, reply.body["type"]], [409, "/problems/in-use"], path);
      assert.match(String(reply.body["detail"]), below);
    }
    assert.equal((await send("DELETE", "/roles/senior")).status, 204);
    assert.equal((await send("DELETE", "/roles/lawyer")).status, 204);
    assert.deepEqual((await send("GET", "/participants/ann")).body["roles"], []);
    assert.equal((await send("DELETE", "/roles/lawyer")).status, 404);
  });

  it("has things, which are replaced at once", async () => {
    assert.equal((await send("PUT", "/resources", [{ id: "room", available: false }])).status, 200);
    assert.deepEqual((await send("GET", "/resources")).body, {
      items: [{ id: "room", name: "room", available: false }],
      nextCursor: null,
    });
  });

  it("is taken from an organisation backup of YAWL, by which specification files find roles and people", async () => {
    const backup = `<orgdata><participants><participant id="PA-9"><userid>zoe</userid><firstname>Zoe</firstname>
      <password>x</password><roles><role>RO-1</role></roles><privileges>00010010</privileges></participant></participants>
      <roles><role id="RO-1"><name>Driver</name></role></roles></orgdata>`;
    const headers = { "content-type": "application/xml" };
    const path = "/api/v1/organisation";
    const put = await api.send("PUT", path, { token, body: backup, headers });
    assert.equal(put.status, 200, put.text);
    assert.deepEqual(put.body["roles"], [{ id: "RO-1", name: "Driver" }]);
    assert.deepEqual(
      (put.body["warnings"] as { message: string }[]).map(({ message }) => message),
      ["Passwords are not taken over; give a new one."],
    );
    const zoe = (await send("GET", "/participants/zoe")).body;
    assert.deepEqual(
      [zoe["name"], zoe["aliases"], zoe["access"], zoe["userPrivileges"]],
      ["Zoe", ["PA-9"], ["participant", "manager"], ["viewTeam"]],
    );
    const organisation = await organisationNow();
    assert.deepEqual([organisation.membersOf(["RO-1"]), organisation.person("PA-9")?.id], [["zoe"], "zoe"]);
    const wrong = await api.send("PUT", path, {
      token,
      body: backup.replace("RO-1</role>", "RO-2</role>"),
      headers,
    });
    assert.equal(wrong.status, 422);
    const [error] = wrong.body["errors"] as { line: number; message: string }[];
    assert.deepEqual([error?.line, error?.message], [2, 'There is no role "RO-2".']);
    const yaml = await api.send("PUT", path, {
      token,
      body: "a: b",
      headers: { "content-type": "application/yaml" },
    });
    assert.equal(yaml.status, 415);
  });

  it("of the documentation is taken", async () => {
    const page = await readFile(new URL("../../docs/rest.md", import.meta.url), "utf8");
    const [, example = ""] = /## The organisation[^]*?```json\n([^]*?)```/.exec(page) ?? [];
    const put = await send("PUT", "/organisation", JSON.parse(example));
    assert.equal(put.status, 200, put.text);
    assert.equal((put.body["resources"] as unknown[]).length, 1);
  });
});
