import assert from "node:assert/strict";
import { ran } from "./fake-terminal.ts";

const INVOICE = "examples/invoice.yaml";
const DATA = '{ "invoice_number": "17", "supplier": "Sails & Ropes", "amount": 12.5 }';
const RIGHT = `
process_invoice: { account: "4711", remarks: "" }
approve_invoice: [{ approved: false, remarks: "Which ship?" }, { approved: true, remarks: "" }]
pay_invoice: { paid_on: "2026-01-31" }
`;

function run(answers: string, ...more: readonly string[]) {
  return ran(["run", INVOICE, "--data", DATA, "--answers", "a.yaml", ...more], {
    files: { "a.yaml": answers },
  });
}

/** First words of the lines. */
function words(out: string): readonly string[] {
  return out
    .split("\n\n")[0]!
    .split("\n")
    .map((line) =>
      line
        .split(/\s{2,}/)
        .slice(0, 2)
        .join(" "),
    );
}

describe("mizzen run with answers", () => {
  it("tells what happens, and how the case ends: here with a loop, each answer of a list taken once", async () => {
    const { code, out, err } = await run(RIGHT);
    assert.deepEqual([code, err], [0, ""]);
    assert.deepEqual(
      words(out).filter((line) => line.startsWith("completed")),
      [
        "completed Process Invoice #17 (process_invoice)",
        "completed Approve Invoice #17 (approve_invoice)",
        "completed Process Invoice #17 (process_invoice)",
        "completed Approve Invoice #17 (approve_invoice)",
        "completed Pay Invoice #17 (pay_invoice)",
        "completed the case",
      ],
    );
    assert.match(out, /\n\nThe case is completed\.\n\{\n/);
  });

  it("takes a list in its order, items by the name of the work item too", async () => {
    const { code } = await run(`
- { task: process_invoice, data: { account: "4711", remarks: "" }, after: P1D }
- { task: "Approve Invoice #17", data: { approved: true, remarks: "" } }
- { task: pay_invoice, data: { paid_on: "2026-01-31" } }
`);
    assert.equal(code, 0);
  });

  it("says what is open, what it takes and which answers are left when they do not suffice", async () => {
    const { code, out } = await run(`
- { task: process_invoice, data: { account: "4711", remarks: "" } }
- { task: pay_invoice, data: { paid_on: "2026-01-31" } }
`);
    assert.equal(code, 1);
    assert.match(out, /The case is running\./);
    assert.match(
      out,
      /^open: Approve Invoice #17 \(approve_invoice\) takes approved \(yes or no\), remarks \(text\)$/m,
    );
    assert.match(out, /^answers left: pay_invoice$/m);
  });

  it("stops at an answer that does not fit, with each mistake", async () => {
    const { code, err } = await run(`process_invoice: { account: 4711, remark: "" }`);
    assert.equal(code, 1);
    assert.match(err, /"Process Invoice #17 \(process_invoice\)" cannot be completed/);
    assert.match(err, /^ {2}\/remark is not known; there are "account", "remarks"$/m);
    assert.match(err, /^ {2}\/account must be /m);
  });

  it("is told what the case starts with, and why it does not", async () => {
    const { code, err } = await ran(["run", INVOICE, "--data", "@d", "--answers", "a"], {
      files: { d: "{ amount: -1 }", a: "{}" },
    });
    assert.equal(code, 1);
    assert.match(err, /^The case cannot be started: /);
    assert.match(err, /^ {2}\/supplier is missing$/m);
    assert.match(err, /^ {2}\/amount /m);
  });

  it("is told no number that would change on the way", async () => {
    for (const [data, where] of [
      ["{ n: 12345678901234567890 }", "--data .*line 1, column 6"],
      ["{ n: 1e400 }", "--data .*line 1, column 6"],
      ["@d.json", "d.json .*line 2, column 8"],
    ] as const) {
      const files = { "p.yaml": PLAIN, "a.yaml": "{}", "d.json": '{\n  "n": 7615917337495251231\n}' };
      const { code, err } = await ran(["run", "p.yaml", "--data", data, "--answers", "a.yaml"], { files });
      assert.equal(code, 2);
      assert.match(err, new RegExp(`${where}: \\S+ is a number that cannot be kept`));
    }
  });

  it("prints JSON: state, data, open items with their schemas, and answers that are left", async () => {
    const { code, out } = await run(`[{ task: pay_invoice }]`, "--json");
    assert.equal(code, 1);
    const answer = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual([answer["state"], answer["answersLeft"]], ["running", ["pay_invoice"]]);
    const [open] = answer["open"] as Record<string, Record<string, unknown>>[];
    assert.equal(open?.["taskId"], "process_invoice");
    assert.deepEqual(open?.["schema"]?.["required"], ["account", "remarks"]);
    assert.deepEqual(answer["marking"], { invoice: { start: 1 } });
  });

  it("tells tokens and every move with --trace", async () => {
    const { out } = await run(RIGHT, "--trace");
    assert.match(out, /^\+ tokens {4}c\{process_invoice_approve_invoice\}$/m);
    assert.match(out, /^allocated {3}Process Invoice/m);
  });

  it("refuses answers that are none, and answers for tasks that are not there", async () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ["just text", /a list, or an object/],
      ["- { task: 5 }", /\/0\/task must be/],
      ["- { task: a, datum: {} }", /\/0\/datum is not known/],
      ["- { task: a, after: tomorrow }", /\/0\/after must be a duration/],
      ["process_invoice: [1]", /\/process_invoice must be/],
      ["[", /not YAML that can be taken\.\n {2}line 1, column 2: Flow sequence/],
      ["- { task: a, data: { n: 12345678901234567890 } }", /line 1, column 25: 1234567890123456/],
    ];
    for (const [answers, sentence] of wrong) {
      const { code, err } = await run(answers);
      assert.equal(code, 2, answers);
      assert.match(err, sentence);
    }
    const json = await run('{ "process_invoice": { "account": 0.1e400 } }');
    assert.deepEqual([json.code, json.out], [2, ""]);
    assert.match(json.err, /line 1, column 35: 0\.1e400 is a number that cannot be kept/);
    const files = { "a.yaml": "shave: {}", "p.yaml": PLAIN };
    const unknown = await ran(["run", "p.yaml", "--answers", "a.yaml"], { files });
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /answers "shave", which is no task/);
  });

  it("gives up on a loop that the same answer keeps going", async () => {
    const loop = PLAIN.replace(
      "next: end",
      'next: [{ to: end, when: "false()" }, { to: greet, otherwise: true }]',
    );
    const { code, err } = await ran(["run", "p.yaml", "--answers", "a.yaml", "--json"], {
      files: { "p.yaml": loop, "a.yaml": "greet: { name: Bo }" },
    });
    assert.equal(code, 1);
    assert.equal(err, "");
  });
});

