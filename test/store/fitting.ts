/** Whether what is stored is what the schemas say: nothing that they do not know, nothing missing, everything of its type. */
import assert from "node:assert/strict";
import mongoose from "mongoose";
import "../../store/models.ts";

/** What is wrong with the documents of the database that is connected, each with its collection and id. */
export async function unfitting(): Promise<readonly string[]> {
  const database = mongoose.connection.db;
  assert.ok(database, "there is no connection");
  const models = new Map(Object.values(mongoose.models).map((model) => [model.collection.name, model]));
  const wrong: string[] = [];
  for (const { name } of await database.listCollections().toArray()) {
    const model = models.get(name);
    if (!model) {
      wrong.push(`${name}: no schema describes this collection`);
      continue;
    }
    for await (const document of database.collection(name).find()) {
      try {
        await new model(document).validate();
      } catch (error) {
        wrong.push(`${name} ${String(document._id)}: ${String(error)}`);
      }
    }
  }
  return wrong;
}

/** Names of the collections that hold something. */
export async function filled(): Promise<readonly string[]> {
  const models = Object.values(mongoose.models);
  const counts = await Promise.all(models.map((model) => model.estimatedDocumentCount()));
  return models.filter((_, index) => (counts[index] ?? 0) > 0).map((model) => model.collection.name);
}
