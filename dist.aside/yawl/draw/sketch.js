import { implicitCondition } from "../net/structure.js";
import { NO_BOUND } from "../model/specification.js";
export function sketch(specification, net, standing) {
    const decompositions = new Map(specification.decompositions.map((each) => [each.id, each]));
    const conditions = [net.inputCondition, ...net.conditions, net.outputCondition];
    const all = [...conditions, ...net.tasks];
    const incoming = new Map();
    for (const { flows } of all)
        for (const { to } of flows)
            incoming.set(to, (incoming.get(to) ?? 0) + 1);
    const cancelling = net.tasks.filter(({ removes }) => removes.length > 0);
    const look = (task) => ({
        ...((incoming.get(task.id) ?? 0) > 1 && { join: task.join }),
        ...(task.flows.length > 1 && { split: task.split }),
        kind: kindOf(task, decompositions),
        isMultiple: task.instances !== undefined,
        hasTimer: task.timer !== undefined,
        ...(cancelling.includes(task) && { region: cancelling.indexOf(task) }),
    });
    return {
        heading: headingOf(specification, net),
        figures: [
            ...conditions.map((condition) => conditionFigure(condition, net, standing)),
            ...net.tasks.map((task) => ({
                id: task.id,
                kind: "task",
                name: nameOf(task),
                title: titleOf(task, look(task)),
                task: look(task),
                tokens: 0,
                isBusy: standing?.busy.includes(task.id) ?? false,
            })),
        ],
        arrows: all.flatMap((from) => from.flows.map((flow) => arrowOf(from, flow, standing))),
        regions: cancelling.map((task) => regionOf(task)),
    };
}
function headingOf({ title, rootNet, version }, net) {
    const whole = `${title} ${version}`;
    return net.id === rootNet ? whole : `${whole}: ${net.name ?? net.id}`;
}
function kindOf(task, decompositions) {
    const decomposition = decompositions.get(task.decomposition ?? "");
    if (!decomposition)
        return "routing";
    return decomposition.kind === "net" ? "composite" : decomposition.interaction;
}
function conditionFigure({ id, name }, net, standing) {
    const kind = id === net.inputCondition.id ? "input" : id === net.outputCondition.id ? "output" : "condition";
    const tokens = standing?.marking[id] ?? 0;
    const held = tokens === 0 ? "" : tokens === 1 ? ", 1 token" : `, ${tokens} tokens`;
    const called = name === undefined || name === id ? id : `${name} (${id})`;
    return {
        id,
        kind,
        name: name ?? (kind === "condition" && !isMadeUp(id) ? id : ""),
        title: `${kind === "condition" ? "" : `${kind} `}condition ${called}${held}`,
        tokens,
        isBusy: false,
    };
}
function isMadeUp(id) {
    return /^null_\d+$|^c\{.*\}$/.test(id);
}
function nameOf({ id, name, label }) {
    if (label)
        return label.map((part) => (typeof part === "string" ? part : "…")).join("");
    if (name === undefined || name === "" || name === id)
        return isMadeUp(id) ? "" : id;
    return name.replace(/\{\/[^{}]*\}/g, "…");
}
function titleOf(task, look) {
    const lines = [
        `${look.kind === "routing" ? "" : `${look.kind} `}task ${task.name ?? task.id} (${task.id})`,
    ];
    if (look.join)
        lines.push(`${look.join.toUpperCase()}-join`);
    if (look.split)
        lines.push(`${look.split.toUpperCase()}-split`);
    if (task.instances)
        lines.push(instancesOf(task.instances));
    if (task.timer)
        lines.push("has a timer");
    if (task.decomposition !== undefined)
        lines.push(`decomposes to ${task.decomposition}`);
    if (task.removes.length > 0) {
        const emptied = task.removes.map((each) => each.kind === "element" ? each.id : `${each.from} -> ${each.to}`);
        lines.push(`empties ${emptied.join(", ")}`);
    }
    if (task.documentation !== undefined)
        lines.push(task.documentation);
    return lines.join("\n");
}
function instancesOf({ minimum, maximum, threshold, creation }) {
    const bound = (value) => typeof value === "number" ? (value === NO_BOUND ? "any number" : String(value)) : value.text;
    return `${creation} instances: from ${bound(minimum)} to ${bound(maximum)}, done after ${bound(threshold)}`;
}
function arrowOf(from, flow, standing) {
    const { to, predicate, isDefault = false } = flow;
    const parts = "split" in from && from.split !== "and" && from.flows.length > 1;
    const text = parts && predicate ? readable(predicate) : undefined;
    const label = parts && isDefault ? "otherwise" : text;
    const tokens = standing?.marking[implicitCondition(from.id, to)] ?? 0;
    return {
        key: `${from.id} -> ${to}`,
        from: from.id,
        to,
        ...(label !== undefined && { label }),
        title: `${from.id} -> ${to}${predicate && parts ? `\nwhen ${predicate.text.trim()}` : ""}${isDefault && parts ? "\nif no other is taken" : ""}`,
        isDefault: parts && isDefault,
        tokens,
    };
}
function readable({ text }) {
    const short = text
        .replace(/\s+/g, " ")
        .replace(/\/text\(\)/g, "")
        .replace(/(?<![\w/.])\/[\w.-]+\//g, "")
        .trim();
    return /^true\(\)$/.test(short) ? undefined : short;
}
function regionOf(task) {
    const figures = new Set();
    const arrows = new Set();
    for (const removal of task.removes) {
        if (removal.kind === "element")
            figures.add(removal.id);
        else
            arrows.add(`${removal.from} -> ${removal.to}`);
    }
    return { by: task.id, figures, arrows };
}
//# sourceMappingURL=sketch.js.map