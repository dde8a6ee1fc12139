import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** Shows what mocha's `spec` shows, and writes the counts to the file of the reporter option `counts`. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const reporterOptions: unknown = options.reporterOptions;
    const file = isRecord(reporterOptions) ? reporterOptions["counts"] : undefined;
    if (typeof file !== "string")
      throw new Error('the reporter option "counts" names the file for the counts');
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
