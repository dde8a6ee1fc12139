/** Random choices that come out the same for the same seed: the seed is kept with the decision. */

/** The next of a row of choices: a whole number from 0 up to, not including, `below`. */
export type Chance = (below: number) => number;

/** @param seed 32 bits */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    // a Weyl sequence whose steps are mixed by multiplication and shifts: neighbouring seeds give unrelated rows
    state = (state + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    mixed = (mixed ^ (mixed >>> 15)) >>> 0;
    return Math.floor((mixed / 2 ** 32) * below);
  };
}
