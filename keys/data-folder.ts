/** The folder of keys, logs and databases: for its owner only. */
import { chmodSync, mkdirSync, statSync } from "node:fs";

const FOLDER_MODE = 0o700;
const OTHERS = 0o077;

/** Whatever this process and its children make from now on is for its owner only: files 0600, folders 0700. */
export function makeFilesPrivate(): void {
  process.umask(OTHERS);
}

/**
 * Makes the folder, or takes from others what they may do with it: it was perhaps made when nobody looked at that. A folder
 * of somebody else stays as it is.
 */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const { mode, uid } = statSync(folder);
  if ((mode & OTHERS) !== 0 && uid === process.getuid?.()) chmodSync(folder, FOLDER_MODE);
}
