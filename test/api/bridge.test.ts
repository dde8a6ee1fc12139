import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkCalls } from "../../activities/connectors/check.ts";
import { loadRegistry } from "../../activities/connectors/registry.ts";
import { loadBridge, readBridge } from "../../api/specifications/bridge-file.ts";
import { applyBridge } from "../../api/specifications/bridge.ts";
import type { Bridge } from "../../api/specifications/bridge.ts";
import { plainDeployment } from "../../api/specifications/deployment.ts";
import { findCompiled } from "../../store/specifications.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { Specification, WorkDecomposition } from "../../yawl/model/specification.ts";
import { checkSpecification } from "../../yawl/net/checks/check.ts";
import { read, specificationFile, task, to, work } from "../files/specification-file.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const AUTOMATED = "<externalInteraction>automated</externalInteraction>";
const SERVICE = "http://localhost:8080/yawlWSInvoker/";

/** A file with one task for each inside of a decomposition. */
const fileOf = (...insides: readonly string[]): string =>
  specificationFile({
    elements: insides.map((_, index) => task(`t${index}`, `<decomposesTo id="D${index}"/>`)).join("\n"),
    others: insides.map((inside, index) => work(`D${index}`, inside)).join("\n"),
  });
const worksOf = ({ decompositions }: Specification): readonly WorkDecomposition[] =>
  decompositions.filter((decomposition) => decomposition.kind === "work");
const undone = (specification: Specification): readonly FaultDetail[] =>
  checkSpecification(specification).warnings.filter(({ code }) => code === "work-without-connector");
const bridgeOf = (text: string): Bridge => {
  const found = readBridge(text);
  assert.ok(found.ok, JSON.stringify(found));
  return found.bridge;
};
/** The connectors that do the work of each, `-` for none. */
const connectors = (file: string, bridge: string): readonly string[] =>
  worksOf(applyBridge(read(file), bridgeOf(bridge))).map(({ call }) => call?.connector ?? "-");
const codelet = (name: string): string => `${AUTOMATED}<codelet>${name}</codelet>`;
const service = (uri: string): string => `<yawlService id="${uri}"/>`;

describe("The bridge to connectors", () => {
  it("finds codelets by their class, with or without a package, and the whole name first", () => {
    const file = fileOf(
      codelet("org.acme.Quote"),
      codelet("Quote"),
      codelet("org.acme.Pay"),
      codelet("com.Pay"),
    );
    assert.deepEqual(
      connectors(file, "codelets: { Quote: { connector: a }, org.acme.Pay: { connector: b } }"),
      ["a", "a", "b", "-"],
    );
    assert.deepEqual(connectors(file, "codelets: { Pay: { connector: a }, com.Pay: { connector: b } }"), [
      "-",
      "-",
      "a",
      "b",
    ]);
  });

  it("finds services by their URI or a pattern, the whole URI first and patterns in their order", () => {
    const file = fileOf(...["http://a/x", "http://a/x/ib", "https://b/x", "http://a.b/y"].map(service));
    const bridge = `services:
  "http://a/*": { connector: first }
  "*://*/x": { connector: second }
  "http://a.b/*y*": { connector: third }
  "http://a/x": { connector: whole }`;
    assert.deepEqual(connectors(file, bridge), ["whole", "first", "second", "third"]);
    assert.deepEqual(connectors(file, `services: { "http://a/x*x": { connector: no } }`), [
      "-",
      "-",
      "-",
      "-",
    ]);
    assert.deepEqual(connectors(file, `services: { "*": { connector: any } }`), ["any", "any", "any", "any"]);
  });

  it("makes what it knows automated, and leaves everything else as it was", () => {
    const before = read(fileOf(service(SERVICE), service("http://resourceService/ib"), ""));
    const after = applyBridge(before, bridgeOf(`services: { "${SERVICE}": { connector: a } }`));
    const [bridged, ...others] = worksOf(after);
    assert.deepEqual(
      [bridged?.interaction, bridged?.call],
      ["automated", { connector: "a", configuration: {} }],
    );
    assert.deepEqual(others, worksOf(before).slice(1));
    assert.deepEqual({ ...after, decompositions: [] }, { ...before, decompositions: [] });
  });

  it("prefers the codelet to the service, and what a file says itself to both", () => {
    const file = read(fileOf(codelet("Quote") + service(SERVICE)));
    const bridge = bridgeOf(`
codelets: { Quote: { connector: by-codelet } }
services: { "*": { connector: by-service } }`);
    const once = applyBridge(file, bridge);
    assert.equal(worksOf(once)[0]?.call?.connector, "by-codelet");
    assert.deepEqual(applyBridge(once, bridgeOf(`services: { "*": { connector: other } }`)), once);
  });

  it("warns of automated work that nothing does, with the name to look for and its line", () => {
    const file = read(
      fileOf(codelet("org.acme.Quote"), AUTOMATED + service(SERVICE), AUTOMATED, service(SERVICE)),
    );
    const messages = undone(file);
    assert.deepEqual(
      messages.map(({ element, line }) => [element, typeof line]),
      [
        ["D0", "number"],
        ["D1", "number"],
        ["D2", "number"],
      ],
    );
    assert.match(messages[0]?.message ?? "", /codelet "org\.acme\.Quote" is not in the bridge/);
    assert.match(
      messages[1]?.message ?? "",
      /service "http:\/\/localhost:8080\/yawlWSInvoker\/" is not in the bridge/,
    );
    assert.match(messages[2]?.message ?? "", /neither a codelet nor a service/);
    assert.deepEqual(
      undone(
        applyBridge(file, bridgeOf(`{codelets: {Quote: {connector: a}}, services: {"*": {connector: b}}}`)),
      ),
      [messages[2]],
    );
  });
});

