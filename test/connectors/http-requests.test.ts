import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import type { Registry } from "../../activities/connectors/registry.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { answerOf, bodyOf, contextWith, errorOf, json, World } from "./world.ts";

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe("An HTTP request", () => {
  const world = new World();
  let registry: Registry;
  let url: string;

  before(async () => {
    registry = await world.registry();
    url = await world.serve(async (request, response) => {
      const { method, url: path, headers } = request;
      json(response, { method, url: path, headers, body: await bodyOf(request) });
    });
  });
  after(() => world.close());

  async function echo(configuration: JsonObject, input: JsonObject = {}): Promise<Echo> {
    const context = contextWith({ secrets: { key: "k3y-value" } });
    const { body } = await answerOf(registry, "http", { url, ...configuration }, input, context);
    return body as unknown as Echo;
  }

  async function refused(configuration: JsonObject, input: JsonObject = {}): Promise<string> {
    const error = await errorOf(registry, "http", { url, ...configuration }, input);
    assert.equal(error.retryable, false);
    return error.type;
  }

  it("is sent with every method", async () => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      assert.equal((await echo({ method })).method, method);
    }
    const head = await answerOf(registry, "http", { url, method: "HEAD" });
    assert.deepEqual([head["status"], head["body"]], [200, null]);
  });

  it("has its URL from an RFC 6570 template over the input", async () => {
    const customer = { url: `${url}/customers/{customer_id}{?page,all}` };
    assert.equal((await echo(customer, { customer_id: 12, page: 2 })).url, "/customers/12?page=2");
    assert.equal(
      (await echo({ url: `${url}{/steps*}{?f*}` }, { steps: ["a", "b/c"], f: { x: 1 } })).url,
      "/a/b%2Fc?x=1",
    );
    assert.equal((await echo({ url: `${url}/{+path}` }, { path: "a/b c" })).url, "/a/b%20c");
    assert.equal((await echo({ url: "{+base}/x" }, { base: url })).url, "/x");
  });

  it("lets no slash, question mark, line break or step upwards of a value mean anything", async () => {
    const template = { url: `${url}/customers/{id}/orders` };
    for (const [id, path] of [
      ["a/b", "a%2Fb"],
      ["../admin", "..%2Fadmin"],
      ["a?x=1#y", "a%3Fx%3D1%23y"],
      ["a\r\nHost: evil", "a%0D%0AHost%3A%20evil"],
      ["%2e%2e", "%252e%252e"],
      ["a\\b", "a%5Cb"],
      ["ü", "%C3%BC"],
    ] as const) {
      assert.equal((await echo(template, { id })).url, `/customers/${path}/orders`);
    }
    for (const id of [".", ".."]) assert.equal(await refused(template, { id }), "invalid-url");
    const reserved = { url: `${url}/customers/{+id}/orders` };
    for (const id of ["..", "a/../../x", "%2e%2E", ".%2e/x"]) {
      assert.equal(await refused(reserved, { id }), "invalid-url", id);
    }
    assert.equal(await refused({ url: "{+base}" }, { base: "file:///etc/passwd" }), "invalid-url");
    assert.equal(await refused({ url: "http://{host}/" }, { host: "a.com/b" }), "invalid-url");
    assert.equal(await refused({ url: "http://{+host}/" }, { host: "u:p@127.0.0.1" }), "invalid-url");
    assert.equal(await refused(template, { id: { a: { b: 1 } } }), "invalid-url");
    assert.equal(await refused(template, { id: "\uD800" }), "invalid-url");
  });

  it("needs a value for each template variable", async () => {
    for (const input of [{}, { id: null }, { id: "" }, { id: [] }]) {
      const error = await errorOf(registry, "http", { url: `${url}/{id}` }, input);
      assert.deepEqual([error.type, error.retryable], ["missing-variable", false]);
      assert.equal(error.details["variable"], "id");
    }
    assert.equal(await refused({ url: `${url}/{constructor}` }), "missing-variable");
    assert.equal((await echo({ url: `${url}/x{?constructor}` })).url, "/x");
    assert.equal(await refused({ headers: { "x-id": "{id}" } }), "missing-variable");
    assert.equal(await refused({ method: "POST", body: { a: ["{id}"] } }), "missing-variable");
  });

  it("has query parameters from template, configuration and input", async () => {
    const { url: path } = await echo(
      { url: `${url}/x{?a}`, query: { b: "{a}{a}", c: [1, true], e: "{list}" } },
      { a: "1&2", list: ["x", "y"], query: { d: "ä b", n: null } },
    );
    assert.equal(path, "/x?a=1%262&b=1%2621%262&c=1&c=true&e=x&e=y&d=%C3%A4+b");
    assert.equal(await refused({}, { query: { a: { b: 1 } } }), "invalid-url");
  });

  it("has headers from configuration, secrets and input, and names the engine", async () => {
    const { headers } = await echo(
      { headers: { "X-Order": "order {id}", "X-Key": { secret: "key" }, Accept: "text/csv" } },
      { id: 7, headers: { "X-Trace": "abc", "X-None": null } },
    );
    assert.equal(headers["x-order"], "order 7");
    assert.equal(headers["x-key"], "k3y-value");
    assert.equal(headers["x-trace"], "abc");
    assert.equal(headers["x-none"], undefined);
    assert.equal(headers.accept, "text/csv");
    assert.match(headers["user-agent"] ?? "", /^mizzen\//);
  });

  it("refuses header values with line breaks and headers that belong to HTTP itself", async () => {
    const value = "a\r\nX-Admin: true";
    assert.equal(await refused({ headers: { "x-id": "{id}" } }, { id: value }), "invalid-header");
    assert.equal(await refused({}, { headers: { "x-id": value } }), "invalid-header");
    assert.equal(await refused({}, { headers: { "x-id": "a\n" } }), "invalid-header");
    assert.equal(await refused({}, { headers: { "x-id": "\u0000" } }), "invalid-header");
    assert.equal(await refused({}, { headers: { "x-id": "漢" } }), "invalid-header");
    assert.equal(await refused({}, { headers: { "x: y\r\nz": "1" } }), "invalid-header");
    for (const name of ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Proxy-Authorization"]) {
      assert.equal(await refused({}, { headers: { [name]: "1" } }), "invalid-header", name);
    }
  });

  it("carries the same idempotency key at each attempt, unless it changes nothing", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      for (const _attempt of [1, 2]) {
        assert.equal((await echo({ method })).headers["idempotency-key"], "case-1.item-7.1");
      }
    }
    assert.equal((await echo({})).headers["idempotency-key"], undefined);
    const renamed = await echo({ method: "POST", idempotencyHeader: "X-Request-Id" });
    assert.equal(renamed.headers["x-request-id"], "case-1.item-7.1");
    const without = await echo({ method: "POST", idempotencyHeader: false });
    assert.equal(without.headers["idempotency-key"], undefined);
  });

  it("has a body in each encoding", async () => {
    const sent = async (encoding: string, body: unknown): Promise<readonly [string | undefined, string]> => {
      const { headers, body: text } = await echo({ method: "POST", encoding }, { body: body as string });
      return [headers["content-type"], text];
    };
    assert.deepEqual(await sent("json", { a: [1, null] }), ["application/json", '{"a":[1,null]}']);
    assert.deepEqual(await sent("json", "text"), ["application/json", '"text"']);
    assert.deepEqual(await sent("form", { a: "x y&z", b: [1, 2], c: null }), [
      "application/x-www-form-urlencoded",
      "a=x+y%26z&b=1&b=2",
    ]);
    assert.deepEqual(await sent("text", "ü"), ["text/plain; charset=utf-8", "ü"]);
    assert.deepEqual(await sent("xml", { order: { "@id": "1", line: ["<a>", "b"] } }), [
      "application/xml; charset=utf-8",
      '<order id="1"><line>&lt;a&gt;</line><line>b</line></order>',
    ]);
    assert.deepEqual(await sent("binary", "eA=="), ["application/octet-stream", "x"]);
    const [type, text] = await sent("multipart", {
      note: 'say "hi"',
      list: [1, 2],
      "file\r\nx": { filename: 'a".txt', contentType: "text/plain", content: "content" },
      data: { filename: "b.bin", base64: "eA==" },
    });
    assert.match(type ?? "", /^multipart\/form-data; boundary=/);
    assert.match(text, /name="note"\r\n\r\nsay "hi"\r\n/);
    assert.match(text, /name="list"\r\n\r\n2\r\n/);
    assert.match(
      text,
      /name="file%0D%0Ax"; filename="a%22\.txt"\r\nContent-Type: text\/plain\r\n\r\ncontent\r\n/,
    );
    assert.match(text, /filename="b\.bin"\r\nContent-Type: application\/octet-stream\r\n\r\nx\r\n/);
  });

  it("has a body from a template, whose values keep their types", async () => {
    const configuration = {
      method: "POST",
      body: { id: "{id}", text: "order {id}: {{id}}", all: "{body}", lines: ["{lines}"] },
    };
    const { body } = await echo(configuration, { id: 7, lines: [1], body: { x: null } });
    assert.deepEqual(JSON.parse(body), { id: 7, text: "order 7: {id}", all: { x: null }, lines: [[1]] });
    const xml = { method: "POST", encoding: "xml", body: "<o>{note}</o>" };
    assert.equal((await echo(xml, { note: "</o><admin/>" })).body, "<o>&lt;/o&gt;&lt;admin/&gt;</o>");
  });

  it("refuses bodies that do not fit their encoding, and bodies of GET", async () => {
    for (const [encoding, body] of [
      ["form", "x"],
      ["form", { a: { b: 1 } }],
      ["multipart", { a: { content: "no name" } }],
      ["multipart", { a: { filename: "x", contentType: "a\r\nb", content: "" } }],
      ["text", { a: 1 }],
      ["xml", { a: 1, b: 2 }],
      ["binary", "no base 64!"],
    ] as const) {
      assert.equal(await refused({ method: "POST", encoding }, { body }), "invalid-body", encoding);
    }
    assert.equal(await refused({}, { body: { a: 1 } }), "invalid-body");
  });
});
