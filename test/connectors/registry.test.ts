import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Validator } from "@cfworker/json-schema";
import { connectorSources, loadRegistry } from "../../activities/connectors/registry.ts";

const ZOD = JSON.stringify(import.meta.resolve("zod"));

describe("The connector registry", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "connectors-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function file(name: string, code: string): Promise<string> {
    const target = path.join(folder, name);
    await writeFile(target, `import { z } from ${ZOD};\n${code}`);
    return target;
  }

  const connector = (name: string, version: number): string =>
    `{ name: "${name}", version: ${version}, title: "T", description: "D", configuration: z.object({}),
       input: z.object({}), output: z.object({}), execute: async () => ({}) }`;

  it("has the connectors that are built in, described by JSON Schemas", async () => {
    const registry = await loadRegistry([]);
    const all = registry.describe();
    assert.deepEqual(
      all.map(({ name, version }) => `${name}@${version}`),
      ["callback@1", "http@1", "mail@1", "publish-event@1", "script@1", "start-case@1"],
    );
    assert.deepEqual(JSON.parse(JSON.stringify(all)), all);
    const schema = (name: string): Validator =>
      new Validator(registry.describe().find((each) => each.name === name)?.configuration ?? {});
    const http = schema("http");
    const auth = { type: "bearer", token: { secret: "acme" } };
    assert.ok(http.validate({ url: "https://a.com/{id}", auth, limits: { total: "PT5S" } }).valid);
    assert.ok(!http.validate({ url: "https://a.com/", auth: { ...auth, token: "in the open" } }).valid);
    assert.ok(!http.validate({ url: "https://a.com/", methd: "GET" }).valid);
    assert.ok(schema("callback").validate({ within: "P1D", notify: { url: "https://a.com/" } }).valid);
  });

  it("finds a connector by name and version, the newest when no version is given", async () => {
    const source = await file(
      "versions.mjs",
      `export default [${connector("sap", 1)}, ${connector("sap", 2)}];`,
    );
    const registry = await loadRegistry([source]);
    assert.equal(registry.find("sap")?.version, 2);
    assert.equal(registry.find("sap", 1)?.version, 1);
    assert.equal(registry.find("sap", 3), undefined);
    assert.equal(registry.unknown("sap", 3), 'The connector "sap" has no version 3; it has: 2, 1.');
    assert.equal(registry.unknown("htpp"), 'There is no connector "htpp". Did you mean "http"?');
    assert.match(
      registry.unknown("constructor"),
      /^There is no connector "constructor"\. There are: callback, /,
    );
  });

  it("loads one connector or several from files and packages", async () => {
    const one = await file("one.mjs", `export default ${connector("one", 1)};`);
    const relative = path.relative(process.cwd(), one);
    const url = pathToFileURL(await file("url.mjs", `export default ${connector("by-url", 1)};`)).href;
    const registry = await loadRegistry([relative.startsWith(".") ? relative : `./${relative}`, url]);
    assert.ok(registry.find("one"));
    assert.ok(registry.find("by-url"));
  });

  it("names everything that is wrong with what it is to load", async () => {
    const sources = [
      "no-such-package-of-connectors",
      "url-template",
      path.join(folder, "missing.mjs"),
      await file("broken.mjs", "export default {{;"),
      await file("empty.mjs", "export const x = 1;"),
      await file("text.mjs", 'export default "http";'),
      await file(
        "parts.mjs",
        'export default [{ name: "Bad Name", version: 0, title: "", check: 1, input: {} }];',
      ),
      await file("again.mjs", `export default ${connector("http", 1)};`),
      await file("first.mjs", `export default ${connector("same", 1)};`),
      await file("second.mjs", `export default ${connector("same", 1)};`),
    ];
    await assert.rejects(loadRegistry(sources), (error: Error) => {
      const [head = "", ...lines] = error.message.split("\n");
      assert.match(head, /^Connectors of MIZZEN_CONNECTORS cannot be used/);
      for (const expected of [
        /^"no-such-package-of-connectors" cannot be loaded: /,
        /^"url-template" has no default export/,
        /missing\.mjs" cannot be loaded: /,
        /broken\.mjs" cannot be loaded: /,
        /empty\.mjs" has no default export; it has to be a connector or an array/,
        /text\.mjs": is no connector but a string/,
        /parts\.mjs", connector 1: "name" must be lower case/,
        /parts\.mjs", connector 1: "version" must be a whole number/,
        /parts\.mjs", connector 1: "title" must be a text/,
        /parts\.mjs", connector 1: "input" must be a schema of zod 4/,
        /parts\.mjs", connector 1: "check" must be a function/,
        /parts\.mjs", connector 1: "execute" must be a function/,
        /again\.mjs": Mizzen itself has a connector "http" of version 1 already/,
        /second\.mjs": ".*first\.mjs" has a connector "same" of version 1 already/,
      ]) {
        assert.ok(
          lines.some((line) => expected.test(line)),
          `${expected} in\n${error.message}`,
        );
      }
      return true;
    });
  });

  it("takes the names of an environment variable", () => {
    assert.deepEqual(connectorSources(undefined), []);
    assert.deepEqual(connectorSources(" ./a.ts , @acme/b,,"), ["./a.ts", "@acme/b"]);
  });
});
