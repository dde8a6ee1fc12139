import assert from "node:assert/strict";
import fc from "fast-check";
import { circleFrom } from "../../yawl/model/circle.ts";
import { circlesOfSubstitutes } from "../../yawl/resource/circles.ts";
import type { Absence } from "../../yawl/resource/organisation.ts";

const absence = (participant: string, substitute: string, changes: Partial<Absence> = {}): Absence => ({
  id: `${participant}-${substitute}`,
  participant,
  substitute,
  from: 0,
  until: 10,
  ...changes,
});

describe("circles in an organisation", () => {
  it("are named from one of them back to it; what only leads into one is in none", () => {
    const above = new Map([
      ["a", "b"],
      ["b", "c"],
      ["c", "b"],
      ["d", "d"],
      ["e", "nothing"],
    ]);
    const from = (id: string) => circleFrom(id, (each) => above.get(each));
    assert.deepEqual(from("b"), ["b", "c", "b"]);
    assert.deepEqual(from("d"), ["d", "d"]);
    for (const id of ["a", "e", "nothing"]) assert.equal(from(id), undefined, id);
  });

  it("of substitutes are there when all are away at one time, for the same work", () => {
    const both = [absence("ann", "ben"), absence("ben", "ann")];
    assert.deepEqual(
      circlesOfSubstitutes(both),
      new Map([
        ["ann-ben", ["ann", "ben", "ann"]],
        ["ben-ann", ["ben", "ann", "ben"]],
      ]),
    );
    const apart: readonly (readonly Absence[])[] = [
      [absence("ann", "ben"), absence("ben", "ann", { from: 10, until: 20 })],
      [absence("ann", "ben", { roles: ["clerk"] }), absence("ben", "ann", { roles: ["lawyer"] })],
      [absence("ann", "ben", { specifications: ["x"] }), absence("ben", "ann", { specifications: ["y"] })],
      // each two of them meet, all three never do
      [
        absence("ann", "ben", { from: 0, until: 5 }),
        absence("ben", "cas", { from: 4, until: 9 }),
        absence("cas", "ann", { from: 8, until: 12 }),
      ],
    ];
    for (const each of apart) assert.equal(circlesOfSubstitutes(each).size, 0, JSON.stringify(each));
    assert.equal(circlesOfSubstitutes([...both, absence("zoe", "ann")]).has("zoe-ann"), false);
  });

  it("of substitutes are found exactly where following the first ones by hand comes back", () => {
    const people = ["a", "b", "c", "d"] as const;
    const one = fc.record({
      participant: fc.constantFrom(...people),
      substitute: fc.constantFrom(...people),
      from: fc.integer({ min: 0, max: 8 }),
      length: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 7 }), (many) => {
        const absences = many
          .filter(({ participant, substitute }) => participant !== substitute)
          .map(({ participant, substitute, from, length }, index) =>
            absence(participant, substitute, { id: String(index), from, until: from + length }),
          );
        const found = circlesOfSubstitutes(absences);
        for (const each of absences) {
          let isInOne = false;
          // at each instant somebody has few ways to go: all of them are tried
          for (let at = 0; at < 17; at += 1) isInOne ||= comesBack(each, absences, at);
          assert.equal(found.has(each.id), isInOne);
        }
      }),
    );
  });
});

/** Whether the substitutes of one absence lead back to its participant at an instant, each being away then. */
function comesBack(first: Absence, absences: readonly Absence[], at: number): boolean {
  const isAway = ({ from, until }: Absence): boolean => from <= at && at < until;
  if (!isAway(first)) return false;
  const reached = new Set([first.substitute]);
  for (const id of reached) {
    if (id === first.participant) return true;
    for (const next of absences) if (next.participant === id && isAway(next)) reached.add(next.substitute);
  }
  return false;
}
