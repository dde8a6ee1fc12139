/** What docs/notices.md shows is what is sent. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { noticeFor, noticeInFull } from "../../api/notices/represent.ts";
import type { Notice } from "../../store/notices.ts";
import { NOTICE_TYPES } from "../../yawl/view/notices.ts";

const common = {
  _id: "invoice-7/2",
  sequence: 4_711,
  at: Date.parse("2026-11-25T09:30:00.000Z"),
  number: 2,
  caseId: "invoice-7",
  specificationId: "invoice",
  specificationVersion: "1.0",
  expires: new Date(),
} as const;
const OFFERED: Notice = {
  ...common,
  type: "offered",
  name: "Enter invoice 12345",
  state: "offered",
  item: "invoice-7.1",
  task: "enter",
  has: { people: ["ann@acme.com"], roles: ["clerk"] },
};
const CASE: Notice = { ...common, type: "case", name: "Invoice 12345", state: "completed" };

describe("The page about notices", () => {
  let page: string;
  before(async () => {
    page = await readFile(new URL("../../docs/notices.md", import.meta.url), "utf8");
  });
  const example = (name: string): unknown => {
    const found = new RegExp("^```json " + name + "\\n([\\s\\S]*?)^```$", "m").exec(page)?.[1];
    return JSON.parse(found ?? assert.fail(`the page has no ${name}`));
  };

  it("shows the events of the stream as they are sent", () => {
    assert.deepEqual(example("offered"), noticeFor(OFFERED));
    assert.deepEqual(example("case"), noticeFor(CASE));
    assert.equal("state" in noticeFor({ ...OFFERED, type: "withdrawn" }), false);
  });

  it("shows the body of a web-hook as it is sent", () => {
    const { type, timestamp, data } = example("webhook") as Record<string, unknown>;
    assert.deepEqual([type, timestamp], ["offered", "2026-11-25T09:30:00.000Z"]);
    assert.deepEqual(data, { sequence: 4_711, ...noticeInFull(OFFERED) });
  });

  it("has a row for each type", () => {
    for (const type of NOTICE_TYPES) assert.match(page, new RegExp(`^\\|.*\`${type}\`.*\\|`, "m"), type);
  });
});
