/** A bounded memory of what was made from a key. */

/**
 * Keeps what was made from a text, so that it is made once: at most so much, and what was made first goes first. Only what
 * follows from the key alone may be kept, so that forgetting changes no answer, and a case decides the same on every machine.
 */
export class Remembered<Value> {
  readonly #kept = new Map<string, Value>();
  readonly #most: number;
  readonly #weigh: (key: string, value: Value) => number;
  #weight = 0;

  /**
   * @param most weight of all that is kept; by number where nothing is weighed. What weighs more by itself is not kept
   * @param weigh a whole number above 0, and always the same for the same key
   */
  constructor(most: number, weigh: (key: string, value: Value) => number = () => 1) {
    this.#most = most;
    this.#weigh = weigh;
  }

  /** What was made from this key before; else what is made now. What `make` throws is not kept. */
  get(key: string, make: () => Value): Value {
    const known = this.#kept.get(key);
    if (known !== undefined || this.#kept.has(key)) return known as Value;
    const value = make();
    const weight = this.#weigh(key, value);
    if (weight > this.#most) return value;
    this.#makeRoomFor(weight);
    this.#kept.set(key, value);
    this.#weight += weight;
    return value;
  }

  #makeRoomFor(weight: number): void {
    for (const [first, value] of this.#kept) {
      if (this.#weight + weight <= this.#most) return;
      this.#kept.delete(first);
      this.#weight -= this.#weigh(first, value);
    }
  }
}
