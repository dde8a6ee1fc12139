import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { waitForLock } from "../processes/lock.ts";
import { findOnPath, lastLines, run } from "../processes/run.ts";

const VERSION = "1.47.0";
const ARTIFACTS = ["mongo-java-server", "mongo-java-server-h2-backend"];
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";
const LAUNCHER = fileURLToPath(new URL("MongoLauncher.java", import.meta.url));
const MAVEN_MS = 600_000;
const JAVAC_MS = 120_000;

/** A program and its arguments, up to those that say which data and which port. */
export interface Runnable {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The stand-in for MongoDB in Java: fetches its libraries with Maven and compiles its launcher, both once.
 *
 * Safe when two processes ask at once (one waits) and when an earlier attempt was interrupted (it is made again).
 *
 * @returns how to run it (two more arguments: database file, port), or why it cannot be had
 */
export async function javaMongo(
  toolsFolder: string,
  log: (line: string) => void,
): Promise<Runnable | { missing: string }> {
  const java = findOnPath("java");
  const javac = findOnPath("javac");
  if (java === undefined || javac === undefined)
    return { missing: "a Java development kit (java and javac, 17 or newer) is not on PATH" };
  const folder = join(toolsFolder, `mongo-java-server-${VERSION}`);
  const jars = join(folder, "jars");
  const source = createHash("sha256").update(readFileSync(LAUNCHER)).digest("hex").slice(0, 12);
  const classes = join(folder, `launcher-${source}`);
  const runnable = {
    command: java,
    args: ["-Xmx512m", "-XX:+UseSerialGC", "-cp", `${classes}:${join(jars, "*")}`, "MongoLauncher"],
  };
  if (isFinished(jars) && isFinished(classes)) return runnable;

  const lock = await waitForLock(`${folder}.lock`, (pid) =>
    log(`waiting for process ${pid}, which prepares the Java MongoDB`),
  );
  try {
    const missing = (await fetchJars(folder, jars, log)) ?? (await compile(javac, classes, jars));
    return missing === undefined ? runnable : { missing };
  } finally {
    lock.release();
  }
}

async function fetchJars(
  folder: string,
  jars: string,
  log: (line: string) => void,
): Promise<string | undefined> {
  if (isFinished(jars)) return undefined;
  const maven = findOnPath("mvn");
  if (maven === undefined) return "Maven (mvn) is not on PATH";
  log(`fetching mongo-java-server ${VERSION} with Maven`);
  rmSync(jars, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "pom.xml"), pom());
  const result = await run(
    maven,
    ["--quiet", "--batch-mode", "--no-transfer-progress", COPY, `-DoutputDirectory=${jars}`],
    {
      cwd: folder,
      timeoutMs: MAVEN_MS,
    },
  );
  if (result.code !== 0)
    return `Maven cannot fetch mongo-java-server ${VERSION}: ${lastLines(result.output)}`;
  finish(jars);
  return undefined;
}

async function compile(javac: string, classes: string, jars: string): Promise<string | undefined> {
  if (isFinished(classes)) return undefined;
  rmSync(classes, { recursive: true, force: true });
  mkdirSync(classes, { recursive: true });
  const result = await run(javac, ["-d", classes, "-cp", join(jars, "*"), LAUNCHER], {
    timeoutMs: JAVAC_MS,
  });
  if (result.code !== 0)
    return `javac cannot compile the launcher (Java 17 or newer is needed): ${lastLines(result.output)}`;
  finish(classes);
  return undefined;
}

function isFinished(folder: string): boolean {
  return existsSync(join(folder, "finished"));
}

function finish(folder: string): void {
  writeFileSync(join(folder, "finished"), "");
}

function pom(): string {
  const dependencies = ARTIFACTS.map(
    (name) =>
      `<dependency><groupId>de.bwaldvogel</groupId><artifactId>${name}</artifactId><version>${VERSION}</version></dependency>`,
  );
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    "  <modelVersion>4.0.0</modelVersion>",
    "  <groupId>mizzen</groupId><artifactId>mongo</artifactId><version>1</version><packaging>pom</packaging>",
    `  <dependencies>${dependencies.join("")}</dependencies>`,
    "</project>",
    "",
  ].join("\n");
}
