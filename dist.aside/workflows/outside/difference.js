const NOTHING = { stopped: [], started: [] };
export function difference(before, after) {
    if (before === after)
        return NOTHING;
    const stopped = [];
    const started = [];
    for (const id of Object.keys(before)) {
        const pending = before[id];
        if (pending && pending !== after[id])
            stopped.push(pending);
    }
    for (const id of Object.keys(after)) {
        const pending = after[id];
        if (pending && pending !== before[id])
            started.push(pending);
    }
    return { stopped, started };
}
//# sourceMappingURL=difference.js.map