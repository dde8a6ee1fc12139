import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { readKeys, secretKeys } from "../../keys/secret-keys.ts";
import { signingKey } from "../../keys/signing-key.ts";

describe("Keys in the data folder", function () {
  this.timeout(30_000);
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mizzen-keys-"));
  });
  afterEach(async () => rm(folder, { recursive: true, force: true }));

  it("are made at the first start, readable by their owner only, and found again", async () => {
    const data = path.join(folder, "not", "there", "yet");
    const [first] = await secretKeys(data, undefined);
    assert.equal(first.bytes.length, 32);
    assert.deepEqual(await secretKeys(data, undefined), [first]);
    assert.deepEqual(await signingKey(data, undefined), await signingKey(data, undefined));
    assert.deepEqual((await readdir(data)).toSorted(), ["jwt.key", "secrets.key"]);
    for (const name of await readdir(data)) {
      assert.equal((await stat(path.join(data, name))).mode & 0o777, 0o600, name);
    }
  });

  it("are the same for many who start at the same moment in one process", async () => {
    const all = await Promise.all(Array.from({ length: 30 }, async () => secretKeys(folder, undefined)));
    assert.equal(new Set(all.map(([key]) => key.fingerprint)).size, 1);
    assert.deepEqual(await readdir(folder), ["secrets.key"]);
  });

  it("are the same for two processes that start at the same moment", async () => {
    const [one = "", other = ""] = await startTogether(folder, 2);
    assert.match(one, /^[0-9a-f]{16} \S{20,}$/);
    assert.equal(one, other);
    assert.deepEqual((await readdir(folder)).toSorted(), ["jwt.key", "secrets.key"]);
  });

  it("are refused, and not replaced, when their file was damaged", async () => {
    const file = path.join(folder, "secrets.key");
    await writeFile(file, "too short");
    await assert.rejects(secretKeys(folder, undefined), /secrets\.key, entry 1 is not 32 bytes/);
    assert.equal(await readFile(file, "utf8"), "too short");
    await writeFile(file, "");
    await assert.rejects(secretKeys(folder, undefined), /holds no key/);
    await writeFile(path.join(folder, "jwt.key"), "short");
    await assert.rejects(signingKey(folder, undefined), /fewer than 32 bytes/);
  });

  it("are not made when the environment gives one", async () => {
    await secretKeys(folder, randomBytes(32).toString("hex"));
    await signingKey(folder, "x".repeat(32));
    assert.deepEqual(await readdir(folder), []);
  });
});

describe("Keys in the environment", () => {
  const bytes = randomBytes(32);
  const other = randomBytes(32).toString("base64");

  it("are taken in hexadecimal, base64 and base64url, and are the same key then", () => {
    const forms = ["hex", "base64", "base64url"] as const;
    const found = forms.map((form) => readKeys(bytes.toString(form), "X")[0]);
    for (const key of found) assert.deepEqual(key, found[0]);
    assert.deepEqual(found[0]?.bytes, bytes);
    assert.equal(found[0]?.id, found[0]?.fingerprint);
  });

  it("may be several, with names", () => {
    const keys = readKeys(` 2026:${bytes.toString("hex")},\n 2025:${other} `, "X");
    assert.deepEqual(
      keys.map(({ id }) => id),
      ["2026", "2025"],
    );
    assert.deepEqual(keys[0].bytes, bytes);
  });

  const text64 = bytes.toString("base64");
  for (const [what, given, message] of [
    ["is too short", `a:${bytes.subarray(1).toString("base64")}`, /X, entry 1 is not 32 bytes/],
    [
      "is too long",
      `a:${text64},b:${Buffer.concat([bytes, bytes]).toString("base64")}`,
      /X, entry 2 is not 32/,
    ],
    ["is a word", "changeme", /X, entry 1 is not 32 bytes/],
    ["is missing", " , ", /X holds no key/],
    ["has a bad name", `a b:${text64}`, /X, entry 1 is not 32 bytes/],
    ["has a name that is too long", `${"n".repeat(33)}:${text64}`, /a key's name/],
    ["stands twice", `a:${text64},b:${text64}`, /twice/],
    ["has the name of another", `a:${text64},a:${other}`, /twice/],
  ] as const) {
    it(`are refused when one ${what}, without being shown`, () => {
      assert.throws(
        () => readKeys(given, "X"),
        (error: Error) => message.test(error.message) && !error.message.includes(text64),
      );
    });
  }
});

/** Processes that make or read both keys when they are told to, all at the same moment; what each of them got. */
async function startTogether(folder: string, count: number): Promise<readonly string[]> {
  const keys = new URL("../../keys/", import.meta.url).href;
  const code = `
    const { secretKeys } = await import("${keys}secret-keys.ts");
    const { signingKey } = await import("${keys}signing-key.ts");
    process.stdin.once("data", async (folder) => {
      const at = String(folder);
      const [[secret], signing] = await Promise.all([secretKeys(at, undefined), signingKey(at, undefined)]);
      console.log(secret.fingerprint + " " + signing.toString());
      process.exit(0);
    });
    console.error("ready");`;
  const started = Array.from({ length: count }, () =>
    spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", code]),
  );
  const answers = started.map(async ({ stdout }) => text(stdout));
  await Promise.all(started.map(async ({ stderr }) => once(stderr, "data")));
  for (const { stdin } of started) stdin.end(folder);
  return (await Promise.all(answers)).map((answer) => answer.trim());
}
