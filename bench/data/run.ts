/**
 * What data and expressions cost, in process and in one thread: mapped strings, loading a large file, completing an item
 * beside and with large data, queries in each language. `npm run bench -- data`.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import fontoxpath from "fontoxpath";
import * as slimdom from "slimdom";
import { evaluate, type DataScope } from "../../yawl/case/dataflow.ts";
import { documentOf } from "../../yawl/data/expressions/xquery/language.ts";
import { queryElement } from "../../yawl/data/expressions/xquery/evaluate.ts";
import { wholeDocument } from "../../yawl/data/xml/lazy-view.ts";
import { readSpecification } from "../../yawl/files/read.ts";
import { compile } from "../../yawl/net/compile.ts";
import { STRING } from "../../yawl/model/datatype.ts";
import type { Expression } from "../../yawl/model/specification.ts";
import { drivable, drive } from "../net/drive.ts";
import { oneString } from "../net/specifications.ts";
import { median, table } from "../report.ts";
import { ANY, largeOrder, withLarge, type Mapped } from "./specifications.ts";

const ORDER_FULFILMENT = "../shared/yawl/specs/orderfulfillment.yawl";
const SIZES = [1_000, 100_000, 1_000_000];
const ROUND_MILLISECONDS = 50;
const ROUNDS = 4;
/** What takes longer than this is not measured again. */
const ENOUGH_MILLISECONDS = 250;

/** Prints what data costs. */
export async function benchData(): Promise<void> {
  printStrings();
  await printLoading();
  console.log("");
  printLargeData();
  console.log("");
  printQueries();
}

/** Milliseconds of processor time that one run takes: the median of a few rounds, after one that warms up. */
function cost(work: () => void): number {
  const rounds: number[] = [];
  const start = performance.now();
  for (let round = 0; round <= ROUNDS; round += 1) {
    if (rounds.length > 0 && performance.now() - start > ENOUGH_MILLISECONDS) break;
    const begin = performance.now();
    const used = process.cpuUsage();
    let runs = 0;
    do {
      work();
      runs += 1;
    } while (performance.now() - begin < ROUND_MILLISECONDS);
    const { user, system } = process.cpuUsage(used);
    if (round > 0) rounds.push((user + system) / 1_000 / runs);
  }
  return median(rounds);
}

function printStrings(): void {
  const tasks = 20;
  const subject = drivable(oneString(tasks));
  const mizzen = cost(() => drive(subject));
  let text = "hello";
  // what is left when a program moves the string itself: into an object for the task and out of its answer
  const plain = cost(() => {
    for (let task = 0; task < 10_000 * tasks; task += 1)
      text = { output: { text: { text }.text } }.output.text;
  });
  table(
    ["one string in and out", "items/s", "goal"],
    [
      ["Mizzen", number((tasks / mizzen) * 1e3), "4,600"],
      ["a program that moves it", number(((10_000 * tasks) / plain) * 1e3), ""],
    ],
  );
}

async function printLoading(): Promise<void> {
  if (!existsSync(ORDER_FULFILMENT)) return;
  const text = await readFile(ORDER_FULFILMENT, "utf8");
  const load = (): void => {
    const read = readSpecification(text, "application/xml");
    const compiled = read.ok ? compile(read.value.specification) : read;
    if (!compiled.ok) throw new Error(compiled.fault.message);
  };
  const begin = performance.now();
  load();
  const first = performance.now() - begin;
  console.log(
    `orderfulfillment.yawl (${number(text.length / 1_000)} KB) read and compiled: ${number(first)} ms the first time, ${number(cost(load))} ms then (goal: 500)`,
  );
}

const xquery = (text: string): Expression => ({ language: "xquery", text });

