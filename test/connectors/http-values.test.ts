import assert from "node:assert/strict";
import net from "node:net";
import zlib from "node:zlib";
import type { Registry } from "../../activities/connectors/registry.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { answerOf, bodyOf, contextWith, errorOf, json, World } from "./world.ts";

/** Raw answers, so that headers come as they are written. */
function raw(head: readonly string[], body: Buffer | string = ""): Buffer {
  const bytes = Buffer.from(body);
  const lines = ["HTTP/1.1 200 OK", ...head, `Content-Length: ${bytes.length}`, "Connection: close", "", ""];
  return Buffer.concat([Buffer.from(lines.join("\r\n"), "latin1"), bytes]);
}

describe("What a server answers", () => {
  const world = new World();
  let registry: Registry;
  let answer: Buffer = Buffer.alloc(0);
  let url = "";

  beforeEach(async () => {
    registry = await world.registry();
    const server = net.createServer((socket) => {
      socket.once("data", () => socket.end(answer));
    });
    url = `http://127.0.0.1:${await world.listen(server)}/`;
  });
  afterEach(() => world.close());

  async function answered(
    head: readonly string[],
    body: Buffer | string = "",
    configuration = {},
  ): Promise<JsonObject> {
    answer = raw(head, body);
    return answerOf(registry, "http", { url, ...configuration });
  }
  const bodyFor = async (type: string, body: Buffer | string, configuration = {}) =>
    (await answered([`Content-Type: ${type}`], body, configuration))["body"];
  const refusedFor = async (type: string, body: Buffer | string): Promise<string> => {
    answer = raw([`Content-Type: ${type}`], body);
    const error = await errorOf(registry, "http", { url });
    assert.deepEqual([error.type, error.retryable], ["invalid-body", false]);
    return error.message;
  };

  it("keeps the digits of numbers that JavaScript cannot hold, as text, and all other numbers as they are", async () => {
    const body =
      '{"id": 12345678901234567890, "p_id": 7615917337495251231, "dec": 0.1, "d2": 1.10, "huge": 1e400, "n": [1e-400, 9007199254740992, -0.5]}';
    assert.deepEqual(await bodyFor("application/json", body), {
      id: "12345678901234567890",
      p_id: "7615917337495251231",
      dec: 0.1,
      d2: 1.1,
      huge: "1e400",
      n: ["1e-400", 9007199254740992, -0.5],
    });
    assert.equal(await bodyFor("application/json", "12345678901234567890"), "12345678901234567890");
  });

  it("is refused with its place where a property would be lost or harm", async () => {
    assert.match(
      await refusedFor("application/json", '{"a": {"dup": 1,\n "dup": 2}}'),
      /line 2, column 2: \/a\/dup comes twice/,
    );
    assert.match(
      await refusedFor("application/json", '{"__proto__": {"x": 1}}'),
      /cannot be called __proto__/,
    );
    assert.match(
      await refusedFor("application/json", '{"a":\n 1,}'),
      /line 2, column 4: name should come here/,
    );
    assert.match(await refusedFor("application/json", '{"a": NaN}'), /line 1, column 7/);
  });

  it("is JSON with a byte order mark, in UTF-16, in what its header says if it is not UTF-8, or nothing", async () => {
    const text = '{"name":"Müller €"}';
    const value = { name: "Müller €" };
    const utf16 = Buffer.from(text, "utf16le");
    for (const [type, body] of [
      ["application/json", `\uFEFF${text}`],
      ["application/json; charset=utf-16", Buffer.from(`\uFEFF${text}`, "utf16le")],
      ["application/json", utf16],
      ["application/json", Buffer.from(utf16).swap16()],
      ["application/json; charset=ISO-8859-1", text],
      ["application/json; charset=ISO-8859-1", Buffer.from(text.replace("€", "\x80"), "latin1")],
    ] as const)
      assert.deepEqual(await bodyFor(type, body), value, type);
    for (const body of ["", "\uFEFF", " \r\n"]) assert.equal(await bodyFor("application/json", body), null);
    assert.match(await refusedFor("application/json", Buffer.from([0x22, 0xfc, 0x22])), /not valid UTF-8/);
  });

  it("is decoded by byte order mark, header, and what the document says of itself, in this order", async () => {
    const latin = (text: string): Buffer => Buffer.from(text, "latin1");
    for (const [type, body, expected] of [
      ['text/csv; header=present; charset="windows-1252"', latin("Preis;5 \x80"), "Preis;5 €"],
      ["text/csv; charset=ISO-8859-1", latin("\x93ü\x94 5 \x80"), "“ü” 5 €"],
      ["text/csv; charset=latin1", latin("5 \x80"), "5 €"],
      ["text/csv; charset=us-ascii", latin("5 \x80"), "5 €"],
      ["text/csv; charset='utf-8'", "5 €", "5 €"],
      ["text/csv; charset=iso-8859-15", latin("5 \xa4"), "5 €"],
      ["text/csv; charset=windows-1251", latin("\xcf\xf0\xe8"), "При"],
      ["text/csv; charset=shift_jis", latin("\x83\x5c"), "ソ"],
      ["text/csv; charset=iso-8859-1", "\uFEFF5 €", "5 €"],
      ["text/plain", Buffer.from("\uFEFFMüller", "utf16le"), "Müller"],
      ["text/html", latin('<meta charset="windows-1252"><p>\x80'), '<meta charset="windows-1252"><p>€'],
      [
        "text/html",
        latin(
          '<!-- <meta charset=x> --><META http-equiv=Content-Type content="text/html; charset=iso-8859-1">\xfc',
        ),
        '<!-- <meta charset=x> --><META http-equiv=Content-Type content="text/html; charset=iso-8859-1">ü',
      ],
      ["text/html; charset=utf-8", '<meta charset="windows-1252">ü', '<meta charset="windows-1252">ü'],
    ] as const)
      assert.equal(await bodyFor(type, body), expected, type);
    const xml = '<?xml version="1.0" encoding="ISO-8859-1"?><a>M\xfcller \x80</a>';
    assert.deepEqual(await bodyFor("application/xml", latin(xml)), { a: "Müller €" });
    assert.deepEqual(await bodyFor("application/xml; charset=utf-8", xml), { a: "Müller \x80" });
    assert.deepEqual(await bodyFor("application/xml", Buffer.from("\uFEFF<a>ü</a>", "utf16le")), { a: "ü" });
    assert.deepEqual(await bodyFor("text/xml", Buffer.from("<a>ü</a>", "utf16le")), { a: "ü" });
  });

  it("is refused when it is not in its character set, or in one that nobody knows", async () => {
    const latin = Buffer.from("Müller", "latin1");
    assert.match(await refusedFor("text/plain", latin), /not valid UTF-8, and does not say which/);
    assert.match(await refusedFor("text/plain; charset=utf-8", latin), /not valid UTF-8/);
    assert.match(await refusedFor("text/plain; charset=klingon", latin), /not known, "klingon"/);
    assert.match(await refusedFor("text/plain; charset=utf-7", latin), /not known, "utf-7"/);
    assert.match(await refusedFor("application/x-www-form-urlencoded", "a=%FC"), /not percent-encoded UTF-8/);
  });

  it("has each header that came several times as a list, and cookies always", async () => {
    const cookies = ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/", "b=2; Path=/"];
    const several = await answered([
      ...cookies.map((cookie) => `Set-Cookie: ${cookie}`),
      "Link: </a>; rel=next, </b>",
      "LINK: </c>",
      "X-One: 1, 2",
    ]);
    const headers = several["headers"] as JsonObject;
    assert.deepEqual(headers["set-cookie"], cookies);
    assert.deepEqual(headers["link"], ["</a>; rel=next, </b>", "</c>"]);
    assert.equal(headers["x-one"], "1, 2");
    const one = (await answered(["Set-Cookie: c=3"]))["headers"] as JsonObject;
    assert.deepEqual(one["set-cookie"], ["c=3"]);
  });

  it("has headers in UTF-8 or Latin 1", async () => {
    const utf8 = Buffer.from("Müller").toString("latin1");
    const headers = (await answered([`X-Name: ${utf8}`, "X-Lat: M\xfcller \x80"]))["headers"] as JsonObject;
    assert.deepEqual([headers["x-name"], headers["x-lat"]], ["Müller", "Müller €"]);
  });

  it("is unpacked as servers pack it", async () => {
    const text = Buffer.from('{"a":"packed"}');
    const twice = Buffer.concat([zlib.gzipSync(text.subarray(0, 5)), zlib.gzipSync(text.subarray(5))]);
    for (const [encoding, body] of [
      ["gzip", zlib.gzipSync(text)],
      ["x-gzip", twice],
      ["deflate", zlib.deflateSync(text)],
      ["deflate", zlib.deflateRawSync(text)],
      ["br", zlib.brotliCompressSync(text)],
      ["GZIP, identity, br", zlib.brotliCompressSync(zlib.gzipSync(text))],
      ["deflate, deflate", zlib.deflateRawSync(zlib.deflateSync(text))],
    ] as const) {
      const head = ["Content-Type: application/json", `Content-Encoding: ${encoding}`];
      assert.deepEqual((await answered(head, body))["body"], { a: "packed" }, encoding);
      assert.equal((await answered(head))["body"], null, `${encoding}, empty`);
    }
    const lines = ["Content-Type: application/json", "Content-Encoding: gzip", "Content-Encoding: br"];
    const body = zlib.brotliCompressSync(zlib.gzipSync(text));
    assert.deepEqual((await answered(lines, body))["body"], { a: "packed" });
  });

  it("is refused when it cannot be unpacked, or unpacks to more than is wanted", async () => {
    for (const [encoding, body] of [
      ["gzip", zlib.gzipSync("text").subarray(0, 12)],
      ["deflate", "no deflate at all"],
      ["br", "x"],
      ["zstd", "no zstd at all"],
      ["compress", "x"],
    ] as const) {
      answer = raw(["Content-Type: text/plain", `Content-Encoding: ${encoding}`], body);
      const error = await errorOf(registry, "http", { url });
      assert.deepEqual([error.type, error.retryable], ["invalid-body", false], encoding);
    }
    answer = raw(["Content-Encoding: gzip"], zlib.gzipSync(Buffer.alloc(100_000)));
    assert.equal(
      (await errorOf(registry, "http", { url, limits: { size: 1_000 } })).type,
      "answer-too-large",
    );
  });

  it("has no body after HEAD, with 204 and with 304, whatever its headers say", async () => {
    const packed = "Content-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n";
    for (const [status, method, success] of [
      ["204 No Content", "GET", "2xx"],
      ["304 Not Modified", "GET", 304],
      ["200 OK", "HEAD", "2xx"],
    ] as const) {
      const length = method === "HEAD" ? "Content-Length: 50000000\r\n" : "";
      answer = Buffer.from(`HTTP/1.1 ${status}\r\n${packed}${length}\r\n`);
      const configuration = { url, method, status: { success: [success] } };
      const given = await answerOf(registry, "http", configuration);
      assert.deepEqual([given["status"], given["body"]], [Number(status.slice(0, 3)), null]);
    }
  });
});

