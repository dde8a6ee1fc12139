/** What the well-known order fulfilment process says of people, kept by every format. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { writeDialect } from "../../yawl/files/dialect/write.ts";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import type { Specification } from "../../yawl/model/specification.ts";
import { compile } from "../../yawl/net/compile.ts";
import { peopleRules } from "../../yawl/resource/people-rules.ts";
import { withoutPlaces, written } from "./round-trip.ts";

const FILE = new URL("../../../shared/yawl/specs/orderfulfillment.yawl", import.meta.url);

function resourcing({ decompositions }: Specification): unknown {
  const tasks = decompositions.flatMap((net) =>
    net.kind === "net" ? net.tasks.map((task) => [`${net.id}/${task.id}`, task.resourcing] as const) : [],
  );
  return withoutPlaces(Object.fromEntries(tasks));
}

describe("the order fulfilment process", () => {
  before(function skipWithout() {
    if (!existsSync(FILE)) this.skip();
  });

  const read = (): Specification => {
    const found = readYawl(readFileSync(FILE, "utf8"));
    return found.ok ? found.value.specification : assert.fail(found.fault.message);
  };

  it("keeps every allocator, privilege, filter, constraint and familiar task, as .yawl and in the dialect", () => {
    const specification = read();
    const before = resourcing(specification);
    const names = JSON.stringify(before);
    for (const name of [
      "CapabilityFilter",
      "SeparationOfDuties",
      "PiledExecution",
      "RandomChoice",
      "RoundRobinByExperience",
      "RoundRobinByTime",
      "ShortestQueue",
      "canReallocateStateless",
      "familiarTask",
    ])
      assert.ok(names.includes(name), name);
    assert.deepEqual(resourcing(written(specification)), before);
    const dialect = readDialect(writeDialect(specification, "yaml").text, { checksExpressions: false });
    assert.deepEqual(dialect.ok && resourcing(dialect.value.specification), before);
  });

  it("has rules that all are known, and separations that hold from both sides", () => {
    const made = compile(read(), undefined, peopleRules());
    assert.ok(made.ok);
    const { checks, compiled } = made.value;
    const wrong = /^(task|filter|constraint|allocator|privilege)-unknown$/;
    assert.deepEqual(
      checks.filter(({ code }) => wrong.test(code ?? "")),
      [],
    );
    const all = Object.values(compiled.nets).flatMap(({ id, tasks }) =>
      Object.values(tasks).map((task) => ({ net: id, task: task.id, people: task.people })),
    );
    const apart = all.filter(({ people }) => people?.separate);
    assert.ok(apart.length >= 2);
    for (const { net, task, people } of apart) {
      for (const other of people?.separate ?? []) {
        const back = compiled.nets[other.net]?.tasks[other.task]?.people?.separate;
        assert.deepEqual(
          back?.some((each) => each.net === net && each.task === task),
          true,
        );
      }
    }
    assert.equal(all.filter(({ people }) => people?.familiar).length, 2);
    assert.ok(all.some(({ people }) => people?.mayPile && people.needsSeed === undefined));
  });
});
