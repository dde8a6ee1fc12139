/** Whom a notice concerns, and that people who believe what they are told know what they have. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  holdersOf,
  isNews,
  noticesOf,
  NOTICE_TYPES,
  reachOf,
  type Holders,
  type Listener,
  type NoticeType,
} from "../../yawl/view/notices.ts";

const PEOPLE: readonly Listener[] = [
  { id: "ann", roles: new Set(["clerk"]) },
  { id: "bob", roles: new Set(["clerk", "lawyer"]) },
  { id: "cem", roles: new Set() },
  { id: "dee", roles: new Set(["lawyer"]) },
];

function told(type: NoticeType, had: Holders, has: Holders): readonly string[] {
  return PEOPLE.filter(reachOf({ type, had, has })).map(({ id }) => id);
}

describe("A notice", () => {
  it("of an offer is for whoever gains it, by name or by role, and not for those who are excepted", () => {
    const has = { people: ["cem"], roles: ["clerk"], except: ["bob"] };
    assert.deepEqual(told("offered", {}, has), ["ann", "cem"]);
    assert.deepEqual(told("offered", { people: ["cem"] }, has), ["ann"]);
  });

  it("of a withdrawal is for those who had the item and neither have nor own it now", () => {
    const had = { people: ["cem"], roles: ["clerk"] };
    assert.deepEqual(told("withdrawn", had, { owner: "ann" }), ["bob", "cem"]);
    assert.deepEqual(told("withdrawn", had, { roles: ["clerk"] }), ["cem"]);
    assert.deepEqual(told("withdrawn", { owner: "ann" }, { people: ["bob"] }), ["ann"]);
  });

  it("of anything else of an item is for its owner alone", () => {
    for (const type of ["allocated", "started", "suspended", "resumed", "ended"] as const)
      assert.deepEqual(told(type, {}, { owner: "dee" }), ["dee"], type);
    assert.deepEqual(told("case", {}, {}), []);
  });

  it("is not made where nobody gains or loses anything", () => {
    const same = { people: ["ann", "cem"], roles: ["clerk"] };
    assert.deepEqual(noticesOf({ type: "item-offered" }, same, same), []);
    assert.deepEqual(noticesOf({ type: "item-claimed" }, { people: ["ann"] }, { owner: "ann" }), [
      "allocated",
    ]);
    assert.deepEqual(noticesOf({ type: "item-saved" }, same, same), []);
  });

  it("has one of the types that are announced, whatever the event", () => {
    for (const type of ["item-created", "item-saved", "net-entered", "data-changed"])
      assert.equal(isNews({ type }), false, type);
    for (const type of ["item-offered", "item-completed", "case-started", "case-ended-in-temporal"]) {
      assert.equal(isNews({ type }), true, type);
      for (const made of noticesOf({ type }, {}, { people: ["ann"] })) assert.ok(NOTICE_TYPES.includes(made));
    }
  });

  it("of an ended item is not said to be offered to anybody", () => {
    const item = { offeredTo: ["ann"], allocatedTo: "bob" } as const;
    assert.deepEqual(holdersOf({ ...item, status: "completed" }), { owner: "bob" });
    assert.deepEqual(holdersOf({ offeredTo: ["ann"], status: "offered" }), { people: ["ann"] });
  });

  it("leaves everybody with what they have, whatever happens to an item", () => {
    const ids = PEOPLE.map(({ id }) => id);
    const some = fc.subarray(ids);
    const offer = fc
      .record({ people: some, roles: fc.subarray(["clerk", "lawyer"]), except: some })
      .map((holders): readonly [string, Holders] => ["item-offered", holders]);
    const owned = fc
      .tuple(fc.constantFrom("item-claimed", "item-started", "item-reallocated"), fc.constantFrom(...ids))
      .map(([type, owner]): readonly [string, Holders] => [type, { owner }]);
    fc.assert(
      fc.property(fc.array(fc.oneof(offer, owned), { maxLength: 8 }), (events) => {
        const believes = new Map<string, string>();
        let had: Holders = {};
        for (const [type, has] of events) {
          for (const made of noticesOf({ type }, had, has)) {
            for (const id of told(made, had, has)) believes.set(id, made === "withdrawn" ? "nothing" : made);
          }
          had = has;
        }
        for (const person of PEOPLE) {
          const belief = believes.get(person.id) ?? "nothing";
          const isOffered = reachOf({ type: "offered", has: had })(person);
          if (isOffered) assert.equal(belief, "offered", person.id);
          else if (had.owner !== person.id) assert.equal(belief, "nothing", person.id);
          else assert.notEqual(belief, "nothing", person.id);
        }
      }),
    );
  });
});
