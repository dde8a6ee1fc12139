import assert from "node:assert/strict";
import type { ItemCommand } from "../../yawl/work/command.ts";
import type { EventView, ItemView } from "../../yawl/view/views.ts";
import { checkAcknowledged } from "./acknowledged.ts";
import type { CaseHistory, Taken } from "./history.ts";
import type { Entry, Wish } from "./ledger.ts";
import { checkDeeds, checkEvents } from "./life.ts";
import type { View } from "./view.ts";

const [CASE, ITEM, ANN] = ["c", "c.1", "ann"];

function entry(wish: Wish, given: Partial<Entry> = {}): Entry {
  const base = { number: 1, by: ANN, wish, key: "k", asked: 100, answered: 200, tries: 1, unclear: 0 };
  return { ...base, outcome: "acknowledged", status: 200, ...given };
}

function command(name: "claim" | "complete" | "save" | "deallocate" | "add-instance", data?: string): Wish {
  const body = data === undefined ? {} : { body: { data: { text: data } } };
  return { kind: "item", caseId: CASE, item: ITEM, command: name, ...body };
}

function taken(given: ItemCommand, event: number, by = ANN): Taken {
  const message = { item: ITEM, by: { participant: by, manager: false }, command: given };
  return { updateId: `u${event}`, message, at: 150, result: "done", event };
}

function history(...commands: readonly Taken[]): CaseHistory {
  const start = { caseId: CASE, data: { reference: "r" }, startedBy: "admin" };
  return { caseId: CASE, runId: "run", status: "RUNNING", start, taken: commands, last: 150, events: [] };
}

function kinds(entries: readonly Entry[], ...commands: readonly Taken[]): readonly string[] {
  return checkAcknowledged(entries, new Map([[CASE, history(...commands)]])).map(({ kind }) => kind);
}

describe("What the failure test finds in histories", () => {
  it("an acknowledged command that the history does not have is lost", () => {
    assert.deepEqual(kinds([entry(command("claim"))]), ["lost"]);
    assert.deepEqual(kinds([entry(command("claim"))], taken({ type: "claim" }, 5)), []);
  });

  it("a command that comes after its acknowledgement is not what was acknowledged", () => {
    const late = { ...taken({ type: "claim" }, 5), at: 5_000 };
    assert.deepEqual(kinds([entry(command("claim"))], late), ["lost"]);
  });

  it("a completion with other data is not what was acknowledged", () => {
    const other = taken({ type: "complete", data: { text: "other" } }, 5);
    assert.deepEqual(kinds([entry(command("complete", "mine"))], other), ["lost", "invented"]);
  });

  it("a claim is answered as done when somebody allocated the item to the caller", () => {
    const allocated = taken({ type: "allocate", to: ANN }, 5, "mia");
    const asked: Wish = { kind: "item", caseId: CASE, item: ITEM, command: "allocate", body: { to: ANN } };
    assert.deepEqual(kinds([entry(command("claim")), entry(asked, { by: "mia" })], allocated), []);
  });

  it("an instance that was added twice for one wish is found", () => {
    const add = (event: number): Taken => taken({ type: "add-instance", data: { text: "x" } }, event);
    assert.deepEqual(kinds([entry(command("add-instance", "x"), { tries: 2, unclear: 1 })], add(5), add(9)), [
      "twice",
    ]);
  });

  it("a draft that came back over a later one is found, the same draft saved again is not", () => {
    const [mine, other] = ["mine", "other"].map((text) => ({ type: "save", data: { text } }) as const);
    assert.ok(mine && other);
    const wishes = [entry(command("save", "mine")), entry(command("save", "other"))];
    assert.deepEqual(kinds(wishes, taken(mine, 5), taken(other, 7), taken(mine, 9)), ["twice"]);
    assert.deepEqual(kinds(wishes, taken(mine, 5), taken(mine, 7), taken(other, 9)), []);
  });

  it("what is done more often than it was asked for is found", () => {
    const give = (event: number): Taken => taken({ type: "deallocate" }, event);
    assert.deepEqual(kinds([entry(command("deallocate"))], give(5), give(9)), ["twice"]);
  });

  it("a command that was refused and done, and one that nobody gave, are invented", () => {
    const refused = entry(command("save", "mine"), { outcome: "refused", status: 409 });
    const save = taken({ type: "save", data: { text: "mine" } }, 5);
    assert.deepEqual(kinds([refused], save), ["invented"]);
    assert.deepEqual(kinds([], save), ["invented"]);
  });

  it("a start whose case is not there is lost, and one that made two cases was done twice", () => {
    const start: Wish = { kind: "start", specification: "s", reference: "r", data: {} };
    const asked = [entry(start, { said: CASE })];
    assert.deepEqual(
      checkAcknowledged(asked, new Map()).map(({ kind }) => kind),
      ["lost"],
    );
    const two = new Map([
      [CASE, history()],
      ["d", { ...history(), caseId: "d" }],
    ]);
    assert.deepEqual(
      checkAcknowledged(asked, two).map(({ kind }) => kind),
      ["twice"],
    );
  });
});

describe("What the failure test finds in events", () => {
  const moves = (...names: readonly string[]): readonly EventView[] =>
    names.map((name, index) => ({ caseId: CASE, number: index + 1, type: name, at: 1, item: ITEM, by: ANN }));
  const view = (status: ItemView["status"], events: readonly EventView[]): View => ({
    items: [{ id: ITEM, status } as ItemView],
    known: new Map(),
    events,
    eventIds: events.map(({ number }) => `${CASE}/${number}`),
  });
  const claimed = ["item-created", "item-offered", "item-claimed"];

  it("a legal life is", () => {
    assert.deepEqual(checkEvents(CASE, view("allocated", moves(...claimed))), []);
  });

  it("a gap in the numbers, a move that leads nowhere, and an end that the item does not have, are found", () => {
    assert.match(checkEvents(CASE, view("allocated", moves(...claimed).slice(1))).join(), /missing/);
    const twice = moves(...claimed, "item-claimed");
    assert.match(
      checkEvents(CASE, view("allocated", twice)).join(),
      /item-claimed of c.1, which was allocated/,
    );
    assert.match(checkEvents(CASE, view("started", moves(...claimed))).join(), /leave it allocated/);
  });

  it("a deed without its command in the history is found", () => {
    const shown = view("allocated", moves(...claimed));
    assert.match(checkDeeds(shown, history()).join(), /claim of c.1 by ann: 1 events, and 0 commands/);
    const offered = taken({ type: "offer", to: [ANN] }, 3);
    assert.deepEqual(checkDeeds(shown, history(offered, taken({ type: "claim" }, 5))), []);
  });
});
