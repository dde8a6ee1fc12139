export const ENDED = ["completed", "skipped", "cancelled", "failed"];
export function hasEnded(status) {
    return ENDED.includes(status);
}
export function kindOf({ call }) {
    return call ? "call" : "person";
}
//# sourceMappingURL=item.js.map