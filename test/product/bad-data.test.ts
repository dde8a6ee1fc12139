import assert from "node:assert/strict";
import type { Answer, Session } from "./http.ts";
import { administrator, person, sharedProduct } from "./shared.ts";
import { specificationFile, task, variable, work } from "../files/specification-file.ts";

/** A `.yawl` file with types of its own: an order with lines and a note, which the clerk gives back. */
const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:complexType name="Order"><xs:sequence>
    <xs:element name="colour" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="red"/><xs:enumeration value="blue"/></xs:restriction></xs:simpleType></xs:element>
    <xs:element name="count" type="xs:int" minOccurs="0"/>
    <xs:element name="total" type="xs:decimal" minOccurs="0"/>
    <xs:element name="note" type="xs:string" minOccurs="0"/>
    <xs:element name="line" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="id" type="xs:positiveInteger"/><xs:element name="name" type="xs:string"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="part" type="Order" minOccurs="0"/>
  </xs:sequence></xs:complexType>
</xs:schema>`;

const copy = (direction: "starting" | "completed", owner: string): string =>
  `<${direction}Mappings><mapping><expression query="&lt;order&gt;{/${owner}/order/*}&lt;/order&gt;"/><mapsTo>order</mapsTo></mapping></${direction}Mappings>`;
const ORDERS = specificationFile({
  uri: "BadData",
  head: "<metaData><version>1.0</version></metaData>",
  schema: SCHEMA,
  netAttributes: "",
  variables: variable("inputParam", "order", "Order") + variable("outputParam", "order", "Order"),
  elements: task(
    "check",
    `${copy("starting", "Main")}${copy("completed", "Check")}<decomposesTo id="Check"/>`,
  ),
  others: work("Check", variable("inputParam", "order", "Order") + variable("outputParam", "order", "Order")),
}).replace(
  '<nextElementRef id="o"/></flowsInto></inputCondition>',
  '<nextElementRef id="check"/></flowsInto></inputCondition>',
);

const mapping = (query: string, mapsTo: string): string =>
  `<mapping><expression query="${query}"/><mapsTo>${mapsTo}</mapsTo></mapping>`;
/** What is asked becomes a number by one mapping and stays text by another, which gives nothing for "none". */
const QUESTION = specificationFile({
  uri: "Question",
  head: "<metaData><version>1.0</version></metaData>",
  variables: variable("localVariable", "n", "int") + variable("localVariable", "s", "string"),
  elements: task(
    "ask",
    `<completedMappings>${mapping("&lt;n&gt;{/Ask/answer/text()}&lt;/n&gt;", "n")}${mapping("/Ask/answer[. != 'none']", "s")}</completedMappings><decomposesTo id="Ask"/>`,
  ),
  others: work("Ask", variable("outputParam", "answer", "string")),
}).replace(
  '<nextElementRef id="o"/></flowsInto></inputCondition>',
  '<nextElementRef id="ask"/></flowsInto></inputCondition>',
);

describe("Bad data to the running product", function () {
  this.timeout(400_000);
  let admin: Session;
  let alice: Session;

  before(async () => {
    const product = await sharedProduct();
    admin = await administrator(product);
    alice = await person(product, "alice@acme.com");
    const { status, body } = await admin.request("POST", "/specifications", ORDERS, {
      "content-type": "application/xml",
    });
    assert.equal(status, 201, JSON.stringify(body));
  });

  /** @param order as JSON text, since some of it is what `JSON.stringify` would never write */
  async function launch(order: string): Promise<Answer> {
    return await admin.request("POST", "/cases", `{"specificationId":"BadData","data":{"order":${order}}}`, {
      "content-type": "application/json",
    });
  }

  const wrong: readonly (readonly [what: string, order: string, pointer: string, sentence: RegExp])[] = [
    ["an unknown field", `{"size":1}`, "/order/size", /is not known; there are "colour", "count"/],
    [
      "a value that is not in the enumeration",
      `{"colour":"green"}`,
      "/order/colour",
      /must be one of "red", "blue"; it is "green"/,
    ],
    ["text for a number", `{"count":"many"}`, "/order/count", /must be a whole number/],
    [
      "a number beyond its range",
      `{"count":2147483648}`,
      "/order/count",
      /from -2147483648 to 2147483647; it is "2147483648"/,
    ],
    ["a fraction for a whole number", `{"count":1.5}`, "/order/count", /must be a whole number/],
    ["null where nothing says that it may be", `{"count":null}`, "/order/count", /must not be empty/],
    [
      "an object for a list",
      `{"line":{"id":1,"name":"x"}}`,
      "/order/line",
      /must be a list; it is an object/,
    ],
    [
      "half of a surrogate pair",
      String.raw`{"note":"a\ud800"}`,
      "/order/note",
      /half of a surrogate pair \(U\+D800\) at position 2/,
    ],
    [
      "a character that XML cannot hold",
      String.raw`{"note":"\u0001"}`,
      "/order/note",
      /a character that XML cannot hold \(U\+0001\)/,
    ],
    ["NUL", String.raw`{"note":"\u0000"}`, "/order/note", /U\+0000/],
    [
      "a missing field deep inside",
      `{"part":{"line":[{"id":1,"name":""},{"id":2}]}}`,
      "/order/part/line/1/name",
      /is missing/,
    ],
  ];
  for (const [what, order, pointer, sentence] of wrong) {
    it(`${what} is refused at its place`, async () => {
      const { status, body } = await launch(order);
      assert.equal(status, 422, JSON.stringify(body));
      assert.equal(body.type, "/problems/invalid-data");
      assert.equal(body.errors.length, 1, JSON.stringify(body));
      assert.equal(body.errors[0].pointer, pointer);
      assert.match(body.errors[0].message, sentence);
    });
  }

  it("__proto__ is refused, wherever it stands", async () => {
    for (const order of [`{"__proto__":{"x":1}}`, `{"line":[{"id":1,"name":"","__proto__":null}]}`]) {
      const { status, body } = await launch(order);
      assert.equal(status, 422);
      assert.match(body.errors[0].message, /__proto__/);
    }
  });

  it("data that nests 1,000 deep is refused with a sentence, also when it is a form's", async () => {
    const deep = `${`{"part":`.repeat(1_000)}{}${"}".repeat(1_000)}`;
    const { status, body } = await launch(deep);
    assert.equal(status, 422);
    assert.match(body.errors[0].message, /nested deeper than \d+ levels/);
  });

  it("a property that comes twice is refused, since one of its values would be lost", async () => {
    const { status, body } = await launch(`{"note":"first","note":"second"}`);
    assert.equal(status, 422, JSON.stringify(body));
    assert.equal(body.errors[0].pointer, "/data/order/note");
    assert.match(body.errors[0].message, /twice/);
  });

  it("a number that JSON would round is refused, since its digits would be lost", async () => {
    const { status, body } = await launch(`{"total":12345678901234567890}`);
    assert.equal(status, 422);
    assert.equal(body.errors[0].pointer, "/data/order/total");
    assert.match(body.errors[0].message, /send it as text/);
  });

  it("10,000 entries are taken quickly, and come back as they were", async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => ({ id: index + 1, name: `line ${index}` }));
    const begin = Date.now();
    const { status, body } = await launch(JSON.stringify({ line: lines }));
    assert.equal(status, 201, JSON.stringify(body).slice(0, 500));
    const item = `${body.id}.1`;
    await admin.post(`/work-items/${item}/allocate`, { to: "alice@acme.com" });
    await alice.post(`/work-items/${item}/start`);
    const form = (await alice.get(`/work-items/${item}`)).body;
    assert.equal(form.data.order.line.length, 10_000);
    const data = { order: { ...form.data.order, colour: "red", note: "all there" } };
    const completed = await alice.post(`/work-items/${item}/complete`, { data });
    assert.equal(completed.status, 200, JSON.stringify(completed.body).slice(0, 500));
    const ended = (await admin.get(`/cases/${body.id}`)).body;
    assert.equal(ended.state, "completed");
    assert.deepEqual(ended.data.order.line, lines);
    assert.ok(Date.now() - begin < 20_000, `${Date.now() - begin} ms`);
  });

  it("of 10,000 wrong entries the first fifty are told", async () => {
    const lines = Array.from({ length: 10_000 }, () => ({ id: 0, name: "" }));
    const { status, body } = await launch(JSON.stringify({ line: lines }));
    assert.equal(status, 422);
    assert.equal(body.errors.length, 50);
    assert.equal(body.errors[49].pointer, "/order/line/49/id");
  });

  it("a text of a million characters is taken, with markup, quotes and emoji in it", async () => {
    const note = `${"x".repeat(1_000_000)}<&>"'😀]]>\r\n`;
    const { status, body } = await launch(JSON.stringify({ note }));
    assert.equal(status, 201, JSON.stringify(body).slice(0, 500));
    const { body: shown } = await admin.get(`/work-items/${body.id}.1`);
    assert.equal(shown.data.order.note, note);
    await admin.post(`/cases/${body.id}/cancel`);
  });

  it("digits that a JSON number cannot hold are kept as text", async () => {
    const { status, body } = await launch(`{"total":"12345678901234567890.10"}`);
    assert.equal(status, 201, JSON.stringify(body));
    const { body: shown } = await admin.get(`/work-items/${body.id}.1`);
    assert.equal(shown.data.order.total, "12345678901234567890.10");
    await admin.post(`/cases/${body.id}/cancel`);
  });

  describe("by mappings", () => {
    it("to a variable that is not there are told when the file is uploaded, with the line", async () => {
      const text = QUESTION.replace("<mapsTo>n</mapsTo>", "<mapsTo>m</mapsTo>");
      const { status, body } = await admin.request("POST", "/specifications", text, {
        "content-type": "application/xml",
      });
      assert.equal(status, 422);
      assert.match(body.errors[0].message, /goes to "m", which the net does not have/);
      assert.ok(body.errors[0].line > 0);
    });

    it("of the wrong type or with nothing to give refuse the completion; the item stays started and can be completed", async () => {
      const uploaded = await admin.request("POST", "/specifications", QUESTION, {
        "content-type": "application/xml",
      });
      assert.equal(uploaded.status, 201, JSON.stringify(uploaded.body));
      const { body } = await admin.post("/cases", { specificationId: "Question" });
      const item = `/work-items/${body.id}.1`;
      await admin.post(`${item}/allocate`, { to: "alice@acme.com" });
      await alice.post(`${item}/start`);
      const complete = async (answer: string): Promise<Answer> =>
        await alice.post(`${item}/complete`, { data: { answer } });
      for (const [answer, sentence] of [
        ["many", /The mapping to "n" failed.*must be a whole number.*it is "many"/],
        ["none", /The mapping to "n" failed|The mapping to "s" failed/],
      ] as const) {
        const refused = await complete(answer);
        assert.deepEqual([refused.status, refused.body.type], [422, "/problems/mapping-failed"]);
        assert.match(refused.body.detail, sentence);
      }
      assert.equal((await alice.get(item)).body.state, "started");
      assert.equal((await complete("7")).status, 200);
      assert.deepEqual((await admin.get(`/cases/${body.id}`)).body.data, { n: 7, s: "7" });
    });
  });

  describe("in the dialect, told with the line", () => {
    const good = `mizzen: 1\nid: lines\nversion: "1.0"\ndata:\n  a: string\nstart: t\ntasks:\n  t:\n    offer: { roles: [clerk] }\n    output: [a]\n    next: end\n`;
    const files: readonly (readonly [what: string, text: string, line: number, message: RegExp])[] = [
      ["YAML that is none", good.replace("[clerk]", "[clerk"), 9, /./],
      [
        "a key that comes twice",
        good.replace("    next: end", "    next: end\n    next: t"),
        12,
        /unique|twice|duplicate/i,
      ],
      ["a type that there is not", good.replace("a: string", "a: strnig"), 5, /a type is one of string/],
      ["an output for which there is no variable", good.replace("output: [a]", "output: [b]"), 10, /"?b"?/],
      [
        "a mapping to a missing variable",
        good.replace("output: [a]", "output: { b: string }\n    set: { c: $b }"),
        11,
        /There is no variable .*c/,
      ],
      ["a flow to nowhere", good.replace("next: end", "next: nowhere"), 11, /nowhere/],
      ["a number where a name should be", good.replace("start: t", "start: 5"), 6, /./],
    ];
    for (const [what, text, line, message] of files) {
      it(what, async () => {
        const { status, body } = await admin.request("POST", "/specifications", text, {
          "content-type": "application/yaml",
        });
        assert.equal(status, 422, JSON.stringify(body));
        const lines = body.errors.map((error: { line?: number }) => error.line);
        assert.ok(lines.includes(line), `line ${line} is not among ${JSON.stringify(body.errors)}`);
        assert.match(JSON.stringify(body.errors), message);
      });
    }

    it("also where it is written as JSON", async () => {
      const text = `{\n  "mizzen": 1,\n  "id": "lines",\n  "version": "1.0",\n  "start": "t",\n  "tasks": {\n    "t": { "next": "nowhere" }\n  }\n}\n`;
      const { status, body } = await admin.request("POST", "/specifications", text, {
        "content-type": "application/json",
      });
      assert.equal(status, 422);
      assert.equal(body.errors[0].line, 7);
      const cut = await admin.request("POST", "/specifications", text.slice(0, 60), {
        "content-type": "application/json",
      });
      assert.equal(cut.status, 422, JSON.stringify(cut.body));
      assert.ok(cut.body.errors[0].line >= 4);
    });
  });
});
