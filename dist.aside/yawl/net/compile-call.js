import { durationMillis } from "../time/duration.js";
const DEFAULTS = {
    attempts: 5,
    initialInterval: 1_000,
    coefficient: 2,
    maximumInterval: 60_000,
    timeout: 60_000,
};
const LONGEST = 30 * 24 * 60 * 60 * 1_000;
export function compileCall(work, catalogue, errors) {
    const { call } = work;
    if (!call)
        return undefined;
    const complain = (message) => void errors.push({ element: work.id, ...work.place, message });
    const signature = catalogue?.(call.connector, call.version);
    if (catalogue && !signature) {
        const which = call.version === undefined ? "" : ` in version ${call.version}`;
        complain(`There is no connector "${call.connector}"${which}.`);
    }
    const millis = (name, text) => {
        if (text === undefined)
            return undefined;
        const value = durationMillis(text);
        if (value !== undefined && value > 0 && value <= LONGEST)
            return value;
        complain(`The ${name} "${text}" is no duration such as PT30S, of at most 30 days.`);
        return undefined;
    };
    const { retry = {} } = call;
    const { attempts = DEFAULTS.attempts, coefficient = DEFAULTS.coefficient } = retry;
    if (!Number.isInteger(attempts) || attempts < 1 || attempts > 1_000) {
        complain("The attempts of a call are a whole number from 1 to 1000.");
    }
    if (!(coefficient >= 1 && coefficient <= 100))
        complain("The coefficient of a retry is from 1 to 100.");
    const deadline = millis("deadline", retry.deadline);
    const initialInterval = millis("initial interval", retry.initialInterval) ?? DEFAULTS.initialInterval;
    const maximumInterval = millis("maximum interval", retry.maximumInterval) ?? DEFAULTS.maximumInterval;
    const answers = signature?.answers ?? work.outputs.map(({ name }) => name);
    return {
        call: {
            connector: call.connector,
            version: call.version ?? signature?.version ?? 1,
            configuration: call.configuration,
            ...(call.input ? { input: call.input } : {}),
            ...(call.output ? { output: call.output } : {}),
            answers,
            retry: {
                attempts,
                initialInterval,
                coefficient,
                maximumInterval: Math.max(maximumInterval, initialInterval),
                ...(deadline === undefined ? {} : { deadline }),
            },
            timeout: millis("timeout", call.timeout) ?? DEFAULTS.timeout,
        },
        ...(work.outputs.length > 0 ? {} : { outputs: answers.map(anything) }),
    };
}
function anything(name) {
    return { name, type: { kind: "json", schema: {} } };
}
//# sourceMappingURL=compile-call.js.map