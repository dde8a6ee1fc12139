import assert from "node:assert/strict";
import { ran } from "./fake-terminal.ts";

const STUCK = `mizzen: 1
id: stuck
version: "1.0"
start: a
tasks:
  a: { split: xor, next: [{ to: b, when: "true()" }, { to: c, otherwise: true }] }
  b: { next: d }
  c: { next: d }
  d: { join: and, next: end }
`;

const BROKEN = `mizzen: 1
id: broken
version: "1.0"
start: a
tasks:
  a:
    offer: { roles: [clerk] }
    input: [nothing]
    next: nowhere
`;

describe("mizzen check", () => {
  it("says of a good specification what it is, and that it is sound", async () => {
    const { code, out, err } = await ran(["check", "examples/invoice.yaml", "examples/leave.yawl"]);
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(
      out,
      "examples/invoice.yaml: invoice 1.0: 1 net, 3 tasks; no errors, no warnings; sound\n" +
        "examples/leave.yawl: leave 1.0: 1 net, 4 tasks; no errors, no warnings; sound\n",
    );
  });

  it("has a line with place and element for everything that is wrong, and exit code 1", async () => {
    const { code, out } = await ran(["check", "broken.yaml"], { files: { "broken.yaml": BROKEN } });
    assert.equal(code, 1);
    assert.match(out, /^broken\.yaml:8:13: error: .*"nothing".* \(tasks\/a\/input\/0\)$/m);
    assert.match(out, /^broken\.yaml: [1-9] errors?, no warnings$/m);
  });

  it("tells a warning and the verdict for a net that can get stuck; with --strict it is an error", async () => {
    const files = { "stuck.yaml": STUCK };
    const { code, out } = await ran(["check", "stuck.yaml"], { files });
    assert.equal(code, 0);
    assert.match(out, /^stuck\.yaml:\d+:\d+: warning: .*can get stuck.*\)$/m);
    assert.match(out, /no errors, 1 warning; stuck: deadlock\n$/);
    assert.equal((await ran(["check", "--strict", "stuck.yaml"], { files })).code, 1);
  });

  it("looks at the text when the name says nothing", async () => {
    assert.match((await ran(["check", "-"], { files: { "-": STUCK } })).out, /^stdin: stuck 1\.0/m);
    const xml = await ran(["check", "-"], { files: { "-": "<specificationSet/>" } });
    assert.equal(xml.code, 1);
    assert.match(xml.out, /^stdin:1:1: error: /);
  });

  it("knows the connectors that automated tasks may call, and how they are configured", async () => {
    const calling = (call: string): string => `mizzen: 1
id: calling
version: "1.0"
start: ask
tasks:
  ask: { ${call}, next: end }
`;
    const of = async (call: string) => await ran(["check", "c.yaml"], { files: { "c.yaml": calling(call) } });
    assert.equal((await of('call: http, with: { url: "https://example.com" }')).code, 0);
    assert.match((await of("call: htp, with: {}")).out, /^c\.yaml:6:3: error: There is no connector "htp"/);
    assert.match(
      (await of("call: http, with: {}")).out,
      /error: The configuration of the connector "http" is wrong/,
    );
  });

  it("prints JSON for programs", async () => {
    const { code, out } = await ran(["check", "--json", "stuck.yaml", "broken.yaml"], {
      files: { "stuck.yaml": STUCK, "broken.yaml": BROKEN },
    });
    assert.equal(code, 1);
    const [stuck, broken] = JSON.parse(out) as Record<string, unknown>[];
    assert.deepEqual(stuck?.["nets"], [{ id: "stuck", tasks: 4, verdict: "deadlock" }]);
    const [finding] = (broken?.["findings"] ?? []) as Record<string, unknown>[];
    assert.deepEqual([finding?.["severity"], finding?.["line"]], ["error", 8]);
  });
});
