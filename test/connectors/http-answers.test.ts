import assert from "node:assert/strict";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Registry } from "../../activities/connectors/registry.ts";
import { answerOf, bodyOf, contextWith, errorOf, json, World } from "./world.ts";

describe("The answer of an HTTP call", () => {
  const world = new World();
  let registry: Registry;
  let answer: { status?: number; headers?: Record<string, string>; body?: string | Buffer };
  let url: string;

  beforeEach(async () => {
    registry = await world.registry();
    url = await world.serve((_, response) => {
      response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.body);
    });
  });
  afterEach(() => world.close());

  async function bodyFor(type: string, body: string | Buffer, configuration = {}): Promise<unknown> {
    answer = { headers: type === "" ? {} : { "content-type": type }, body };
    return (await answerOf(registry, "http", { url, ...configuration }))["body"];
  }

  it("has status, headers and body", async () => {
    answer = { status: 201, headers: { "content-type": "application/json", "X-Id": "7" }, body: '{"a":[1]}' };
    const { status, headers, body } = await answerOf(registry, "http", { url });
    assert.equal(status, 201);
    assert.equal((headers as Record<string, string>)["x-id"], "7");
    assert.deepEqual(body, { a: [1] });
  });

  it("is read by its content type", async () => {
    assert.deepEqual(await bodyFor("application/json; charset=utf-8", '\uFEFF{"ü":1}'), { ü: 1 });
    assert.deepEqual(await bodyFor("application/vnd.acme+json", "[1]"), [1]);
    assert.deepEqual(await bodyFor("application/xml", '<o id="7"><l>1</l><l>2</l><n>x &amp; y</n></o>'), {
      o: { "@id": "7", l: ["1", "2"], n: "x & y" },
    });
    assert.deepEqual(await bodyFor("application/atom+xml", "<a:b xmlns:a='urn:a'>t</a:b>"), {
      "a:b": { "@xmlns:a": "urn:a", "#text": "t" },
    });
    assert.equal(await bodyFor("text/plain", "ünder"), "ünder");
    assert.equal(await bodyFor("text/plain; charset=iso-8859-1", Buffer.from([0xfc])), "ü");
    assert.deepEqual(await bodyFor("application/x-www-form-urlencoded", "a=1&b=x+y&a=2"), {
      a: ["1", "2"],
      b: "x y",
    });
    assert.equal(await bodyFor("application/pdf", Buffer.from([0, 255])), "AP8=");
    assert.equal(await bodyFor("", Buffer.from("x")), "eA==");
    assert.equal(await bodyFor("application/json", ""), null);
  });

  it("is read otherwise when the configuration says so", async () => {
    assert.deepEqual(await bodyFor("text/plain", "[1]", { response: { format: "json" } }), [1]);
    assert.equal(await bodyFor("application/json", "[1]", { response: { format: "text" } }), "[1]");
    assert.equal(await bodyFor("application/json", "[1]", { response: { format: "binary" } }), "WzFd");
    assert.equal(await bodyFor("application/json", "broken", { response: { format: "none" } }), null);
  });

  it("is unpacked", async () => {
    for (const [name, pack] of [
      ["gzip", gzipSync],
      ["deflate", deflateSync],
      ["br", brotliCompressSync],
    ] as const) {
      const body = pack(Buffer.from('{"packed":true}'));
      answer = { headers: { "content-type": "application/json", "content-encoding": name }, body };
      assert.deepEqual((await answerOf(registry, "http", { url }))["body"], { packed: true }, name);
    }
  });

  it("with another content type than those accepted is an error that shows it", async () => {
    answer = { headers: { "content-type": "text/html" }, body: "<h1>Login</h1>" };
    const configuration = { url, response: { types: ["application/json", "image/*"] } };
    const error = await errorOf(registry, "http", configuration);
    assert.deepEqual([error.type, error.retryable], ["content-type", false]);
    assert.match(error.message, /is of the type "text\/html"; wanted: application\/json/);
    assert.equal(error.details["body"], "<h1>Login</h1>");
    const any = { url, response: { types: ["text/*"] } };
    assert.equal((await answerOf(registry, "http", any))["body"], "<h1>Login</h1>");
  });

  it("that is not what its type says is an error that shows its beginning", async () => {
    for (const [type, body] of [
      ["application/json", '{"a": 1'],
      ["application/json", Buffer.from([0x22, 0xff, 0x22])],
      ["application/xml", "<a><b></a>"],
      ["application/xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
      ["text/plain; charset=klingon", "x"],
    ] as const) {
      answer = { headers: { "content-type": type }, body };
      const error = await errorOf(registry, "http", { url });
      assert.deepEqual([error.type, error.retryable], ["invalid-body", false], String(body));
      assert.equal(error.details["status"], 200);
    }
    assert.match((await errorOf(registry, "http", { url })).message, /character set that is not known/);
  });

  it("is refused when it nests deeper than data may", async () => {
    answer = { headers: { "content-type": "application/json" }, body: "[".repeat(5_000) + "]".repeat(5_000) };
    const error = await errorOf(registry, "http", { url });
    assert.deepEqual([error.type, error.retryable], ["invalid-output", false]);
  });

  it("is retryable, final or a success by its status", async () => {
    const verdicts = new Map<number, boolean | undefined>([
      [200, undefined],
      [204, undefined],
      [400, false],
      [401, false],
      [404, false],
      [408, true],
      [409, false],
      [425, true],
      [429, true],
      [500, true],
      [501, false],
      [502, true],
      [503, true],
      [504, true],
      [505, false],
    ]);
    for (const [status, retryable] of verdicts) {
      answer = { status };
      if (retryable === undefined) {
        assert.equal((await answerOf(registry, "http", { url }))["status"], status);
      } else {
        const fresh = await world.registry();
        const error = await errorOf(fresh, "http", { url: `${url}/orders` });
        assert.deepEqual([error.type, error.retryable], ["http-status", retryable], String(status));
        assert.equal(error.message, `GET ${url}/orders was answered ${status}.`);
        assert.equal(error.details["status"], status);
      }
    }
  });

  it("is judged by the configuration's own rules first", async () => {
    const status = { success: ["2xx", 404], retry: ["409-410"], final: [503] };
    answer = { status: 404, headers: { "content-type": "application/json" }, body: '{"known":false}' };
    assert.deepEqual((await answerOf(registry, "http", { url, status }))["body"], { known: false });
    answer = { status: 410 };
    assert.equal((await errorOf(registry, "http", { url, status })).retryable, true);
    answer = { status: 503 };
    assert.equal((await errorOf(registry, "http", { url, status })).retryable, false);
  });

  it("says with Retry-After, in seconds or as a date, when to try again", async () => {
    for (const status of [429, 503]) {
      answer = { status, headers: { "retry-after": "7" } };
      assert.equal((await errorOf(registry, "http", { url })).retryAfter, 7_000);
      answer = { status, headers: { "retry-after": new Date(Date.now() + 60_000).toUTCString() } };
      const { retryAfter = 0 } = await errorOf(registry, "http", { url });
      assert.ok(retryAfter > 50_000 && retryAfter <= 60_000, String(retryAfter));
      answer = { status };
      assert.equal((await errorOf(registry, "http", { url })).retryAfter, undefined);
      registry = await world.registry();
    }
    for (const [header, expected] of [
      ["-1", undefined],
      ["soon", undefined],
      ["99999999", 86_400_000],
      ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
    ] as const) {
      answer = { status: 429, headers: { "retry-after": header } };
      assert.equal((await errorOf(registry, "http", { url })).retryAfter, expected, header);
    }
  });
});

