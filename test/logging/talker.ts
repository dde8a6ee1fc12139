/** Logs more than fits anywhere, says over IPC for how long its event loop stood still at most, and ends. */
import { setTimeout as sleep } from "node:timers/promises";
import { processLog } from "../../logging/log.ts";

const { log, dropped, flush } = processLog("talker", "info");
let longest = 0;
for (let round = 0; round < 40; round += 1) {
  for (let line = 0; line < 300; line += 1) log.info({ round, text: "x".repeat(1_000) }, "talking");
  const from = Date.now();
  await sleep(5);
  longest = Math.max(longest, Date.now() - from - 5);
}
await flush();
process.send?.({ longest, dropped: dropped() }, () => process.exit(0));
