import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import type { Specification } from "../../yawl/model/specification.ts";

/** Specifications that others have published and traces of the reference engine; they lie beside the project, if at all. */
const SHARED = new URL("../../../shared/yawl/", import.meta.url);

function specifications(): ReadonlyMap<string, Specification> {
  const folder = new URL("specs/", SHARED);
  return new Map(
    readdirSync(folder).map((name) => {
      const result = readYawl(readFileSync(new URL(name, folder), "utf8"));
      if (!result.ok) assert.fail(`${name}: ${result.fault.message}`);
      return [name.replace(/\.\w+$/, ""), result.value.specification];
    }),
  );
}

describe("Published specifications", () => {
  before(function () {
    if (!existsSync(new URL("specs/", SHARED))) this.skip();
  });

  it("are all read, as plain JSON", () => {
    const all = specifications();
    assert.equal(all.size, 18);
    for (const specification of all.values()) {
      assert.deepEqual(JSON.parse(JSON.stringify(specification)), specification);
    }
  });

  it("leave only what is known to be of no use to the engine unread", () => {
    for (const [name, { unread }] of specifications()) {
      for (const { path } of unread ?? []) {
        assert.match(path, /\/outputExpression(\[\d+\])?$/, name);
      }
    }
  });

  it("are called as the reference engine calls them, and have its roots of XML views", () => {
    for (const [name, specification] of specifications()) {
      const { decompositions } = specification;
      const roots = new Map(decompositions.map(({ id, root }) => [id, root]));
      const nets = decompositions.filter((decomposition) => decomposition.kind === "net");
      const tasks = new Map(
        nets.flatMap((net) => net.tasks.map((task) => [task.id, roots.get(task.decomposition ?? "")])),
      );
      for (const policy of ["first", "seed1", "seed3"]) {
        const trace = readFileSync(new URL(`traces/${name}.${policy}.txt`, SHARED), "utf8");
        const { id, version, format, rootNet } = specification;
        const header = `spec ${id} - version ${version} schema=${format} root=${rootNet}`;
        assert.ok(trace.split(/\r?\n/).includes(header), name);
        for (const [, item, root] of trace.matchAll(/start (.+?)@\S+ -> \S+ in=<([^\s>/]+)/g)) {
          assert.equal(tasks.get(item ?? ""), root, `${name}: ${item}`);
        }
        for (const [, root] of trace.matchAll(/^\s*net <([^\s>/]+)/gm)) {
          assert.ok(
            nets.some((net) => net.root === root),
            `${name}: ${root}`,
          );
        }
      }
    }
  });

  it("are read in time: the order fulfilment process in far less than half a second", () => {
    const text = readFileSync(new URL("specs/orderfulfillment.yawl", SHARED), "utf8");
    readYawl(text);
    const start = performance.now();
    assert.ok(readYawl(text).ok);
    assert.ok(performance.now() - start < 500);
  });
});
