import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkCalls } from "../../activities/connectors/check.ts";
import { CONNECTOR_SETTINGS } from "../../activities/connectors/settings.ts";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { answerOf, bodyOf, contextWith, errorOf, json, World } from "./world.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

describe("The page about connectors", () => {
  const world = new World();
  let page: string;
  let folder: string;

  before(async () => {
    page = await readFile(path.join(PROJECT, "docs/connectors.md"), "utf8");
    // Beside `connectors/`, where the page says to put it, so that its imports lead to the same files.
    folder = await mkdtemp(path.join(PROJECT, ".mizzen-connectors-"));
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await world.close();
  });

  function blocks(language: string): readonly string[] {
    return [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
      ([, code = ""]) => code,
    );
  }

  it("has specifications that can be uploaded", async () => {
    const registry = await world.registry();
    const all = blocks("yaml");
    assert.equal(all.length, 3);
    for (const text of all) {
      const result = readDialect(text);
      if (!result.ok) assert.fail(JSON.stringify(result.fault));
      assert.deepEqual(checkCalls(result.value.specification, registry), []);
      const calls = result.value.specification.decompositions.filter(
        (each) => each.kind === "work" && each.call,
      );
      assert.equal(calls.length, 1);
    }
  });

  it("has a connector that can be used by the one line that it shows", async () => {
    const [code = ""] = blocks("ts");
    const file = path.join(folder, "sms.ts");
    await writeFile(file, code);
    const [line = ""] = blocks("sh");
    const variable = /^MIZZEN_CONNECTORS=(\S+) npm start$/m.exec(line)?.[1];
    assert.equal(variable, "./connectors/sms.ts");
    const there = variable.replace("connectors", path.relative(process.cwd(), folder));
    const sources = CONNECTOR_SETTINGS.MIZZEN_CONNECTORS.parse(there);
    const registry = await world.registry({}, sources);
    assert.ok(registry.describe().some(({ name }) => name === "sms"));

    const sent: { key: unknown; authorization: unknown; body: unknown }[] = [];
    let status = 200;
    const gateway = await world.serve(async (request, response) => {
      const { authorization, "idempotency-key": key } = request.headers;
      sent.push({ key, authorization, body: JSON.parse(await bodyOf(request)) });
      json(response, { id: `m-1 ${authorization}`, parts: 1 }, status);
    });
    const configuration = { gateway, key: { secret: "sms" }, sender: "Acme" };
    const input = { to: "+4912345678", text: "It is paid." };
    const context = contextWith({ secrets: { sms: "sms-gateway-key" } });
    const answer = await answerOf(registry, "sms", configuration, input, context);
    assert.deepEqual(answer, { id: "m-1 Bearer sms-gateway-key", parts: 1 });
    assert.deepEqual(sent, [
      { key: "case-1.item-7.1", authorization: "Bearer sms-gateway-key", body: { sender: "Acme", ...input } },
    ]);
    for (const [answered, retryable] of [
      [429, true],
      [400, false],
    ] as const) {
      status = answered;
      const error = await errorOf(registry, "sms", configuration, input, context);
      assert.deepEqual([error.type, error.retryable], ["sms-gateway", retryable]);
    }
    const wrong = await errorOf(registry, "sms", configuration, { ...input, to: "Ann" }, context);
    assert.equal(wrong.type, "invalid-input");
  });

  it("names every type of error that connectors have", async () => {
    const sources = (await readdir(path.join(PROJECT, "activities/connectors"), { recursive: true })).filter(
      (name) => name.endsWith(".ts"),
    );
    const texts = await Promise.all(
      sources.map((name) => readFile(path.join(PROJECT, "activities/connectors", name), "utf8")),
    );
    const types = new Set(
      texts.flatMap((text) =>
        [
          ...text.matchAll(/(?:new ConnectorError|redirectError|final|wrong)\(\s*"([a-z]+(?:-[a-z]+)*)"/g),
          ...text.matchAll(/: \["([a-z]+(?:-[a-z]+)*)", "/g),
        ].map(([, type = ""]) => type),
      ),
    );
    assert.ok(types.size > 25, [...types].join());
    const section = page.slice(page.indexOf("## Errors"), page.indexOf("## The guard"));
    assert.deepEqual(
      [...types].filter((type) => section.indexOf(`\`${type}\``) === -1),
      [],
    );
  });
});
