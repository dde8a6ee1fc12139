import { distribution } from "../work/distribution.js";
import { describeEvent } from "./describe.js";
export function withPeople(change, found, nextEvent) {
    if (found.length === 0)
        return change;
    const items = new Map(change.items.map((view) => [view.id, view]));
    const events = [...change.events];
    for (const { item, people, at } of found) {
        const view = items.get(item);
        if (!view)
            continue;
        const { move, item: next } = distribution(view, people, at);
        items.set(item, next);
        const described = describeEvent({ type: "item", move, item: next });
        if (described) {
            events.push({ caseId: change.caseId, number: nextEvent, at, ...described });
            nextEvent += 1;
        }
    }
    return { ...change, items: [...items.values()], events };
}
//# sourceMappingURL=distribution.js.map