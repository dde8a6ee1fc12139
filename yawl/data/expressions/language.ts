/**
 * What a language of expressions is to the rest of the engine: one face for each of them (`languages.ts` lists them).
 * Nobody outside of this folder asks which language an expression has.
 */
import type { DataType, TypeLibrary } from "../../model/datatype.ts";
import type { Result } from "../../model/fault.ts";
import type { Json } from "../../model/json.ts";
import type { XmlView } from "../xml/lazy-view.ts";
import type { StepWork } from "./budget.ts";

/** The time that expressions see where there is no step that says one: 2000-01-01T00:00:00Z. */
export const FIXED_NOW = 946_684_800_000;

/** State of a task's timer (SEMANTICS 14). */
export type TimerState = "dormant" | "active" | "closed" | "expired";

/** What an evaluation knows besides its data. */
export interface Circumstances {
  /** epoch milliseconds; `FIXED_NOW` by default */
  readonly now?: number | undefined;
  /** state of a task's timer by the task's name; dormant by default */
  readonly timers?: ((task: string) => TimerState) | undefined;
  /** what the expressions of the step may still do; without it each one may do all that an expression may */
  readonly work?: StepWork | undefined;
}

/** What expressions see: typed values under a root element, and the circumstances of the step. */
export interface Scope extends XmlView, Circumstances {}

/** What one instance of a multiple-instance task gave, as it is kept until all are joined. */
export interface InstanceResult {
  /** from 1 */
  readonly instance: number;
  /** an element, of XQuery */
  readonly xml?: string;
  /** a value, of the other languages */
  readonly value?: Json;
}

/** Where results are joined: no data but they. */
export interface JoinScope extends Circumstances {
  /** name of the element around elements */
  readonly root: string;
  readonly types: TypeLibrary;
}

/** What is known of the names around an expression before a case runs. */
export interface Names {
  /** variables that are there; `undefined`: not known, so that nothing is said of them */
  readonly variables: readonly string[] | undefined;
  /** name of the root element of the XML view; `undefined`: not known */
  readonly root?: string | undefined;
}

/** What is wrong with an expression before it is evaluated. */
export interface Problem {
  /** the end of a sentence that begins with "The expression ... " */
  readonly message: string;
  /** sentences after it that help, with a blank before each */
  readonly hint?: string;
  /** one-based, in the expression's text */
  readonly line?: number;
  readonly column?: number;
}

/** A language of expressions. Faults of a mapping are `mapping-failed`, of a predicate `predicate-failed`, of both `too-large`. */
export interface ExpressionLanguage {
  /** The value for a variable of a type; `undefined` empties the variable. It is checked against the type (SEMANTICS 12). */
  value(text: string, scope: Scope, type: DataType): Result<Json | undefined>;
  /** The truth of a predicate. */
  truth(text: string, scope: Scope): Result<boolean>;
  /** The text for a label or a number of instances; `""` for nothing. */
  text(text: string, scope: Scope): Result<string>;
  /** What a problem is in a file: files of the reference engine stay loadable, so that one of XQuery is a warning. */
  readonly problemIs: "error" | "warning";
  /** The first thing that is wrong with an expression, as far as it can be known without data. */
  problem(text: string, names: Names): Problem | undefined;
  /**
   * The parts that the instances of a task get, one an instance (SEMANTICS 7).
   * @param splitter what takes the answer of the query apart; without it an array's entries are the parts
   * @param type of the parameter that takes a part
   */
  parts(
    query: string,
    splitter: string | undefined,
    scope: Scope,
    type: DataType,
  ): Result<readonly (Json | undefined)[]>;
  /** What an instance gave. */
  result(text: string, scope: Scope): Result<Omit<InstanceResult, "instance">>;
  /** The value of a joiner, for a variable of the type, over all the results in the order of the instances. */
  joined(
    joiner: string,
    results: readonly InstanceResult[],
    scope: JoinScope,
    type: DataType,
  ): Result<Json | undefined>;
}

/** A text that is not too long for a message. */
export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
