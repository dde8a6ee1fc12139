import { isMoment } from "../../data/types/moment.js";
import { isText } from "./extension.js";
import { quoted } from "./findings.js";
const UNITS = {
    YEAR: (ticks) => `P${ticks}Y`,
    MONTH: (ticks) => `P${ticks}M`,
    WEEK: (ticks) => `P${ticks * 7}D`,
    DAY: (ticks) => `P${ticks}D`,
    HOUR: (ticks) => `PT${ticks}H`,
    MIN: (ticks) => `PT${ticks}M`,
    SEC: (ticks) => `PT${ticks}S`,
    MSEC: (ticks) => `PT${Math.floor(ticks / 1000)}.${String(ticks % 1000).padStart(3, "0")}S`,
};
const TRIGGERS = ["OnEnabled", "OnExecuting"];
function isTrigger(value) {
    return TRIGGERS.some((trigger) => trigger === value);
}
export function readTimer(part) {
    const variable = part.textOf("netparam");
    const trigger = part.one("trigger");
    const expiry = readExpiry(part);
    const duration = readDuration(part);
    const workdays = part.one("workdays");
    if (variable === undefined && expiry === undefined && duration === undefined) {
        part.error("The timer says neither when nor after how long it expires.");
    }
    const kept = part.extra("trigger", isTrigger);
    if (variable === undefined && !trigger)
        part.error("The timer does not say what sets it off (<trigger>).");
    return {
        ...(trigger && { trigger: trigger.oneOf(trigger.text, TRIGGERS, "OnEnabled") }),
        ...(kept && { trigger: kept }),
        ...(duration !== undefined && { duration }),
        ...(expiry !== undefined && { expiry }),
        ...(variable !== undefined && { variable }),
        ...(workdays && { workdays: isYes(workdays) }),
    };
}
function isYes(part) {
    const text = part.oneOf(part.text, ["true", "false", "1", "0"], "false");
    return text === "true" || text === "1";
}
function readExpiry(part) {
    const element = part.one("expiry");
    const written = element?.text || undefined;
    const text = part.extra("expiry", isText) ?? written;
    if (text === undefined)
        return undefined;
    if (!/^[-+]?\d{1,16}$/.test(text) && !isMoment(text, "dateTime") && !isMoment(text, "date"))
        element?.error(`The timer's expiry ${quoted(text)} is neither a number of milliseconds nor a date.`);
    return text;
}
function readDuration(part) {
    const written = part.textOf("duration");
    const text = part.extra("duration", isText) ?? written;
    if (text === undefined)
        return readTicks(part.one("durationparams"));
    if (!isMoment(text, "duration") && !/^P\d{1,6}W$/.test(text))
        part.one("duration")?.error(`The timer's duration ${quoted(text)} is no duration such as P1DT2H.`);
    return text;
}
function readTicks(part) {
    if (!part)
        return undefined;
    const ticks = part.requiredText("ticks");
    const interval = part.requiredText("interval");
    const toText = Object.hasOwn(UNITS, interval) ? UNITS[interval] : undefined;
    if (!/^\d{1,12}$/.test(ticks))
        part.error(`The ticks ${quoted(ticks)} of the timer are no whole number.`);
    else if (!toText)
        part.error(`The interval ${quoted(interval)} of the timer is not known.`);
    else
        return toText(Number(ticks));
    return "";
}
//# sourceMappingURL=timers.js.map