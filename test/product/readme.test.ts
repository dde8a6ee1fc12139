import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { ADMINISTRATOR } from "./product.ts";
import { sharedProduct } from "./shared.ts";

interface Block {
  readonly language: string;
  readonly text: string;
}

describe("The README's first process", function () {
  this.timeout(400_000);

  it("does what the page says, command by command", async () => {
    const { url } = await sharedProduct();
    const page = await readFile(new URL("../../README.md", import.meta.url), "utf8");
    const blocks: Block[] = [...page.matchAll(/^```(sh|json)\n([\s\S]*?)^```$/gm)].map((match) => ({
      language: match[1] ?? "",
      text: match[2] ?? "",
    }));
    const shell = new Shell({ MIZZEN: url, MIZZEN_ADMIN_PASSWORD: ADMINISTRATOR.password });
    let output = "";
    let compared = 0;
    for (const { language, text } of blocks) {
      if (language === "sh") output = await shell.run(text);
      else {
        const [last = ""] = output.trim().split("\n").slice(-1);
        // several answers stand on one line when they have no line ends of their own
        const answer: unknown = JSON.parse(last.slice(last.lastIndexOf("}{") + 1));
        assertContains(answer, JSON.parse(text), text);
        compared += 1;
      }
    }
    shell.close();
    assert.equal(compared, 6);
  });
});

/** The page leaves out what does not matter: what it shows has to be there. */
function assertContains(actual: unknown, expected: unknown, page: string): void {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual) && actual.length === expected.length, page);
    for (const [index, entry] of expected.entries()) assertContains(actual[index], entry, page);
  } else if (typeof expected === "object" && expected !== null) {
    assert.ok(typeof actual === "object" && actual !== null, page);
    for (const [key, value] of Object.entries(expected)) {
      assertContains(
        (actual as Record<string, unknown>)[key],
        value,
        `${page} at ${key} of ${JSON.stringify(actual)}`,
      );
    }
  } else assert.equal(actual, expected, page);
}

/** One bash for the whole page, so that variables and functions live on. */
class Shell {
  readonly #process;
  #output = "";

  constructor(environment: Record<string, string>) {
    this.#process = spawn("bash", [], {
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#process.stdout.on("data", (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  async run(commands: string): Promise<string> {
    const end = `--done-${Math.random()}--`;
    this.#output = "";
    this.#process.stdin.write(`${commands}\necho; echo "${end}"\n`);
    while (!this.#output.includes(end)) await once(this.#process.stdout, "data");
    return this.#output.replace(end, "").trim();
  }

  close(): void {
    this.#process.stdin.end();
  }
}
