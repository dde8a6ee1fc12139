export function taskOf({ nets }, { netId, task }) {
    const tasks = Object.hasOwn(nets, netId) ? nets[netId]?.tasks : undefined;
    return tasks && Object.hasOwn(tasks, task) ? tasks[task] : undefined;
}
//# sourceMappingURL=task-of.js.map