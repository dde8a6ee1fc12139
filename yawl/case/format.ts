/** The format of a case's state as JSON: stored histories and cases that continue as new carry it. */
import type { Performers } from "./performers.ts";
import type { CaseState } from "./state.ts";

/** Counts up with every change that older states do not fit. */
export const FORMAT = 2;

/** What a state of a format becomes in the next one, by the older format. */
export type Upgrades = Readonly<Record<number, (older: Older) => Older>>;

/** A state of any format. */
export type Older = Readonly<Record<string, unknown>> & { readonly format: number };

/** Each of them stays for as long as a case of its format may be running. */
const UPGRADES: Upgrades = {
  // who did what was a record by `net/task`, and is a list
  1: ({ performers, ...state }) => ({ ...state, performers: performersAsList(performers) }),
};

function performersAsList(performers: unknown): Performers {
  return Object.entries((performers ?? {}) as Readonly<Record<string, readonly string[]>>).map(
    ([key, people]) => {
      const end = key.lastIndexOf("/");
      return { net: key.slice(0, end), task: key.slice(end + 1), people };
    },
  );
}

/**
 * The state as this code knows it; to be called when a stored state is first used.
 * @throws Error for a format that is newer than this code, or older than any that it can upgrade
 */
export function upgrade(stored: CaseState): CaseState {
  return upgraded(stored, FORMAT, UPGRADES) as unknown as CaseState;
}

/** Takes a state through the formats one by one. */
export function upgraded(stored: object, format: number, upgrades: Upgrades): Older {
  let state = stored as Older;
  if (state.format === format) return state;
  if (typeof state.format !== "number" || state.format > format) {
    throw new Error(`the state has the format ${state.format}; this version knows formats up to ${format}`);
  }
  while (state.format < format) {
    const next = upgrades[state.format];
    if (!next) throw new Error(`a state of the format ${state.format} cannot be upgraded any more`);
    state = { ...next(state), format: state.format + 1 };
  }
  return state;
}
