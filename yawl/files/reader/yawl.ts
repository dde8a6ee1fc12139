/**
 * Reader of `.yawl` files, of every version of YAWL's schema: Beta 2 to Beta 7.1, and 2.0 to 4.0.
 *
 * Everything that is wrong is collected and reported at once; what is not understood is reported, too (`unread`).
 */
import { checkReferences } from "../../model/check.ts";
import type { TypeLibrary } from "../../model/datatype.ts";
import { fault, ok, type FaultDetail, type Result } from "../../model/fault.ts";
import type { Decomposition, NetLayout, Specification } from "../../model/specification.ts";
import { XSD_NAMESPACE } from "../xsd/builtin-types.ts";
import { readDecomposition } from "./decompositions.ts";
import { outerXml, type XmlDocument } from "../xml/element.ts";
import { areSchemas, areTexts, isTruth } from "./extension.ts";
import { Findings } from "./findings.ts";
import { readIdentity } from "./identity.ts";
import { readLayout } from "./layout.ts";
import { Part } from "./part.ts";
import { readSchemaVersion, type SchemaVersion } from "./schema-version.ts";
import { parseXml } from "../xml/parse.ts";
import { SchemaTypes } from "../xsd/schema.ts";

/** Most findings that one fault lists. */
const MOST_DETAILS = 100;

/**
 * Reads the (first) specification of a `specificationSet`.
 *
 * Faults: those of `parseXml`; `invalid-specification` with every finding, each with its element, line and column, when
 * the structure or a reference is wrong: no or several root nets, no input or output condition, anything that refers to
 * something that is not there (see `checkReferences`), ids that occur twice, words and numbers that are none.
 *
 * @param options.maxLength most characters that the text may have; 8,000,000 unless given
 */
export function readYawl(
  text: string,
  options: { readonly maxLength?: number } = {},
): Result<{ specification: Specification; warnings: readonly FaultDetail[] }> {
  const parsed = parseXml(text, options);
  if (!parsed.ok) return parsed;
  const findings = new Findings();
  checkEncoding(text, findings);
  const specification = readSet(parsed.value, findings);
  if (specification) for (const detail of checkReferences(specification)) findings.error(detail);
  if (!specification || findings.errorCount > 0) return refusal(findings);
  return ok({ specification, warnings: inOrder(findings.warnings) });
}

/** Text that was decoded by another encoding than its own has characters that stand for what could not be decoded. */
function checkEncoding(text: string, findings: Findings): void {
  const at = text.indexOf("\uFFFD");
  if (at === -1) return;
  const before = text.slice(0, at).split(/\r\n|\n|\r/);
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const [, declared = "UTF-8"] =
    /^\uFEFF?<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(text) ?? [];
  if (/^utf-?8$/i.test(declared))
    findings.warn({ ...place, message: "A character could not be decoded: is the file really UTF-8?" });
  else
    findings.error({
      ...place,
      message: `A character could not be decoded. The file says it is in ${declared}; send it as UTF-8, or with its charset.`,
    });
}

function readSet(document: XmlDocument, findings: Findings): Specification | undefined {
  const set = new Part(document, document.root, findings);
  const version = readSchemaVersion(set);
  if (version === undefined) return undefined;
  const first = set.one("specification");
  if (!first) {
    set.error("The file has no <specification>.");
    return undefined;
  }
  const layout = set.one("layout");
  const specification = readSpecification(document, first, version, layout);
  set.recordUnread();
  return { ...specification, ...(findings.unread.length > 0 && { unread: findings.unread }) };
}