describe("Redirects of an HTTP call", () => {
  const world = new World();
  let registry: Registry;

  beforeEach(async () => {
    registry = await world.registry();
  });
  afterEach(() => world.close());

  it("are followed, a POST as GET after 303 and as POST with its body after 307", async () => {
    const url = await world.serve(async (request, response) => {
      const status = Number(request.url?.slice(1));
      if (status > 0) response.writeHead(status, { location: "/there" }).end();
      else json(response, { method: request.method, body: await bodyOf(request) });
    });
    for (const [status, method] of [
      [301, "GET"],
      [302, "GET"],
      [303, "GET"],
      [307, "POST"],
      [308, "POST"],
    ] as const) {
      const answer = await answerOf(
        registry,
        "http",
        { url: `${url}/${status}`, method: "POST" },
        { body: 1 },
      );
      assert.deepEqual(answer["body"], { method, body: method === "GET" ? "" : "1" }, String(status));
    }
  });

  it("that lead in a circle, are too many or lead nowhere end the call", async () => {
    const url = await world.serve((request, response) => {
      const [, path, number] = (request.url ?? "").split("/");
      const location = {
        loop: "/loop",
        many: `/many/${Number(number) + 1}`,
        bad: "http://[",
        ftp: "ftp://x/",
      }[path ?? ""];
      response.writeHead(302, location === undefined ? {} : { location }).end();
    });
    const types = new Map([
      ["loop", "redirect-loop"],
      ["many/1", "too-many-redirects"],
      ["bad", "redirect-refused"],
      ["ftp", "redirect-refused"],
      ["none", "http-status"],
    ]);
    for (const [path, type] of types) {
      const error = await errorOf(registry, "http", { url: `${url}/${path}` });
      assert.deepEqual([error.type, error.retryable], [type, false], path);
    }
    const off = await errorOf(registry, "http", { url: `${url}/many/1`, redirects: 0 });
    assert.deepEqual([off.type, off.details["status"]], ["http-status", 302]);
  });

  it("to another origin take no credentials, no headers of the task and no body with them", async () => {
    const seen: Record<string, unknown>[] = [];
    const other = await world.serve((request, response) => {
      seen.push({ ...request.headers, url: request.url });
      json(response, {});
    });
    const url = await world.serve((request, response) => {
      const to = request.url?.startsWith("/back") ? "/end" : `${other}/there`;
      if (request.url?.startsWith("/end")) json(response, { ...request.headers, url: request.url });
      else response.writeHead(307, { location: to }).end();
    });
    const context = contextWith({ secrets: { key: "s3cret-key" } });
    const auths = [
      { type: "bearer", token: { secret: "key" } },
      { type: "basic", user: "bob", password: { secret: "key" } },
      { type: "apiKey", name: "x-api-key", key: { secret: "key" } },
      { type: "apiKey", in: "query", name: "key", key: { secret: "key" } },
    ];
    for (const auth of auths) {
      const headers = { Cookie: "a=b", "x-own": { secret: "key" } };
      await answerOf(registry, "http", { url, auth, headers }, {}, context);
    }
    assert.equal(seen.length, auths.length);
    for (const request of seen) {
      assert.deepEqual(Object.keys(request).toSorted(), [
        "accept",
        "connection",
        "host",
        "url",
        "user-agent",
      ]);
      assert.equal(request["url"], "/there");
    }
    const posted = await errorOf(registry, "http", { url, method: "POST" }, { body: { iban: "DE00" } });
    assert.equal(posted.type, "redirect-refused");
    const back = await answerOf(registry, "http", { url: `${url}/back`, auth: auths[3] ?? {} }, {}, context);
    assert.equal((back["body"] as Record<string, unknown>)["url"], "/end?key=s3cret-key");
  });
});
