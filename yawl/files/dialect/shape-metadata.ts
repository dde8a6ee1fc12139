/** What a specification says of itself in the dialect: the keys of the model's `Metadata`, by the Dublin core. */
import { z } from "zod";
import type { Metadata, Party } from "../../model/kept.ts";
import { may } from "./shape-kept.ts";

const text = z.string();

const address = z.strictObject({
  number: may(text, "House number"),
  street: may(text, "Street"),
  postOfficeBox: may(text, "Post office box"),
  suburbOrTown: may(text, "Town"),
  postOrZipCode: text.describe("Post code"),
  state: may(text, "State"),
  country: text.describe("Country"),
});

const party: z.ZodType<Party> = z.union([
  text,
  z.strictObject({
    name: text.describe("Name"),
    contacts: z
      .array(z.union([address, z.strictObject({ email: text.describe("Mail address") })]))
      .describe("Addresses"),
    description: may(text, "Who that is"),
  }),
]);

/** Shape of what a file says of itself, as `.yawl` files have it (Dublin Core). */
export const metadataShape: z.ZodType<Metadata> = z.strictObject({
  title: may(text, "Title"),
  creators: may(z.array(party), "Who made it"),
  subjects: may(z.array(text), "What it is about, in words to search for"),
  description: may(text, "What it is about"),
  publisher: may(party, "Who publishes it"),
  contributors: may(z.array(party), "Who else had a part in it"),
  coverage: may(text, "Where and when it holds"),
  rights: may(text, "Who may use it, and how"),
  replaces: may(z.array(text), "URIs of what this specification replaces"),
  modifications: may(
    z.array(z.strictObject({ by: party.describe("Who changed it"), on: text.describe("When") })),
    "Who changed it, and when",
  ),
  validFrom: may(text, "From when it holds"),
  validUntil: may(text, "Until when it holds"),
  created: may(text, "When it was made"),
  status: may(text, "Draft, approved and so on"),
  persistent: may(z.boolean(), "Whether cases outlive the engine (YAWL)"),
  identifier: may(text, "Unique identifier"),
  uri: may(text, "The `uri` of the .yawl file that it comes from"),
});
