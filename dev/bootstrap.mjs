// node dev/bootstrap.mjs ENTRY.ts [arguments]: installs what a fresh clone lacks, then runs the entry.
// Plain JavaScript without dependencies, since it runs before there are any.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 19];
const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const LOCK_FILE = join(PROJECT, "package-lock.json");
const STAMP = join(PROJECT, "node_modules", ".mizzen-installed");
const INSTALLING = join(PROJECT, ".mizzen", "installing");

checkNode();
await installDependencies();
runEntry(process.argv.slice(2));

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(
    `Mizzen needs Node.js ${OLDEST_NODE.join(".")} or newer, and this is ${process.versions.node}. Get it from https://nodejs.org/`,
  );
}

async function installDependencies() {
  const wanted = createHash("sha256").update(readFileSync(LOCK_FILE)).digest("hex");
  const isInstalled = () => existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted;
  if (isInstalled()) return;
  await takeTurn();
  try {
    if (isInstalled()) return;
    if (!installedByHand()) {
      const command = lockIsComplete() ? ["ci"] : ["install", "--no-save"];
      console.log(`Installing the dependencies of package-lock.json (npm ${command.join(" ")}) ...`);
      const npm = process.env.npm_execpath;
      const args = [...command, "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
      const isScript = npm !== undefined && /\.c?js$/.test(npm);
      const code = isScript ? await run(process.execPath, [npm, ...args]) : await run("npm", args);
      if (code !== 0) fail("npm failed (see above). The first start needs access to an npm registry.");
      console.log("Dependencies installed.");
    }
    writeFileSync(STAMP, wanted);
  } finally {
    rmSync(INSTALLING, { force: true });
  }
}

/** Whether an npm install or npm ci by hand has put into node_modules what the lock file says. */
function installedByHand() {
  try {
    const { packages: wanted } = JSON.parse(readFileSync(LOCK_FILE, "utf8"));
    const { packages: found } = JSON.parse(
      readFileSync(join(PROJECT, "node_modules", ".package-lock.json"), "utf8"),
    );
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === "" || entry.optional || entry.peer || found[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

/**
 * Whether the lock file names every optional package, also those of other platforms. npm ci refuses one that does not,
 * as npm writes it where the registry lacks some of them; npm install keeps to its versions just as well.
 */
function lockIsComplete() {
  const { packages } = JSON.parse(readFileSync(LOCK_FILE, "utf8"));
  const paths = Object.keys(packages);
  return Object.values(packages).every((entry) =>
    Object.keys(entry.optionalDependencies ?? {}).every((name) =>
      paths.some((path) => path.endsWith(`node_modules/${name}`)),
    ),
  );
}

/** Waits while another start installs: two npm ci at once would remove each other's files. */
async function takeTurn() {
  mkdirSync(dirname(INSTALLING), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(INSTALLING, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (!isAlive(Number(readIfThere(INSTALLING)))) {
      rmSync(INSTALLING, { force: true });
      continue;
    }
    if (!told) console.log("Waiting for another start, which installs the dependencies ...");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: PROJECT, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", (error) => fail(`cannot run ${command}: ${error.message}`));
    child.on("exit", (code) => resolve(code));
  });
}

function runEntry([entry, ...args]) {
  if (entry === undefined) fail("usage: node dev/bootstrap.mjs ENTRY.ts [arguments]");
  // The channel tells the entry when this process is gone, even by SIGKILL: it stops on 'disconnect'.
  const child = spawn(process.execPath, ["--import", "tsx", entry, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) stopWithoutParent(child);
  child.on("error", (error) => fail(`cannot run ${entry}: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** npm that is killed with SIGKILL cannot pass it on. */
function stopWithoutParent(child) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill("SIGTERM");
  }, 1_000);
  timer.unref();
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
