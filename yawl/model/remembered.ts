/** A bounded memory of what was made from a key. */

/**
 * Keeps what was made from a text, so that it is made once: at most so many, and the one that was made first goes first. Only
 * what follows from the key alone may be kept, so that forgetting changes no answer, and a case decides the same on every machine.
 */
export class Remembered<Value> {
  readonly #kept = new Map<string, Value>();
  readonly #most: number;

  /** @param most values that are kept, at least 1 */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was made from this key before; else what is made now. What `make` throws is not kept. */
  get(key: string, make: () => Value): Value {
    const known = this.#kept.get(key);
    if (known !== undefined || this.#kept.has(key)) return known as Value;
    const value = make();
    if (this.#kept.size >= this.#most) this.#forgetFirst();
    this.#kept.set(key, value);
    return value;
  }

  #forgetFirst(): void {
    const first = this.#kept.keys().next();
    if (!first.done) this.#kept.delete(first.value);
  }
}
