/** Parameters and local variables. */
import { toXml } from "../../data/xml/convert.ts";
import { Document, serializeToWellFormedString } from "slimdom";
import type { LogPredicate } from "../../model/kept.ts";
import type { Variable } from "../../model/specification.ts";
import { element, extra, textElement, type OutElement } from "./output.ts";
import type { Writing } from "./writing.ts";

/** The element that a variable is written as. */
export type VariableKind = "inputParam" | "outputParam" | "enablementParam" | "localVariable";

/** All variables of one kind; their order is their index. */
export function variables(
  kind: VariableKind,
  all: readonly Variable[],
  owner: string,
  writing: Writing,
): readonly OutElement[] {
  return all.map((variable, index) => variableElement(kind, variable, index, owner, writing));
}

function variableElement(
  kind: VariableKind,
  variable: Variable,
  index: number,
  owner: string,
  writing: Writing,
): OutElement {
  const { name, mandatory, documentation, cutThrough, logPredicate: predicate } = variable;
  const where = `${owner}/${name}`;
  writing.checkName(name, "name", where);
  const isOutput = kind === "outputParam";
  const value = valueText(variable, writing);
  // YAWL's schema has room for one of the two at an input, and for neither at a local variable
  const isMandatory = mandatory === true && (isOutput || (kind !== "localVariable" && value === undefined));
  const { plain, prefixed } = attributesOf(variable.attributes);
  if (cutThrough && !isOutput) writing.lose(where, "Only output parameters are cut through.");
  if (predicate && kind === "localVariable") writing.lose(where, "Local variables have no log predicate.");
  const { reference, byElement } = typeOf(variable, where, writing);
  return element(
    kind,
    plain,
    extra({
      ...(variable.type.kind === "json" && { schema: variable.type.schema, initial: variable.initial }),
      mandatory: mandatory === true && !isMandatory ? true : undefined,
      default: variable.defaultXml,
      attributes: prefixed,
      cutThrough: cutThrough && !isOutput ? true : undefined,
      log: kind === "localVariable" ? predicate : undefined,
      element: byElement,
    }),
    textElement("index", String(index)),
    textElement("documentation", documentation),
    reference,
    isOutput ? undefined : textElement("initialValue", value),
    isOutput ? textElement("defaultValue", value) : undefined,
    isMandatory ? element("mandatory") : undefined,
    isOutput && cutThrough ? element("isCutThroughParam") : undefined,
    kind === "localVariable" ? undefined : logPredicate(predicate),
  );
}

/** The element that declares the variable, or its name and type. */
function typeOf(
  variable: Variable,
  where: string,
  writing: Writing,
): { readonly reference: readonly (OutElement | undefined)[]; readonly byElement?: string } {
  const { name } = variable;
  const { type, namespace, element: global } = writing.types.reference(variable, where);
  if (global !== undefined && type === undefined && localName(global) === name)
    return { reference: [textElement("element", global)] };
  const named = [textElement("name", name)];
  const byElement = global === undefined ? {} : { byElement: global };
  if (type === undefined) return { reference: [...named, element("isUntyped")], ...byElement };
  writing.checkName(type, "name", where);
  return {
    reference: [...named, textElement("type", type), textElement("namespace", namespace)],
    ...byElement,
  };
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}

/** The initial value as XML content. */
function valueText(variable: Variable, { specification }: Writing): string | undefined {
  const { initialXml, initial, type, name } = variable;
  if (initialXml !== undefined || initial === undefined) return initialXml;
  const value = toXml(new Document(), name, initial, type, specification.types);
  return [...value.childNodes].map((node) => serializeToWellFormedString(node)).join("");
}

/** Extended attributes; those with a prefix would need its namespace, which the model does not have. */
export function attributesOf(attributes: Variable["attributes"] = {}): {
  readonly plain: Readonly<Record<string, string>>;
  readonly prefixed: Readonly<Record<string, string>> | undefined;
} {
  const entries = Object.entries(attributes);
  const isPlain = ([name]: readonly [string, string]): boolean =>
    /^[A-Za-z_][\w.-]*$/.test(name) && !RESERVED.has(name);
  const others = entries.filter((entry) => !isPlain(entry));
  return {
    plain: Object.fromEntries(entries.filter(isPlain)),
    prefixed: others.length === 0 ? undefined : Object.fromEntries(others),
  };
}

/** Attributes that mean something else to a reader. */
const RESERVED = new Set(["id", "name", "mandatory", "xmlns", "isRootNet", "__proto__"]);

/** Texts for the log at start and completion. */
export function logPredicate(predicate: LogPredicate | undefined): OutElement | undefined {
  return (
    predicate &&
    element(
      "logPredicate",
      {},
      textElement("start", predicate.start),
      textElement("completion", predicate.completion),
    )
  );
}
