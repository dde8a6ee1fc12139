/**
 * How a collection's documents are described to mongoose: every field by name and type, and nothing else. What a schema does not
 * know is refused with its name, when it is written through mongoose as well as in a filter: nothing is dropped in silence.
 */
import { Schema } from "mongoose";
import type { JsonText } from "../json-text.ts";

/** Indexes are made by `ensureIndexes` alone, collections by their first document. */
export const OPTIONS = {
  strict: "throw",
  strictQuery: "throw",
  versionKey: false,
  minimize: false,
  id: false,
  autoIndex: false,
  autoCreate: false,
} as const;

/** Of a document inside another one. */
export const PART = { ...OPTIONS, _id: false } as const;

// A value is of its field's type or refused; mongoose would make `5` a text and a text an array of one.
Schema.Types.String.cast(false);
Schema.Types.Number.cast(false);
Schema.Types.Boolean.cast(false);
Schema.Types.Array.options.castNonArrays = false;
// The empty text is a value like others.
Schema.Types.String.checkRequired((value) => typeof value === "string");

/** A type of mongoose for values of this type. */
type Kind<Value> = [Value] extends [string]
  ? { type: StringConstructor }
  : [Value] extends [number]
    ? { type: NumberConstructor }
    : [Value] extends [boolean]
      ? { type: BooleanConstructor }
      : [Value] extends [Date]
        ? { type: DateConstructor }
        : [Value] extends [Buffer]
          ? { type: typeof Schema.Types.Buffer }
          : [Value] extends [readonly string[]]
            ? { type: [StringConstructor]; default: undefined }
            : [Value] extends [readonly (infer Part)[]]
              ? { type: [Schema<Part>]; default: undefined }
              : [Value] extends [Readonly<Record<string, JsonText>>]
                ? { type: MapConstructor; of: StringConstructor }
                : [Value] extends [object]
                  ? { type: Schema<Value> }
                  : { type: typeof Schema.Types.Mixed };

/** What is not optional in the document's type is required, and only that. */
type Field<Value> = Kind<NonNullable<Value>> &
  (undefined extends Value ? { required?: never } : { required: true });

/**
 * A type for each field of a document: the compiler sees to it that none is missing, and that each is right. `_id` is not called
 * required, as a replacement has none; that no document is without one MongoDB and mongoose see to.
 */
export type Fields<Document> = {
  [Name in keyof Document]-?: Name extends "_id" ? { type: StringConstructor } : Field<Document[Name]>;
};

/** A field that may be absent. */
export const text = { type: String } as const;
export const number = { type: Number } as const;
export const flag = { type: Boolean } as const;
export const moment = { type: Date } as const;
export const bytes = { type: Schema.Types.Buffer } as const;
export const texts = { type: [String] as [StringConstructor], default: undefined } as const;
export const anything = { type: Schema.Types.Mixed } as const;
/** A text under each of many names. */
export const named = { type: Map, of: String } as const;

/** A field that every document has. */
export function always<Kind extends object>(kind: Kind): Kind & { readonly required: true } {
  return { ...kind, required: true };
}
