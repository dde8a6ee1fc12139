import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";

const ROTATE_ABOVE_BYTES = 20 * 1024 * 1024;
const TAIL_BYTES = 4_000;

/**
 * Opens a log file to append to. One of more than 20 MB becomes `<file>.old` first (in place of the one before).
 *
 * @returns a file descriptor; the caller closes it
 */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > ROTATE_ABOVE_BYTES) {
    rmSync(`${file}.old`, { force: true });
    renameSync(file, `${file}.old`);
  }
  return openSync(file, "a");
}

/** The last lines of a log file, indented, for an error message; empty when there is none. */
export function logTail(file: string, lines = 15): string {
  if (!existsSync(file)) return "";
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const length = Math.min(size, TAIL_BYTES);
    const buffer = Buffer.alloc(length);
    readSync(descriptor, buffer, 0, length, size - length);
    const text = buffer.toString("utf8").trimEnd();
    return text === ""
      ? ""
      : text
          .split("\n")
          .slice(-lines)
          .map((line) => `    ${line}`)
          .join("\n");
  } finally {
    closeSync(descriptor);
  }
}