function readSpecification(
  document: XmlDocument,
  part: Part,
  version: SchemaVersion,
  layout: Part | undefined,
): Specification {
  const types = new SchemaTypes(
    part.findings,
    part.extra("jsonTypes", areSchemas),
    part.extra("anyTypes", areTexts),
  );
  const [schema, ...otherSchemas] = part.foreign("schema", XSD_NAMESPACE);
  if (schema) types.read(schema.element);
  schema?.whole();
  for (const other of otherSchemas)
    other.warn("Only the first XML Schema of the specification is read; this is another.");
  const importedNets = part.all("importedNet").map((each) => {
    each.warn("Nets of other files are not imported.");
    return each.text;
  });
  const documentation = part.textOf("documentation");
  const decompositions = [...part.all("rootNet"), ...part.all("decomposition")].map((each) => ({
    part: each,
    decomposition: readDecomposition(each, {
      types,
      ...(version.fixedRoot && { fixedRoot: version.fixedRoot }),
    }),
  }));
  const identity = readIdentity(part);
  const layouts = layout && readLayout(layout, identity.metadata.uri ?? identity.id);
  // names of types that the writer made; then the whole schema is its work
  const listed = part.extra("madeTypes", areTexts);
  const made = listed && !isReferred(decompositions, listed) ? listed : undefined;
  return {
    ...identity,
    ...(documentation !== undefined && { documentation }),
    format: version.name,
    // after the decompositions, for those ask for YAWL's own types
    types: libraryOf(types, made),
    ...(schema && made === undefined && { schemaXml: outerXml(document, schema.element) }),
    rootNet: rootOf(part, decompositions),
    decompositions: decompositions.map(({ decomposition }) => withLayout(decomposition, layouts)),
    ...(importedNets.length > 0 && { importedNets }),
    ...(layout && !layout.extra("made", isTruth) && { layoutXml: outerXml(document, layout.element) }),
  };
}

/** Whether variables refer to types by these names: then somebody has taken their own types out of the file. */
function isReferred(all: readonly { decomposition: Decomposition }[], names: readonly string[]): boolean {
  const variables = all.flatMap(({ decomposition: each }) => [
    ...each.inputs,
    ...each.outputs,
    ...(each.kind === "net" ? each.locals : (each.enablementParameters ?? [])),
  ]);
  return variables.some(({ type }) => type.kind === "named" && names.includes(type.name));
}

/** The types of the model: without those that a writer made for the file, which the variables have themselves. */
function libraryOf(types: SchemaTypes, made: readonly string[] | undefined): TypeLibrary {
  if (!made || made.length === 0) return types.library;
  const names = new Set(made);
  return Object.fromEntries(Object.entries(types.library).filter(([name]) => !names.has(name)));
}

function withLayout(
  decomposition: Decomposition,
  layouts: ReadonlyMap<string, NetLayout> | undefined,
): Decomposition {
  const layout = decomposition.kind === "net" ? layouts?.get(decomposition.id) : undefined;
  return decomposition.kind === "net" && layout ? { ...decomposition, layout } : decomposition;
}

/** Id of the root net: `rootNet` in Beta 2 (and by its schema), `decomposition isRootNet="true"` since. */
function rootOf(specification: Part, all: readonly { part: Part; decomposition: Decomposition }[]): string {
  const [first, ...others] = all.filter(
    ({ part }) =>
      part.element.name === "rootNet" || ["true", "1"].includes(part.attribute("isRootNet")?.trim() ?? ""),
  );
  if (!first) specification.error("The specification has no root net.");
  for (const { part } of others) part.error("The specification has more than one root net; this is another.");
  return first?.decomposition.id ?? "";
}

function refusal(findings: Findings): ReturnType<typeof fault> {
  const details = inOrder(findings.errors).slice(0, MOST_DETAILS);
  const count = findings.errorCount;
  const [first] = details;
  const where = first?.line === undefined ? "" : ` (line ${first.line}, column ${first.column ?? 1})`;
  const what = `${first?.message.replace(/\.$/, "") ?? "it is empty"}${where}`;
  const message =
    count === 1
      ? `The specification cannot be read: ${what}.`
      : `The specification cannot be read; ${count} things are wrong in it, the first: ${what}.`;
  return fault("invalid-specification", message, details);
}

/** Findings in the order of the file. */
function inOrder(details: readonly FaultDetail[]): FaultDetail[] {
  return details.toSorted(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
}
