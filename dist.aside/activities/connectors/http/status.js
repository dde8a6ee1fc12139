const NEVER = new Set([501, 505, 506, 508, 510, 511]);
const AGAIN = new Set([408, 425, 429]);
const LONGEST_WAIT = 24 * 3_600_000;
export function judge(status, rules) {
    if (rules.success.some((pattern) => matches(status, pattern)))
        return "success";
    if (rules.final.some((pattern) => matches(status, pattern)))
        return "final";
    if (rules.retry.some((pattern) => matches(status, pattern)))
        return "retry";
    return AGAIN.has(status) || isTargetFault(status) ? "retry" : "final";
}
export function isTargetFault(status) {
    return status >= 500 && !NEVER.has(status);
}
function matches(status, pattern) {
    if (typeof pattern === "number")
        return status === pattern;
    if (pattern.endsWith("xx"))
        return Math.floor(status / 100) === Number(pattern[0]);
    const [from, to] = pattern.split("-").map(Number);
    return from !== undefined && status >= from && status <= (to ?? from);
}
export function readRetryAfter(header, now) {
    const text = header?.trim() ?? "";
    if (/^\d{1,10}$/.test(text))
        return Math.min(Number(text) * 1000, LONGEST_WAIT);
    if (!/^(?:[A-Z][a-z]{2,8}, |[A-Z][a-z]{2} [A-Z])/.test(text))
        return undefined;
    const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
    if (Number.isNaN(date))
        return undefined;
    return Math.min(Math.max(date - now, 0), LONGEST_WAIT);
}
//# sourceMappingURL=status.js.map