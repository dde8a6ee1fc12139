// Entry of the processes that read uploads. Runs from the sources, which Node has to be taught to load, or compiled.
import { existsSync } from "node:fs";
import { setPriority } from "node:os";
import workerpool from "workerpool";

/** Whoever waits for another answer of the API comes first. */
const LOW_PRIORITY = 10;

setPriority(LOW_PRIORITY);
const isSource = existsSync(new URL("read-upload.ts", import.meta.url));
if (isSource) (await import("tsx/esm/api")).register();
const ending = isSource ? "ts" : "js";
const { loadRegistry } = await import(`../../activities/connectors/registry.${ending}`);
const { loadResourcing } = await import(`../../activities/resourcing/load.${ending}`);
const { peopleRules } = await import(`../../yawl/resource/people-rules.${ending}`);
const { readUpload } = await import(`./read-upload.${ending}`);
const { addRuleTo, askRulesOf, readRulesFor } = await import(`./read-rules.${ending}`);
let registry;
let rules;

workerpool.worker({
  async read(upload, { connectors, resourcing, bridge }) {
    registry ??= await loadRegistry(connectors);
    rules ??= peopleRules(await loadResourcing(resourcing));
    // from here on its time is counted: not while it waited for its turn, nor while all this was loaded
    workerpool.workerEmit("started");
    return readUpload(upload, bridge, registry, rules);
  },
  readRules(upload, subject) {
    workerpool.workerEmit("started");
    return readRulesFor(upload, subject);
  },
  addRule(text, rule, subject) {
    workerpool.workerEmit("started");
    return addRuleTo(text, rule, subject);
  },
  askRules(text, question, subject) {
    workerpool.workerEmit("started");
    return askRulesOf(text, question, subject);
  },
});
