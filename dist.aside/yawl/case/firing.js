import { ok } from "../model/fault.js";
import { tokensToTake } from "../net/enabling.js";
import { netScope, runMappings, withInitials } from "./dataflow.js";
import { netInstance } from "./state.js";
export function take(step, { key, linked }, running = []) {
    const { marking } = netInstance(step.state, key);
    const conditions = tokensToTake(linked, marking, (n) => step.draw(n));
    step.emit({ type: "tokens-taken", net: key, conditions });
    step.emit({ type: "task-fired", net: key, task: linked.id, run: { phase: "busy", running } });
    step.touch(key, conditions);
}
export function run(step, { key, linked }, id) {
    step.emit({ type: "instance-started", net: key, task: linked.id, id });
}
export function inputOf(step, { key, net, linked }) {
    const scope = netScope(net.net, netInstance(step.state, key).data, step);
    const mapped = runMappings(linked.task.starting, scope, linked.takes);
    return mapped.ok ? ok(withInitials(linked.takes, mapped.value.values)) : mapped;
}
//# sourceMappingURL=firing.js.map