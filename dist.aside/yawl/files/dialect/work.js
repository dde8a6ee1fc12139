import { NO_BOUND, } from "../../model/specification.js";
import { expressionOf, mappingsOf } from "./data.js";
export const PRIVILEGE_NAMES = {
    suspend: ["canSuspend"],
    reallocate: ["canReallocateStateless", "canReallocateStateful"],
    deallocate: ["canDeallocate"],
    delegate: ["canDelegate"],
    skip: ["canSkip"],
    pile: ["canPile"],
};
export const STRATEGIES = {
    "shortest-queue": "ShortestQueue",
    "random-choice": "RandomChoice",
    "round-robin-by-time": "RoundRobinByTime",
    "round-robin-by-experience": "RoundRobinByExperience",
    "round-robin-by-frequency": "RoundRobinByLeastFrequency",
    "fastest-to-start": "FastestToStart",
    "fastest-to-complete": "FastestToComplete",
    "cheapest-to-start": "CheapestToStart",
    "cheapest-to-complete": "CheapestToComplete",
};
export const SEPARATION = "SeparationOfDuties";
export const SEPARATION_TASK = "familiarTask";
export function translateResourcing(task) {
    const { offer, allocate, start, privileges, secondary } = task;
    if ([offer, allocate, start, privileges, secondary].every((part) => part === undefined))
        return undefined;
    return {
        offer: offer === undefined || offer === "administrator"
            ? { initiator: "user" }
            : { initiator: offer.by ?? "system", ...distributionOf(offer) },
        allocate: allocationOf(allocate),
        start: { initiator: start ?? "user" },
        ...(privileges && { privileges: privilegesOf(privileges) }),
        ...(secondary && {
            secondary: {
                ...setOf(secondary),
                ...(secondary.resources && { nonHumanResources: secondary.resources }),
                ...(secondary.categories && {
                    nonHumanCategories: secondary.categories.map(({ name, subcategory }) => ({
                        name,
                        ...(subcategory !== undefined && { subcategory }),
                    })),
                }),
            },
        }),
    };
}
function distributionOf({ by, ...people }) {
    if (by !== undefined && Object.keys(people).length === 0)
        return {};
    const { rolesFrom, participantsFrom, filters, constraints, familiar, separateFrom } = people;
    const variables = [
        ...(participantsFrom ?? []).map((name) => ({ name, refersTo: "participant" })),
        ...(rolesFrom ?? []).map((name) => ({ name, refersTo: "role" })),
    ];
    const all = [
        ...(separateFrom === undefined
            ? []
            : [{ name: SEPARATION, parameters: { [SEPARATION_TASK]: separateFrom } }]),
        ...(constraints ?? []).map(selectorOf),
    ];
    return {
        to: {
            ...setOf(people),
            ...(variables.length > 0 && { variables }),
            ...(filters?.length && { filters: filters.map(selectorOf) }),
            ...(all.length > 0 && { constraints: all }),
            ...(familiar !== undefined && { familiarTask: familiar }),
        },
    };
}
function setOf({ participants, roles }) {
    return { participants: participants ?? [], roles: roles ?? [] };
}
function selectorOf(source) {
    return typeof source === "string"
        ? { name: source, parameters: {} }
        : { name: source.name, parameters: source.with ?? {} };
}
function allocationOf(source) {
    if (source === undefined || typeof source === "string")
        return { initiator: source ?? "user" };
    const { by, strategy, with: parameters } = source;
    if (strategy === undefined)
        return { initiator: by ?? "user" };
    const name = Object.hasOwn(STRATEGIES, strategy) ? (STRATEGIES[strategy] ?? strategy) : strategy;
    return { initiator: by ?? "system", allocator: { name, parameters: parameters ?? {} } };
}
function privilegesOf(source) {
    const entries = Array.isArray(source)
        ? source.map((name) => [name, "all"])
        : Object.entries(source);
    return Object.fromEntries(entries.flatMap(([name, to]) => {
        const granted = to === "all" ? to : setOf(to === "nobody" ? {} : to);
        return (PRIVILEGE_NAMES[name] ?? [name]).map((privilege) => [privilege, granted]);
    }));
}
export function translateInstances(source, outputs, where) {
    const { each, split, as, count, index, min, max, threshold, creation, collect, join, into } = source;
    const bound = (value) => typeof value === "number" ? value : expressionOf(value, where);
    if (into === undefined && (collect ?? join) !== undefined) {
        where.complain("The instances do not say which variable gets what they collect (`into`).");
    }
    return {
        minimum: min === undefined ? 1 : bound(min),
        maximum: max === undefined ? NO_BOUND : bound(max),
        threshold: threshold === undefined ? NO_BOUND : bound(threshold),
        creation: creation ?? "static",
        ...(each !== undefined && {
            input: {
                query: expressionOf(each, where),
                ...(split !== undefined && { splitter: expressionOf(split, where) }),
                parameter: as ?? ITEM,
            },
        }),
        ...(count !== undefined && {
            count: typeof count === "number" ? { language: "xpath", text: String(count) } : expressionOf(count, where),
        }),
        ...(index !== undefined && { index }),
        ...(into !== undefined && {
            output: {
                query: collect === undefined ? onlyOutput(outputs, where) : expressionOf(collect, where),
                ...(join !== undefined && { joiner: expressionOf(join, where) }),
                variable: into,
            },
        }),
    };
}
export const ITEM = "item";
function onlyOutput(outputs, where) {
    const [first, second] = outputs ?? [];
    if (first === undefined || second !== undefined) {
        where.complain("The instances do not say what of their output is kept (`collect`).");
    }
    return { language: "variable", text: first ?? "" };
}
export function translateTimer(source, where) {
    const { after, at, variable, from, workdays } = source;
    const ways = [after, at, variable].filter((way) => way !== undefined);
    if (ways.length !== 1)
        where.complain("A timer says one of `after`, `at` and `variable`.");
    if (at !== undefined && !/^\d+$/.test(at) && Number.isNaN(Date.parse(at))) {
        where.in("at").complain(`"${at}" is no date.`);
    }
    const started = from === "started" ? "OnExecuting" : "OnEnabled";
    return {
        ...((from !== undefined || variable === undefined) && { trigger: started }),
        ...(after !== undefined && { duration: after }),
        ...(at !== undefined && { expiry: at }),
        ...(variable !== undefined && { variable }),
        ...(workdays !== undefined && { workdays }),
    };
}
export function translateForm(source) {
    if (typeof source === "string")
        return { customForm: source };
    const { url, title, description, order, fields } = source;
    const form = {
        ...(title !== undefined && { title }),
        ...(description !== undefined && { description }),
        ...(order && { order }),
        ...(fields && { fields }),
    };
    return { ...(url !== undefined && { customForm: url }), ...(Object.keys(form).length > 0 && { form }) };
}
export function translateCall(source, where) {
    const { call, send, receive, retry, timeout } = source;
    if (call === undefined) {
        for (const name of ["with", "send", "receive", "retry", "timeout"]) {
            if (source[name] !== undefined)
                where.in(name).complain(`\`${name}\` belongs to a \`call\`, and there is none.`);
        }
        return undefined;
    }
    const { connector, version } = typeof call === "string" ? { connector: call, version: undefined } : call;
    return {
        connector,
        ...(version !== undefined && { version }),
        configuration: source.with ?? {},
        ...(send && { input: mappingsOf(send, where.in("send")).map(({ mapping }) => mapping) }),
        ...(receive && { output: mappingsOf(receive, where.in("receive")).map(({ mapping }) => mapping) }),
        ...(retry && { retry: retryOf(retry) }),
        ...(timeout !== undefined && { timeout }),
    };
}
export function retryOf({ attempts, initial, coefficient, maximum, deadline, }) {
    return {
        ...(attempts !== undefined && { attempts }),
        ...(initial !== undefined && { initialInterval: initial }),
        ...(coefficient !== undefined && { coefficient }),
        ...(maximum !== undefined && { maximumInterval: maximum }),
        ...(deadline !== undefined && { deadline }),
    };
}
//# sourceMappingURL=work.js.map