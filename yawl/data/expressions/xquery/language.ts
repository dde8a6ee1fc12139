/** XQuery over the XML view as a language of expressions, with what YAWL answers itself. */
import * as slimdom from "slimdom";
import { fault, ok, type Result } from "../../../model/fault.ts";
import type { JsonObject } from "../../../model/json.ts";
import { fromXml } from "../../xml/convert.ts";
import { LazyView } from "../../xml/lazy-view.ts";
import { escapeName } from "../../xml/names.ts";
import { missingPath, queryProblem } from "../engine/problem.ts";
import { byValue, fitting } from "../json-language.ts";
import type { ExpressionLanguage, Scope } from "../language.ts";
import { queryBoolean, queryElement, queryElements, queryString, type XmlContext } from "./evaluate.ts";
import { simpleElement, simpleTruth } from "./simple.ts";
import { timerTruth, withQuotedTimers } from "./timer-predicate.ts";

/** Views by the data that they show: data never changes in place, so a view stays right. */
const views = new WeakMap<JsonObject, LazyView[]>();

/** The XML view: the root element with one element for each variable, those without a value empty. */
export function documentOf(scope: Scope): XmlContext {
  const { data, root, variables, types, now, timers, work } = scope;
  const known = views.get(data) ?? [];
  let view = known.find((each) => each.shows(scope));
  if (!view) {
    view = new LazyView({ root, variables, data, types });
    views.set(data, [...known, view]);
  }
  return { document: view.document, view, now, timers, work };
}

const EXTERNAL = "#external:";

/** The element that an XQuery gives over the XML view. */
export function elementOf(text: string, scope: Scope): Result<slimdom.Element> {
  const simple = simpleElement(text, scope);
  if (simple) return ok(simple);
  if (text.startsWith(EXTERNAL))
    return fault(
      "mapping-failed",
      `The mapping asks a database gateway, which Mizzen does not have: ${text}`,
    );
  return queryElement(withQuotedTimers(text), documentOf(scope));
}

const value: ExpressionLanguage["value"] = (text, scope, type) => {
  const element = elementOf(text, scope);
  if (!element.ok) return element;
  const found = fromXml(element.value, type, scope.types);
  if (found.ok) return fitting(found.value, text, scope, type);
  return fault(
    "mapping-failed",
    `The query ${text} gives a value of the wrong type: ${found.fault.message}`,
    found.fault.details,
  );
};

const parts: ExpressionLanguage["parts"] = (query, splitter, scope, type) => {
  if (splitter === undefined) return byValue(value).parts(query, splitter, scope, type);
  const whole = elementOf(query, scope);
  if (!whole.ok) return whole;
  const document = new slimdom.Document();
  document.appendChild(document.importNode(whole.value, true));
  const { now, timers, work } = scope;
  const found = queryElements(splitter, { document, now, timers, work });
  if (!found.ok) return found;
  const values = [];
  for (const part of found.value) {
    const each = fromXml(part, type, scope.types);
    if (!each.ok) return each;
    values.push(each.value);
  }
  return ok(values);
};

const joined: ExpressionLanguage["joined"] = (joiner, results, { root, types, now, work }, type) => {
  const document = new slimdom.Document();
  const around = document.createElement(root);
  document.appendChild(around);
  for (const { xml } of results) {
    const parsed = slimdom.parseXmlDocument(xml ?? "<none/>").documentElement;
    if (parsed) around.appendChild(document.importNode(parsed, true));
  }
  const element = queryElement(joiner, { document, now, work });
  return element.ok ? fromXml(element.value, type, types) : element;
};

/** XQuery 3.1 over the XML view of the data, as `.yawl` files have it (SEMANTICS 11 in docs/semantics.md). */
export const xqueryLanguage: ExpressionLanguage = {
  problemIs: "warning",
  value,
  truth(text, scope) {
    const simple = simpleTruth(text, scope);
    if (simple !== undefined) return ok(simple);
    return timerTruth(text, scope.timers) ?? queryBoolean(withQuotedTimers(text), documentOf(scope));
  },
  text: (text, scope) => queryString(text, documentOf(scope)),
  problem(text, { root, variables }) {
    if (text.startsWith(EXTERNAL)) return { message: "asks a database gateway, which Mizzen does not have" };
    if (/^\s*cost\(/.test(text)) return { message: "asks YAWL's cost service, which Mizzen does not have" };
    if (timerTruth(text, undefined)) return undefined;
    const query = withQuotedTimers(text);
    // variables are elements here, not names with a $
    const problem = queryProblem(query, "xquery", { variables: [] });
    return problem ?? missingPath(query, root, variables?.map(escapeName));
  },
  parts,
  result(text, scope) {
    const element = elementOf(text, scope);
    return element.ok ? ok({ xml: slimdom.serializeToWellFormedString(element.value) }) : element;
  },
  joined,
};
