/** Variables, types, expressions and mappings: from the dialect's shape to the model. */
import { typeProblems } from "../../data/schema/problems.ts";
import { checkValue } from "../../data/types/validate.ts";
import type { DataType } from "../../model/datatype.ts";
import type { FaultDetail } from "../../model/fault.ts";
import { partsOfPointer } from "../../model/pointer.ts";
import type { Expression, Mapping, Variable } from "../../model/specification.ts";
import type { Context } from "./context.ts";
import { didYouMean } from "./near.ts";
import type {
  DeclaredType,
  DialectExpression,
  DialectMappings,
  DialectType,
  DialectVariables,
} from "./shape-data.ts";

/** The type that takes every JSON value. */
export const ANY: DataType = { kind: "json", schema: {} };

/** An expression with its language; plain text is in the file's own. */
export function expressionOf(source: DialectExpression, { file }: Context): Expression {
  if (typeof source === "string") return { language: file.language, text: source };
  if ("xpath" in source) return { language: "xpath", text: source.xpath };
  if ("xquery" in source) return { language: "xquery", text: source.xquery };
  if ("jsonata" in source) return { language: "jsonata", text: source.jsonata };
  return { language: "variable", text: source.variable };
}

/** The names and expressions of a mapping, in the order of the file, each with where it stands. */
export function mappingsOf(
  source: DialectMappings,
  where: Context,
): readonly { readonly mapping: Mapping; readonly isName: boolean; readonly where: Context }[] {
  const ofMap = (map: Readonly<Record<string, DialectExpression>>, at: Context) =>
    Object.entries(map).map(([mapsTo, expression]) => ({
      mapping: { query: expressionOf(expression, where), mapsTo },
      isName: false,
      where: at.in(mapsTo),
    }));
  if (!Array.isArray(source)) return ofMap(source, where);
  return source.flatMap((entry, index) =>
    typeof entry === "string"
      ? [
          {
            mapping: { query: { language: "variable", text: entry }, mapsTo: entry },
            isName: true,
            where: where.in(index),
          },
        ]
      : ofMap(entry, where.in(index)),
  );
}

/** Variables in the order of the file; `mandatory`: they need a value unless they say otherwise. */
export function variablesOf(
  source: DialectVariables,
  mandatory: boolean,
  where: Context,
): readonly Variable[] {
  return Object.entries(source).map(([name, type]) => variableOf(name, type, mandatory, where.in(name)));
}

/** A variable with its type, checked with its default. Complains of types and defaults that cannot be right. */
export function variableOf(name: string, source: DialectType, mandatory: boolean, where: Context): Variable {
  if (typeof source === "string") {
    const isOptional = source.endsWith("?");
    const type = wordOf(source.replace(/\?$/, ""), where);
    return { name, type, ...(mandatory && !isOptional && { mandatory }) };
  }
  const { required, default: initial, initialXml, documentation, attributes, log, yawl } = source;
  const hasInitial = initial !== undefined || initialXml !== undefined;
  const isOptional = typeof source.type === "string" && source.type.endsWith("?");
  const isRequired = typeof required === "boolean" ? required : mandatory && !hasInitial && !isOptional;
  const type = declaredOf(source, where);
  const wrong = typeProblems(type, where.file.types.defined);
  tellOfSchema(wrong, source, where);
  if (initial !== undefined && wrong.length === 0) {
    const [problem] = checkValue(initial, type, where.file.types.library, "");
    if (problem)
      where
        .in("default")
        .complain(`The default does not fit the type: ${problem.pointer ?? ""} ${problem.message}.`);
  }
  return {
    name,
    type,
    ...(initialXml !== undefined && { initialXml }),
    ...(initial !== undefined && { initial }),
    ...(isRequired && { mandatory: true }),
    ...(documentation !== undefined && { documentation }),
    ...(attributes && { attributes }),
    ...(log && { logPredicate: log }),
    ...yawl,
  };
}

/** Reports what is wrong with a type's JSON Schema, where it stands in the file. */
export function tellOfSchema(problems: readonly FaultDetail[], source: DialectType, where: Context): void {
  const top = typeof source !== "string" && source.schema ? where.in("schema") : where;
  for (const { pointer = "", message } of problems) top.in(...partsOfPointer(pointer)).complain(message);
}

/** The type without what the variable says beside it. */
export function typeOf(source: DialectType, where: Context): DataType {
  return typeof source === "string" ? wordOf(source.replace(/\?$/, ""), where) : declaredOf(source, where);
}

/** Keys that belong to the variable and not to its type's JSON Schema. */
export const VARIABLE_KEYS = [
  "default",
  "initialXml",
  "documentation",
  "attributes",
  "log",
  "yawl",
  "xsd",
  "element",
  "schema",
] as const;

function declaredOf(source: DeclaredType, where: Context): DataType {
  const { type: word, required } = source;
  const schema = Object.fromEntries(
    Object.entries(source).filter(
      ([key]) => key !== "type" && key !== "required" && !VARIABLE_KEYS.some((other) => other === key),
    ),
  );
  if (Array.isArray(required)) schema["required"] = required;
  const name = typeof word === "string" ? word.replace(/\?$/, "") : undefined;
  const named = name !== undefined && /^(xsd:|\p{Lu})/u.test(name) ? name : undefined;
  const ways = [source.schema, source.xsd, source.element, named].filter((way) => way !== undefined);
  if (
    ways.length > 0 &&
    (ways.length > 1 || Object.keys(schema).length > 0 || (word !== undefined && named === undefined))
  ) {
    where.complain("A type is said in one way: by a JSON Schema, or by the name of a type or element.");
  }
  if (source.schema) return { kind: "json", schema: source.schema };
  if (source.element !== undefined) {
    const found = where.file.types.element(source.element);
    if (!found) where.in("element").complain(`The file's \`schema\` has no element "${source.element}".`);
    return found ?? { kind: "any" };
  }
  if (source.xsd !== undefined) return wordOf(`xsd:${source.xsd}`, where.in("xsd"));
  if (named !== undefined) return wordOf(named, where.in("type"));
  if (name === undefined)
    return { kind: "json", schema: word === undefined ? schema : { type: word, ...schema } };
  const plain = wordOf(name, where);
  return plain.kind === "json" ? { kind: "json", schema: { ...plain.schema, ...schema } } : plain;
}

/** A type by one word: `string`, `Order`, `xsd:OrderType`. */
function wordOf(word: string, where: Context): DataType {
  const { types } = where.file;
  switch (word) {
    case "any":
      return ANY;
    case "date":
      return { kind: "json", schema: { type: "string", format: "date" } };
    case "dateTime":
      return { kind: "json", schema: { type: "string", format: "date-time" } };
    default:
  }
  if (word.startsWith("xsd:")) {
    const name = word.slice("xsd:".length);
    const found = types.xsd(name);
    if (!found) {
      const hint = didYouMean(name, Object.keys(types.library));
      where.complain(`Neither the file's \`schema\` nor XML Schema has a type "${name}".${hint}`);
    }
    return found ?? { kind: "any" };
  }
  if (!/^\p{Lu}/u.test(word)) return { kind: "json", schema: { type: word } };
  if (!types.own.has(word)) {
    where.complain(`There is no type "${word}" among the file's \`types\`.${didYouMean(word, types.own)}`);
    return { kind: "any" };
  }
  return { kind: "named", name: word };
}
