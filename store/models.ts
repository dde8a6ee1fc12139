/** Every collection that there is, each with a strict schema that names all of its fields, and the indexes that serve its queries. */
import mongoose from "mongoose";
import * as notices from "./models/notices.ts";
import * as organisation from "./models/organisation.ts";
import * as records from "./models/records.ts";
import * as specifications from "./models/specifications.ts";
import * as view from "./models/view.ts";

// What a schema refuses in a whole document, it refuses in an update, too; without this, only new documents are checked.
mongoose.set("runValidators", true);

export * from "./models/notices.ts";
export * from "./models/organisation.ts";
export * from "./models/records.ts";
export * from "./models/specifications.ts";
export * from "./models/view.ts";

interface Collection {
  readonly collection: { readonly name: string };
  createIndexes(): Promise<void>;
}

export const MODELS: readonly Collection[] = [notices, organisation, records, specifications, view].flatMap(
  (room) => Object.values(room),
);