const MAPPINGS: readonly (readonly [string, Mapped])[] = [
  [
    "beside: XQuery over a small variable",
    {
      starting: xquery("<text>{concat(/Net/text, '')}</text>"),
      completed: xquery("<text>{concat(/data/text, '')}</text>"),
      type: STRING,
      to: "text",
    },
  ],
  [
    "beside: XPath",
    {
      starting: { language: "xpath", text: "concat($text, '')" },
      completed: { language: "xpath", text: "concat($text, '')" },
      type: STRING,
      to: "text",
    },
  ],
  [
    "beside: JSONata",
    {
      starting: { language: "jsonata", text: "text & ''" },
      completed: { language: "jsonata", text: "text & ''" },
      type: STRING,
      to: "text",
    },
  ],
  [
    "looked at: XQuery for the last line",
    {
      starting: xquery("<text>{/Net/large/lines[last()]/article/text()}</text>"),
      completed: xquery("/data/text"),
      type: STRING,
      to: "text",
    },
  ],
  [
    "moved: all of it, as it is",
    {
      starting: { language: "variable", text: "large" },
      completed: { language: "variable", text: "large" },
      type: ANY,
      to: "large",
    },
  ],
  [
    "moved: all of it by XQuery",
    { starting: xquery("/Net/large"), completed: xquery("/data/large"), type: ANY, to: "large" },
  ],
];

function printLargeData(): void {
  const items = 2;
  table(
    ["an item, ms, with other data of", ...SIZES.map((size) => `${number(size / 1_000)} KB`)],
    MAPPINGS.map(([name, mapped]) => [
      name,
      ...SIZES.map((size) => {
        const large = largeOrder(size);
        const { linked } = drivable(withLarge(items, large, mapped));
        const output = { [mapped.to]: mapped.to === "large" ? large : "hello" };
        const outputs = new Map(Array.from({ length: items }, (_, index) => [`t${index + 1}`, output]));
        return (cost(() => drive({ linked, outputs })) / items).toFixed(3);
      }),
    ]),
  );
}

/** Queries over 1,000 lines: in Mizzen, and by the engine alone over a document that is made for the query. */
function printQueries(): void {
  const scope: DataScope = {
    root: "Net",
    variables: [
      { name: "text", type: STRING },
      { name: "large", type: ANY },
    ],
    data: { text: "hello", large: largeOrder(60_000) },
    types: {},
  };
  const queries = [
    ["a path", "<a>{/Net/text/text()}</a>"],
    ["a filter", "<a>{count(/Net/large/lines[price = 7])}</a>"],
    ["a loop", "<a>{sum(for $l in /Net/large/lines where $l/price > 10 return $l/price * $l/quantity)}</a>"],
    [
      "a constructed list",
      "<a>{for $l in /Net/large/lines return <l n='{$l/price}'>{$l/article/text()}</l>}</a>",
    ],
  ] as const;
  table(
    ["XQuery over 1,000 lines, ms", "Mizzen", "engine alone", "ratio", "engine and document"],
    queries.map(([name, text]) => {
      const mizzen = cost(() => must(queryElement(text, documentOf(scope))));
      const document = wholeDocument(scope);
      const engine = cost(() => plainEngine(text, document));
      const anew = cost(() => plainEngine(text, wholeDocument(scope)));
      return [name, mizzen.toFixed(3), engine.toFixed(3), (mizzen / engine).toFixed(2), anew.toFixed(3)];
    }),
  );
  console.log("");
  const same: readonly (readonly [string, string, string])[] = [
    ["a property", "$text", "text"],
    ["a text", "upper-case($text)", "$uppercase(text)"],
    ["a filter", "count($large?lines?*[?price = 7])", "$count(large.lines[price = 7])"],
    ["a sum", "sum($large?lines?* ! (?price * ?quantity))", "$sum(large.lines.(price * quantity))"],
  ];
  table(
    ["over JSON with 1,000 lines, ms", "XPath", "JSONata", "ratio"],
    same.map(([name, xpath, jsonata]) => {
      const [first, second] = [
        cost(() => must(evaluate({ language: "xpath", text: xpath }, scope, { kind: "any" }))),
        cost(() => must(evaluate({ language: "jsonata", text: jsonata }, scope, { kind: "any" }))),
      ];
      return [name, first.toFixed(3), second.toFixed(3), (second / first).toFixed(2)];
    }),
  );
}

const { evaluateXPath } = fontoxpath;
const workshop = new slimdom.Document();

function plainEngine(text: string, document: slimdom.Document): void {
  evaluateXPath(text, document, null, null, evaluateXPath.ALL_RESULTS_TYPE, {
    language: evaluateXPath.XQUERY_3_1_LANGUAGE,
    nodesFactory: workshop as never,
  });
}

function must(answer: { readonly ok: boolean; readonly fault?: { readonly message: string } }): void {
  if (!answer.ok) throw new Error(answer.fault?.message);
}

function number(value: number): string {
  return Math.round(value).toLocaleString("en");
}
