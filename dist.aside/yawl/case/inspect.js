import { busyTasks } from "./state.js";
export function failedTasks(state) {
    const found = [];
    for (const [key, instance] of Object.entries(state.nets)) {
        for (const [task, run] of Object.entries(instance.tasks)) {
            if (run.phase !== "enabled" && run.fault) {
                found.push({ net: key, task, message: run.fault.message });
            }
        }
    }
    return found;
}
export function whereabouts(state) {
    const marking = {};
    const busy = {};
    for (const [key, instance] of Object.entries(state.nets)) {
        marking[key] = instance.marking;
        busy[key] = busyTasks(instance);
    }
    return { marking, busy };
}
//# sourceMappingURL=inspect.js.map