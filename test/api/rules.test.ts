import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { NO_BRIDGE } from "../../api/specifications/bridge.ts";
import { plainDeployment } from "../../api/specifications/deployment.ts";
import { readerInProcesses, UPLOAD_LIMITS } from "../../api/specifications/reader.ts";
import { findRules } from "../../store/rules.ts";
import { firstChange, sampleCase, sampleItem } from "../store/samples.ts";
import { withDatabase } from "../store/database.ts";
import { showChange } from "../store/show.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const PATH = "/api/v1/specifications";
const CLINIC = `mizzen: 1
id: clinic
version: "1.0"
input: { fever: boolean, age: integer, name: string }
data: { note: string? }
start: treat
tasks:
  treat: { offer: { roles: [nurse] }, input: [fever, age], output: [note], next: end }
`;
const WORKLET = (id: string): string => `mizzen: 1
id: ${id}
version: "1.0"
start: work
tasks:
  work: { offer: { roles: [nurse] }, next: end }
`;
const RULES = `mizzen: 1
selection:
  treat:
    rules:
      - if: fever = true
        then: { select: treat_fever }
        cornerstone: { fever: true, age: 30 }
      - if: { xpath: $age > 80 }
        then: { select: treat_old_people }
        cornerstone: { fever: false, age: 90 }
timeout:
  treat:
    rules:
      - if: hasTimerExpired(this)
        then: [{ suspend: case }, { compensate: treat_fever }, { continue: case }]
`;

/** Nobody is ill with anything. */
const SICK = { Fever: false, Wound: false, AbdominalPain: false, Fracture: false, Rash: false };

