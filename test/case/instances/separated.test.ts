/** Instances of work that one person must not do together with other work. */
import assert from "node:assert/strict";
import { CURRENT_FLAGS, type Flag } from "../../../yawl/case/flags.ts";
import { readDialect } from "../../../yawl/files/dialect/read.ts";
import { compile } from "../../../yawl/net/compile.ts";
import { peopleRules } from "../../../yawl/resource/people-rules.ts";
import { advance } from "../../../yawl/case/advance.ts";
import type { CaseState } from "../../../yawl/case/state.ts";
import { link } from "../../../yawl/net/linked.ts";

/** A case in which more than one instance is too many for it, unless something says otherwise. */
function opened(tasks: string, flags: readonly Flag[] = CURRENT_FLAGS): CaseState {
  const read = readDialect(`mizzen: 1\nid: x\nversion: "1"\nstart: a\ntasks:\n${tasks}\n`);
  assert.ok(read.ok, JSON.stringify(read));
  const made = compile(read.value.specification, undefined, peopleRules());
  assert.ok(made.ok, JSON.stringify(made));
  const launch = { type: "launch", id: "case", data: {}, seed: 1, flags, inside: 1 } as const;
  const launched = advance(link(made.value.compiled), undefined, launch, 0);
  assert.ok(launched.ok, JSON.stringify(launched));
  return launched.value.state;
}

const R = "offer: { roles: [r] }";
const itself =
  "  a: { offer: { roles: [r], separateFrom: a }, instances: { count: 5 }, output: [], next: end }";

describe("Instances of work that is separated from other work", () => {
  it("all run where the others can see who has what in hand", () => {
    const one = opened(itself);
    const items = Object.keys(one.items);
    assert.deepEqual([items.length, Object.keys(one.blocks ?? {})], [5, []]);
  });

  it("do so as well when another task is the one that says it, or a net of theirs has the work", () => {
    const other = `  a: { ${R}, instances: { count: 5 }, output: [], next: b }\n  b: { offer: { roles: [r], separateFrom: a }, next: end }`;
    assert.equal(Object.keys(opened(other).items).length, 5);
    const nets = `nets: { n: { start: s, tasks: { s: { offer: { roles: [r], separateFrom: s }, output: [], next: end } } } }`;
    const inNet = `  a: { net: n, instances: { count: 5 }, next: end }\n${nets}`;
    assert.equal(Object.keys(opened(inNet).items).length, 5);
  });

  it("run in blocks where nothing is separated, and in cases from before", () => {
    const free = `  a: { ${R}, instances: { count: 5 }, output: [], next: end }`;
    assert.equal(Object.keys(opened(free).items).length, 0);
    const before = CURRENT_FLAGS.filter((flag) => flag !== "separations-in-one-workflow");
    assert.equal(Object.keys(opened(itself, before).items).length, 0);
  });
});
