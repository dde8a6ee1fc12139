/**
 * Lets commands to a case one after another, as far as the server wants it: it takes ten updates in flight for an
 * execution and refuses the rest. Here at most one is in flight for an item and six for a case; the others wait in line.
 *
 * Who waited for an item gets the item as the one before left it, so that of a hundred people who claim at once the
 * ninety-nine are answered without asking anybody.
 */
import { unavailable } from "./http/problem.ts";

export const PER_ITEM = 1;
export const PER_CASE = 6;
/** More than this many commands to one case do not wait but are turned away. */
export const WAITING_PER_CASE = 1_000;

/** A command's turn. */
export interface Turn<View> {
  /** whether others went first, so that what was read before is old */
  readonly waited: boolean;
  /** the item as the command before left it, when that is known */
  readonly latest: View | undefined;
}

export class Admission<View> {
  readonly #items = new Map<string, Gate<View>>();
  readonly #cases = new Map<string, Gate<never>>();
  readonly #present = new Map<string, number>();

  /**
   * Runs a command when it is its turn. `command` answers its result and, for who comes next, the item as it is then.
   * @param item key of what takes one command at a time; none for commands on the case itself
   * @param deadline epoch milliseconds; waiting ends then with 503
   */
  async run<Result>(
    {
      caseId,
      item,
      deadline,
    }: { readonly caseId: string; readonly item?: string; readonly deadline: number },
    command: (turn: Turn<View>) => Promise<{ readonly result: Result; readonly latest?: View | undefined }>,
  ): Promise<Result> {
    const present = this.#present.get(caseId) ?? 0;
    if (present >= WAITING_PER_CASE)
      throw unavailable("Too many commands wait for this case. The command may be repeated.");
    this.#present.set(caseId, present + 1);
    try {
      if (item === undefined)
        return await this.#inCase(caseId, deadline, { waited: false, latest: undefined }, command);
      return await within(this.#items, item, PER_ITEM, deadline, async (gate, waited) => {
        // Whoever fails leaves nothing behind: what is true now has to be read.
        const turn = { waited, latest: gate.latest };
        gate.latest = undefined;
        return await this.#inCase(caseId, deadline, turn, async (own) => {
          const outcome = await command(own);
          gate.latest = outcome.latest;
          return outcome;
        });
      });
    } finally {
      const left = (this.#present.get(caseId) ?? 1) - 1;
      if (left === 0) this.#present.delete(caseId);
      else this.#present.set(caseId, left);
    }
  }

  async #inCase<Result>(
    caseId: string,
    deadline: number,
    turn: Turn<View>,
    command: (turn: Turn<View>) => Promise<{ readonly result: Result }>,
  ): Promise<Result> {
    return await within(this.#cases, caseId, PER_CASE, deadline, async (_gate, waited) => {
      const { result } = await command({ ...turn, waited: turn.waited || waited });
      return result;
    });
  }
}

/** Some may be inside at the same time; the others wait in the order in which they came. */
class Gate<View> {
  readonly #places: number;
  readonly #waiting = new Set<() => void>();
  #inside = 0;
  latest: View | undefined;

  constructor(places: number) {
    this.#places = places;
  }

  get isEmpty(): boolean {
    return this.#inside === 0 && this.#waiting.size === 0;
  }

  /** Answers whether it had to wait. */
  async enter(deadline: number): Promise<boolean> {
    if (this.#inside < this.#places) {
      this.#inside += 1;
      return false;
    }
    await new Promise<void>((resolve, reject) => {
      const admitted = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(
        () => {
          this.#waiting.delete(admitted);
          reject(
            unavailable("The case is busy: the command did not get its turn in time. It may be repeated."),
          );
        },
        Math.max(0, deadline - Date.now()),
      );
      this.#waiting.add(admitted);
    });
    return true;
  }

  leave(): void {
    for (const next of this.#waiting) {
      // The place goes to the next one without being free in between.
      this.#waiting.delete(next);
      next();
      return;
    }
    this.#inside -= 1;
  }
}

async function within<View, Result>(
  gates: Map<string, Gate<View>>,
  key: string,
  places: number,
  deadline: number,
  run: (gate: Gate<View>, waited: boolean) => Promise<Result>,
): Promise<Result> {
  const gate = gates.get(key) ?? new Gate<View>(places);
  gates.set(key, gate);
  try {
    const waited = await gate.enter(deadline);
    try {
      return await run(gate, waited);
    } finally {
      gate.leave();
    }
  } finally {
    if (gate.isEmpty) gates.delete(key);
  }
}
