import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { ConnectorError } from "../../activities/connectors/contract.ts";
import { setHeader } from "../../activities/connectors/http/request.ts";
import { readRetryAfter } from "../../activities/connectors/http/status.ts";
import { duration } from "../../activities/connectors/duration.ts";
import { checkText, fillJson, fillText, variablesOfJson } from "../../activities/connectors/template.ts";
import { checkUrlTemplate, fillUrl, literalOrigin } from "../../activities/connectors/url-template.ts";

/** Texts with many of the characters that mean something in URLs and headers. */
const NASTY = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."/?#%@:\\.&=+;[]{}<>\r\n\t\0 ".split("")),
    fc.constantFrom("..", "%2e", "%0a", "%2f", "//", "ü", "\u2028", "．", "\uD800"),
    fc.string({ minLength: 1, maxLength: 2 }),
  ),
  maxLength: 20,
});

/** What the work gives, or `undefined` when it is refused for good. */
function orRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    assert.ok(error instanceof ConnectorError, String(error));
    assert.equal(error.retryable, false);
    return undefined;
  }
}

describe("A template", () => {
  it("of a URL keeps host and steps, whatever the values are", () => {
    fc.assert(
      fc.property(NASTY, NASTY, (id, page) => {
        const url = orRefused(() => fillUrl("https://api.acme.com/a/{id}/b{?page}#end", { id, page }));
        if (!url) return;
        assert.equal(url.host, "api.acme.com");
        assert.match(url.pathname, /^\/a\/[^/]+\/b$/);
        assert.equal(decodeURIComponent(url.pathname.split("/")[2] ?? ""), id);
        assert.deepEqual([...url.searchParams], [["page", page]]);
        assert.equal(url.hash, "#end");
      }),
      { numRuns: 2_000 },
    );
  });

  it("of a URL whose host is partly a value keeps the domain", () => {
    fc.assert(
      fc.property(NASTY, (tenant) => {
        const url = orRefused(() => fillUrl("https://{tenant}.acme.com/x", { tenant }));
        if (url) assert.match(url.href, /^https:\/\/[^/?#@\\:]+\.acme\.com\/x$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it("of a URL never leads upwards, also with reserved expansion", () => {
    fc.assert(
      fc.property(NASTY, (path) => {
        const url = orRefused(() => fillUrl("https://api.acme.com/files/{+path}", { path }));
        if (url) assert.match(url.href, /^https:\/\/api\.acme\.com\/files\//);
      }),
      { numRuns: 2_000 },
    );
  });

  it("of a text puts in what is there, literally", () => {
    fc.assert(
      fc.property(NASTY, (value) => {
        assert.equal(fillText("[{a}]", { a: value }), `[${value}]`);
        assert.equal(fillJson("{a}", { a: value }), value);
      }),
    );
    assert.equal(fillText('{a} {{a}} {{ a }} {1} {"a": 1} $&', { a: "$&" }), '$& {a} { a } {1} {"a": 1} $&');
    assert.deepEqual(variablesOfJson(["{a}", { b: "x {c.d} {{e}}" }, 1, null]), ["a", "c.d"]);
  });

  it("knows names in any language, and takes blanks around them for nothing", () => {
    const values = { straße: "Weg 1", 名前: 7, _x: [1] };
    assert.equal(fillText("An {straße}, { 名前 }", values), "An Weg 1, 7");
    assert.deepEqual(fillJson("{ _x }", values), [1]);
    assert.deepEqual(variablesOfJson("{straße} { 名前 }"), ["straße", "名前"]);
    assert.equal(
      fillUrl("https://a.com/{ straße }{? 名前 , _x* }", values).href,
      "https://a.com/Weg%201?%E5%90%8D%E5%89%8D=7&_x=1",
    );
    assert.deepEqual(checkText('{a} { a } {{b c}} {1} {"a": b} {a: b}'), []);
    assert.match(checkText("to {first name}")[0] ?? "", /"\{first name\}" names no variable/);
  });

  it("of a URL takes every operator of RFC 6570 after the host", () => {
    const values = { steps: ["a", "b c"], page: 2, path: "x/y", none: [], nothing: {}, empty: "" };
    for (const [template, url] of [
      ["https://api.acme.com:8443{/steps*}{?page}", "https://api.acme.com:8443/a/b%20c?page=2"],
      ["https://api.acme.com{?page}", "https://api.acme.com/?page=2"],
      ["https://api.acme.com{/steps}", "https://api.acme.com/a,b%20c"],
      ["https://api.acme.com{#page}", "https://api.acme.com/#2"],
      ["https://api.acme.com/{+path}{?page}{&empty}", "https://api.acme.com/x/y?page=2&empty="],
      ["https://api.acme.com/?a=1{&page}", "https://api.acme.com/?a=1&page=2"],
      ["https://api.acme.com/r{.page}{;page}", "https://api.acme.com/r.2;page=2"],
      ["https://api.acme.com{?none}", "https://api.acme.com/"],
      ["https://api.acme.com{?none*,page,nothing*,nothing}", "https://api.acme.com/?page=2"],
      ["https://api.acme.com/?a=1{&none}", "https://api.acme.com/?a=1"],
    ] as const) {
      assert.equal(fillUrl(template, values).href, url, template);
      assert.deepEqual(checkUrlTemplate(template), [], template);
      assert.equal(literalOrigin(template), new URL(url).origin, template);
    }
  });

  it("of a URL has an origin of its own only where no value can touch it", () => {
    for (const template of [
      "{+url}",
      "https://{+tenant}/x",
      "https://{tenant}.acme.com/",
      "https://acme.com{+x}",
      "https://acme.com{x}/",
      "https://acme.com{.x}/",
      "https://acme.com{;x}/",
      "https://acme.com{&x}/",
      "https://acme.com:{port}/",
      "https://acme.com:80{port}/",
      "https://{user}@acme.com/",
      "https://acme.com{?x}.evil.com/",
      "https://acme.com{/x}@evil.com/",
      "https://acme.com{?x}{+y}",
      "{scheme}://acme.com/",
      "http{s}://acme.com/",
      "https:/{+x}",
      " https://acme.com/",
      "ftp://acme.com/",
    ])
      assert.equal(literalOrigin(template), undefined, template);
    for (const template of ["https://acme.com", "HTTPS://Acme.com:443/{+x}", "https://acme.com{/x}{?y}{#z}"])
      assert.equal(literalOrigin(template), "https://acme.com", template);
  });

  it("of a URL with an origin of its own keeps it, whatever the values are", () => {
    const templates = [
      "{/x}",
      "{?x}",
      "{#x}",
      "/{+x}",
      "/{x}",
      "/{.x}{;y}",
      "?q={+x}",
      "{/x*}{?y*}",
      "/a{&x}",
    ];
    const value = fc.oneof(NASTY, fc.array(NASTY, { maxLength: 3 }));
    fc.assert(
      fc.property(fc.constantFrom(...templates), value, value, (template, x, y) => {
        const url = orRefused(() => fillUrl(`https://api.acme.com:8443${template}`, { x, y }));
        if (url) assert.equal(url.origin, "https://api.acme.com:8443");
      }),
      { numRuns: 2_000 },
    );
  });

  it("of JSON keeps names as they are, also those that all objects have", () => {
    const template = JSON.parse('{"__proto__":"{a}","constructor":["{a}"]}');
    assert.equal(JSON.stringify(fillJson(template, { a: 1 })), '{"__proto__":1,"constructor":[1]}');
    assert.throws(() => fillJson("{toString}", {}), { type: "missing-variable" });
  });
});

describe("A header", () => {
  it("is refused or sent as one line", () => {
    fc.assert(
      fc.property(NASTY, NASTY, (name, value) => {
        const headers = new Map<string, string>();
        orRefused(() => setHeader(headers, name, value));
        for (const [key, text] of headers) {
          assert.doesNotMatch(key, /[\s:]/);
          assert.doesNotMatch(text, /[\r\n\0]/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("Retry-After is a time from now to a day, or nothing", () => {
    fc.assert(
      fc.property(fc.oneof(NASTY, fc.nat().map(String), fc.date().map(String)), (text) => {
        const wait = readRetryAfter(text, 1_000_000);
        assert.ok(wait === undefined || (wait >= 0 && wait <= 86_400_000));
      }),
    );
    const now = Date.UTC(1994, 10, 6, 8, 49, 30);
    for (const date of [
      "Sun, 06 Nov 1994 08:49:37 GMT",
      "Sunday, 06-Nov-94 08:49:37 GMT",
      "Sun Nov  6 08:49:37 1994",
    ]) {
      assert.equal(readRetryAfter(date, now), 7_000, date);
    }
  });
});

describe("A duration of a configuration", () => {
  it("is read in milliseconds, between its limits", () => {
    const schema = duration(250, 86_400_000);
    for (const [text, expected] of [
      ["PT0.25S", 250],
      ["PT1H30M", 5_400_000],
      ["P1D", 86_400_000],
      ["PT0.249S", undefined],
      ["P1DT1S", undefined],
      ["P1M", undefined],
      ["PT1S ", undefined],
      ["1s", undefined],
    ] as const) {
      assert.equal(schema.safeParse(text).data, expected, text);
    }
    assert.deepEqual(z.toJSONSchema(schema, { io: "input" })["format"], "duration");
  });
});
