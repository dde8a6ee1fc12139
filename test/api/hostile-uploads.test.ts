import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { readDeployment } from "../../api/specifications/deployment.ts";
import { withDatabase } from "../store/database.ts";
import { addPerson, startApi } from "./server.ts";
import type { TestApi } from "./server.ts";

const PATH = "/api/v1/specifications";
/** What somebody else may have to wait for an answer while a file is read: nearly always, and at most on a busy machine. */
const PATIENCE_MILLIS = 100;
const MOST_MILLIS = 500;
const SECONDS = 4;
/** Sends files, since this process is the API: `FILE TYPE COUNT`; a line for each answer: status, type, Retry-After, text. */
const CLIENT = `
const [url, token, file, type, count] = process.argv.slice(1);
const text = require("node:fs").readFileSync(file, "utf8");
const send = async (_, index) => {
  const headers = { authorization: "Bearer " + token, "content-type": type };
  const answer = await fetch(url, { method: "POST", headers, body: text.replace("NUMBER", String(index)) });
  const { headers: got, status } = answer;
  return JSON.stringify([status, got.get("content-type"), got.get("retry-after"), (await answer.text()).slice(0, 300)]);
};
Promise.all(Array.from({ length: Number(count) }, send)).then((lines) => console.log(lines.join("\\n")));
`;
const MOST_CHARACTERS = 2_000_000;

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | null;
  readonly text: string;
}

function sequence(id: string, tasks: number): string {
  const lines = Array.from({ length: tasks }, (_, index) => {
    const next = index + 1 < tasks ? `t${index + 1}` : "end";
    return `  t${index}: { offer: { roles: [clerk] }, output: [a], next: ${next} }\n`;
  });
  return `mizzen: 1\nid: ${id}\nversion: "1.0"\ndata: { a: string }\nstart: t0\ntasks:\n${lines.join("")}`;
}

/** Aliases of aliases: nine to the ninth nodes. */
function bomb(): string {
  const lines = "bcdefghi"
    .split("")
    .map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index] ?? ""},`.repeat(9)}]`);
  return `a: &a [x,x,x,x,x,x,x,x,x]\n${lines.join("\n")}\n`;
}

describe("an upload that asks for much", function () {
  this.timeout(120_000);
  withDatabase();
  let api: TestApi;
  let token = "";
  let folder = "";
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mizzen-uploads-"));
    await addPerson("designer", ["designer"]);
    api = await apiWith(SECONDS);
    token = await api.login("designer");
    await upload(sequence("warm", 1));
  });

  async function apiWith(seconds: number): Promise<TestApi> {
    const deployment = await readDeployment({
      MIZZEN_CONNECTORS: [],
      MIZZEN_RESOURCING: [],
      MIZZEN_UPLOAD_SECONDS: seconds,
      MIZZEN_UPLOADS_AT_ONCE: 1,
    });
    return startApi({ deployment, bodyLimits: { json: 100_000, specification: 20_000_000 } });
  }
  after(async () => {
    await api?.close();
    await rm(folder, { recursive: true });
  });

  /** Uploads a text so many times at once, each with a number for the word NUMBER in it. */
  async function uploads(body: string, type: string, count: number): Promise<readonly Answer[]> {
    const file = path.join(folder, "body");
    await writeFile(file, body);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["-e", CLIENT, `${api.url}${PATH}`, token, file, type, String(count)],
      { maxBuffer: 10_000_000 },
    );
    return stdout
      .trim()
      .split("\n")
      .map((line) => {
        const [status, contentType, retryAfter, text] = JSON.parse(line) as [
          number,
          string,
          string | null,
          string,
        ];
        return { status, contentType, retryAfter, text };
      });
  }

  async function upload(body: string, type = "application/yaml"): Promise<Answer> {
    const [answer] = await uploads(body, type, 1);
    assert.ok(answer);
    return answer;
  }

  /** Sees to it that `/healthz` is answered soon while something is under way. */
  async function answersDuring<Done>(during: Promise<Done>): Promise<Done> {
    const over = during.then(() => "over");
    const millis: number[] = [];
    while ((await Promise.race([over, sleep(10, "under way")])) !== "over") {
      const from = performance.now();
      assert.equal((await api.send("GET", "/healthz")).status, 200);
      millis.push(performance.now() - from);
    }
    millis.sort((one, other) => one - other);
    const [most = 0, nearly = 0] = [millis.at(-1), millis[Math.floor(millis.length * 0.95)]];
    assert.ok(nearly < PATIENCE_MILLIS && most < MOST_MILLIS, `${nearly} ms, at most ${most} ms`);
    return during;
  }

  const hostile: readonly (readonly [what: string, body: string, type: string])[] = [
    ["a megabyte of quotation marks", '"'.repeat(1_000_000), "application/yaml"],
    ["60 KB of closing brackets", "]".repeat(60_000), "application/yaml"],
    ["60 KB of question marks", "? ".repeat(30_000), "application/yaml"],
    ["brackets in brackets", "[".repeat(100_000), "application/yaml"],
    ["lists in lists by indentation", "- ".repeat(100_000), "application/yaml"],
    ["JSON that nests deep", '{"a":'.repeat(100_000), "application/json"],
    [
      "many anchors",
      Array.from({ length: 60_000 }, (_, i) => `a${i}: &a${i} 1\n`).join(""),
      "application/yaml",
    ],
    ["aliases that multiply", bomb(), "application/yaml"],
    ["XML that nests deep", "<a>".repeat(1_000_000), "application/xml"],
    ["XML with half a million elements", `<a>${"<b/>".repeat(490_000)}</a>`, "application/xml"],
    [
      "entities of entities",
      `<!DOCTYPE a [<!ENTITY b "bb">]><a>${"&b;".repeat(100_000)}</a>`,
      "application/xml",
    ],
    ["a text without end", `a: "${"x".repeat(MOST_CHARACTERS)}`, "application/yaml"],
    ["more characters than are read", "#".repeat(9_000_000), "application/yaml"],
  ];
  for (const [what, body, type] of hostile) {
    it(`is refused, and others are answered meanwhile: ${what}`, async () => {
      const from = performance.now();
      const { status, contentType, text } = await answersDuring(upload(body, type));
      assert.ok([413, 422].includes(status), `${status} ${text.slice(0, 300)}`);
      assert.match(contentType, /application\/problem\+json/);
      assert.ok(performance.now() - from < (SECONDS + 20) * 1_000);
    });
  }

  it("is stored when it is valid, and others are answered meanwhile: 20,000 tasks", async () => {
    const limited = api;
    api = await apiWith(60);
    const { status, text } = await answersDuring(upload(sequence("large", 20_000)));
    await api.close();
    api = limited;
    assert.equal(status, 201, text);
  });

  it("takes its turn when ten come at once; more than can wait are told to come again", async () => {
    const ten = await answersDuring(uploads(sequence("turnNUMBER", 500), "application/yaml", 10));
    assert.deepEqual(
      ten.map(({ status }) => status),
      Array.from({ length: 10 }, () => 201),
    );
    const many = await uploads(sequence("manyNUMBER", 200), "application/yaml", 40);
    const turnedAway = many.filter(({ status }) => status === 503);
    assert.ok(turnedAway.length > 0 && turnedAway.length < 40);
    assert.ok(turnedAway.every(({ retryAfter }) => Number(retryAfter) > 0));
    assert.ok(many.every(({ status }) => status === 201 || status === 503));
  });

  it("leaves the next one as it was", async () => {
    assert.equal((await upload(sequence("after", 3))).status, 201);
  });
});
