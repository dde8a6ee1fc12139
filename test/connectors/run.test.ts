import assert from "node:assert/strict";
import { z } from "zod";
import {
  ConnectorError,
  defineConnector,
  Waiting,
  type Connector,
  type ConnectorContext,
} from "../../activities/connectors/contract.ts";
import { Transport } from "../../activities/connectors/network/transport.ts";
import { Registry } from "../../activities/connectors/registry.ts";
import { runCall } from "../../activities/connectors/run.ts";
import { answerOf, contextWith, errorOf, json, World } from "./world.ts";

const KEY = { secret: "key" };
const SECRETS = { secrets: { key: "s3cret/value" } };

/** A registry with one connector that does what the test says. */
function registryOf(
  execute: (input: { [name: string]: unknown }, context: ConnectorContext) => Promise<unknown>,
  output: z.ZodType = z.looseObject({}),
): Registry {
  const connector: Connector = defineConnector({
    name: "own",
    version: 1,
    title: "Own",
    description: "Own.",
    configuration: z.strictObject({ mode: z.enum(["a", "b"]).default("a") }),
    input: z.looseObject({ count: z.number().optional() }),
    output,
    execute: (_, input, context) => execute(input, context),
  });
  return new Registry([connector], new Transport());
}

describe("A connector call", () => {
  it("fails for good, with pointers, when the connector, the configuration or the input is wrong", async () => {
    const registry = registryOf(async () => ({}));
    const unknown = await errorOf(registry, "owm", {});
    assert.deepEqual([unknown.type, unknown.retryable], ["unknown-connector", false]);
    assert.match(unknown.message, /Did you mean "own"/);
    const configuration = await errorOf(registry, "own", { mode: "c" });
    assert.deepEqual([configuration.type, configuration.retryable], ["invalid-configuration", false]);
    const input = await errorOf(registry, "own", {}, { count: "many" });
    assert.deepEqual([input.type, input.retryable], ["invalid-input", false]);
    assert.match(input.message, /^The connector's input is wrong: \/count: /);
    const [finding] = input.details["findings"] as { pointer: string; message: string }[];
    assert.equal(finding?.pointer, "/count");
  });

  it("gives the connector its configuration with defaults", async () => {
    let got: unknown;
    const connector = defineConnector({
      name: "own",
      version: 1,
      title: "Own",
      description: "Own.",
      configuration: z.object({ mode: z.string().default("a") }),
      input: z.object({}),
      output: z.object({}),
      execute: async (configuration) => {
        got = configuration;
        return {};
      },
    });
    await answerOf(new Registry([connector], new Transport()), "own", {});
    assert.deepEqual(got, { mode: "a" });
  });

  it("answers plain JSON", async () => {
    const registry = registryOf(async () => ({ at: new Date(0), none: undefined, list: [undefined, 1] }));
    assert.deepEqual(await answerOf(registry, "own", {}), {
      at: "1970-01-01T00:00:00.000Z",
      list: [null, 1],
    });
  });

  it("fails for good when its answer does not fit, is no object, or no JSON", async () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    for (const answer of [{ a: "x" }, [], "text", undefined, circle, { a: 1n }]) {
      const output = answer === circle ? z.any() : z.looseObject({ a: z.any().refine((a) => a !== "x") });
      const error = await errorOf(
        registryOf(async () => answer, output),
        "own",
        {},
      );
      assert.deepEqual([error.type, error.retryable], ["invalid-output", false]);
    }
  });

  it("passes on that the work goes on outside", async () => {
    const registry = registryOf(async () => new Waiting(5));
    const call = { connector: "own", configuration: {}, input: {} };
    const answer = await runCall(registry, call, contextWith());
    assert.ok(answer instanceof Waiting && answer.limit === 5);
  });

  it("keeps what a connector says about its errors, and takes everything else as retryable", async () => {
    const own = new ConnectorError("quota", "No more today.", {
      retryable: false,
      retryAfter: 7,
      details: { left: 0 },
      cause: new Error("limit"),
    });
    const error = await errorOf(
      registryOf(() => Promise.reject(own)),
      "own",
      {},
    );
    assert.deepEqual(
      [error.type, error.message, error.retryable, error.retryAfter, error.details],
      ["quota", "No more today.", false, 7, { left: 0 }],
    );
    const foreign = Object.assign(new Error("No more."), {
      name: "ConnectorError",
      type: "quota",
      retryable: false,
    });
    const shaped = await errorOf(
      registryOf(() => Promise.reject(foreign)),
      "own",
      {},
    );
    assert.deepEqual([shaped.type, shaped.message, shaped.retryable], ["quota", "No more.", false]);
    for (const thrown of [new TypeError("x is not a function"), "text", null]) {
      const other = await errorOf(
        registryOf(() => Promise.reject(thrown)),
        "own",
        {},
      );
      assert.deepEqual([other.type, other.retryable], ["connector-failed", true]);
    }
    const parsing = await errorOf(
      registryOf(async (input) => z.object({ a: z.string() }).parse(input)),
      "own",
      {},
    );
    assert.deepEqual([parsing.type, parsing.retryable], ["invalid-input", false]);
    assert.match(parsing.message, /\/a: /);
  });

  it("shows no secret in errors, causes, stacks, logs or heartbeats, and leaves the answer as it was", async () => {
    const value = SECRETS.secrets.key;
    const basic = Buffer.from(`bob:${value}`).toString("base64");
    const encoded = encodeURIComponent(value);
    const telling = { [value]: `a ${value} b`, deep: [{ basic: `Basic ${basic}` }], encoded };
    const answering = registryOf(async (_, context) => {
      await context.secret(KEY);
      context.log.info(`with ${value}`, telling);
      context.log.warn(`with ${basic}`);
      context.heartbeat(telling);
      return telling;
    });
    const context = contextWith(SECRETS);
    const answer = await answerOf(answering, "own", {}, {}, context);
    assert.deepEqual(answer, telling);
    assert.equal(context.recorded.lines.length, 2);
    assert.doesNotMatch(JSON.stringify(context.recorded), /s3cret/);

    const cause = new Error(`cause ${value}`);
    for (const thrown of [
      new ConnectorError("own", `failed with ${value}`, { retryable: true, details: telling, cause }),
      new Error(`failed with ${value}`, { cause }),
    ]) {
      const failing = registryOf(async (_, context) => {
        await context.secret(KEY);
        throw thrown;
      });
      const error = await errorOf(failing, "own", {}, {}, contextWith(SECRETS));
      const all = [
        error.message,
        error.stack,
        error.details,
        String(error.cause),
        (error.cause as Error).stack,
      ];
      assert.doesNotMatch(JSON.stringify(all), /s3cret/);
      assert.match(error.message, /failed with \*\*\*/);
      assert.ok(!JSON.stringify(all).includes(basic));
    }
  });

  it("takes out what a connector conceals itself, and the callback URL", async () => {
    const registry = registryOf(async (_, context) => {
      context.conceal("derived-token");
      const details = { token: "derived-token", url: await context.callbackUrl() };
      throw new ConnectorError("own", "refused", { retryable: false, details });
    });
    assert.deepEqual((await errorOf(registry, "own", {})).details, { token: "***", url: "***" });
  });

  it("that was cancelled says so, whatever the connector makes of it", async () => {
    const registry = registryOf(async (_, context) => {
      await new Promise((aborted) => {
        context.signal.addEventListener("abort", aborted);
      });
      throw new ConnectorError("own", "broken off", { retryable: false });
    });
    const error = await errorOf(registry, "own", {}, {}, contextWith({ signal: AbortSignal.timeout(10) }));
    assert.equal(error.type, "cancelled");
  });
});