const PLAIN = `mizzen: 1
id: plain
version: "1.0"
data: { name: string }
start: greet
tasks:
  greet: { offer: { roles: [clerk] }, output: [name], next: end }
`;

describe("mizzen run with a person", () => {
  it("asks for the case's data, shows the items, asks for each field and asks again when it does not fit", async () => {
    const { code, out } = await ran(["run", INVOICE], {
      typed: [
        "17",
        "Sails",
        "much",
        "12345678901234567890",
        "12",
        "",
        "4711",
        "none",
        "1",
        "perhaps",
        "yes",
        "",
        "",
        "31 January",
        "2026-01-31",
      ],
    });
    assert.equal(code, 0);
    assert.match(out, /amount \(number, at least 0\): much\n {4}amount must be a number, at least 0\n/);
    assert.match(out, /: 12345678901234567890\n {4}amount is a number that cannot be kept\n/);
    assert.match(out, /approved \(yes or no\): perhaps\n {4}approved must be yes or no\n/);
    assert.match(out, /remarks \(text\) \["none"\]: \n/);
    assert.match(out, /31 January\n {4}paid_on .+\n/);
    assert.match(out, /The case is completed\./);
  });

  it("keeps a draft, shows data and tokens, and can stop at any time", async () => {
    const { code, out } = await ran(["run", INVOICE, "--data", DATA], {
      typed: ["", "4711", ":save", ":data", ":marking", "1", ":back", ":help", "7", ":quit"],
    });
    assert.equal(code, 1);
    assert.match(out, /Kept\.\n/);
    assert.match(out, /1 {2}Process Invoice #17 \(process_invoice\) {2}\{"account":"4711"\}/);
    assert.match(out, /account \(text\) \["4711"\]: :back/);
    assert.match(out, /There is no such item\./);
    assert.match(out, /The case is running\./);
  });

  it("ends with the input", async () => {
    assert.equal((await ran(["run", INVOICE])).code, 1);
    assert.equal((await ran(["run", INVOICE, "--data", DATA], { typed: ["1"] })).code, 1);
  });

  it("writes down the answers, with which the case runs again", async () => {
    const typed = ["", "4711", "", ":wait PT2H", ":wait soon", "", "y", "", ":skip 1"];
    const first = await ran(["run", INVOICE, "--data", DATA], {
      typed: [...typed.slice(0, 8), ":save a.yaml"],
    });
    assert.match(first.files.get("a.yaml") ?? "", /after: PT7200S/);
    const again = await ran(["run", INVOICE, "--data", DATA, "--answers", "a.yaml"], {
      files: Object.fromEntries(first.files),
    });
    assert.match(again.out, /^open: Pay Invoice/m);
    assert.doesNotMatch(again.out, /^answers left/m);
    assert.match((await ran(["run", INVOICE, "--data", DATA], { typed })).out, /^skipped {5}Pay Invoice/m);
  });

  it("asks for objects field by field, by the types of a .yawl file", async () => {
    const { code, out } = await ran(["run", "examples/parcel.yawl", "--data", "{ Order: '7' }"], {
      typed: ["", "", "Ann", "heavy", "30.5", ""],
    });
    assert.equal(code, 0);
    assert.match(out, /Parcel \(object with receiver, kilos, Enter: field by field\): \n/);
    assert.match(out, /Parcel\.kilos \(.*\): heavy\n/);
    assert.match(out, /"kilos": "?30\.5"?/);
  });
});

describe("mizzen run with multiple instances", () => {
  const MEET = `mizzen: 1
id: meet
version: "1.0"
input: { guests: array }
data: { notes: { type: array, default: [] } }
start: talk
tasks:
  talk:
    offer: { roles: [clerk] }
    instances: { each: $guests, as: guest, creation: dynamic, max: 5, collect: $note, into: notes }
    output: { note: string }
    next: end
`;

  it("answers instances by their number, and adds one", async () => {
    const answers = `
- { task: talk, instance: 2, data: { note: two } }
- { task: talk, instance: 1, add: { guest: Cy } }
- { task: talk, instance: 3, data: { note: three } }
- { task: talk, data: { note: one } }
`;
    const { code, out } = await ran(["run", "m.yaml", "--data", "{ guests: [Ann, Bo] }", "--answers", "a"], {
      files: { "m.yaml": MEET, a: answers },
    });
    assert.equal(code, 0, out);
    assert.match(out, /"notes": \[\s*"one",\s*"two",\s*"three"\s*\]/);
  });

  it("lets a person add one", async () => {
    const { code, out } = await ran(["run", "m.yaml", "--data", "{ guests: [Ann] }"], {
      files: { "m.yaml": MEET },
      typed: [":add 1", "Cy", "2", "c", "", "a"],
    });
    assert.equal(code, 0, out);
    assert.match(out, /^completed {3}talk #2 {2}\{"note":"c"\}$/m);
  });
});

describe("mizzen run with automated tasks", () => {
  const CALL = `mizzen: 1
id: weather
version: "1.0"
data: { degrees: number }
start: ask
tasks:
  ask:
    call: http
    with: { url: "https://example.com" }
    output: [degrees]
    next: end
`;

  it("takes the connector's answer from the file, also after it failed", async () => {
    const files = { "w.yaml": CALL };
    const good = await ran(["run", "w.yaml", "--answers", "a"], {
      files: { ...files, a: "ask: { degrees: 21 }" },
    });
    assert.equal(good.code, 0, good.out + good.err);
    assert.match(good.out, /^data {8}degrees = 21$/m);
    const failed = await ran(["run", "w.yaml", "--answers", "a"], {
      files: { ...files, a: "[{ task: ask, failure: no route }, { task: ask, data: { degrees: 3 } }]" },
    });
    assert.equal(failed.code, 0, failed.out);
    assert.match(failed.out, /^failed {6}ask: no route$/m);
  });

  it("asks the person what the connector answers", async () => {
    const { code, out } = await ran(["run", "w.yaml"], {
      files: { "w.yaml": CALL },
      typed: ["", ":fail lost", "1", "4"],
    });
    assert.equal(code, 0, out);
    assert.match(out, /ask {2}what does http answer\?/);
    assert.match(out, /^failed {6}ask: lost$/m);
  });
});
