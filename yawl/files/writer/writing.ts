/** What the parts of a writer share while a specification is written. */
import { escapeName, isNcName, isNmToken } from "../../data/xml/names.ts";
import type { FaultDetail } from "../../model/fault.ts";
import type { Decomposition, Expression, Specification } from "../../model/specification.ts";
import { printExpression, type Use } from "../reader/expressions.ts";
import { MadeTypes } from "./made-types.ts";

/** One writing of a specification: its types, and what gets lost. */
export class Writing {
  readonly specification: Specification;
  readonly lost: FaultDetail[] = [];
  readonly types: MadeTypes;
  /** whether the roots of XML views mean something: only XQuery sees them */
  readonly hasQueries: boolean;
  private readonly told = new Set<string>();
  private readonly decompositions: ReadonlyMap<string, Decomposition>;

  constructor(specification: Specification) {
    this.specification = specification;
    this.decompositions = new Map(specification.decompositions.map((each) => [each.id, each]));
    this.types = new MadeTypes(specification, (element, message) => this.lose(element, message));
    this.hasQueries = mentionsXQuery(specification);
  }

  /** Notes what YAWL cannot say, once. */
  lose(element: string, message: string): void {
    const key = `${element}\n${message}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.lost.push({ element, message });
  }

  decomposition(id: string | undefined): Decomposition | undefined {
    return id === undefined ? undefined : this.decompositions.get(id);
  }

  /** The text of an expression; that YAWL cannot evaluate it is noted. */
  expression(expression: Expression, use: Use, element: string): string {
    if (expression.language === "xpath" || expression.language === "jsonata")
      this.lose(
        element,
        `YAWL does not evaluate ${LANGUAGE[expression.language]}: ${shorten(expression.text)}`,
      );
    return printExpression(expression, use);
  }

  /** The id of a decomposition; before Beta 4 it could be any text. */
  decompositionId(id: string): string {
    if (isNcName(id)) return id;
    this.lose(
      id,
      `"${shorten(id)}" is no name that YAWL's schema allows; it is written as "${escapeName(id)}".`,
    );
    return escapeName(id);
  }

  /** Notes a name that YAWL's schema does not allow where it stands; it is written as it is. */
  checkName(name: string, kind: "name" | "token", element: string): void {
    if (kind === "name" ? isNcName(name) : isNmToken(name)) return;
    this.lose(element, `"${shorten(name)}" is no name that YAWL's schema allows here.`);
  }
}

const LANGUAGE = { xpath: "XPath over JSON", jsonata: "JSONata" } as const;

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Whether any expression of a specification is XQuery, or a task's name has some in braces. */
function mentionsXQuery({ decompositions }: Specification): boolean {
  return decompositions.some(
    (each) =>
      each.kind === "net" &&
      (each.tasks.some(({ name }) => name?.includes("{/") === true) ||
        hasXQuery([each.conditions, each.inputCondition, each.tasks])),
  );
}

function hasXQuery(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("language" in value && "text" in value && value.language === "xquery") return true;
  return Object.values(value).some(hasXQuery);
}
