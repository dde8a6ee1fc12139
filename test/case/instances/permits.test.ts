/** Permits: however parent and blocks hear from each other, no more complete than the threshold asks for, and nobody waits for ever. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Block, Report } from "../../../yawl/case/instances/block.ts";
import {
  ceilingAfter,
  firstGrant,
  freeOf,
  grants,
  shares,
  type Direction,
} from "../../../yawl/case/instances/permits.ts";

function report(id: string, waiting: number, more: Partial<Report> = {}): Report {
  const none = { completed: 0, cancelled: 0, failed: 0, open: 0, wanted: 0 };
  return { block: id, version: 0, heard: 0, ...none, waiting, ...more };
}

function block(id: string, size: number, granted: number, more: Partial<Block> = {}): Block {
  return {
    id,
    net: "net",
    task: "m",
    from: 1,
    to: size,
    size,
    instruction: { version: 1, retries: 0, again: 0, granted },
    report: report(id, size),
    ceiling: granted,
    ...more,
  };
}

/** A parent and blocks that do nothing but count, with their messages under way. */
class Counting {
  readonly #threshold: number;
  #known: Block[];
  readonly #blocks = new Map<string, { size: number; completed: number; wanted: number; version: number }>();
  readonly #heard = new Map<string, Block["instruction"]>();
  readonly underWay: { readonly to: string; readonly deliver: () => void }[] = [];

  constructor(threshold: number, sizes: readonly number[]) {
    this.#threshold = threshold;
    const grant = firstGrant(threshold, sizes.length);
    this.#known = sizes.map((size, index) => block(`b${index}`, size, Math.min(grant, size)));
    for (const { id, size, instruction } of this.#known) {
      this.#blocks.set(id, { size, completed: 0, wanted: 0, version: 0 });
      this.#heard.set(id, instruction);
    }
  }

