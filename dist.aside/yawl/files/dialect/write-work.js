import { canonical } from "../../model/json.js";
import { NO_BOUND, } from "../../model/specification.js";
import { PRIVILEGES } from "./shape-task.js";
import { copiesOf, expressionSource, json, mappingsSource } from "./write-data.js";
import { ITEM, PRIVILEGE_NAMES, SEPARATION, SEPARATION_TASK, STRATEGIES } from "./work.js";
export function resourcingSource(resourcing) {
    if (!resourcing)
        return {};
    const { offer, allocate, start, privileges, secondary } = resourcing;
    const byUser = offer.initiator === "user";
    return {
        offer: byUser && !offer.to ? "administrator" : peopleSource(byUser ? "user" : "system", offer.to),
        ...allocationSource(allocate),
        ...(start.initiator === "system" && { start: "system" }),
        ...(privileges && { privileges: privilegesSource(privileges) }),
        ...(secondary && { secondary: secondarySource(secondary) }),
    };
}
function peopleSource(by, to) {
    if (!to)
        return { by };
    const { variables = [], filters, constraints = [], familiarTask } = to;
    const [first, ...others] = constraints;
    const separate = first && separatedFrom(first);
    const named = (refersTo) => variables.filter((variable) => variable.refersTo === refersTo).map(({ name }) => name);
    const left = separate === undefined ? constraints : others;
    const people = {
        ...setSource(to),
        ...listed("rolesFrom", named("role")),
        ...listed("participantsFrom", named("participant")),
        ...listed("filters", (filters ?? []).map(selectorSource)),
        ...(separate !== undefined && { separateFrom: separate }),
        ...listed("constraints", left.map(selectorSource)),
        ...(familiarTask !== undefined && { familiar: familiarTask }),
    };
    if (by === "system")
        return people;
    return { by, ...(Object.keys(people).length === 0 ? { roles: [] } : people) };
}
function listed(name, entries) {
    return entries.length === 0 ? {} : { [name]: [...entries] };
}
function setSource({ roles, participants }) {
    return { ...listed("roles", roles), ...listed("participants", participants) };
}
function secondarySource(secondary) {
    const { nonHumanResources, nonHumanCategories } = secondary;
    return {
        ...setSource(secondary),
        ...(nonHumanResources && { resources: [...nonHumanResources] }),
        ...(nonHumanCategories && { categories: nonHumanCategories.map((each) => ({ ...each })) }),
    };
}
function separatedFrom({ name, parameters }) {
    return name === SEPARATION && Object.keys(parameters).length === 1
        ? parameters[SEPARATION_TASK]
        : undefined;
}
function selectorSource({ name, parameters }) {
    return Object.keys(parameters).length === 0 ? name : { name, with: { ...parameters } };
}
function allocationSource({ initiator, allocator }) {
    if (!allocator)
        return initiator === "system" ? { allocate: "system" } : {};
    const strategy = Object.keys(STRATEGIES).find((key) => STRATEGIES[key] === allocator.name) ?? allocator.name;
    return {
        allocate: {
            ...(initiator === "user" && { by: "user" }),
            strategy,
            ...(Object.keys(allocator.parameters).length > 0 && { with: { ...allocator.parameters } }),
        },
    };
}
function privilegesSource(privileges) {
    const left = new Map(Object.entries(privileges));
    const granted = [];
    for (const name of PRIVILEGES) {
        const [first = "", ...others] = PRIVILEGE_NAMES[name] ?? [];
        const to = left.get(first);
        if (to === undefined || others.some((other) => canonical(json(left.get(other))) !== canonical(json(to))))
            continue;
        granted.push([name, to]);
        for (const each of [first, ...others])
            left.delete(each);
    }
    const known = PRIVILEGES.filter((name) => granted.some(([each, to]) => each === name && to === "all"));
    if (left.size === 0 && known.length === granted.length)
        return known;
    return Object.fromEntries([...granted, ...left].map(([name, to]) => {
        if (to === "all")
            return [name, to];
        return [name, to.participants.length + to.roles.length === 0 ? "nobody" : setSource(to)];
    }));
}
export function instancesSource({ minimum, maximum, threshold, creation, input, count, index, output }, writing) {
    const bound = (value) => typeof value === "number" ? value : expressionSource(value, writing);
    const fixed = count?.language === "xpath" && /^(0|[1-9]\d{0,8})$/.test(count.text) ? Number(count.text) : undefined;
    return {
        ...(input && { each: expressionSource(input.query, writing) }),
        ...(input?.splitter && { split: expressionSource(input.splitter, writing) }),
        ...(input && input.parameter !== ITEM && { as: input.parameter }),
        ...(count && { count: fixed ?? expressionSource(count, writing) }),
        ...(index !== undefined && { index }),
        ...(minimum !== 1 && { min: bound(minimum) }),
        ...(maximum !== NO_BOUND && { max: bound(maximum) }),
        ...(threshold !== NO_BOUND && { threshold: bound(threshold) }),
        ...(creation !== "static" && { creation }),
        ...(output && { collect: expressionSource(output.query, writing) }),
        ...(output?.joiner && { join: expressionSource(output.joiner, writing) }),
        ...(output && { into: output.variable }),
    };
}
export function timerSource({ trigger, duration, expiry, variable, workdays, }) {
    const isDefault = variable === undefined ? trigger !== "OnExecuting" : trigger === undefined;
    return {
        ...(duration !== undefined && { after: duration }),
        ...(expiry !== undefined && { at: expiry }),
        ...(variable !== undefined && { variable }),
        ...(!isDefault && { from: trigger === "OnExecuting" ? "started" : "offered" }),
        ...(workdays !== undefined && { workdays }),
    };
}
export function formSource({ customForm, form }) {
    if (!form)
        return customForm === undefined ? {} : { form: customForm };
    const { title, description, order, fields } = form;
    return {
        form: {
            ...(customForm !== undefined && { url: customForm }),
            ...(title !== undefined && { title }),
            ...(description !== undefined && { description }),
            ...(order && { order: [...order] }),
            ...(fields && {
                fields: Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, copiesOf(each)])),
            }),
        },
    };
}
export function callSource(call, writing) {
    if (!call)
        return {};
    const { connector, version, configuration, input, output, retry, timeout } = call;
    return {
        call: version === undefined ? connector : { connector, version },
        ...(Object.keys(configuration).length > 0 && { with: copiesOf(configuration) }),
        ...(input && { send: mappingsSource(input, writing, { names: true }) }),
        ...(output && { receive: mappingsSource(output, writing, { names: true }) }),
        ...(retry && {
            retry: {
                ...(retry.attempts !== undefined && { attempts: retry.attempts }),
                ...(retry.initialInterval !== undefined && { initial: retry.initialInterval }),
                ...(retry.coefficient !== undefined && { coefficient: retry.coefficient }),
                ...(retry.maximumInterval !== undefined && { maximum: retry.maximumInterval }),
                ...(retry.deadline !== undefined && { deadline: retry.deadline }),
            },
        }),
        ...(timeout !== undefined && { timeout }),
    };
}
//# sourceMappingURL=write-work.js.map