import assert from "node:assert/strict";
import fc from "fast-check";
import { schemas } from "../data/random-schema.ts";
import { schemaText } from "../data/schema-texts.ts";
import { runs } from "../property/runs.ts";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import { schema as schemaFile } from "./schema-text.ts";
import { read, specificationFile } from "./specification-file.ts";

describe("Types that are written to a file", () => {
  it("are the same when the file is read again, whatever a random schema defines", () => {
    fc.assert(
      fc.property(schemas(4), (schema) => {
        const first = read(specificationFile({ schema: schemaFile(schemaText(schema)) }));
        assert.deepEqual(read(writeYawl(first).text).types, first.types);
      }),
      runs(80),
    );
  });
});
