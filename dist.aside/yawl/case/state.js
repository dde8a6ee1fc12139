export const REMEMBERED_ITEMS = 200;
export function netInstance(state, key) {
    const instance = Object.hasOwn(state.nets, key) ? state.nets[key] : undefined;
    if (!instance)
        throw new Error(`no net instance ${key} in case ${state.id}`);
    return instance;
}
export function runOf(instance, task) {
    return Object.hasOwn(instance.tasks, task) ? instance.tasks[task] : undefined;
}
export function itemOf(state, id) {
    return Object.hasOwn(state.items, id) ? state.items[id] : undefined;
}
export function busyTasks(instance) {
    return Object.keys(instance.tasks)
        .filter((task) => instance.tasks[task]?.phase === "busy")
        .toSorted();
}
//# sourceMappingURL=state.js.map