/** The engine against an independent small model of the rules of multiple instances, over random sequences. */
import fc from "fast-check";
import { Calm } from "./calm.ts";
import { MOVE, runs, setups } from "./sequences.ts";
import { Wild } from "./wild.ts";

const MOVES = fc.array(MOVE, { minLength: 1, maxLength: 30, size: "max" });

describe("multiple instances do what the rules say (I1 to I12)", () => {
  it("in one case", () => {
    fc.assert(
      fc.property(setups(false), MOVES, fc.nat(), (setup, moves, seed) => {
        const both = new Calm(setup, seed);
        for (const move of moves) both.do(move);
        both.finish();
      }),
      runs(150),
    );
  }).timeout(0);

  it("in blocks, whatever parent and blocks hear in which order", () => {
    fc.assert(
      fc.property(setups(true), MOVES, fc.nat(), (setup, moves, seed) => {
        const both = new Calm(setup, seed);
        for (const move of moves) both.do(move);
        both.finish();
      }),
      runs(150),
    );
  }).timeout(0);

  it("in blocks, whatever happens while messages are under way", () => {
    fc.assert(
      fc.property(setups(true), MOVES, fc.nat(), (setup, moves, seed) => {
        const one = new Wild(setup, seed);
        for (const move of moves) one.do(move);
        one.finish();
      }),
      runs(150),
    );
  }).timeout(0);
});
