/** Code of a deployment's own: npm packages and files that settings name. */
import path from "node:path";
import { pathToFileURL } from "node:url";

/** What a source exports, or why it cannot be had. */
export type Exported =
  | { readonly values: readonly unknown[]; readonly isList: boolean }
  | { readonly mistake: string };

/**
 * The default export of an npm package or a file (`./connectors/sap.ts`, relative to the working directory).
 * @param what it has to be: "a connector or an array of connectors"
 */
export async function defaultExport(source: string, what: string): Promise<Exported> {
  const isFile = !source.startsWith("file:") && /^[./\\]|^[A-Za-z]:[/\\]|\.[cm]?[jt]s$/.test(source);
  let exported: unknown;
  try {
    const module: unknown = await import(isFile ? pathToFileURL(path.resolve(source)).href : source);
    exported = (module as { readonly default?: unknown }).default;
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { mistake: `"${source}" cannot be loaded: ${reason}` };
  }
  if (exported === undefined) return { mistake: `"${source}" has no default export; it has to be ${what}` };
  const isList = Array.isArray(exported);
  return { values: isList ? (exported as readonly unknown[]) : [exported], isList };
}
