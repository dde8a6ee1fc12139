import { tokens } from "../marking.js";
import { COVERABILITY_LIMIT, coverable } from "./reset-coverability.js";
import { resetNetBefore } from "./reset-net.js";
const ENABLED = { kind: "enabled" };
const WAIT = { kind: "wait" };
const CACHED_DECISIONS = 512;
const analyses = new WeakMap();
export function orJoinDecision(net, task, marking, busy, limit = COVERABILITY_LIMIT) {
    const marked = task.from.filter((condition) => tokens(marking, condition) > 0).length;
    if (marked === 0)
        return WAIT;
    if (marked === task.from.length)
        return ENABLED;
    const analysis = analysisOf(net, task);
    const { resetNet, inputs, decisions } = analysis;
    const start = new Float64Array(resetNet.size);
    for (const condition of Object.keys(marking)) {
        const place = resetNet.conditions.get(condition);
        if (place !== undefined)
            start[place] = tokens(marking, condition);
    }
    for (const id of busy) {
        const place = resetNet.busy.get(id);
        if (place !== undefined)
            start[place] = 1;
    }
    if (nothingUnderWay(start, inputs, resetNet))
        return ENABLED;
    const key = keyOf(start, limit);
    const known = decisions.get(key);
    if (known)
        return known;
    const decision = decide(resetNet, inputs, start, limit);
    if (decisions.size >= CACHED_DECISIONS) {
        const oldest = decisions.keys().next();
        if (!oldest.done)
            decisions.delete(oldest.value);
    }
    decisions.set(key, decision);
    return decision;
}
function decide(resetNet, inputs, start, limit) {
    const isMarked = (place) => (start[place] ?? 0) > 0;
    const answer = coverable(resetNet, start, inputs.filter(isMarked), inputs.filter((place) => !isMarked(place)), limit);
    switch (answer.kind) {
        case "coverable":
            return WAIT;
        case "not-coverable":
            return ENABLED;
        case "undecided":
            return answer;
    }
}
function nothingUnderWay(start, inputs, resetNet) {
    let elsewhere = 0;
    for (const count of start)
        if (count > 0)
            elsewhere += 1;
    for (const place of inputs) {
        if ((start[place] ?? 0) === 0)
            continue;
        if ((resetNet.consumers[place]?.length ?? 0) > 0)
            return false;
        elsewhere -= 1;
    }
    return elsewhere === 0;
}
function keyOf(start, limit) {
    let key = String(limit);
    for (const [place, count] of start.entries())
        if (count > 0)
            key += ` ${place}:${count}`;
    return key;
}
function analysisOf(net, task) {
    let ofNet = analyses.get(net);
    if (!ofNet)
        analyses.set(net, (ofNet = new Map()));
    const known = ofNet.get(task.id);
    if (known)
        return known;
    const resetNet = resetNetBefore(net, task);
    const inputs = [];
    for (const condition of new Set(task.from)) {
        const place = resetNet.conditions.get(condition);
        if (place !== undefined)
            inputs.push(place);
    }
    const analysis = { resetNet, inputs, decisions: new Map() };
    ofNet.set(task.id, analysis);
    return analysis;
}
//# sourceMappingURL=or-join.js.map