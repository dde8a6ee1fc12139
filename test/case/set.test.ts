import assert from "node:assert/strict";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { readYawl } from "../../yawl/files/reader/yawl.ts";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import type { Specification } from "../../yawl/model/specification.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { compile } from "../../yawl/net/compile.ts";
import { Walk } from "./walk.ts";

const HEAD = 'mizzen: 1\nid: x\nversion: "1"\n';

function read(text: string): Specification {
  const found = readDialect(HEAD + text);
  assert.ok(found.ok, JSON.stringify(found));
  return found.value.specification;
}

function walk(specification: Specification, data: JsonObject = {}): Walk {
  const made = compile(specification);
  assert.ok(made.ok, JSON.stringify(made));
  return new Walk(made.value.compiled, data);
}

/** As the dialect says it, and written as `.yawl` and read again. */
function both(text: string, tell: (specification: Specification) => void): void {
  const specification = read(text);
  tell(specification);
  const again = readYawl(writeYawl(specification).text);
  assert.ok(again.ok, JSON.stringify(again));
  tell(again.value.specification);
}

describe("what a task sets in the dialect", () => {
  it("is said over the outputs and the net's variables: a counter is $tries + 1", () => {
    const text = `data: { tries: { type: integer, default: 0 }, done: boolean }
start: a
tasks:
  a:
    offer: { roles: [clerk] }
    output: { ok: boolean }
    set: { tries: $tries + 1, done: $ok }
    next: [{ to: end, when: $done }, { to: a, otherwise: true }]
`;
    both(text, (specification) => {
      const one = walk(specification);
      one.perform("a", { ok: false });
      one.perform("a", { ok: false });
      one.perform("a", { ok: true });
      assert.equal(one.state.status, "completed");
      assert.deepEqual(one.state.result, { tries: 3, done: true });
    });
  });

  it("takes an output for the variable of its name", () => {
    const one = walk(
      read(`data: { note: { type: string, default: old }, copy: string, word: string }
start: a
tasks:
  a:
    offer: { roles: [clerk] }
    output: { note: string?, word: string }
    set: { copy: { jsonata: note }, word: "concat($word, '!')" }
    next: end
`),
    );
    one.perform("a", { note: "given", word: "new" });
    assert.deepEqual(one.state.result, { note: "old", copy: "given", word: "new!" });
  });

  it("is set by a task that only routes, too, and its split sees it", () => {
    const text = `input: { n: integer }
data: { sum: { type: integer, default: 0 }, left: integer }
start: init
tasks:
  init: { set: { left: $n }, next: step }
  step:
    set: [{ sum: $sum + $left, left: $left - 1 }]
    next: [{ to: step, when: $left > 0 }, { to: end, otherwise: true }]
`;
    both(text, (specification) => {
      const one = walk(specification, { n: 4 });
      assert.deepEqual([one.state.status, one.state.result], ["completed", { n: 4, sum: 10, left: 0 }]);
    });
  });

  it("stays with a routing task as its failure when it cannot be said", () => {
    const one = walk(
      read(
        "data: { a: { type: integer, default: 0 } }\nstart: r\ntasks:\n  r: { set: { a: 1 idiv $a }, next: end }\n",
      ),
    );
    assert.equal(one.state.status, "running");
    assert.equal(one.state.nets["x"]?.tasks["r"]?.phase, "failed");
  });

  it("names variables that are there: outputs, and those of the net", () => {
    const found = readDialect(
      `${HEAD}data: { tries: integer }\nstart: a\ntasks:\n  a: { output: { ok: boolean }, set: { tries: $trise + 1 }, next: end }\n`,
    );
    assert.ok(!found.ok);
    assert.match(
      found.fault.message,
      /\$trise, which is not there; there is \$ok, \$tries\. Did you mean "tries"\?/,
    );
  });
});

describe("instances of the dialect", () => {
  const reviews = (bounds: string): Specification =>
    read(`input: { list: array }
data: { results: { type: array, default: [] } }
start: review
tasks:
  review: { offer: { roles: [clerk] }, instances: { each: $list, into: results${bounds} }, output: { grade: integer }, next: end }
`);

  it("are none for an empty list: the task is done at once, with an empty result", () => {
    const one = walk(reviews(""), { list: [] });
    assert.deepEqual([one.state.status, one.state.result], ["completed", { list: [], results: [] }]);
    assert.equal(Object.keys(walk(reviews(""), { list: [1, 2] }).state.items).length, 2);
  });

  it("are as many as the file asks for at least, if it does", () => {
    const one = walk(reviews(", min: 1"), { list: [] });
    assert.equal(one.state.status, "running");
    assert.equal(one.state.nets["x"]?.tasks["review"]?.phase, "failed");
  });

  it("are none for a count of none", () => {
    const text =
      "input: { n: integer }\nstart: a\ntasks:\n  a: { offer: { roles: [clerk] }, instances: { count: $n }, next: end }\n";
    assert.equal(walk(read(text), { n: 0 }).state.status, "completed");
  });

  it("keep their minimum when the file is written and read again", () => {
    for (const bounds of ["", ", min: 0", ", min: 1", ", min: 2"]) keepsMinimum(reviews(bounds));
  });
});

function keepsMinimum(specification: Specification): void {
  const again = readYawl(writeYawl(specification).text);
  assert.ok(again.ok);
  const minimum = ({ decompositions }: Specification): unknown =>
    decompositions.flatMap((each) =>
      each.kind === "net" ? each.tasks.map(({ instances }) => instances?.minimum) : [],
    );
  assert.deepEqual(minimum(again.value.specification), minimum(specification));
}