describe("A redirect", () => {
  const world = new World();
  let registry: Registry;
  beforeEach(async () => {
    registry = await world.registry();
  });
  afterEach(() => world.close());

  it("keeps or drops method, body and what is said of the body as browsers do", async () => {
    const url = await world.serve(async (request, response) => {
      const status = Number(request.url?.slice(1));
      if (status > 0) response.writeHead(status, { location: "/end#part" }).end();
      else {
        const { "content-type": type, "content-language": language, "x-own": own } = request.headers;
        json(response, {
          method: request.method,
          body: await bodyOf(request),
          type,
          language,
          own,
          url: request.url,
        });
      }
    });
    const sent = {
      method: "",
      body: '{"a":1}',
      type: "application/json",
      language: "de",
      own: "1",
      url: "/end",
    };
    for (const [status, method, becomes] of [
      [301, "POST", "GET"],
      [302, "POST", "GET"],
      [303, "POST", "GET"],
      [303, "PUT", "GET"],
      [301, "PUT", "PUT"],
      [302, "DELETE", "DELETE"],
      [307, "POST", "POST"],
      [308, "PATCH", "PATCH"],
      [302, "GET", "GET"],
    ] as const) {
      const headers = { "X-Own": "1", "Content-Language": "de" };
      const body = method === "GET" || method === "DELETE" ? {} : { body: { a: 1 } };
      const configuration = { url: `${url}/${status}`, method, headers, ...body };
      const found = (await answerOf(registry, "http", configuration))["body"];
      const isKept = becomes === method;
      const expected = {
        ...sent,
        method: becomes,
        ...(isKept && method !== "GET" && method !== "DELETE" ? {} : { body: "", type: undefined }),
        ...(isKept ? {} : { language: undefined }),
      };
      assert.deepEqual(found, JSON.parse(JSON.stringify(expected)), `${status} ${method}`);
    }
  });

  it("back from another origin brings no credentials", async () => {
    let seen: JsonObject = {};
    const other = await world.serve((_, response) =>
      response.writeHead(302, { location: `${url}/secret` }).end(),
    );
    const url: string = await world.serve((request, response) => {
      if (request.url !== "/secret") response.writeHead(302, { location: other }).end();
      else {
        seen = {
          authorization: request.headers.authorization ?? null,
          own: request.headers["x-own"] ?? null,
        };
        json(response, {});
      }
    });
    const configuration = {
      url,
      auth: { type: "bearer", token: { secret: "key" } },
      headers: { "X-Own": "1" },
    };
    await answerOf(registry, "http", configuration, {}, contextWith({ secrets: { key: "k3y-value" } }));
    assert.deepEqual(seen, { authorization: null, own: null });
  });

  it("to several places at once is not followed", async () => {
    const server = net.createServer((socket) => {
      socket.once("data", () => {
        socket.end(
          "HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
      });
    });
    const url = `http://127.0.0.1:${await world.listen(server)}/`;
    assert.equal((await errorOf(registry, "http", { url })).type, "redirect-refused");
  });

  it("with a key in the query leaves the rest of the query as it was written", async () => {
    const url = await world.serve((request, response) => json(response, { url: request.url }));
    const auth = { type: "apiKey", in: "query", name: "key", key: { secret: "key" } };
    const context = contextWith({ secrets: { key: "k&y" } });
    const { body } = await answerOf(
      registry,
      "http",
      { url: `${url}/?a=x%20y&b=~&key=old`, auth },
      {},
      context,
    );
    assert.deepEqual(body, { url: "/?a=x%20y&b=~&key=k%26y" });
  });
});
