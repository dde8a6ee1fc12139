import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFilesPrivate, privateFolder } from "../../keys/data-folder.ts";
import { signingKey } from "../../keys/signing-key.ts";

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe("The data folder", () => {
  let scratch = "";
  let before_ = 0;
  before(() => {
    scratch = mkdtempSync(join(tmpdir(), "mizzen-private-"));
    before_ = process.umask(0o022);
  });
  after(() => {
    process.umask(before_);
    rmSync(scratch, { recursive: true, force: true });
  });

  it("is for its owner only, with the keys in it, also when it was open before", async () => {
    const folder = join(scratch, "made", "data");
    await signingKey(folder, undefined);
    assert.equal(modeOf(folder), "700");
    assert.equal(modeOf(join(folder, "jwt.key")), "600");
    const open = join(scratch, "open");
    mkdirSync(open);
    chmodSync(open, 0o755);
    privateFolder(open);
    assert.equal(modeOf(open), "700");
  });

  it("holds nothing that others may read, whoever of a process's parts writes it", () => {
    makeFilesPrivate();
    const file = join(scratch, "log");
    writeFileSync(file, "");
    mkdirSync(join(scratch, "logs"));
    assert.deepEqual([modeOf(file), modeOf(join(scratch, "logs"))], ["600", "700"]);
  });
});
