import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** What each folder may import of the project, besides itself. `type`: types only; `file`: that file only. */
const ALLOWED: Readonly<
  Record<string, readonly (string | { readonly type: string } | { readonly file: string })[]>
> = {
  "yawl/model": [],
  "yawl/time": ["yawl/model"],
  "yawl/data": ["yawl/model", "yawl/time"],
  "yawl/net": ["yawl/model", "yawl/time", "yawl/data"],
  "yawl/files": ["yawl/model", "yawl/time", "yawl/data", "yawl/resource", "yawl/rules"],
  "yawl/work": ["yawl/model", "yawl/net", "yawl/data"],
  "yawl/resource": ["yawl/model", "yawl/time", "yawl/data", "yawl/work"],
  "yawl/rules": ["yawl/model", "yawl/net", "yawl/data"],
  "yawl/draw": ["yawl/model", "yawl/net"],
  "yawl/case": [
    "yawl/model",
    "yawl/time",
    "yawl/net",
    "yawl/data",
    "yawl/work",
    "yawl/resource",
    "yawl/rules",
  ],
  "yawl/view": ["yawl/model", "yawl/time", "yawl/net", "yawl/work", "yawl/case"],
  "yawl/run": ["yawl/model", "yawl/net", "yawl/work", "yawl/case"],
  workflows: ["yawl", { type: "activities" }],
  activities: ["store", "yawl", "keys", { file: "workflows/messages.ts" }, { file: "workflows/start.ts" }],
  store: ["yawl/model", "yawl/work", "yawl/view", "yawl/resource", { type: "yawl" }],
  keys: [],
  logging: [],
  worker: ["activities", "store", "keys", "logging", "yawl/view", { file: "workflows/messages.ts" }],
  api: [
    "yawl",
    "store",
    "keys",
    "logging",
    "activities/connectors",
    "activities/resourcing",
    { file: "workflows/messages.ts" },
    { file: "workflows/start.ts" },
  ],
  dev: ["api", "store", "worker", "keys"],
  cli: ["yawl", "activities/connectors", "activities/resourcing"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

/** The folder of the table that a file is in. */
function roomOf(file: string): string {
  const [top = "", second = ""] = file.split("/");
  return top === "yawl" ? `${top}/${second}` : top;
}

function isAllowed({ from, to, isType }: Import): boolean {
  const room = roomOf(from);
  const target = roomOf(to);
  if (room === target) return true;
  return (ALLOWED[room] ?? []).some((rule) => {
    if (typeof rule === "string") return target === rule || to.startsWith(`${rule}/`);
    if ("file" in rule) return to === rule.file;
    return isType && (target === rule.type || to.startsWith(`${rule.type}/`));
  });
}

/** Imports of the project's own files; a list of names that are all types is a type import. */
async function importsOf(file: string): Promise<readonly Import[]> {
  const text = await readFile(path.join(PROJECT, file), "utf8");
  const found: Import[] = [];
  for (const match of text.matchAll(
    /(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s*["'](\.[^"']+)["']/g,
  )) {
    const names = (match[2] ?? "")
      .replace(/[{}\s]+/g, " ")
      .split(",")
      .map((name) => name.trim());
    const areTypes = names.filter((name) => name !== "").every((name) => name.startsWith("type "));
    found.push({
      from: file,
      to: path.posix.join(path.posix.dirname(file), match[3] ?? ""),
      isType: match[1] !== undefined || areTypes,
    });
  }
  return found;
}

async function sources(): Promise<readonly string[]> {
  const folders = [...new Set(Object.keys(ALLOWED).map((room) => room.split("/")[0] ?? ""))];
  const files: string[] = [];
  for (const folder of folders) {
    const names = await readdir(path.join(PROJECT, folder), { recursive: true }).catch(() => []);
    files.push(...names.filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`));
  }
  return files;
}

describe("The architecture", () => {
  it("imports go one way", async () => {
    const all = (await Promise.all((await sources()).map((file) => importsOf(file)))).flat();
    assert.ok(all.length > 200, "the imports were not found");
    const wrong = all.filter((each) => !isAllowed(each));
    assert.deepEqual(
      wrong.map(({ from, to, isType }) => `${from} imports ${isType ? "types of " : ""}${to}`),
      [],
    );
  });

  it("the core touches nothing of the world", async () => {
    for (const file of (await sources()).filter((each) => each.startsWith("yawl/"))) {
      const text = await readFile(path.join(PROJECT, file), "utf8");
      assert.doesNotMatch(text, /from "(node:|@temporalio|mongoose|express)/, file);
      assert.doesNotMatch(text, /\b(Date\.now|Math\.random|performance\.now|setTimeout|new Date\(\))/, file);
    }
  });

  it("zod stays out of what the workflow bundle reaches", async () => {
    const seen = new Set<string>();
    const waiting = ["workflows/index.ts"];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      const text = await readFile(path.join(PROJECT, file), "utf8");
      assert.doesNotMatch(text, /from "(zod|yaml|saxes)"/, file);
      for (const { to, isType } of await importsOf(file)) if (!isType) waiting.push(to);
    }
    assert.ok(seen.has("yawl/case/advance.ts"));
    assert.ok(![...seen].some((file) => file.startsWith("yawl/files/")));
  });

  it("files stay short enough to read in one sitting", async () => {
    for (const file of await sources()) {
      const lines = (await readFile(path.join(PROJECT, file), "utf8")).split("\n").length;
      assert.ok(lines <= 350, `${file} has ${lines} lines`);
    }
  });
});