describe("rules of a specification", () => {
  withDatabase();
  let api: TestApi;
  let token = "";
  before(async () => {
    await addPerson("designer", ["designer"]);
    await addPerson("other", ["designer"]);
    await addPerson("nurse", ["participant"]);
    api = await startApi();
    token = await api.login("designer");
    for (const body of [CLINIC, WORKLET("treat_fever"), WORKLET("treat_old_people")])
      assert.equal((await api.send("POST", PATH, { token, body, headers: yaml })).status, 201);
    const of = { specificationId: "clinic", specificationVersion: "1.0" };
    const data = { fever: true, age: 1 };
    await showChange(
      firstChange({
        caseId: "c1",
        case: { ...sampleCase(), ...of, data: { ...data, name: "Ann" } },
        items: [sampleItem({ id: "c1.1", caseId: "c1", ...of, task: "treat", data })],
        events: [],
      }),
    );
  });
  after(async () => api?.close());

  const yaml = { "content-type": "application/yaml" };
  const rules = `${PATH}/clinic/rules`;
  const put = async (body: string, query = "", headers: Record<string, string> = yaml): Promise<Reply> =>
    api.send("PUT", `${rules}${query}`, { token, body, headers });
  const ask = async (body: object): Promise<Reply> => api.send("POST", `${rules}/try`, { token, body });

  it("are not there at first, and a question says so", async () => {
    assert.equal((await api.send("GET", rules, { token })).status, 404);
    const asked = await ask({ ruleType: "selection", task: "treat", data: {} });
    assert.deepEqual([asked.status, asked.body["answer"]], [200, "no-tree"]);
  });

  it("are taken, with what is to be said of them: no case acts by them yet", async () => {
    const dry = await put(RULES, "?dryRun=true");
    assert.equal(dry.status, 200, dry.text);
    assert.equal(await findRules("clinic", "1.0"), undefined);
    const first = await put(RULES);
    assert.equal(first.status, 201, first.text);
    const { checks, ...stored } = first.body;
    assert.deepEqual(stored, { specificationId: "clinic", version: "1.0", revision: 1, trees: 2, rules: 5 });
    assert.match(JSON.stringify(checks), /"rules-not-executed".*No case acts by them yet/);
    const again = await put(RULES, "?version=1.0");
    assert.deepEqual([again.status, again.body["revision"]], [200, 2]);
    assert.equal((await put(RULES, "?version=7")).status, 404);
  });

  it("come back as JSON, YAML and .xrs, each of which can be put again and says the same", async () => {
    for (const type of ["application/json", "application/yaml", "application/xml"]) {
      const got = await api.send("GET", rules, { token, headers: { accept: type } });
      assert.equal(got.headers.get("content-type")?.split(";")[0], type, got.text);
      const before = await findRules("clinic", "1.0");
      assert.equal((await put(got.text, "", { "content-type": type })).status, 200, got.text);
      const after = await findRules("clinic", "1.0");
      assert.deepEqual(after?.rules.trees, before?.rules.trees, type);
    }
    const other = await api.send("GET", rules, { token, headers: { accept: "text/html" } });
    assert.deepEqual([other.status, other.body["type"]], [406, "/problems/not-acceptable"]);
  });

  it("answer a question with what they conclude and the path through their tree", async () => {
    const data = { fever: false, age: 91 };
    const { body } = await ask({ ruleType: "ItemSelection", task: "treat", data });
    assert.deepEqual(body, {
      version: "1.0",
      revision: 5,
      answer: "concluded",
      node: 2,
      conclusion: [{ select: "treat_old_people" }],
      path: [
        { node: 0, satisfied: true },
        { node: 1, satisfied: false },
        { node: 2, satisfied: true },
      ],
    });
    const none = await ask({ ruleType: "selection", task: "treat", data: { fever: false, age: 3 } });
    assert.equal(none.body["answer"], "nothing-held");
    const failed = await ask({ ruleType: "timeout", task: "treat", data });
    assert.deepEqual([failed.body["answer"], failed.body["node"]], ["condition-failed", 1]);
    const facts = { item: { task: "treat", timer: "expired" } };
    const expired = await ask({ ruleType: "timeout", task: "treat", data, facts });
    assert.deepEqual(expired.body["conclusion"], [
      { suspend: "case" },
      { compensate: "treat_fever" },
      { continue: "case" },
    ]);
  });

  const wrong: readonly (readonly [what: string, from: string, to: string, line: number, says: RegExp])[] = [
    [
      "an unknown task",
      "  treat:\n    rules:\n      - if: fever",
      "  treet:\n    rules:\n      - if: fever",
      3,
      /no task "treet".*Did you mean "treat"/,
    ],
    [
      "an unknown worklet",
      "select: treat_fever",
      "select: treat_feever",
      6,
      /no specification "treat_feever"/,
    ],
    [
      "a condition that cannot be read",
      "fever = true",
      "fever == true",
      5,
      /column 8: equality is written as one =/,
    ],
    ["an unknown variable", "fever = true", "feber = true", 5, /no variable "feber".*Did you mean "fever"/],
    ["an unknown function", "hasTimerExpired(this)", "hasExpired(this)", 14, /no function hasExpired\(\)/],
    ["an XPath that names what is not there", "$age > 80", "$aage > 80", 8, /names \$aage/],
    ["a program that would end suspended", ", { continue: case }", "", 15, /end with something suspended/],
    [
      "a step that the type does not have",
      "then: { select: treat_fever }",
      "then: { remove: item }",
      6,
      /selection cannot remove item/,
    ],
    [
      "an unknown key",
      "cornerstone: { fever: true",
      "cornerstoen: { fever: true",
      7,
      /Did you mean "cornerstone"/,
    ],
  ];
  for (const [what, from, to, line, says] of wrong)
    it(`are refused at the line: ${what}`, async () => {
      assert.ok(RULES.includes(from));
      const { status, body, text } = await put(RULES.replace(from, to));
      assert.equal(status, 422, text);
      const [error] = body["errors"] as { line: number; message: string }[];
      assert.match(String(error?.message), says);
      assert.equal(error?.line, line);
    });

  it("may name worklets that come later, if that is said", async () => {
    const reply = await put(RULES.replace("treat_fever", "treat_flu"), "?worklets=later&dryRun=true");
    assert.equal(reply.status, 200, reply.text);
    assert.match(reply.text, /treat_flu.*"severity":"warning"/);
  });

  describe("grow by a rule for a case that was handled wrongly", () => {
    const add = async (body: object, query = ""): Promise<Reply> =>
      api.send("POST", `${rules}/nodes${query}`, { token, body });
    const rule = {
      workItemId: "c1.1",
      ruleType: "selection",
      condition: "age < 2",
      conclusion: { select: "treat_old_people" },
    };
    it("which is first tried: where it would hang, and what it would decide", async () => {
      const { status, body, text } = await add(rule, "?dryRun=true");
      assert.equal(status, 200, text);
      assert.equal(body["node"], 3);
      assert.deepEqual(body["changes"], []);
      assert.match(JSON.stringify(body["before"]), /"node":1/);
      assert.match(JSON.stringify(body["after"]), /"node":3/);
      assert.equal((await findRules("clinic", "1.0"))?.rules.trees[0]?.nodes.length, 3);
    });

    it("and is refused where it would change what is decided for stored cases, unless they are named", async () => {
      const wide = { ...rule, condition: "fever = true" };
      const refused = await add(wide);
      assert.equal(refused.status, 409, refused.text);
      assert.match(String(refused.body["detail"]), /those of the rules 1\./);
      const [change] = refused.body["changes"] as { cornerstone: number }[];
      assert.equal(change?.cornerstone, 1);
      assert.equal((await add({ ...wide, accept: [2] })).status, 409);
      const narrow = await add(rule);
      assert.equal(narrow.status, 201, narrow.text);
      const found = await findRules("clinic", "1.0");
      const node = found?.rules.trees[0]?.nodes.find(({ id }) => id === 3);
      assert.deepEqual(node?.cornerstone?.data, { fever: true, age: 1, name: "Ann" });
      assert.deepEqual(node?.cornerstone?.facts?.item?.task, "treat");
      const accepted = await add({ ...wide, replaces: 3, accept: [1] });
      assert.equal(accepted.status, 201, accepted.text);
    });

    const bad: readonly (readonly [what: string, change: object, pointer: string])[] = [
      ["a condition that cannot be read", { condition: "age <" }, "/condition"],
      ["an unknown variable", { condition: "aage < 2" }, "/condition"],
      ["an unknown worklet", { conclusion: { select: "nobody" } }, "/conclusion/0"],
      ["an illegal step", { conclusion: [{ remove: "item" }] }, "/conclusion/0"],
      ["an unknown type", { ruleType: "sometimes" }, "/ruleType"],
      ["a type for cases with a task", { ruleType: "casePreConstraint", task: "treat" }, "/task"],
      ["an item that is not there", { workItemId: "c1.9" }, "/workItemId"],
      ["no case at all", { workItemId: undefined }, "/caseId"],
    ];
    for (const [what, change, pointer] of bad)
      it(`is refused with its place: ${what}`, async () => {
        const { status, body, text } = await add({ ...rule, ...change });
        assert.equal(status, 422, text);
        const [error] = body["errors"] as { pointer: string }[];
        assert.equal(error?.pointer, pointer, text);
      });

    it("which has to hold for its case", async () => {
      const { status, body } = await add({ ...rule, condition: "age > 2" });
      assert.equal(status, 422);
      assert.match(String(body["detail"]), /does not hold for the case/);
    });
  });

  it("are the owner's to change, and no participant's to see", async () => {
    const other = await api.login("other");
    const headers = yaml;
    assert.equal((await api.send("PUT", rules, { token: other, body: RULES, headers })).status, 403);
    assert.equal((await api.send("DELETE", rules, { token: other })).status, 403);
    assert.equal((await api.send("GET", rules, { token: other })).status, 200);
    const nurse = await api.login("nurse");
    assert.equal((await api.send("GET", rules, { token: nurse })).status, 403);
  });

  it("of the published files are taken once their worklets are there, and given back equal", async function () {
    const shared = new URL("../../../shared/yawl/", import.meta.url);
    if (!existsSync(shared)) return this.skip();
    this.timeout(120_000);
    const xml = { "content-type": "application/xml" };
    const send = async (method: string, path: string, file: string): Promise<Reply> =>
      api.send(method, path, { token, body: readFileSync(new URL(file, shared), "utf8"), headers: xml });
    const bare = (text: string): string => text.replace(/<\?xml[^>]*\?>/, "").replaceAll(/\s+/g, "");
    for (const [name, worklets, query] of [
      ["wListMaker", /^Bob/, ""],
      ["Casualty_Treatment", /^Treat/, ""],
      // it names a worklet that is not among those published
      ["SendReminder", /^Send/, "?worklets=later"],
    ] as const) {
      assert.equal((await send("POST", PATH, `specs/${name}.yawl`)).status, 201, name);
      const path = `${PATH}/${name}/rules`;
      assert.equal((await send("PUT", path, `rules/${name}.xrs`)).status, 422, "its worklets are not there");
      for (const file of readdirSync(new URL("worklets/", shared)).filter((each) => worklets.test(each)))
        await send("POST", PATH, `worklets/${file}`);
      const stored = await send("PUT", `${path}${query}`, `rules/${name}.xrs`);
      assert.equal(stored.status, 201, stored.text);
      const given = await api.send("GET", path, { token, headers: { accept: "application/xml" } });
      assert.equal(bare(given.text), bare(readFileSync(new URL(`rules/${name}.xrs`, shared), "utf8")));
    }
    const body = { ruleType: "ItemSelection", task: "Treat", data: { ...SICK, Fracture: true } };
    const asked = await api.send("POST", `${PATH}/Casualty_Treatment/rules/try`, { token, body });
    assert.deepEqual(asked.body["conclusion"], [{ select: "UID_6729df58-3e96-4883-a8f9-8815ec36025d" }]);
  });

  it("are read in a process of its own with limits, and a rule is tried there", async () => {
    const limits = { ...UPLOAD_LIMITS, seconds: 60 };
    const reader = readerInProcesses({ connectors: [], resourcing: [] }, NO_BRIDGE, limits);
    const deployment = { ...(await plainDeployment()), reader };
    const apart = await startApi({ deployment: { ...deployment, close: async () => reader.close() } });
    try {
      const reply = await apart.send("PUT", rules, { token, body: RULES, headers: yaml });
      assert.equal(reply.status, 200, reply.text);
      const added = await apart.send("POST", `${rules}/nodes`, {
        token,
        body: {
          workItemId: "c1.1",
          ruleType: "selection",
          condition: "age < 2",
          conclusion: [{ select: "treat_old_people" }],
        },
      });
      assert.equal(added.status, 201, added.text);
      const asked = await apart.send("POST", `${rules}/try`, {
        token,
        body: { ruleType: "selection", task: "treat", data: { fever: true, age: 1 } },
      });
      assert.equal(asked.body["node"], 3, asked.text);
    } finally {
      await apart.close();
    }
  }).timeout(60_000);

  it("go with their specification, or alone", async () => {
    assert.equal((await api.send("DELETE", rules, { token })).status, 204);
    assert.equal((await api.send("DELETE", rules, { token })).status, 404);
    assert.equal((await put(RULES)).status, 201);
    assert.equal((await api.send("DELETE", `${PATH}/treat_fever`, { token })).status, 204);
    assert.equal((await put(RULES)).status, 422, "its worklet is gone");
  });
});
