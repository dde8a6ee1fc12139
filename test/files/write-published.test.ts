import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import { assertSameAfterwards } from "./round-trip.ts";
import { assertValid } from "./schema-validity.ts";

const FOLDER = new URL("../../../shared/yawl/specs/", import.meta.url);

function read(name: string) {
  const result = readYawl(readFileSync(new URL(name, FOLDER), "utf8"));
  if (!result.ok) assert.fail(`${name}: ${result.fault.message}`);
  return result.value.specification;
}

describe("Published specifications, written and read again", () => {
  before(function () {
    if (!existsSync(FOLDER)) this.skip();
  });

  it("are the same", () => {
    for (const name of readdirSync(FOLDER)) assertSameAfterwards(read(name), name);
  });

  it("are the same text when they are written a second time", () => {
    for (const name of readdirSync(FOLDER)) {
      const { text } = writeYawl(read(name));
      const again = readYawl(text);
      assert.ok(again.ok);
      assert.equal(writeYawl(again.value.specification).text, text, name);
    }
  });

  it("are what YAWL's own schema 4.0 allows", async function () {
    this.timeout(30_000);
    const files = readdirSync(FOLDER).map((name) => [name, writeYawl(read(name)).text] as const);
    await assertValid(new Map(files));
  });
});
