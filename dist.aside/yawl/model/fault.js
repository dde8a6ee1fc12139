export function ok(value) {
    return { ok: true, value };
}
export function fault(type, message, details) {
    return { ok: false, fault: details ? { type, message, details } : { type, message } };
}
//# sourceMappingURL=fault.js.map