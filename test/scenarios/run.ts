/**
 * `npm run scenarios`: the enterprise scenarios through HTTP on the real servers, each step with what it saw. It starts a
 * Mizzen of its own; with MIZZEN_URL (and MIZZEN_ADMIN_PASSWORD) it uses one that runs, which has to allow calls to this
 * machine (MIZZEN_ALLOWED_HOSTS=127.0.0.1) for scenario 4. `npm run scenarios -- --only 5 --instances 1000` runs one of them, with
 * so many instances at its end.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ADMINISTRATOR, Product } from "../product/product.ts";
import { contractReview } from "./contract.ts";
import { humanWork, type Stage } from "./human-work.ts";
import { reviews } from "./reviews.ts";
import { serviceTask } from "./service-task.ts";

const { values: wanted } = parseArgs({
  options: { only: { type: "string" }, instances: { type: "string", default: "0" } },
});
const instances = Number(wanted.instances);
if (!Number.isInteger(instances) || instances < 0 || instances > 2000) {
  console.error(`--instances is a whole number from 0 to 2000, not ${wanted.instances}`);
  process.exit(2);
}

const all: readonly { readonly name: string; readonly run: (stage: Stage) => Promise<void> }[] = [
  { name: "1. A simple human process", run: humanWork },
  { name: "2. Resource allocation", run: contractReview },
  { name: "4. An automated service task", run: serviceTask },
  {
    name: "5. Multiple instances with a threshold",
    run: async (stage) => await reviews(stage, instances),
  },
];
const scenarios = all.filter(({ name }) => wanted.only === undefined || name.startsWith(`${wanted.only}.`));

const running = process.env["MIZZEN_URL"];
const dataFolder = await mkdtemp(path.join(tmpdir(), "mizzen-scenarios-"));
let product: Product | undefined;
let failed = 0;
try {
  if (!running) {
    console.log("starting Mizzen");
    product = await Product.start(dataFolder);
  }
  const stage = {
    url: running ?? product?.url ?? "",
    ...(product ? { temporalUi: product.temporalUi } : {}),
    administrator: {
      ...ADMINISTRATOR,
      ...(running ? { password: process.env["MIZZEN_ADMIN_PASSWORD"] ?? "" } : {}),
    },
    say: (step: string, seen: string): void => console.log(`  ${step}: ${seen}`),
  };
  for (const { name, run } of scenarios) {
    console.log(name);
    try {
      await run(stage);
      console.log("  holds");
    } catch (error) {
      failed += 1;
      console.log(`  does not hold: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
} finally {
  await product?.stop();
  await rm(dataFolder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);
