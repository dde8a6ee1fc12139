/** Ripple-down rules of the versions of specifications. Their uploads are the only place where they are: they are truth. */
import { fromText, toText } from "./json-text.ts";
import { Rules } from "./models.ts";
import type { RulesView } from "./views.ts";

const DUPLICATE_KEY = 11_000;

/** `undefined` when the version has no rules, and when there is no such version. */
export async function findRules(id: string, version: string): Promise<RulesView | undefined> {
  const document = await Rules.findById(`${id}@${version}`).lean();
  if (!document) return undefined;
  const { _id, rules, ...fields } = document;
  return { ...fields, rules: fromText(rules) };
}

/**
 * Keeps the rules in their revision, which is the one after what is stored: from 1.
 * @returns `false` when somebody else has changed them meanwhile, and nothing was written
 */
export async function saveRules(view: RulesView): Promise<boolean> {
  const { rules, ...fields } = view;
  const _id = `${view.id}@${view.version}`;
  const document = { ...fields, rules: toText(rules) };
  if (view.revision > 1) {
    const { matchedCount } = await Rules.replaceOne({ _id, revision: view.revision - 1 }, document);
    return matchedCount > 0;
  }
  try {
    await Rules.create([{ _id, ...document }]);
    return true;
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === DUPLICATE_KEY) return false;
    throw error;
  }
}

/** `false`: there were none. */
export async function removeRules(id: string, version: string): Promise<boolean> {
  const { deletedCount } = await Rules.deleteOne({ _id: `${id}@${version}` });
  return deletedCount > 0;
}