  get completed(): number {
    return [...this.#blocks.values()].reduce((sum, each) => sum + each.completed, 0);
  }

  get wanted(): number {
    return [...this.#blocks.values()].reduce((sum, each) => sum + each.wanted, 0);
  }

  /** Somebody completes an instance of a block. */
  complete(index: number): void {
    const id = `b${index % this.#blocks.size}`;
    const own = this.#blocks.get(id);
    if (!own || own.completed + own.wanted >= own.size) return;
    own.wanted += 1;
    this.#count(id);
    this.#tell(id);
  }

  /** What waits is counted as far as it may be. */
  #count(id: string): void {
    const own = this.#blocks.get(id);
    if (!own) return;
    const { granted = Infinity } = this.#heard.get(id) ?? {};
    while (own.wanted > 0 && own.completed < granted) {
      own.wanted -= 1;
      own.completed += 1;
    }
  }

  #tell(id: string): void {
    const own = this.#blocks.get(id);
    if (!own) return;
    own.version += 1;
    const { completed, wanted, version, size } = own;
    const heard = this.#heard.get(id)?.version ?? 0;
    const told = report(id, size - completed, { completed, wanted, version, heard });
    this.underWay.push({ to: "parent", deliver: () => this.#take(told) });
  }

  #take(told: Report): void {
    const known = this.#known.find(({ id }) => id === told.block);
    if (!known || told.version <= known.report.version) return;
    const ceiling = ceilingAfter(known, told);
    const next = { ...known, report: told, ...(ceiling === undefined ? {} : { ceiling }) };
    this.#known = this.#known.map((each) => (each.id === next.id ? next : each));
    const directions = grants(this.#known, freeOf(this.#threshold, 0, this.#known));
    for (const [id, direction] of directions) this.#direct(id, direction);
  }

  #direct(id: string, { instruction: change, ceiling }: Direction): void {
    const known = this.#known.find((each) => each.id === id);
    assert.ok(known);
    const { recall: _, ...before } = known.instruction;
    const instruction = { ...before, ...change, version: before.version + 1 };
    const next = { ...known, instruction, ...(ceiling === undefined ? {} : { ceiling }) };
    this.#known = this.#known.map((each) => (each.id === id ? next : each));
    const heard = (): void => {
      if (instruction.version <= (this.#heard.get(id)?.version ?? 0)) return;
      this.#heard.set(id, instruction);
      this.#count(id);
      this.#tell(id);
    };
    this.underWay.push({ to: id, deliver: heard });
  }
}

describe("permits to complete", () => {
  it("are never more than the threshold, and end: whoever waits is counted until the threshold is reached", () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(1000), { maxLength: 60, size: "max" }),
        (threshold, sizes, moves) => {
          const all = new Counting(threshold + 1, sizes);
          const deliver = (at: number): void => {
            const [one] = all.underWay.splice(at % Math.max(1, all.underWay.length), 1);
            one?.deliver();
            assert.ok(all.completed <= threshold + 1, "more than the threshold");
          };
          for (const move of moves) {
            if (move % 3 === 0) deliver(move);
            else all.complete(move);
          }
          // a message each for what is asked, granted, called back and given back, of each completion and block
          const most = 20 * (moves.length + 1) * (sizes.length + 1);
          for (let count = 0; all.underWay.length > 0; count += 1) {
            assert.ok(count < most, "they never stop");
            deliver(count * 7);
          }
          assert.equal(all.wanted === 0 || all.completed === threshold + 1, true, "somebody waits for ever");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("are spread at first, some kept back; so few that a block would get one are given by asking", () => {
    assert.equal(firstGrant(700, 8), 70);
    assert.equal(firstGrant(7, 10), 0);
  });

  it("that a block has heard it is to give back are free again, before that they are not", () => {
    const told = block("a", 5, 3, {
      instruction: { version: 2, retries: 0, again: 0, granted: 1, recall: true },
    });
    assert.equal(ceilingAfter(told, report("a", 4, { version: 1, heard: 1, completed: 1 })), 3);
    assert.equal(ceilingAfter(told, report("a", 4, { version: 2, heard: 2, completed: 1 })), 1);
    assert.equal(ceilingAfter(told, report("a", 3, { version: 2, heard: 2, completed: 2 })), 2);
  });

  it("are called back from who does not need them when somebody else waits", () => {
    const rich = block("a", 5, 2);
    const poor = block("b", 5, 0, { report: report("b", 4, { version: 1, heard: 1, open: 1, wanted: 1 }) });
    const directions = grants([rich, poor], freeOf(2, 0, [rich, poor]));
    assert.deepEqual([...directions], [["a", { instruction: { granted: 0, recall: true } }]]);
  });
});

describe("shares of what may be open at once", () => {
  it("are as many as may be, and what is open already counts until it has ended", () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.array(fc.record({ open: fc.nat(5), waiting: fc.nat(5), told: fc.nat(8) }), { minLength: 1 }),
        (atOnce, each) => {
          const blocks = each.map(({ open, waiting, told }, index) =>
            block(`b${index}`, open + waiting, 0, {
              report: report(`b${index}`, waiting, { open }),
              instruction: { version: 1, retries: 0, again: 0, atOnce: told },
              opening: told,
            }),
          );
          const given = shares(blocks, atOnce);
          const mayBe = blocks.map(({ id, report: { open } }) => Math.max(open, given.get(id) ?? 0));
          const open = each.reduce((sum, one) => sum + one.open, 0);
          const sum = mayBe.reduce((total, one) => total + one, 0);
          assert.ok(sum <= Math.max(atOnce, open), "more than may be open");
        },
      ),
    );
  });

  it("of blocks that begin are given in their order", () => {
    const blocks = [1, 2, 3].map((number) => block(`b${number}`, 2, 0, { opening: 0 }));
    assert.deepEqual([...shares(blocks, 3).values()], [2, 1, 0]);
  });
});
