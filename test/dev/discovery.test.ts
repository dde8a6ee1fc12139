import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMongo, type MongoSearch } from "../../dev/servers/find-mongo.ts";
import { recall, remember } from "../../dev/servers/found.ts";
import { findTemporal } from "../../dev/servers/temporal.ts";

const quiet = (): void => undefined;

describe("Finding the servers", () => {
  let folder: string;
  let tools: string;
  let bin: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mizzen-discovery-"));
    [tools, bin] = [join(folder, "tools"), join(folder, "bin")];
    mkdirSync(bin);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function fake(name: string, version: string, where: string = bin): string {
    mkdirSync(where, { recursive: true });
    const file = join(where, name);
    writeFileSync(file, `#!/bin/sh\necho '${version}'\n`);
    chmodSync(file, 0o755);
    return file;
  }

  const java = { command: "java", args: ["Main"] };
  function mongo(changes: Partial<MongoSearch> = {}): MongoSearch {
    return {
      toolsFolder: tools,
      path: bin,
      log: quiet,
      download: () => Promise.reject(new Error("no network")),
      java: () => Promise.resolve(java),
      ...changes,
    };
  }

  describe("MongoDB", () => {
    it("takes mongod of PATH before anything else", async () => {
      const mongod = fake("mongod", "db version v7.0.14");
      assert.deepEqual(await findMongo(mongo()), { kind: "mongod", command: mongod, args: [] });
    });

    it("passes over a mongod that is too old", async () => {
      fake("mongod", "db version v3.6.23");
      assert.equal((await findMongo(mongo())).kind, "java");
    });

    it("downloads a mongod where it can, and remembers it", async () => {
      let downloads = 0;
      const download = (): Promise<string> => {
        downloads += 1;
        return Promise.resolve(fake("mongod-8", "db version v8.2.6", tools));
      };
      const first = await findMongo(mongo({ download }));
      const second = await findMongo(mongo({ download }));
      assert.deepEqual(first, { kind: "mongod", command: join(tools, "mongod-8"), args: [] });
      assert.deepEqual(second, first);
      assert.equal(downloads, 1);
    });

    it("tries a download that failed only once, and takes Java", async () => {
      let attempts = 0;
      const download = (): Promise<string> => {
        attempts += 1;
        return Promise.reject(new Error("no network"));
      };
      assert.deepEqual(await findMongo(mongo({ download })), { kind: "java", ...java });
      assert.deepEqual(await findMongo(mongo({ download })), { kind: "java", ...java });
      assert.equal(attempts, 1);
    });

    it("does not take a download that cannot run on this machine", async () => {
      const download = (): Promise<string> => {
        const file = fake("mongod-8", "", tools);
        writeFileSync(file, "#!/bin/sh\nexit 132\n");
        return Promise.resolve(file);
      };
      assert.equal((await findMongo(mongo({ download }))).kind, "java");
    });

    it("stays with Java for a data folder that Java made, whatever is on PATH", async () => {
      fake("mongod", "db version v8.0.0");
      assert.equal((await findMongo(mongo({ only: "java" }))).kind, "java");
    });

    it("says what is missing when the server that made the data folder is gone", async () => {
      const missing = (): Promise<{ missing: string }> =>
        Promise.resolve({ missing: "Maven (mvn) is not on PATH" });
      await assert.rejects(findMongo(mongo({ only: "java", java: missing })), (error: Error) => {
        assert.match(error.message, /made by the Java server, which is missing now/);
        assert.match(error.message, /Maven \(mvn\) is not on PATH/);
        assert.match(error.message, /MIZZEN_DATA/);
        return true;
      });
      await assert.rejects(findMongo(mongo({ only: "mongod" })), /made by a real mongod[^]*no network/);
    });

    it("lists all that it tried when there is none", async () => {
      const missing = (): Promise<{ missing: string }> => Promise.resolve({ missing: "no JDK" });
      await assert.rejects(
        findMongo(mongo({ java: missing })),
        /mongod is not on PATH[^]*no network[^]*no JDK[^]*MONGODB_URI/,
      );
    });
  });

  describe("Temporal", () => {
    it("takes temporal of PATH before anything else", async () => {
      const temporal = fake("temporal", "temporal version 1.5.0 (Server 1.29.0, UI 2.40.0)");
      assert.equal(await findTemporal(tools, quiet, bin), temporal);
    });

    it("passes over one with a server that is too old", async () => {
      fake("temporal", "temporal version 0.11.0 (Server 1.22.0, UI 2.21.0)");
      const downloaded = fake(
        "temporal",
        "temporal version 1.9.1 (Server 1.32.0)",
        join(folder, "downloaded"),
      );
      remember(tools, { temporalDownload: downloaded });
      const lines: string[] = [];
      assert.equal(await findTemporal(tools, (line) => lines.push(line), bin), downloaded);
      assert.match(lines.join("\n"), /has server 1\.22, and 1\.25 is the oldest/);
    });
  });

  describe("Remembering", () => {
    it("keeps what was known when something is added", () => {
      remember(tools, { mongodRefused: "no network" });
      remember(tools, { temporalDownload: "/somewhere" });
      assert.deepEqual(recall(tools), {
        mongodRefused: "no network",
        temporalDownload: "/somewhere",
      });
    });

    it("knows nothing when its file is cut short", () => {
      remember(tools, { mongodRefused: "no network" });
      const file = join(tools, "found.json");
      writeFileSync(file, readFileSync(file, "utf8").slice(0, 10));
      assert.deepEqual(recall(tools), {});
    });
  });
});
