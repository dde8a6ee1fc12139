/** Parts of a backup that others refer to by their id. */
import { circleFrom } from "../../model/circle.ts";
import { quoted } from "../reader/findings.ts";
import type { Part } from "../reader/part.ts";

/** What can stand in a URL without being escaped. */
const URL_SAFE = /^(?!\.+$)[A-Za-z0-9._~@+-]{1,200}$/;

/** Whether an id can be used as it is. */
/** Whether an id can stand in a URL as it is. */
export function isUrlSafe(id: string): boolean {
  return URL_SAFE.test(id);
}

/** All parts of one kind by id; ids that are missing, unusable or there twice are errors. */
export class Declared {
  readonly #kind: string;
  readonly #byId = new Map<string, Part>();

  /** @param kind what people call one of them */
  constructor(parts: readonly Part[], kind: string) {
    this.#kind = kind;
    for (const part of parts) {
      const id = part.requiredAttribute("id");
      if (id === "") continue;
      if (!isUrlSafe(id)) part.error(`The id ${quoted(id)} has characters that cannot stand in a URL.`);
      else if (this.#byId.has(id)) part.error(`There is more than one ${kind} ${quoted(id)}.`);
      else this.#byId.set(id, part);
    }
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  map<T>(make: (part: Part, id: string) => T): readonly T[] {
    return [...this.#byId].map(([id, part]) => make(part, id));
  }

  /** Id in a child element; it is an error when nothing has it. */
  referenceOf(part: Part, name: string): string | undefined {
    const reference = part.one(name);
    return reference && this.checked(reference);
  }

  /** The ids in the child elements of a list. */
  referencesIn(list: Part | undefined, name: string): readonly string[] {
    return [...new Set((list?.all(name) ?? []).flatMap((part) => this.checked(part) ?? []))];
  }

  private checked(reference: Part): string | undefined {
    const id = reference.text;
    if (id === "") return undefined;
    if (!this.#byId.has(id)) reference.error(`There is no ${this.#kind} ${quoted(id)}.`);
    return id;
  }

  /** What stands above something must not stand below it. @param name of the element that names what is above */
  refuseCircles(name: string): void {
    const above = (id: string): string | undefined => this.#byId.get(id)?.textOf(name);
    for (const [id, part] of this.#byId) {
      const circle = circleFrom(id, above);
      if (circle) part.error(`This goes round in a circle: ${circle.join(" -> ")}.`);
    }
  }
}
