import { canonical } from "../model/json.js";
export function digestOf(data) {
    const text = canonical(data);
    let a = 0x811c9dc5;
    let b = 0x050c5d1f;
    for (let index = 0; index < text.length; index += 1) {
        const code = text.charCodeAt(index);
        a = Math.imul(a ^ code, 0x01000193);
        b = Math.imul(b ^ code, 0x0100019d);
    }
    return hex(a) + hex(b);
}
function hex(value) {
    return (value >>> 0).toString(16).padStart(8, "0");
}
//# sourceMappingURL=digest.js.map