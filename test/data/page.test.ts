import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Validator } from "@cfworker/json-schema";
import * as slimdom from "slimdom";
import type { DataType } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import { jsonSchema } from "../../yawl/data/schema/json-schema.ts";
import { checkValue } from "../../yawl/data/types/validate.ts";
import { fromXml, toXml } from "../../yawl/data/xml/convert.ts";
import { typesOf } from "../files/schema-text.ts";

interface Block {
  readonly label: string;
  readonly text: string;
}

describe("The examples of docs/data.md", () => {
  let blocks: readonly Block[];
  before(async () => {
    const page = await readFile(new URL("../../docs/data.md", import.meta.url), "utf8");
    blocks = [...page.matchAll(/^```(\w+ \w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
      label: match[1] ?? "",
      text: match[2] ?? "",
    }));
  });

  it("are values of their types, look like that as XML, and are wrong as the page says", () => {
    let name = "";
    let types: ReturnType<typeof typesOf> = {};
    let value: Json = null;
    const seen: Record<string, number> = {};
    for (const { label, text } of blocks) {
      seen[label] = (seen[label] ?? 0) + 1;
      const type: DataType = { kind: "named", name };
      switch (label) {
        case "xml schema":
          name = /name="(\w+)"/.exec(text)?.[1] ?? assert.fail(text);
          types = typesOf(text);
          break;
        case "json value": {
          value = JSON.parse(text) as Json;
          assert.deepEqual(checkValue(value, type, types, ""), []);
          const schema = JSON.parse(JSON.stringify(jsonSchema(type, types))) as Record<string, unknown>;
          assert.ok(new Validator(schema, "2020-12").validate(value).valid, text);
          break;
        }
        case "xml view": {
          const written = toXml(new slimdom.Document(), name, value, type, types);
          assert.equal(slimdom.serializeToWellFormedString(written), text.trim());
          const root = slimdom.parseXmlDocument(text.trim()).documentElement ?? assert.fail();
          assert.deepEqual(fromXml(root, type, types), { ok: true, value });
          break;
        }
        case "json wrong":
          value = JSON.parse(text) as Json;
          break;
        case "text findings": {
          const found = checkValue(value, type, types, "");
          assert.deepEqual(
            found.map(({ pointer, message }) => `${pointer} ${message}`),
            text.replace(/\n$/, "").split("\n"),
          );
          break;
        }
        default:
          assert.fail(`a block is labelled ${label}`);
      }
    }
    assert.deepEqual(seen, {
      "xml schema": 3,
      "json value": 3,
      "xml view": 3,
      "json wrong": 2,
      "text findings": 2,
    });
  });
});
