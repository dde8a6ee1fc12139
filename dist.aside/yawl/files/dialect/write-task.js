import { Context } from "./context.js";
import { isSame } from "./same.js";
import { labelOf, translateTask } from "./task.js";
import { expressionSource, mappingsSource, variablesSource } from "./write-data.js";
import { callSource, formSource, instancesSource, resourcingSource, timerSource } from "./write-work.js";
export function taskSource(task, net, work, around, writing) {
    const candidates = [
        ...(work ? withWork(task, work, net, writing) : []),
        ...withoutWork(task, around, writing),
    ];
    for (const candidate of candidates) {
        if (isReadAs(candidate, task, work, around, writing))
            return candidate;
    }
    const last = candidates.at(-1);
    if (!last)
        throw new Error("a task has at least one form");
    return last;
}
function isReadAs({ source, hasWork }, task, work, around, { language, types }) {
    const file = {
        language,
        types,
        problems: [],
        place: () => ({ line: 1, column: 1 }),
    };
    const read = translateTask(task.id, source, around, new Context(file));
    if (file.problems.length > 0 || hasWork !== (read.work !== undefined))
        return false;
    return isSame(read.task, task) && (!hasWork || isSame(read.work, work));
}
function* withWork(task, work, net, writing) {
    const known = new Set([...net.inputs, ...net.locals, ...net.outputs].map(({ name }) => name));
    const names = work.outputs.map(({ name }) => name);
    const outputs = [
        ...(names.length === 0 ? [{}] : []),
        ...(names.every((name) => known.has(name)) ? [{ output: names }] : []),
        { output: variablesSource(work.outputs, true, writing) },
    ];
    for (const input of inputForms(task.startingMappings, writing)) {
        for (const output of outputs) {
            for (const set of setForms(task.completedMappings, writing)) {
                const source = assemble(task, writing, {
                    ...callSource(work.call, writing),
                    ...input,
                    ...output,
                    ...set,
                });
                yield { source, hasWork: true };
            }
        }
    }
}
function* withoutWork(task, { nets }, writing) {
    const { decomposition, completedMappings } = task;
    const does = decomposition === undefined
        ? [{}, { work: false }]
        : [nets.has(decomposition) ? { net: decomposition } : { work: decomposition }];
    const names = completedMappings.map(({ mapsTo }) => mapsTo);
    const isNames = completedMappings.every(isOwnName);
    const results = [
        {},
        ...(isNames && names.length > 0 ? [{ output: names }] : []),
        { set: mappingsSource(completedMappings, writing, { names: true }) },
    ];
    for (const what of does) {
        for (const input of inputForms(task.startingMappings, writing)) {
            for (const result of results) {
                yield { source: assemble(task, writing, { ...what, ...input, ...result }), hasWork: false };
            }
        }
    }
}
function inputForms(mappings, writing) {
    if (mappings.length === 0)
        return [{}, { input: [] }];
    return [true, false].map((names) => ({ input: mappingsSource(mappings, writing, { names }) }));
}
function setForms(mappings, writing) {
    return [{}, { set: mappingsSource(mappings, writing, { names: false }) }];
}
function isOwnName({ query, mapsTo }) {
    return query.language === "variable" && query.text === mapsTo;
}
function assemble(task, writing, work) {
    const { call, with: configuration, send, receive, retry, timeout, input, output, set, ...does } = work;
    const flows = flowsSource(task.flows, writing);
    const split = task.flows.some(({ predicate, isDefault }) => predicate ?? isDefault) ? "xor" : "and";
    return defined({
        ...nameSource(task, writing),
        documentation: task.documentation,
        ...does,
        ...resourcingSource(task.resourcing),
        ...formSource(task),
        call,
        with: configuration,
        input,
        enablement: task.enablementMappings && mappingsSource(task.enablementMappings, writing, { names: true }),
        send,
        receive,
        output,
        set,
        retry,
        timeout,
        instances: task.instances && instancesSource(task.instances, writing),
        timer: task.timer && timerSource(task.timer),
        join: task.join === "xor" ? undefined : task.join,
        split: task.split === split ? undefined : task.split,
        cancels: task.removes.length === 0
            ? undefined
            : task.removes.map((removal) => removal.kind === "flow" ? `${removal.from} -> ${removal.to}` : removal.id),
        next: flows,
        yawl: keptSource(task),
    });
}
function keptSource({ configuration, defaultConfiguration }) {
    if (!configuration && !defaultConfiguration)
        return undefined;
    return { ...(configuration && { configuration }), ...(defaultConfiguration && { defaultConfiguration }) };
}
function defined(source) {
    return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
}
function nameSource({ name, label }, writing) {
    const own = name === undefined ? undefined : labelOf(name, writing.language);
    const parts = label?.map((part) => typeof part === "string" ? part : { value: expressionSource(part, writing) });
    if (name === undefined)
        return parts ? { label: parts } : {};
    if (label)
        return own && isSame(own, label) ? { name } : { name, label: parts };
    return { name: own ? { plain: name } : name };
}
export function flowsSource(flows, writing) {
    const all = flows.map((flow) => {
        const { to, predicate, order, isDefault, documentation } = flow;
        if (!predicate && order === undefined && !isDefault && documentation === undefined)
            return to;
        return {
            to,
            ...(predicate && { when: expressionSource(predicate, writing) }),
            ...(isDefault && { otherwise: true }),
            ...(order !== undefined && { order }),
            ...(documentation !== undefined && { documentation }),
        };
    });
    const [only] = all;
    return all.length === 1 && only !== undefined ? only : all;
}
//# sourceMappingURL=write-task.js.map