import assert from "node:assert/strict";
import { connect } from "node:net";
import { Writable } from "node:stream";
import { pino } from "pino";
import { loggablePath } from "../../api/http/loggable-path.ts";
import { startApi } from "./server.ts";
import type { TestApi } from "./server.ts";

describe("what HTTP itself refuses", () => {
  let api: TestApi;
  let logged = "";
  before(async () => {
    const lines = new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    });
    api = await startApi({ log: pino({ level: "info" }, lines) });
  });
  after(async () => api.close());

  /** Sends bytes as they are, and answers what comes back until the connection ends. */
  const raw = async (request: string): Promise<string> =>
    await new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(api.url).port), "127.0.0.1", () => socket.write(request));
      let answer = "";
      socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer: ${answer}`)));
      socket.on("data", (chunk) => (answer += chunk.toString()));
      socket.on("error", reject);
      socket.on("close", () => resolve(answer));
    });

  for (const [what, request, status, type] of [
    ["no HTTP", "rubbish\r\n\r\n", 400, "bad-request"],
    ["a header that is none", "GET /healthz HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n", 400, "bad-request"],
    [
      "two lengths",
      "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
      400,
      "bad-request",
    ],
    [
      "a length and chunks",
      "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
      "bad-request",
    ],
    [
      "headers that are too large",
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      431,
      "headers-too-large",
    ],
    ["no host", "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "bad-request"],
    [
      "an expectation",
      "GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n",
      417,
      "expectation-failed",
    ],
  ] as const) {
    it(`is answered with a problem document: ${what}`, async () => {
      const answer = await raw(request);
      const [head = "", body = ""] = answer.split("\r\n\r\n");
      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `), answer);
      assert.match(head.toLowerCase(), /content-type: application\/problem\+json/);
      const problem = JSON.parse(body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1)) as {
        type: string;
      };
      assert.equal(problem.type, `/problems/${type}`);
    });
  }

  it("does not leave the signature of a callback in the log, however its URL is written", async () => {
    const signature = "Zm9yLW5vYm9keXMtZXllcy1idXQtdGhlLXNlcnZlcnM";
    for (const path of [
      `/api/v1/callbacks/case-1.1/${signature}`,
      `/api/v1/%63allbacks/case-1.1/${signature}`,
      `/api/v1/callbacks%2Fcase-1.1%2F${signature}`,
      `/api/v1/callbacks%252fcase-1.1%252f${signature}`,
      `/api/v1/CALLBACKS/case-1.1/${signature}/`,
      `//api/v1//callbacks//case-1.1//${signature}`,
      `/api/v1/callbacks/case%E0%A4%A/${signature}`,
      `/x/callbacks/case-1.1/${[...signature].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("")}`,
    ]) {
      assert.ok(!decodeAll(loggablePath(path)).includes(signature), path);
      await raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
    assert.match(logged, /callbacks/);
    assert.ok(!decodeAll(logged).includes(signature));
    assert.equal(loggablePath("/api/v1/cases/a%20b"), "/api/v1/cases/a%20b");
    assert.doesNotMatch(loggablePath("/callbacks%0Aforged/x/y"), /\n/);
  });
});

function decodeAll(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
