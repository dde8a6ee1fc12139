/** What a specification says of itself, in the dialect: the keys of the model's `Metadata`. */
import { z } from "zod";
import type { Metadata, Party } from "../../spec/kept.ts";

const text = z.string();
const may = text.exactOptional();

const address = z.strictObject({
  number: may,
  street: may,
  postOfficeBox: may,
  suburbOrTown: may,
  postOrZipCode: text,
  state: may,
  country: text,
});

const party: z.ZodType<Party> = z.union([
  text,
  z.strictObject({
    name: text,
    contacts: z.array(z.union([address, z.strictObject({ email: text })])),
    description: may,
  }),
]);

const parties = z.array(party).exactOptional();
const texts = z.array(text).exactOptional();

export const metadataShape: z.ZodType<Metadata> = z.strictObject({
  title: may,
  creators: parties,
  subjects: texts,
  description: may,
  publisher: party.exactOptional(),
  contributors: parties,
  coverage: may,
  rights: may,
  replaces: texts,
  modifications: z.array(z.strictObject({ by: party, on: text })).exactOptional(),
  validFrom: may,
  validUntil: may,
  created: may,
  status: may,
  persistent: z.boolean().exactOptional(),
  identifier: may,
  uri: may,
});
