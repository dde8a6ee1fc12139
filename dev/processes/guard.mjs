// Runs a command and ends it when whoever started this guard is gone, even by SIGKILL: a server of somebody else's make
// does not watch its parent, so this small process does. Start it detached and with an IPC channel: it signals its whole
// process group, so that what the command started ends too. Arguments: the command and its arguments.
import { spawn } from "node:child_process";

const GRACE_MS = 10_000;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
let stopping = false;

function stop() {
  if (stopping) return;
  stopping = true;
  signalGroup("SIGTERM");
  setTimeout(() => signalGroup("SIGKILL"), GRACE_MS).unref();
}

function signalGroup(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch {
    // Not started detached: there is only the command itself to end.
    child.kill(signal);
  }
}

process.on("disconnect", stop);
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
child.on("spawn", () => process.connected && process.send({ type: "child", pid: child.pid }));
child.on("error", (error) => {
  console.error(`cannot run ${command}: ${error.message}`);
  process.exit(127);
});
child.on("exit", (code, signal) => {
  if (signal && !stopping) console.error(`${command} was ended by ${signal}`);
  process.exit(code ?? (stopping ? 0 : 1));
});
