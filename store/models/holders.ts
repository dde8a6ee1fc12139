/** Who has an item, as it is stored within what is told of it. */
import { Schema } from "mongoose";
import type { Holders } from "../../yawl/view/notices.ts";
import { PART, text, texts } from "./schema.ts";
import type { Fields } from "./schema.ts";

export const holders = new Schema<Holders>(
  { people: texts, roles: texts, except: texts, owner: text } satisfies Fields<Holders>,
  PART,
);
