import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { checkCalls } from "../../activities/connectors/check.ts";
import { loadRegistry, type Registry } from "../../activities/connectors/registry.ts";
import { signaturesOf } from "../../activities/connectors/signatures.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import type { Specification } from "../../yawl/model/specification.ts";
import { readPaths, walk } from "./paths.ts";

const EXAMPLES = readdirSync("examples")
  .filter((name) => name !== "organisation.yaml")
  .toSorted();

function read(example: string): Specification {
  const type = example.endsWith(".yawl") ? "application/xml" : "application/yaml";
  const found = readSpecification(readFileSync(`examples/${example}`, "utf8"), type);
  return found.ok ? found.value.specification : assert.fail(found.fault.message);
}

describe("The examples", () => {
  let registry: Registry;
  before(async () => {
    registry = await loadRegistry([]);
  });
  after(async () => registry.close());

  const files = readdirSync(new URL("./", import.meta.url)).filter((name) => name.endsWith(".yaml"));

  it("are twelve, each with paths through it and a sentence on what it shows", () => {
    assert.equal(EXAMPLES.length, 12);
    assert.deepEqual(files.map((name) => readPaths(name).example).toSorted(), EXAMPLES);
    for (const example of EXAMPLES) {
      const text = readFileSync(`examples/${example}`, "utf8");
      assert.match(text, /^# .{40,}|<documentation>.{40,}<\/documentation>/, example);
    }
  });

  it("call connectors that there are, with configurations that they take", () => {
    for (const example of EXAMPLES) assert.deepEqual(checkCalls(read(example), registry), [], example);
  });

  it("name only roles that the examples' organisation has, with somebody in each", () => {
    const { roles, participants } = parse(readFileSync("examples/organisation.yaml", "utf8")) as {
      roles: { id: string }[];
      participants: { roles: string[] }[];
    };
    const held = new Set(participants.flatMap((participant) => participant.roles));
    assert.deepEqual([...held].toSorted(), roles.map(({ id }) => id).toSorted());
    for (const example of EXAMPLES) {
      const text = JSON.stringify(read(example));
      for (const [, named = ""] of text.matchAll(/"roles":\[([^\]]*)\]/g)) {
        for (const role of JSON.parse(`[${named}]`) as string[])
          assert.ok(held.has(role), `${example}: ${role}`);
      }
    }
  });

  it("end with an order process of at least thirty tasks in several nets", () => {
    const nets = read("order.yaml").decompositions.filter((each) => each.kind === "net");
    assert.ok(nets.length >= 6);
    assert.ok(nets.reduce((sum, net) => sum + net.tasks.length, 0) >= 30);
  });

  for (const name of files) {
    const { example, paths } = readPaths(name);
    describe(example, () => {
      for (const path of paths) it(path.it, () => walk(example, signaturesOf(registry), path));
    });
  }
});
