/** What a task's form adds to the JSON Schema of its completion: headings, order, annotations of fields. */
import { isJsonObject } from "../spec/json.ts";
import type { FormDefinition } from "../spec/specification.ts";

type Schema = { readonly [keyword: string]: unknown };

/** Annotations say the title and description anew; of everything else the type has the last word. */
export function withForm(schema: Schema, form: FormDefinition | undefined): Schema {
  if (!form) return schema;
  const { title, description, order = [], fields = {} } = form;
  const { properties } = schema;
  const known = isJsonObject(properties) ? properties : {};
  const names = [...new Set([...order, ...Object.keys(known)])].filter((name) => Object.hasOwn(known, name));
  return {
    ...schema,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    properties: Object.fromEntries(
      names.map((name) => {
        const annotations = Object.hasOwn(fields, name) ? (fields[name] ?? {}) : {};
        const property = known[name];
        if (!isJsonObject(property)) return [name, property ?? true];
        const { title: caption, description: help } = annotations;
        return [
          name,
          {
            ...annotations,
            ...property,
            ...(caption !== undefined && { title: caption }),
            ...(help !== undefined && { description: help }),
          },
        ];
      }),
    ),
  };
}
