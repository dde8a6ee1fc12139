import assert from "node:assert/strict";
import fc from "fast-check";
import { isMoment } from "../../yawl/data/types/moment.ts";
import {
  DURATION_PATTERN,
  durationMillis,
  durationText,
  FIXED_DURATION_PATTERN,
  fixedDuration,
  readDuration,
} from "../../yawl/time/duration.ts";
import { timingOf } from "../../yawl/time/retry.ts";

const part = (unit: string): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 99 }).map((number) => `${number}${unit}`);
const date = fc.tuple(...["Y", "M", "W", "D"].map((unit) => fc.oneof(fc.constant(""), part(unit))));
const time = fc.tuple(...["H", "M", "S", ".5S"].map((unit) => fc.oneof(fc.constant(""), part(unit))));
/** Durations, and texts that are nearly some. */
const texts = fc
  .tuple(fc.constantFrom("", "-", "+"), date, fc.constantFrom("", "T", "T"), time)
  .map(([sign, days, mark, clock]) => `${sign}P${days.join("")}${mark}${mark === "" ? "" : clock.join("")}`);

describe("durations", () => {
  it("are read with months, days and the rest apart", () => {
    const parts = (text: string) => {
      const read = readDuration(text);
      return read && [read.isNegative, read.months, read.days, read.milliseconds];
    };
    assert.deepEqual(parts("P1Y2M"), [false, 14, 0, 0]);
    assert.deepEqual(parts("P1M"), [false, 1, 0, 0]);
    assert.deepEqual(parts("PT1M"), [false, 0, 0, 60_000]);
    assert.deepEqual(parts("P1W2D"), [false, 0, 9, 0]);
    assert.deepEqual(parts("-P1DT2H0.25S"), [true, 0, 1, 7_200_250]);
    for (const wrong of [
      "",
      "P",
      "PT",
      "P1",
      "1D",
      "P1DT",
      "P1.5D",
      "PT1M1H",
      "p1d",
      " P1D",
      "P-1D",
      "PT1.S",
      "2 hours",
    ])
      assert.equal(readDuration(wrong), undefined, wrong);
  });

  it("are the same to specifications, types of XML Schema and editors", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const read = readDuration(text);
        assert.equal(isMoment(text, "duration"), read !== undefined && !read.hasWeeks, text);
        assert.equal(new RegExp(DURATION_PATTERN).test(text), read?.isNegative === false, text);
        const isFixed = new RegExp(FIXED_DURATION_PATTERN).test(text);
        assert.equal(isFixed, read?.isNegative === false && !/[YM]/.test(text.split("T")[0] ?? ""), text);
        assert.ok(!isFixed || durationMillis(text) !== undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  it("without years and months have a length", () => {
    assert.equal(durationMillis("P1W"), 7 * 86_400_000);
    assert.equal(durationMillis("PT1M30.0005S"), 90_001);
    assert.equal(durationMillis("P1Y"), undefined);
    assert.equal(durationMillis("P0Y1D"), 86_400_000);
    const problem = (text: string) => {
      const read = fixedDuration(text, { least: 1_000, most: 3_600_000 });
      return read.ok ? "" : read.problem;
    };
    assert.equal(problem("PT30S"), "");
    assert.equal(
      problem("P1M"),
      "must have no years and months, which are not always equally long: write days",
    );
    assert.equal(problem("-PT30S"), "must not be negative");
    assert.equal(problem("PT2H"), "must be between PT1S and PT1H");
    assert.equal(problem("soon"), "must be an ISO 8601 duration such as PT30S, PT1H30M or P2D");
  });

  it("are written as they are read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (milliseconds) => {
        assert.equal(durationMillis(durationText(milliseconds)), milliseconds);
      }),
    );
    assert.equal(durationText(90_061_500), "P1DT1H1M1.5S");
  });
});

describe("the timing of a call", () => {
  it("has the engine's defaults where nothing is said", () => {
    assert.deepEqual(timingOf({}), {
      timing: {
        retry: { attempts: 5, initialInterval: 1_000, coefficient: 2, maximumInterval: 60_000 },
        timeout: 60_000,
      },
      problems: [],
    });
    const { timing } = timingOf({ retry: { initialInterval: "PT2M", deadline: "P1W" }, timeout: "PT0.5S" });
    assert.deepEqual(timing.retry.maximumInterval, 120_000);
    assert.deepEqual(timing.retry.deadline, 7 * 86_400_000);
    assert.equal(timing.timeout, 500);
  });

  it("says what of it is wrong, part by part", () => {
    const { problems } = timingOf({
      retry: {
        attempts: 1.5,
        initialInterval: "2s",
        coefficient: 0.5,
        maximumInterval: "P1M",
        deadline: "P31D",
      },
      timeout: "PT0S",
    });
    assert.deepEqual(problems, [
      "The number of attempts must be a whole number from 1 to 1000; it is 1.5.",
      "The coefficient of a retry must be a number from 1 to 100; it is 0.5.",
      'The initial interval must be an ISO 8601 duration such as PT30S, PT1H30M or P2D; it is "2s".',
      'The maximum interval must have no years and months, which are not always equally long: write days; it is "P1M".',
      'The deadline must be between PT0.001S and P30D; it is "P31D".',
      'The timeout must be between PT0.001S and P30D; it is "PT0S".',
    ]);
  });
});