describe("Secrets that a server sends back", () => {
  const world = new World();
  afterEach(() => world.close());

  it("are taken out of errors and their headers, and left in the answer", async () => {
    const registry = await world.registry();
    const url = await world.serve((request, response) => {
      const said = request.headers.authorization ?? "";
      response.setHeader("x-said", said);
      json(
        response,
        { said, query: request.url, header: request.headers },
        request.url?.startsWith("/ok") ? 200 : 400,
      );
    });
    for (const auth of [
      { type: "bearer", token: KEY },
      { type: "basic", user: "bob", password: KEY },
      { type: "apiKey", in: "query", name: "key", key: KEY },
      { type: "apiKey", in: "header", name: "x-key", key: KEY },
    ]) {
      const answer = await answerOf(registry, "http", { url: `${url}/ok`, auth }, {}, contextWith(SECRETS));
      const error = await errorOf(registry, "http", { url: `${url}/bad`, auth }, {}, contextWith(SECRETS));
      const basic = Buffer.from(`bob:${SECRETS.secrets.key}`).toString("base64");
      const text = JSON.stringify([error.message, error.details, error.stack]);
      assert.doesNotMatch(text, /s3cret/, auth.type);
      assert.ok(!text.includes(basic));
      assert.match(text, /\*\*\*/);
      const given = JSON.stringify(answer);
      assert.ok(given.includes(auth.type === "basic" ? basic : "s3cret"), auth.type);
      assert.doesNotMatch(given, /\*\*\*/);
    }
  });

  it("leave what a case goes on with as it was, also where a common word is a secret", async () => {
    const registry = await world.registry();
    const url = await world.serve((request, response) => json(response, { target: request.url }));
    const auth = { type: "basic", user: { secret: "user" }, password: { secret: "tok" } };
    const context = contextWith({ secrets: { user: "admin", tok: "tok-4711-value" } });
    const input = { owner: "administration" };
    const { body } = await answerOf(registry, "http", { url: `${url}/echo{?owner}`, auth }, input, context);
    assert.deepEqual(body, { target: "/echo?owner=administration" });
  });

  it("never show in parts, wherever a text is cut", async () => {
    const secret = "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const secrets = { secrets: { key: secret } };
    let before = 0;
    let repeated = 1;
    const url = await world.serve((_, response) => {
      response.setHeader("x-long", "h".repeat(before) + secret);
      response.writeHead(400, { "content-type": "text/plain" });
      response.end(secret.repeat(repeated) + "b".repeat(before) + secret + secret);
    });
    const auth = { type: "bearer", token: KEY };
    for (const [letters, times] of [
      [1_900, 0],
      [1_990, 0],
      [260, 0],
      [280, 0],
      [15_900, 1],
      [0, 253],
      [30, 253],
      [50, 252],
    ] as const) {
      [before, repeated] = [letters, times];
      const registry = await world.registry();
      const { message, details, stack } = await errorOf(
        registry,
        "http",
        { url, auth },
        {},
        contextWith(secrets),
      );
      const shown = JSON.stringify([message, details, stack]);
      assert.doesNotMatch(shown, /0123456|UVWXYZ/, `${letters} ${times}`);
      assert.ok(shown.length < 9_000 + 2 * letters, String(shown.length));
    }
    const cutting = registryOf(async (_, context) => {
      const text = `refused: ${await context.secret(KEY)}`;
      throw new ConnectorError("own", text.slice(0, 40), {
        retryable: false,
        details: {
          said: text.slice(0, 30),
          basic: Buffer.from(`bob:${secret}`).toString("base64").slice(0, 50),
        },
      });
    });
    const error = await errorOf(cutting, "own", {}, {}, contextWith(secrets));
    assert.deepEqual(
      [error.message, error.details],
      ["refused: ***", { said: "refused: ***", basic: "***" }],
    );
  });
});
