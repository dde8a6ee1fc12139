import { checkValue } from "../data/types/validate.js";
import { fromXmlText } from "../data/xml/convert.js";
import { ok } from "../model/fault.js";
import { checkSpecification } from "./checks/check.js";
import { compileCall } from "./compile-call.js";
import { structureOf } from "./structure.js";
export function compile(specification, connectors) {
    const found = checkSpecification(specification);
    const errors = [...found.errors];
    const initials = [];
    const nets = {};
    const work = {};
    for (const decomposition of specification.decompositions) {
        const value = (variable) => withInitial(variable, decomposition.id, specification, initials);
        if (decomposition.kind === "net")
            nets[decomposition.id] = compileNet(decomposition, value);
        else {
            const called = compileCall(decomposition, connectors, errors);
            work[decomposition.id] = { ...compileWork(decomposition, value), ...called };
        }
    }
    if (errors.length > 0) {
        const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
        return {
            ok: false,
            fault: {
                type: "invalid-specification",
                message: `The specification "${specification.id}" has ${count}: ${errors[0]?.message ?? ""}`,
                details: errors,
            },
        };
    }
    const compiled = {
        format: 1,
        id: specification.id,
        version: specification.version,
        title: specification.title,
        rootNet: specification.rootNet,
        types: specification.types,
        nets,
        work,
    };
    return ok({ compiled, checks: [...found.warnings, ...initials] });
}
function withInitial(variable, owner, specification, problems) {
    const { initialXml, initial, ...rest } = variable;
    const report = (problem) => {
        problems.push({
            element: `${owner}/${variable.name}`,
            message: `The initial value of "${variable.name}" does not fit its type: ${problem}`,
        });
        return rest;
    };
    let value = initial;
    if (initialXml !== undefined) {
        const parsed = fromXmlText(initialXml, variable.type, specification.types);
        if (!parsed.ok)
            return report(parsed.fault.message);
        value = parsed.value;
    }
    if (value === undefined)
        return rest;
    const [problem] = checkValue(value, variable.type, specification.types, "");
    if (!problem)
        return { ...rest, initial: value };
    return report(`${problem.pointer === "" ? "it" : `"${problem.pointer}"`} ${problem.message}.`);
}
function compileWork(decomposition, value) {
    return {
        id: decomposition.id,
        root: decomposition.root,
        inputs: decomposition.inputs.map(value),
        outputs: decomposition.outputs.map(value),
        interaction: decomposition.interaction,
        ...(decomposition.codelet === undefined ? {} : { codelet: decomposition.codelet }),
        ...(decomposition.service === undefined ? {} : { service: decomposition.service }),
    };
}
function compileNet(net, value) {
    const structure = structureOf(net);
    const tasks = {};
    for (const task of net.tasks) {
        const flow = structure.tasks[task.id];
        if (flow)
            tasks[task.id] = { ...flow, ...workOf(task) };
    }
    return { ...structure, tasks, variables: netVariables(net, value) };
}
function workOf(task) {
    return {
        starting: task.startingMappings,
        completed: task.completedMappings,
        ...labelOf(task),
        ...(task.decomposition === undefined ? {} : { decomposition: task.decomposition }),
        ...(task.instances ? { instances: task.instances } : {}),
        ...(task.timer ? { timer: task.timer } : {}),
        ...(task.resourcing ? { resourcing: task.resourcing } : {}),
        ...(task.documentation === undefined ? {} : { documentation: task.documentation }),
        ...formOf(task),
    };
}
function formOf({ form, customForm }) {
    if (!form && customForm === undefined)
        return {};
    return { form: { ...form, ...(customForm === undefined ? {} : { url: customForm }) } };
}
function labelOf({ name, label }) {
    if (label)
        return { label };
    if (!name?.includes("{/"))
        return {};
    const parts = name
        .split(/(\{\/[^{}]*\})/)
        .filter((part) => part !== "")
        .map((part) => (part.startsWith("{/") ? { language: "xquery", text: part.slice(1, -1) } : part));
    return { label: parts };
}
function netVariables(net, value) {
    const found = new Map();
    const add = (variable, role) => {
        const known = found.get(variable.name);
        found.set(variable.name, {
            ...value(variable),
            ...known,
            ...(role === "local" ? {} : { [role]: true }),
        });
    };
    for (const variable of net.inputs)
        add(variable, "input");
    for (const variable of net.locals)
        add(variable, "local");
    for (const variable of net.outputs)
        add(variable, "output");
    return [...found.values()];
}
//# sourceMappingURL=compile.js.map