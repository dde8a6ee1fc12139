/** Which case and which work item a path is about: for the log, where every line of a case names it. */

export interface Subject {
  readonly caseId?: string;
  readonly itemId?: string;
}

const CASE = /\/cases\/([^/]+)/i;
const ITEM = /\/(?:work-items|callbacks)\/([^/]+)/i;
/** Lists below `/work-items/` that are not items. */
const LISTS: ReadonlySet<string> = new Set(["inbox"]);

/** @param path of a request, or of a `Location` */
export function subjectOf(path: string): Subject {
  const caseId = decoded(CASE.exec(path)?.[1]);
  if (caseId !== undefined) return { caseId };
  const itemId = decoded(ITEM.exec(path)?.[1]);
  if (itemId === undefined || LISTS.has(itemId)) return {};
  // The id of an item is that of its case, a full stop and a number.
  const end = itemId.lastIndexOf(".");
  return end > 0 ? { caseId: itemId.slice(0, end), itemId } : { itemId };
}

function decoded(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
