function readDecimal(text) {
    const [whole = "", fraction = ""] = text.replace(/^[+-]/, "").split(".");
    const digits = { whole: whole.replace(/^0+/, ""), fraction: fraction.replace(/0+$/, "") };
    return { ...digits, negative: text.startsWith("-") && digits.whole + digits.fraction !== "" };
}
export function compareDecimals(first, second) {
    const a = readDecimal(first);
    const b = readDecimal(second);
    if (a.negative !== b.negative)
        return a.negative ? -1 : 1;
    const size = a.whole.length - b.whole.length || order(a.whole, b.whole) || order(a.fraction, b.fraction);
    return a.negative ? -size : size;
}
function order(first, second) {
    if (first === second)
        return 0;
    return first < second ? -1 : 1;
}
export function countDigits(text) {
    const { whole, fraction } = readDecimal(text);
    return { total: whole.length + fraction.length, fraction: fraction.length };
}
export function decimalText(value) {
    const text = String(value);
    if (!text.includes("e"))
        return text;
    if (Math.abs(value) >= 1)
        return BigInt(value).toString();
    const [, sign = "", whole = "", fraction = "", exponent = "0"] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? [];
    return `${sign}0.${"0".repeat(Number(exponent) - 1)}${whole}${fraction}`;
}
//# sourceMappingURL=decimal.js.map