import { isMoment } from "../../data/types/moment.js";
import { isNcName } from "../../data/xml/names.js";
import { NO_BOUND, } from "../../model/specification.js";
import { INFINITE } from "../reader/instances.js";
import { flows, mappings, maybeQuery, removals } from "./flows.js";
import { element, extra, textElement } from "./output.js";
import { resourcing } from "./resourcing.js";
export function taskElement(task, net, writing) {
    const { id, instances, label, form, decomposition } = task;
    const where = `${net}/${id}`;
    writing.checkName(id, "token", where);
    if (label)
        writing.lose(where, "YAWL does not fill in the expressions of the task's name.");
    if (form)
        writing.lose(where, "YAWL does not know how the form looks.");
    const output = writing.decomposition(decomposition)?.id ?? net;
    return element("task", instances ? { id, "xsi:type": "MultipleInstanceExternalTaskFactsType" } : { id }, extra({
        label,
        form,
        count: instances?.count,
        index: instances?.index,
        decomposition: decomposition === undefined || isNcName(decomposition) ? undefined : decomposition,
    }), textElement("name", task.name), textElement("documentation", task.documentation), flows(task.flows, id, net, writing), element("join", { code: task.join }), element("split", { code: task.split }), configuration("defaultConfiguration", task.defaultConfiguration), configuration("configuration", task.configuration), removals(task.removes), mappings("startingMappings", task.startingMappings, net, where, writing), mappings("completedMappings", task.completedMappings, output, where, writing), mappings("enablementMappings", task.enablementMappings, net, where, writing), task.timer && timer(task.timer, where, writing), resourcing(task.resourcing, where, writing), textElement("customForm", task.customForm), decomposition === undefined
        ? undefined
        : element("decomposesTo", { id: writing.decompositionId(decomposition) }), instances ? instanceElements(instances, { net, output, where, writing }) : []);
}
function instanceElements(instances, { net, output, where, writing }) {
    const { minimum, maximum, threshold, creation, input, count, index, output: result } = instances;
    if (count)
        writing.lose(where, "YAWL has no number of instances that does not come from their input.");
    if (index !== undefined)
        writing.lose(where, "YAWL does not give instances their number.");
    const bound = (name, value) => {
        const text = typeof value !== "number"
            ? writing.expression(value, { as: "mapping", root: net, target: "n" }, where)
            : String(value === NO_BOUND ? INFINITE : value);
        return { ...element(name), text };
    };
    const inNet = (target) => (query) => writing.expression(query, { as: "mapping", root: net, target }, where);
    const inOutput = (target) => (query) => writing.expression(query, { as: "mapping", root: output, target }, where);
    const parameter = input?.parameter ?? "none";
    writing.checkName(parameter, "token", where);
    return [
        bound("minimum", minimum),
        bound("maximum", maximum),
        bound("threshold", threshold),
        element("creationMode", { code: creation }),
        element("miDataInput", {}, maybeQuery("expression", input?.query, inNet(parameter)), maybeQuery("splittingExpression", input?.splitter, inNet(parameter)), textElement("formalInputParam", parameter)),
        ...(result
            ? [
                element("miDataOutput", {}, maybeQuery("formalOutputExpression", result.query, inOutput(result.variable)), maybeQuery("outputJoiningExpression", result.joiner, inOutput(result.variable)), textElement("resultAppliedToLocalVariable", result.variable)),
            ]
            : []),
    ];
}
function timer(source, where, writing) {
    const { trigger, duration, expiry, variable, workdays } = source;
    const isLong = expiry !== undefined && /^[-+]?\d{1,16}$/.test(expiry);
    const isDuration = duration !== undefined && isMoment(duration, "duration");
    const milliseconds = expiry === undefined ? undefined : isLong ? expiry : epochOf(expiry);
    if (expiry !== undefined && milliseconds === undefined)
        writing.lose(where, `YAWL does not know when "${expiry}" is; its timers have milliseconds.`);
    if (duration !== undefined && !isDuration)
        writing.lose(where, `YAWL does not know the duration "${duration}".`);
    const body = variable !== undefined
        ? [textElement("netparam", variable)]
        : [
            textElement("trigger", trigger ?? "OnEnabled"),
            duration === undefined ? textElement("expiry", milliseconds ?? "0") : undefined,
            textElement("duration", isDuration || duration === undefined ? duration : "PT0S"),
        ];
    return element("timer", {}, extra({
        trigger: variable === undefined ? undefined : trigger,
        expiry: isLong && variable === undefined && duration === undefined ? undefined : expiry,
        duration: isDuration && variable === undefined ? undefined : duration,
    }), body, textElement("workdays", workdays === undefined ? undefined : String(workdays)));
}
function epochOf(text) {
    const isCertain = isMoment(text, "dateTime") && /(Z|[+-]\d\d:\d\d)$/.test(text);
    const number = isCertain ? Date.parse(text) : Number.NaN;
    return Number.isFinite(number) ? String(number) : undefined;
}
function configuration(name, source) {
    if (!source)
        return undefined;
    const { join, split, remove, instances } = source;
    return element(name, {}, join && ports("join", "flowSource", join), instances &&
        element("nofi", {}, Object.entries(instances).map(([key, text]) => textElement(key, text))), remove && element("rem", { value: remove.value }), split && ports("split", "flowDestination", split));
}
function ports(name, flow, { value, ports: all }) {
    return element(name, {}, extra({ value }), all.map((port) => element("port", { value: port.value }, port.flows.map((id) => element(flow, { id })))));
}
//# sourceMappingURL=tasks.js.map