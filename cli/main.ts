/** The process behind the command `mizzen`. */
import { mizzen } from "./mizzen.ts";
import { ProcessTerminal } from "./terminal.ts";

const terminal = new ProcessTerminal();
// whoever reads the output may stop reading it (`mizzen ... | head`)
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
process.exitCode = await mizzen(process.argv.slice(2), terminal);
terminal.close();
// the channel of whoever started this process keeps it alive
if (process.connected) process.disconnect();
