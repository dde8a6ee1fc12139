/** What becomes of the call of a connector. */
import type { JsonObject } from "../model/json.ts";
import type { ItemFailure } from "../work/item.ts";

/** What became of a call. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: JsonObject }
  /** the work goes on outside until its callback comes; epoch milliseconds */
  | { readonly kind: "waiting"; readonly until: number }
  | { readonly kind: "failure"; readonly failure: Omit<ItemFailure, "at"> };

/** The same, and of which call of which item. */
export type CallOutcome = { readonly item: string; readonly number: number } & Outcome;
