import assert from "node:assert/strict";
import { Waiting } from "../../activities/connectors/contract.ts";
import { loadRegistry, type Registry } from "../../activities/connectors/registry.ts";
import { runCall } from "../../activities/connectors/run.ts";
import { answerOf, bodyOf, contextWith, errorOf, json, World } from "./world.ts";

describe("The connector", () => {
  const world = new World();
  let registry: Registry;

  before(async () => {
    registry = await loadRegistry([]);
  });
  after(() => world.close());

  describe("publish-event", () => {
    it("publishes the input once, under the idempotency key", async () => {
      const context = contextWith();
      const configuration = { name: "order-{kind}" };
      const input = { kind: "paid", amount: 7 };
      const event = {
        id: "case-1.item-7.1",
        name: "order-paid",
        data: input,
        caseId: "case-1",
        specificationId: "orders",
      };
      assert.deepEqual(await answerOf(registry, "publish-event", configuration, input, context), {
        id: event.id,
      });
      assert.deepEqual(context.recorded.published, [event]);
    });
  });

  describe("start-case", () => {
    it("starts a case with an id that is the same at each attempt", async () => {
      const context = contextWith({ idempotencyKey: "case-1:item-7/1" });
      for (const _ of [1, 2]) {
        const answer = await answerOf(registry, "start-case", { specification: "claims" }, { a: 1 }, context);
        assert.deepEqual(answer, { caseId: "from-case-1-item-7-1", version: "1.0" });
      }
      const [first, second] = context.recorded.started;
      assert.deepEqual(first, second);
      assert.deepEqual(first, {
        specificationId: "claims",
        caseId: "from-case-1-item-7-1",
        data: { a: 1 },
        startedBy: "case:case-1",
      });
    });

    it("gives the case an id that no work item or block of instances can have", async () => {
      for (const [idempotencyKey, caseId] of [
        ["order-1.4", "from-order-1~4"],
        ["order-1.4.12", "from-order-1.4~12"],
        ["order-1.4-2", "from-order-1.4-2"],
      ] as const) {
        const context = contextWith({ idempotencyKey });
        const answer = await answerOf(registry, "start-case", { specification: "claims" }, {}, context);
        assert.equal(answer["caseId"], caseId);
      }
    });

    it("takes id and version from the configuration", async () => {
      const configuration = { specification: "claims", version: "2.1", caseId: "claim-{number}" };
      const answer = await answerOf(registry, "start-case", configuration, { number: 12 });
      assert.deepEqual(answer, { caseId: "claim-12", version: "2.1" });
      for (const number of ["a/b", "a b", "x".repeat(101), "a.4", "2.10"]) {
        const error = await errorOf(registry, "start-case", configuration, { number });
        assert.deepEqual([error.type, error.retryable], ["invalid-case-id", false]);
      }
    });
  });

  describe("script", () => {
    const run = (expression: string, input = {}) => answerOf(registry, "script", { expression }, input);

    it("keeps numbers as they are, or refuses them", async () => {
      assert.deepEqual(
        await run("{ 'a': $string(n), 'b': $string([n]), 'c': $number('1.10'), 'd': $number('0x1F') }", {
          n: 1234567890123456,
        }),
        {
          a: "1234567890123456",
          b: "[1234567890123456]",
          c: 1.1,
          d: 31,
        },
      );
      assert.deepEqual(
        await run("{ 'a': $string({'f': function($x){$x}, 'n': 1}), 'b': $string('x'), 'c': $string(none) }"),
        { a: '{"f":"","n":1}', b: "x" },
      );
      for (const expression of [
        "{ 'a': 12345678901234567890 }",
        "a.b[c = 0.1234567890123456789]",
        "-7615917337495251231",
        "$number('12345678901234567890')",
        "$number('1e400')",
      ]) {
        const error = await errorOf(registry, "script", { expression });
        assert.deepEqual([error.type, error.retryable], ["script", false], expression);
        assert.match(error.message, /number that can(not)? be kept/, expression);
      }
    });

    it("lets no expression reach what counts its steps", async () => {
      for (const expression of [
        "($__evaluate_entry := false; 1)",
        "(function($__evaluate_exit) { 1 })(2)",
        "($f := function($n){ $f($n + 1) }; $__evaluate_entry := 0; $f(1))",
      ]) {
        const error = await errorOf(registry, "script", { expression });
        assert.match(error.message, /is the engine's own/);
      }
    });

    it("computes its answer from the input, as document and as variables", async () => {
      const input = {
        lines: [
          { price: 2, count: 3 },
          { price: 1, count: 1 },
        ],
        rate: 0.5,
      };
      assert.deepEqual(await run('{ "sum": $sum(lines.(price * count)) * $rate }', input), { sum: 3.5 });
      assert.deepEqual(await run("lines[price > 1].count", input), { result: 3 });
      assert.deepEqual(await run("lines.price", input), { result: [2, 1] });
      assert.deepEqual(await run("nothing", input), {});
    });

    it("fails for good when the expression does", async () => {
      for (const expression of [
        "1 +",
        '$number("x")',
        '$error("no")',
        '"a" + 1',
        "$unknown(1)",
        "$eval('1')",
      ]) {
        const error = await errorOf(registry, "script", { expression });
        assert.deepEqual([error.type, error.retryable], ["script", false], expression);
        assert.match(error.message, /\.$/);
      }
    });

    it("ends an expression that never would, of steps, of calls, of a regular expression, or with a huge result", async () => {
      for (const expression of [
        "($f := function($n) { $f($n + 1) }; $f(0))",
        "($f := function($n) { 1 + $f($n + 1) }; $f(0))",
        "$map([1..5000000], function($v) { $v })",
        `$match("${"a".repeat(40)}!", /^(a+)+$/)`,
        "[1..3000000]",
      ]) {
        const began = performance.now();
        const error = await errorOf(registry, "script", { expression });
        assert.deepEqual([error.type, error.retryable], ["script", false], expression);
        assert.match(error.message, /more than|longer than|levels/, expression);
        assert.ok(performance.now() - began < 6_000, expression);
      }
    }).timeout(30_000);

    it("reaches neither the process nor the prototypes of its data", async () => {
      for (const expression of ["process", "constructor", "$$.constructor.constructor", "$process"]) {
        assert.deepEqual(await run(expression, { a: 1 }), {}, expression);
      }
      const escape = '($F := $$.constructor.constructor; $g := $F("return process"); $g())';
      assert.equal((await errorOf(registry, "script", { expression: escape })).type, "script");
      const input = { a: { b: 1 } };
      await run("$ ~> |a|{'b': 2}|", input);
      assert.deepEqual(input, { a: { b: 1 } });
    });
  });

  describe("callback", () => {
    it("waits for as long as it is told", async () => {
      const call = { connector: "callback", configuration: { within: "P2DT1H" }, input: {} };
      const answer = await runCall(registry, call, contextWith());
      assert.ok(answer instanceof Waiting);
      assert.equal(answer.limit, 49 * 3_600_000);
      for (const within of ["P31D", "PT0S", "P1M", "soon"]) {
        assert.equal((await errorOf(registry, "callback", { within })).type, "invalid-configuration", within);
      }
    });

    it("tells the outside system which URL to call, with the key that stays the same", async () => {
      const seen: { url: string; key: unknown; body: string }[] = [];
      const url = await world.serve(async (request, response) => {
        const { url: path = "", headers } = request;
        seen.push({ url: path, key: headers["idempotency-key"], body: await bodyOf(request) });
        json(response, {});
      });
      const notify = {
        url: `${url}/jobs{?callback_url}`,
        method: "POST",
        body: { job: "{job}", done: "{callback_url}" },
      };
      const context = contextWith();
      const call = { connector: "callback", configuration: { within: "PT1H", notify }, input: { job: 7 } };
      assert.ok((await runCall(registry, call, context)) instanceof Waiting);
      const callback = await context.callbackUrl();
      assert.deepEqual(seen, [
        {
          url: `/jobs?callback_url=${encodeURIComponent(callback)}`,
          key: "case-1.item-7.1",
          body: JSON.stringify({ job: 7, done: callback }),
        },
      ]);
    });

    it("fails as the request does, without showing the URL", async () => {
      const url = await world.serve(async (request, response) => {
        response.writeHead(500).end(await bodyOf(request));
      });
      const notify = { url, method: "POST", body: "{callback_url}" };
      const error = await errorOf(registry, "callback", { within: "PT1H", notify });
      assert.deepEqual([error.type, error.retryable], ["http-status", true]);
      assert.equal(error.details["body"], '"***"');
    });
  });
});
