/** Runs the benchmarks: `npm run bench` for all, `npm run bench -- human` for one. They print and never fail a build. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startServers } from "../dev/servers/index.ts";
import { benchConnectors } from "./connectors/run.ts";
import { benchData } from "./data/run.ts";
import { benchHuman } from "./human/run.ts";
import { benchInbox } from "./inbox/run.ts";
import { benchInstances } from "./instances/run.ts";
import { benchNet } from "./net/run.ts";
import { benchNotices } from "./notices/run.ts";
import { benchResource } from "./resource/run.ts";

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

if (isWanted("net")) await benchNet();

if (isWanted("data")) await benchData();

if (isWanted("resource")) benchResource();

for (const [name, bench] of [
  ["human", benchHuman],
  ["connectors", benchConnectors],
  ["instances", benchInstances],
  ["notices", benchNotices],
  ["inbox", benchInbox],
] as const) {
  if (!isWanted(name)) continue;
  const dataFolder = await mkdtemp(path.join(tmpdir(), "mizzen-bench-"));
  const servers = await startServers({
    dataFolder,
    temporalPort: 0,
    uiPort: 0,
    mongoPort: 0,
    log: (line) => console.log(line),
  });
  try {
    await bench(servers, dataFolder);
  } finally {
    await servers.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
