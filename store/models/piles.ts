/** Who gets all work of a task: piles. */
import { model, Schema } from "mongoose";
import type { Model } from "mongoose";
import { always, number, OPTIONS, text } from "./schema.ts";
import type { Fields } from "./schema.ts";

/** Its `_id` names the task of a version of a specification. */
export interface PileDocument {
  _id: string;
  participant: string;
  specification: string;
  version: string;
  net: string;
  task: string;
  /** epoch milliseconds */
  since: number;
}

const piles = new Schema<PileDocument>(
  {
    _id: text,
    participant: always(text),
    specification: always(text),
    version: always(text),
    net: always(text),
    task: always(text),
    since: always(number),
  } satisfies Fields<PileDocument>,
  OPTIONS,
);
piles.index({ participant: 1 });

export const Piles: Model<PileDocument> = model<PileDocument>("Pile", piles, "piles");
