/**
 * Inputs of a case take their turn in the order in which they came. While people are being looked for, all of them wait:
 * nothing happens between the question and its answer, so that what was shown of the answer is what the case says.
 */
export class Line {
  readonly #queue: (() => void)[] = [];
  readonly #busy: () => Promise<void> | undefined;
  #isMoving = false;

  /** @param busy a promise that ends when people have been found; none when nobody looks for any */
  constructor(busy: () => Promise<void> | undefined) {
    this.#busy = busy;
  }

  /** Whether whoever comes now has nobody to wait for. */
  get isFree(): boolean {
    return this.#queue.length === 0 && this.#busy() === undefined;
  }

  /** Does the work at once, or when it is its turn. */
  enter(work: () => void): void {
    if (this.isFree) {
      work();
      return;
    }
    this.#queue.push(work);
    if (!this.#isMoving) void this.#move();
  }

  /** The same for work that answers. A plain promise: a `condition` would be looked at again after every job. */
  async turn<T>(work: () => T): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      this.enter(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  async #move(): Promise<void> {
    this.#isMoving = true;
    while (this.#queue.length > 0) {
      const busy = this.#busy();
      if (busy) await busy;
      else this.#queue.shift()?.();
    }
    this.#isMoving = false;
  }
}
