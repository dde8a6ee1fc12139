import assert from "node:assert/strict";
import fc from "fast-check";
import fontoxpath from "fontoxpath";
import * as slimdom from "slimdom";
import { Budget } from "../../yawl/data/expressions/budget.ts";
import { queryElements, queryString } from "../../yawl/data/expressions/xquery/evaluate.ts";
import {
  LazyView,
  Shown,
  variableElement,
  wholeDocument,
  type XmlView,
} from "../../yawl/data/xml/lazy-view.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import { typedValue } from "./arbitrary.ts";

const { evaluateXPath } = fontoxpath;

const NAMES = ["x", "y", "Order", "two words", "a"] as const;

const VIEW: fc.Arbitrary<XmlView> = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), fc.oneof(typedValue, fc.constant([STRING, "text"] as const))), {
    maxLength: 5,
  })
  .map((entries) => {
    const data: Record<string, Json> = {};
    for (const [name, [, value]] of entries) data[name] = value;
    return { root: "Net", variables: entries.map(([name, [type]]) => ({ name, type })), data, types: {} };
  });

const STEPS =
  "* x y a b n Order two_x0020_words @id @* text() node() .. following-sibling::* preceding-sibling::node() ancestor::* " +
  "descendant::a self::x descendant-or-self::node() following::* preceding::* *[1] *[last()] *[a] *[position()>1] " +
  "*[.='text'] (a|x) (b,a) *[@id] *[not(*)] ancestor-or-self::*[1]";
const STEP = fc.constantFrom(...STEPS.split(" "));
const PATH = fc
  .tuple(fc.constantFrom("", "/Net", "/Net/x", "//", "/*", "//x", "/Net/*"), fc.array(STEP, { maxLength: 3 }))
  .map(([start, steps]) => {
    if (start === "//") return `//${steps[0] ?? "*"}`;
    const path = [start, ...steps].join("/");
    return path === "" ? "/" : path;
  });
const QUERY = PATH.chain((path) =>
  PATH.chain((other) =>
    fc.constantFrom(
      path,
      `count(${path})`,
      `for $i in ${path} where $i/a return <r n='{name($i)}'>{$i/@id, $i/text()}</r>`,
      `for $i at $p in ${path} order by $p descending return $p`,
      `let $s := ${path} return (count($s), $s[1], $s/..)`,
      `some $i in ${path}, $j in ${other} satisfies $i = $j`,
      `${path} = ${other}`,
      `<w>{${path}}</w>`,
      `(${path} ! name(), string-join(${other} ! string(.), '|'))`,
      `(${path}) union (${other})`,
      `(${path}) except (${other})`,
      `distinct-values(${path} ! string(.))`,
      `if (${path}) then 'some' else upper-case('none')`,
      `declare function local:f($n) { if ($n) then (name($n), local:f($n/..)) else () }; local:f((${path})[1])`,
      `(1 to 4)[. > count(${path})]`,
      `string-length(${path}[1]) || 'z'`,
      `fold-left(${path}, 0, function($a, $n) { $a + count($n/*) })`,
      `map:merge(${path} ! map:entry(name(.), 1)) => map:size()`,
      `[${path}]?*/name()`,
    ),
  ),
);

type Shape = readonly string[] | "fails";

function shapeOf(found: readonly unknown[]): Shape {
  return found.map((item) => {
    if (typeof item !== "object" || item === null || !("nodeType" in item)) return JSON.stringify(item);
    const node = item as slimdom.Node;
    if (node.nodeType === 2) return `@${(node as slimdom.Attr).name}=${(node as slimdom.Attr).value}`;
    return `${node.nodeType} ${slimdom.serializeToWellFormedString(node)}`;
  });
}

/** What the engine itself says, over a document that is all there. */
function expected(query: string, view: XmlView): Shape {
  try {
    const document = wholeDocument(view);
    return shapeOf(
      evaluateXPath(query, document, null, null, evaluateXPath.ALL_RESULTS_TYPE, {
        language: evaluateXPath.XQUERY_3_1_LANGUAGE,
        nodesFactory: new slimdom.Document() as never,
      }) as unknown[],
    );
  } catch {
    return "fails";
  }
}

/** What the query gives as the content of an element, over the lazy view and with its work counted. */
function actual(query: string, view: XmlView): Shape {
  const lazy = new LazyView(view);
  const found = queryElements(wrapped(query), { document: lazy.document, view: lazy });
  return found.ok ? shapeOf(found.value) : "fails";
}

function wrapped(query: string): string {
  const [, prolog = "", body = query] = /^(declare .*?\};)(.*)$/s.exec(query) ?? [];
  return `${prolog}<all>{${body}}</all>`;
}

describe("the XML view that is made only where a query comes to it", () => {
  it("gives what the document gives that is all there", () => {
    let answered = 0;
    fc.assert(
      fc.property(VIEW, QUERY, (view, query) => {
        const whole = expected(wrapped(query), view);
        if (whole !== "fails") answered += 1;
        assert.deepEqual(actual(query, view), whole, query);
      }),
      { numRuns: 400 },
    );
    assert.ok(answered > 200, "too few queries can be answered to say something");
  }).timeout(60_000);

  it("makes only the elements of the variables that a path names", () => {
    const variables = NAMES.map((name) => ({ name, type: STRING }));
    const view = new LazyView({ root: "Net", variables, data: { x: "1", y: "2" }, types: {} });
    const context = { document: view.document, view };
    assert.deepEqual(queryString("/Net/x/text()", context), { ok: true, value: "1" });
    assert.deepEqual(view.touched, ["x"]);
    assert.deepEqual(queryString("count(/Net/*)", context), { ok: true, value: "5" });
    assert.deepEqual(view.touched, [...NAMES]);
  });

  it("keeps the element of a value that did not change, whatever else did", () => {
    const lines = { line: ["a", "b"] };
    const type = { kind: "any" } as const;
    const types = {};
    const first = variableElement("lines", type, lines, types);
    assert.equal(variableElement("lines", type, lines, types), first);
    assert.notEqual(variableElement("lines", type, { ...lines }, types), first);
    assert.notEqual(variableElement("other", type, lines, types), first);
  });

  it("gives the root and the document as whole ones", () => {
    const view = new LazyView({
      root: "Net",
      variables: [{ name: "x", type: STRING }],
      data: { x: "1" },
      types: {},
    });
    for (const query of ["/", "/Net", "/*", "/Net/x/.."]) {
      const found = queryElements(query, { document: view.document, view });
      assert.ok(found.ok);
      assert.deepEqual(
        found.value.map((element) => slimdom.serializeToWellFormedString(element)),
        ["<Net><x>1</x></Net>"],
      );
    }
  });

  it("has looks at nodes paid", () => {
    const document = wholeDocument({
      root: "Net",
      variables: [{ name: "x", type: STRING }],
      data: { x: "1" },
      types: {},
    });
    const budget = new Budget();
    const shown = new Shown({ document }, budget);
    assert.equal(shown.getChildNodes(document).length, 1);
    assert.ok(budget.spent > 0);
  });
});