describe("The bridge's file", () => {
  it("is read as docs/operating.md shows it", async () => {
    const page = await readFile(new URL("../../docs/operating.md", import.meta.url), "utf8");
    const example = /^```yaml\n(codelets:[\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
    const bridge = bridgeOf(example);
    const file = read(fileOf(codelet("org.x.ExampleCodelet"), service(SERVICE)));
    const bridged = applyBridge(file, bridge);
    assert.deepEqual(checkCalls(bridged, await loadRegistry([])), []);
    const [rates, called] = worksOf(bridged);
    assert.deepEqual(rates?.call, {
      connector: "http",
      configuration: {
        method: "GET",
        url: "https://api.acme.com/rates/{currency}",
        auth: { type: "bearer", token: { secret: "rates-token" } },
      },
      input: [{ query: { language: "xpath", text: "$from" }, mapsTo: "currency" }],
      output: [{ query: { language: "xpath", text: "$body?rate" }, mapsTo: "rate" }],
      retry: {
        attempts: 5,
        initialInterval: "PT1S",
        coefficient: 2,
        maximumInterval: "PT1M",
        deadline: "PT10M",
      },
      timeout: "PT20S",
    });
    assert.equal(called?.call?.connector, "publish-event");
  });

  for (const [what, text, line, message] of [
    [
      "an unknown key",
      "codelets:\n  A: { connector: http, wiht: {} }",
      2,
      /"wiht" is not known here .*Did you mean "with"/,
    ],
    [
      "an unknown key of a retry",
      "codelets:\n  A:\n    connector: x\n    retry:\n      atempts: 1",
      5,
      /"attempts"/,
    ],
    ["an unknown section", "codelet: {}", 1, /Did you mean "codelets"/],
    ["no connector", "services:\n  a:\n    with: {}", 2, /connector/],
    ["a name that is no class", "codelets:\n  a b: { connector: x }", 2, /is no class name/],
    [
      "a duration in words",
      "codelets:\n  A:\n    connector: x\n    timeout: 10s",
      4,
      /a duration is as ISO 8601 has it/,
    ],
    [
      "an expression that cannot be read",
      "codelets:\n  A:\n    connector: x\n    output:\n      good: $a?b\n      bad: $a ++",
      6,
      /bad: the expression cannot be read: it is wrong at line 1/,
    ],
    ["no attempts", "codelets:\n  A:\n    connector: x\n    retry:\n      attempts: 0", 5, /attempts/],
    [
      "the same name twice",
      "codelets:\n  A: { connector: x }\n  A: { connector: y }",
      3,
      /stands here twice/,
    ],
    ["no YAML", "codelets: [", 1, /./],
    ["nothing", "", 1, /./],
    ["too many aliases", `a: &a [x,x,x,x,x,x,x,x,x]\n${bomb()}`, 6, /alias/],
  ] as const) {
    it(`names the line with ${what}`, () => {
      const found = readBridge(text);
      assert.ok(!found.ok);
      assert.equal(found.details[0]?.line, line);
      assert.match(found.details[0]?.message ?? "", message);
    });
  }

  it("ends the start with its name and lines when it is wrong or not there", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "mizzen-bridge-"));
    const file = path.join(folder, "bridge.yaml");
    try {
      await assert.rejects(loadBridge(file), /MIZZEN_BRIDGE: .*bridge\.yaml/);
      await writeFile(file, "codelets:\n  A: {}\n");
      await assert.rejects(
        loadBridge(file),
        /MIZZEN_BRIDGE: the file .*\n {2}.*bridge\.yaml:2:3: "connector" is missing/,
      );
      await writeFile(file, "codelets: { A: { connector: x } }");
      assert.equal((await loadBridge(file)).codelets[0]?.name, "A");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("uploaded files with automated tasks", () => {
  withDatabase();
  let api: TestApi | undefined;
  afterEach(async () => api?.close());
  before(async () => addPerson("designer", ["designer"]));

  /** Uploads a file with a codelet for each name, to an API with this bridge. */
  const upload = async (names: readonly string[], bridge: string): Promise<Reply> => {
    api = await startApi({ deployment: await plainDeployment(bridgeOf(bridge)) });
    const token = await api.login("designer");
    const flows = names.map((_, index) => to(`t${index}`)).join("");
    const body = fileOf(...names.map(codelet)).replace(to("o"), flows);
    return api.send("POST", "/api/v1/specifications", {
      token,
      body,
      headers: { "content-type": "application/xml" },
    });
  };

  it("are answered with warnings for what the bridge does not know, and with none for the rest", async () => {
    const reply = await upload(
      ["org.acme.Known", "org.acme.Unknown"],
      'codelets: { Known: { connector: script, with: { expression: "{}" } } }',
    );
    assert.equal(reply.status, 201, reply.text);
    const told = (reply.body["checks"] as { message: string }[]).map(({ message }) => message);
    assert.equal(told.filter((message) => message.includes("org.acme.Unknown")).length, 1);
    assert.ok(!told.some((message) => message.includes("org.acme.Known")));
    const found = await findCompiled("Order", "0.1");
    const { call, interaction } = found?.compiled.work["D0"] ?? {};
    assert.deepEqual([interaction, call?.connector, call?.version], ["automated", "script", 1]);
    assert.deepEqual(call?.configuration, { expression: "{}" });
  });

  it("are refused when they call what is not there or is called wrongly, once for each mistake, at its place", async () => {
    const reply = await upload(
      ["A", "B", "C", "D"],
      `codelets:
  A: { connector: htpp, timeout: PT5S }
  B: { connector: http, version: 9 }
  C: { connector: script, with: { expresion: "{}" } }
  D: { connector: http, with: { url: "http://x/{id}" } }`,
    );
    assert.deepEqual(
      [reply.status, reply.body["type"]],
      [422, "/problems/invalid-specification"],
      reply.text,
    );
    const errors = reply.body["errors"] as { element: string; line: number; message: string }[];
    assert.deepEqual([...new Set(errors.map(({ element }) => element))], ["D0", "D1", "D2", "D3"]);
    assert.ok(errors.every(({ line }) => line > 1));
    const of = (element: string): string[] =>
      errors.filter((each) => each.element === element).map((each) => each.message);
    assert.deepEqual([of("D0").length, of("D1").length, of("D3").length], [1, 1, 1]);
    assert.match(of("D0")[0] ?? "", /no connector "htpp"\. Did you mean "http"/);
    assert.match(of("D1")[0] ?? "", /"http" has no version 9/);
    assert.match(of("D2").join(), /expresion/);
    assert.match(of("D3")[0] ?? "", /"\{id\}" is filled by no input/);
  });
});

describe("GET /connectors", () => {
  withDatabase();

  it("shows the connectors that there are, with schemas of what they take and give", async () => {
    await addPerson("designer", ["designer"]);
    const api = await startApi();
    try {
      const { status, body } = await api.send("GET", "/api/v1/connectors", {
        token: await api.login("designer"),
      });
      assert.equal(status, 200);
      const items = body["items"] as Record<string, unknown>[];
      const names = items.map(({ name }) => name);
      for (const name of ["callback", "http", "mail", "publish-event", "script", "start-case"]) {
        assert.ok(names.includes(name), name);
      }
      const http = items[names.indexOf("http")] ?? {};
      const { properties } = http["configuration"] as { properties: Record<string, unknown> };
      assert.ok("url" in properties && "auth" in properties);
      for (const { title, description, input, output } of items) {
        assert.ok([title, description].every((text) => typeof text === "string" && text !== ""));
        for (const schema of [input, output]) assert.equal((schema as { type?: string }).type, "object");
      }
    } finally {
      await api.close();
    }
  });
});

/** Aliases that stand for aliases. */
function bomb(): string {
  const names = "abcdefghi".split("");
  const lines = names.slice(1).map((name, index) => `${name}: &${name} [${`*${names[index]},`.repeat(9)}]`);
  return lines.join("\n");
}
