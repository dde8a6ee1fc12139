import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process as it was when it was started; a later process with the same number differs in `identity`. */
export interface ProcessRecord {
  readonly pid: number;
  readonly identity: string;
}

/**
 * What tells a process from a later one that got the same number: its start time and its command line.
 *
 * @returns undefined when there is no such process, or only a zombie of it
 */
export function identify(pid: number): string | undefined {
  return process.platform === "linux" ? identifyFromProc(pid) : identifyFromPs(pid);
}

/** Whether the recorded process itself (not a later one with its number) still runs. */
export function isRunning(record: ProcessRecord): boolean {
  return identify(record.pid) === record.identity;
}

function identifyFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, startTime] = [fields[0], fields[19]];
    if (state === "Z" || state === "X") return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return `${startTime} ${command}`;
  } catch {
    return undefined;
  }
}

function identifyFromPs(pid: number): string | undefined {
  const result = spawnSync("ps", ["-ww", "-o", "lstart=,command=", "-p", String(pid)], {
    encoding: "utf8",
  });
  const line = result.stdout?.trim();
  return result.status === 0 && line ? line : undefined;
}
