import assert from "node:assert/strict";
import fc from "fast-check";
import { instantAfter, instantBefore } from "../../yawl/time/after.ts";
import { readDuration } from "../../yawl/time/duration.ts";
import { instantText, readInstant } from "../../yawl/time/instant.ts";

const DAY = 24 * 60 * 60 * 1_000;

function after(from: string, duration: string, workdays = false): string | undefined {
  const read = readDuration(duration);
  assert.ok(read, duration);
  const at = instantAfter(Date.parse(from), read, { workdays });
  return at === undefined ? undefined : instantText(at).replace(".000Z", "Z");
}

describe("An instant", () => {
  const right: Readonly<Record<string, string>> = {
    "2030-01-31": "2030-01-31T00:00:00.000Z",
    "2030-01-31Z": "2030-01-31T00:00:00.000Z",
    "2030-01-31+02:00": "2030-01-30T22:00:00.000Z",
    "2030-01-31T12:30": "2030-01-31T12:30:00.000Z",
    "2030-01-31T12:30:15": "2030-01-31T12:30:15.000Z",
    "2030-01-31T12:30:15.2567Z": "2030-01-31T12:30:15.256Z",
    "2030-01-31T12:30:15-05:30": "2030-01-31T18:00:15.000Z",
    "2030-12-31T24:00:00Z": "2031-01-01T00:00:00.000Z",
    "2028-02-29": "2028-02-29T00:00:00.000Z",
    "0099-01-01": "0099-01-01T00:00:00.000Z",
    "1896048000000": "2030-01-31T00:00:00.000Z",
    "-1": "1969-12-31T23:59:59.999Z",
  };
  for (const [text, instant] of Object.entries(right)) {
    it(`${text} is ${instant}`, () => {
      const read = readInstant(text);
      assert.equal(read === undefined ? undefined : instantText(read), instant);
    });
  }

  const wrong = [
    "2030-02-30",
    "2030-13-01",
    "2030-00-10",
    "2029-02-29",
    "2030-01-31T25:00:00Z",
    "2030-01-31T24:00:01Z",
    "2030-01-31T12:60",
    "2030-01-31T12:30:15+15:00",
    "31.1.2030",
    "2030-1-31",
    "Jan 31, 2030",
    "tomorrow",
    "",
    "9999999999999999",
    "999999-01-01",
  ];
  for (const text of wrong) {
    it(`${JSON.stringify(text)} is none`, () => assert.equal(readInstant(text), undefined));
  }

  it("is read as it is written", () => {
    fc.assert(
      fc.property(fc.integer({ min: -6e13, max: 2.5e14 }), (at) => {
        assert.equal(readInstant(instantText(at)), at);
      }),
    );
  });
});

describe("When a duration is over", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["2026-11-25T10:00:00Z", "PT30M", "2026-11-25T10:30:00Z"],
    ["2026-01-31T10:00:00Z", "P1M", "2026-02-28T10:00:00Z"],
    ["2028-01-31T10:00:00Z", "P1M", "2028-02-29T10:00:00Z"],
    ["2028-02-29T10:00:00Z", "P1Y", "2029-02-28T10:00:00Z"],
    ["2026-08-31T23:59:59Z", "P1M", "2026-09-30T23:59:59Z"],
    ["2026-11-30T10:00:00Z", "P3M", "2027-02-28T10:00:00Z"],
    ["2026-01-31T10:00:00Z", "P1M1D", "2026-03-01T10:00:00Z"],
    ["2026-11-25T10:00:00Z", "P2W", "2026-12-09T10:00:00Z"],
    ["2026-11-25T10:00:00Z", "PT0S", "2026-11-25T10:00:00Z"],
  ];
  for (const [from, duration, until] of cases) {
    it(`${duration} after ${from} it is ${until}`, () => assert.equal(after(from, duration), until));
  }

  it("is not known beyond what a date can be", () => {
    assert.equal(after("2026-11-25T10:00:00Z", "P999999999999Y"), undefined);
    assert.equal(after("2026-11-25T10:00:00Z", "P999999999999D"), undefined);
  });

  it("what is before an instant is cut to the month, too", () => {
    const month = readDuration("P1M");
    assert.ok(month);
    assert.equal(
      instantText(instantBefore(Date.parse("2026-03-31T08:00:00Z"), month) ?? 0),
      "2026-02-28T08:00:00.000Z",
    );
  });
});

describe("When a duration of workdays is over (T4)", () => {
  // 2026-11-27 is a Friday
  const cases: readonly (readonly [string, string, string])[] = [
    ["2026-11-27T10:00:00Z", "P1D", "2026-11-30T10:00:00Z"],
    ["2026-11-25T10:00:00Z", "P3D", "2026-11-30T10:00:00Z"],
    ["2026-11-25T10:00:00Z", "P5D", "2026-12-02T10:00:00Z"],
    ["2026-11-25T10:00:00Z", "P12D", "2026-12-11T10:00:00Z"],
    ["2026-11-28T15:00:00Z", "P1D", "2026-12-01T00:00:00Z"],
    ["2026-11-29T15:00:00Z", "PT1H", "2026-11-30T01:00:00Z"],
    ["2026-11-27T20:00:00Z", "PT8H", "2026-11-30T04:00:00Z"],
    ["2026-11-27T20:00:00Z", "PT4H", "2026-11-30T00:00:00Z"],
    ["2026-11-23T00:00:00Z", "P5D", "2026-11-30T00:00:00Z"],
    ["2026-10-28T10:00:00Z", "P1M", "2026-11-30T00:00:00Z"],
  ];
  for (const [from, duration, until] of cases) {
    it(`${duration} after ${from} it is ${until}`, () => assert.equal(after(from, duration, true), until));
  }

  it("days pass as when somebody counts them one by one", () => {
    const start = Date.parse("2026-11-01T00:00:00Z");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * 24 }), fc.integer({ min: 0, max: 40 }), (hours, days) => {
        const from = start + hours * 60 * 60 * 1_000;
        const isFree = (at: number): boolean => [0, 6].includes(new Date(at).getUTCDay());
        let at = from;
        while (isFree(at)) at = (Math.floor(at / DAY) + 1) * DAY;
        for (let left = days; left > 0; left -= 1) {
          at += DAY;
          while (isFree(at)) at += DAY;
        }
        const read = readDuration(`P${days}D`);
        assert.ok(read);
        assert.equal(instantAfter(from, read, { workdays: true }), at);
      }),
    );
  });
});
