/** References of a JSON Schema: where each leads, found once. Only what stands in the schema itself can be referred to. */
import { isKeywords, partsOf } from "./keywords.ts";
import type { Keywords } from "./keywords.ts";
import { followPointer } from "../../model/pointer.ts";

/** Schemas in one schema, those in definitions included; more cannot be checked in reasonable time. */
export const MAX_SCHEMAS = 50_000;

/** A schema with its references resolved. */
export interface Resolved {
  /** every schema object, each before those inside of it */
  readonly schemas: readonly Keywords[];
  /** where the reference of a schema leads; a schema whose reference leads nowhere is not in it */
  readonly targets: ReadonlyMap<Keywords, unknown>;
  /** something asks what no other keyword has looked at */
  readonly hasUnevaluated: boolean;
  readonly isTooLarge: boolean;
}

const known = new WeakMap<Keywords, Resolved>();

/** The schema's parts and where its references lead; made once for each schema. */
export function resolveReferences(root: Keywords): Resolved {
  let resolved = known.get(root);
  if (!resolved) known.set(root, (resolved = new Resolver(root).run()));
  return resolved;
}

/** The base of schemas that have no address of their own. */
const BASE = "schema:/";

class Resolver {
  private readonly root: Keywords;
  private readonly bases = new Map<Keywords, string>();
  /** schemas by address, and by address with an anchor */
  private readonly addressed = new Map<string, unknown>();
  private readonly dynamic = new Map<string, number>();
  private isTooLarge = false;

  constructor(root: Keywords) {
    this.root = root;
  }

  run(): Resolved {
    this.addressed.set(BASE, this.root);
    this.visit(this.root, BASE);
    const targets = new Map<Keywords, unknown>();
    // Targets may stand where no keyword leads: they become part of the schema, and are looked at in their turn.
    for (const schema of this.bases.keys()) {
      const reference = schema["$ref"] ?? schema["$dynamicRef"];
      if (typeof reference !== "string") continue;
      const target = this.target(schema, reference);
      if (target === undefined) continue;
      targets.set(schema, target);
      if (isKeywords(target) && !this.bases.has(target)) this.visit(target, this.baseOf(schema));
    }
    const schemas = [...this.bases.keys()];
    const hasUnevaluated = schemas.some(
      (schema) => "unevaluatedProperties" in schema || "unevaluatedItems" in schema,
    );
    return { schemas, targets, hasUnevaluated, isTooLarge: this.isTooLarge };
  }

  private baseOf(schema: Keywords): string {
    return this.bases.get(schema) ?? BASE;
  }

  private visit(first: Keywords, outer: string): void {
    const waiting: { readonly schema: Keywords; readonly outer: string }[] = [{ schema: first, outer }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { schema } = next;
      if (this.bases.has(schema)) continue;
      if (this.bases.size >= MAX_SCHEMAS) {
        this.isTooLarge = true;
        return;
      }
      const id = schema["$id"];
      const base = typeof id === "string" ? (address(id, next.outer) ?? next.outer) : next.outer;
      this.bases.set(schema, base);
      if (base !== next.outer) this.addressed.set(base, schema);
      for (const keyword of ["$anchor", "$dynamicAnchor"]) {
        const anchor = schema[keyword];
        if (typeof anchor !== "string") continue;
        this.addressed.set(`${base}#${anchor}`, schema);
        if (keyword === "$dynamicAnchor") this.dynamic.set(anchor, (this.dynamic.get(anchor) ?? 0) + 1);
      }
      for (const part of partsOf(schema).toReversed())
        if (isKeywords(part.schema)) waiting.push({ schema: part.schema, outer: base });
    }
  }

  private target(schema: Keywords, reference: string): unknown {
    const [path = "", ...rest] = reference.split("#");
    const fragment = decoded(rest.join("#"));
    // With one anchor of the name, a dynamic reference leads to it from everywhere; with several, nowhere that we know.
    if (schema["$ref"] === undefined && (this.dynamic.get(fragment) ?? 0) > 1) return undefined;
    const base = path === "" ? this.baseOf(schema) : address(path, this.baseOf(schema));
    if (base === undefined) return undefined;
    if (fragment !== "" && !fragment.startsWith("/")) return this.addressed.get(`${base}#${fragment}`);
    const found = followPointer(this.addressed.get(base), fragment);
    return isKeywords(found) || typeof found === "boolean" ? found : undefined;
  }
}

function address(reference: string, base: string): string | undefined {
  try {
    return new URL(reference.replace(/#$/, ""), base).href;
  } catch {
    return undefined;
  }
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
