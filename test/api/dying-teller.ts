/**
 * A process that tells notices and dies at the worst moment. Its arguments: the database, and when: `before-clearing` (all is told, and
 * nothing noted), `half-told` (the first of several notices is there), or `never`. Says `telling` when it does.
 */
import { pino } from "pino";
import { Teller } from "../../api/notices/teller.ts";
import { connect } from "../../store/connect.ts";
import { Events, Notices } from "../../store/models.ts";

const [uri = "", when = "never"] = process.argv.slice(2);

function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("it lives");
}

await connect(uri);
if (when === "before-clearing") Object.assign(Events, { bulkWrite: async () => die() });
if (when === "half-told") {
  const insert = Notices.insertMany.bind(Notices);
  const half = async (notices: readonly object[], options: object): Promise<unknown> => {
    const some = notices.length > 1 ? notices.slice(0, 1) : notices;
    await insert([...some], options);
    return notices.length > 1 ? die() : undefined;
  };
  Object.assign(Notices, { insertMany: half });
}
const teller = new Teller({
  log: pino({ level: "silent" }),
  kept: 3 * 86_400_000,
  wake: () => undefined,
  takers: {},
});
const timer = setInterval(() => {
  if (!teller.isTelling) return;
  clearInterval(timer);
  process.stdout.write("telling\n");
}, 20);
await teller.run(new AbortController().signal);
