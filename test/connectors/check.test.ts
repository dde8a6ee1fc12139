import assert from "node:assert/strict";
import { checkCalls } from "../../activities/connectors/check.ts";
import { loadRegistry, type Registry } from "../../activities/connectors/registry.ts";
import type { ConnectorCall, Specification, Variable } from "../../yawl/model/specification.ts";

const TYPE: Variable["type"] = { kind: "any" } as unknown as Variable["type"];

/** A specification with one call, of a task with one parameter `id`. */
function calling(call: Partial<ConnectorCall>): Specification {
  return {
    id: "orders",
    version: "1.0",
    title: "Orders",
    format: "mizzen",
    metadata: {},
    types: {},
    rootNet: "orders",
    decompositions: [
      {
        kind: "work",
        id: "fetch",
        root: "fetch",
        inputs: [{ name: "id", type: TYPE }],
        outputs: [],
        interaction: "automated",
        call: { connector: "http", configuration: { url: "https://api.acme.com/{id}" }, ...call },
        place: { line: 12, column: 3 },
      },
      { kind: "work", id: "by-hand", root: "x", inputs: [], outputs: [], interaction: "manual" },
    ],
  } as unknown as Specification;
}

describe("Connector calls, checked at upload,", () => {
  let registry: Registry;

  before(async () => {
    registry = await loadRegistry([]);
  });

  function messages(call: Partial<ConnectorCall>): readonly string[] {
    return checkCalls(calling(call), registry).map(({ message }) => message);
  }

  it("have no findings when they are right", () => {
    assert.deepEqual(messages({}), []);
    assert.deepEqual(
      messages({
        version: 1,
        retry: {
          attempts: 3,
          initialInterval: "PT1S",
          coefficient: 2,
          maximumInterval: "PT1M",
          deadline: "P1D",
        },
        timeout: "PT30S",
      }),
      [],
    );
  });

  it("name the element and the place of each finding", () => {
    assert.deepEqual(checkCalls(calling({ connector: "htp" }), registry), [
      { element: "fetch", line: 12, column: 3, message: 'There is no connector "htp". Did you mean "http"?' },
    ]);
  });

  it("have a connector and a version that are there", () => {
    assert.match(
      messages({ connector: "nothing-like-it" })[0] ?? "",
      /^There is no connector "nothing-like-it"\. There are: /,
    );
    assert.deepEqual(messages({ version: 9 }), ['The connector "http" has no version 9; it has: 1.']);
  });

  it("have a configuration that fits, or findings with the path into it", () => {
    const [unknown, ...others] = messages({
      configuration: {
        url: "https://a.com/",
        auth: { type: "bearer", token: "in the open" },
        limits: { total: "5s" },
        methd: 1,
      },
    }).toSorted();
    assert.match(others.join("\n"), /wrong at "limits\.total": must be an ISO 8601 duration/);
    assert.match([unknown, ...others].join("\n"), /wrong at "auth\.token": /);
    assert.match([unknown, ...others].join("\n"), /wrong: .*methd/);
    assert.equal(others.length, 2);
  });

  it("have findings that name the key and what it may be", () => {
    const of = (configuration: ConnectorCall["configuration"], connector = "http"): string =>
      messages({ connector, configuration }).join("\n");
    const url = "https://a.com/";
    for (const [found, expected] of [
      [of({ urll: url }), /wrong: "urll" is not known here\. Did you mean "url"\?/],
      [of({ urll: url }), /"url" is missing\./],
      [of({ url, method: "FETCH" }), /wrong at "method": it must be one of "GET", "HEAD", "POST"/],
      [of({ url, method: "PSOT" }), /Did you mean "POST"\?/],
      [of({ url: 5 }), /at "url": it must be a string, not a number\./],
      [
        of({ url, auth: { type: "baerer" } }),
        /one of "bearer", "basic", "apiKey", "oauth2"\. Did you mean "bearer"\?/,
      ],
      [
        of({ url, auth: { type: "bearer", tokn: 1 } }),
        /"tokn" is not known here \(in auth\)\. Did you mean "token"\?/,
      ],
      [of({ url, auth: { type: "bearer", token: "x" } }), /must name a secret: \{ secret: name \}/],
      [of({ url, limits: { sise: 1 } }), /Did you mean "size"\?/],
      [of({ url, redirects: 99 }), /at "redirects": it must be at most 20\./],
      [of({ url, status: { success: ["6xx"] } }), /must be a status \(404\), a class/],
      [of({ url, response: { format: "jsn" } }), /Did you mean "json"\?/],
      [of({ within: "PT1H", notify: { urll: url } }, "callback"), /\(in notify\)\. Did you mean "url"\?/],
      [of({ expresion: "1" }, "script"), /Did you mean "expression"\?/],
    ] as const) {
      assert.match(found, expected);
      assert.doesNotMatch(found, /Invalid (input|option)|undefined|expected string/);
    }
  });

  it("have a configuration with which the connector itself is content", () => {
    const of = (configuration: ConnectorCall["configuration"], connector = "http"): string =>
      messages({ connector, configuration }).join("\n");
    assert.match(of({ url: "ftp://a.com/" }), /must begin with "http:\/\/" or "https:\/\/"/);
    assert.match(of({ url: "https://bob:pw@a.com/" }), /must not hold a user name or password/);
    assert.match(of({ url: "https://a.com/{id" }), /brace in the URL has no partner/);
    assert.match(of({ url: "https://a.com/{i d}" }), /is no template expression/);
    assert.match(of({ url: "https://a.com/", body: {} }), /A GET request has no body/);
    assert.match(
      of({ url: "https://a.com/", headers: { Host: "b.com" } }),
      /"Host" is set by the engine itself/,
    );
    assert.match(of({ url: "https://a.com/", tls: { certificate: "x" } }), /belong together/);
    const auth = { type: "bearer", token: { secret: "key" } };
    for (const url of [
      "{+id}",
      "https://{id}/x",
      "https://api.{id}",
      "https://{id}.com/",
      "https://{id}:80/",
      "https://{id}.acme.com/",
      "https://{+id}.acme.com/",
      "https://a.com{+id}",
      "https://a.com{.id}/",
    ]) {
      assert.match(of({ url, auth }), /host of the URL comes from the data/, url);
      assert.equal(of({ url }), "", url);
    }
    for (const url of [
      "https://a.com/{id}",
      "https://a.com:8443{/id*}",
      "https://a.com{?id}",
      "https://a.com{#id}",
    ]) {
      assert.equal(of({ url, auth }), "", url);
    }
    assert.match(of({ expression: "a +" }, "script"), /is no JSONata: .*character/);
    assert.match(of({ host: "m", from: "nobody" }, "mail"), /`from` is no mail address/);
    assert.match(
      of({ within: "PT1H", notify: { url: "https://a.com/" } }, "callback"),
      /does not mention \{callback_url\}/,
    );
  });

  it("fill each template variable by an input parameter or by the call's own inputs", () => {
    const configuration = {
      url: "https://a.com/{ids}{?page}",
      method: "POST",
      headers: { "x-a": "{a}" },
      query: { b: ["{b}"] },
      body: { c: "{c}", d: "{{d}}" },
    };
    assert.deepEqual(messages({ configuration }), [
      'The template variable "{ids}" is filled by no input of the task. Did you mean "id"?',
      'The template variable "{page}" is filled by no input of the task.',
      'The template variable "{b}" is filled by no input of the task.',
      'The template variable "{a}" is filled by no input of the task.',
      'The template variable "{c}" is filled by no input of the task.',
    ]);
    const input = ["ids", "page", "a", "b", "c"].map((mapsTo) => ({
      query: { language: "variable" as const, text: "id" },
      mapsTo,
    }));
    assert.deepEqual(messages({ configuration, input }), []);
    const notify = { url: "https://a.com/", method: "POST", body: { to: "{callback_url}", id: "{other}" } };
    assert.deepEqual(messages({ connector: "callback", configuration: { within: "P30D", notify } }), [
      'The template variable "{other}" is filled by no input of the task.',
    ]);
  });
});
