import assert from "node:assert/strict";
import { parseXml } from "../../yawl/files/xml/parse.ts";
import { specificationFile } from "../files/specification-file.ts";
import { ran } from "./fake-terminal.ts";

const TWO_NETS = `mizzen: 1
id: help/desk
version: "1.0"
start: look
tasks:
  look: { offer: { roles: [clerk] }, next: escalate }
  escalate: { net: experts, next: end }
nets:
  experts:
    start: study
    tasks:
      study: { offer: { roles: [clerk] }, next: end }
`;
const FILES = { "two.yaml": TWO_NETS.replace("help/desk", "helpdesk") };

describe("mizzen draw", () => {
  it("writes a file for each net and prints the names", async () => {
    const { code, out, files } = await ran(["draw", "two.yaml", "--out", "pictures"], { files: FILES });
    assert.equal(code, 0);
    assert.equal(out, "pictures/helpdesk.svg\npictures/helpdesk.experts.svg\n");
    for (const name of out.trim().split("\n")) assert.ok(parseXml(files.get(name) ?? "").ok);
  });

  it("prints one net", async () => {
    const one = await ran(["draw", "two.yaml", "--net", "experts", "--out", "-"], { files: FILES });
    assert.equal(one.code, 0);
    assert.match(one.out, /^<svg [^>]*>\n<title>helpdesk 1\.0: experts<\/title>/);
    const two = await ran(["draw", "two.yaml", "--out", "-"], { files: FILES });
    assert.equal(two.code, 2);
    assert.match(two.err, /there are 2 nets; say by --net which: helpdesk, experts/);
  });

  it("draws in where a case stands, in the nets of composite tasks too", async () => {
    const stopped = await ran(["run", "two.yaml", "--answers", "a", "--json"], {
      files: { ...FILES, a: "look: {}" },
    });
    const { files } = await ran(["draw", "two.yaml", "--case", "case.json"], {
      files: { ...FILES, "case.json": stopped.out },
    });
    assert.match(files.get("helpdesk.svg") ?? "", /class="composite busy"/);
    assert.match(files.get("helpdesk.experts.svg") ?? "", /input condition start, 1 token/);
  });

  it("draws as the author did, or anew", async () => {
    const box = (x: number, y: number): string =>
      `<vertex><attributes><bounds x="${x}" y="${y}" w="32" h="32"/></attributes></vertex>`;
    const layout = `<layout><specification id="Order"><net id="Main"><container id="i">${box(0, 300)}</container>
      <container id="o">${box(0, 0)}</container></net></specification></layout>`;
    const files = {
      "s.yawl": specificationFile().replace("</specificationSet>", `${layout}</specificationSet>`),
    };
    const heights: number[] = [];
    for (const more of [[], ["--anew"]]) {
      const { code, out, err } = await ran(["draw", "s.yawl", "--out", "-", ...more], { files });
      assert.equal(code, 0, err);
      heights.push(Number(/ height="(\d+)"/.exec(out)?.[1]));
    }
    const [asDrawn = 0, anew = 0] = heights;
    assert.ok(asDrawn > 400 && anew < 200, heights.join(", "));
  });

  it("says what is wrong with a specification that cannot be read", async () => {
    const { code, out, err } = await ran(["draw", "x.yaml"], { files: { "x.yaml": "mizzen: 1" } });
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^x\.yaml:1:1: error: /);
  });
});
