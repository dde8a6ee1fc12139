/** Schemas that several routes share. */
import { z } from "zod";
import { MAXIMUM_PAGE } from "../../store/page.ts";
import { isJsonObject } from "../../yawl/model/json.ts";
import type { JsonObject } from "../../yawl/model/json.ts";

const LONGEST_ID = 200;

/** Ids in paths and bodies: whatever can stand in a URL without being escaped, and `@` as in mail addresses. */
export const ID = z
  .string()
  .regex(/^(?!\.+$)[A-Za-z0-9._~@+-]+$/, "an id is made of letters, digits and . _ ~ @ + -")
  .max(LONGEST_ID);

/** An id that is only looked up: what cannot exist is not found rather than refused. No database takes half a character or NUL. */
export const ANY_ID = z
  .string()
  .min(1)
  .max(LONGEST_ID)
  .refine((text) => !/[\0\p{Surrogate}]/u.test(text), "has a NUL or half a character");

/** A JSON object of any content. */
export const DATA = z
  .custom<JsonObject>(isJsonObject, "this has to be an object")
  .meta({ type: "object", additionalProperties: true, description: "a JSON object" });

const DEFAULT_PAGE = 50;

export const PAGE = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, `has to be a number from 1 to ${MAXIMUM_PAGE}, in decimal digits`)
    .transform(Number)
    .pipe(z.number().max(MAXIMUM_PAGE))
    .default(DEFAULT_PAGE)
    .meta({
      type: "integer",
      pattern: undefined,
      minimum: 1,
      maximum: MAXIMUM_PAGE,
      default: DEFAULT_PAGE,
      description: "entries on a page, in decimal digits",
    }),
  cursor: z.string().max(1_000).optional().meta({ description: "`nextCursor` of the page before" }),
};

/** A page of a list. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const TIME = z.string().meta({ format: "date-time", description: "ISO 8601, UTC" });

/** Epoch milliseconds as the API shows times. */
export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function isoOrNothing<Name extends string>(
  name: Name,
  milliseconds: number | undefined,
): { readonly [key in Name]?: string } {
  return milliseconds === undefined
    ? {}
    : ({ [name]: iso(milliseconds) } as { readonly [key in Name]: string });
}
