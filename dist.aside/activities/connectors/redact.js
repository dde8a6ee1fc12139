import { isJsonObject } from "../../yawl/model/json.js";
const MASK = "***";
const SHORTEST_PART = 4;
const SHORTEST_BASE64 = 6;
const SHORTEST_LINE = 16;
export class Redactor {
    plain = new Set();
    words = new Set();
    encoded = new Set();
    ordered = [];
    conceal(secret) {
        for (const text of new Set([secret, secret.trim(), ...longLines(secret)])) {
            if (text === "")
                continue;
            if (text.length < SHORTEST_PART)
                this.words.add(text);
            else
                for (const form of forms(text))
                    this.plain.add(form);
            for (const form of base64Forms(text))
                this.encoded.add(form);
        }
        this.ordered = [...this.plain].toSorted((a, b) => b.length - a.length);
    }
    text(value) {
        let result = value;
        for (const part of this.encoded)
            result = withoutRun(result, part);
        for (const part of this.ordered)
            result = result.replaceAll(part, MASK);
        for (const word of this.words)
            result = withoutWord(result, word);
        return result;
    }
    json(value) {
        if (this.ordered.length === 0 && this.words.size === 0)
            return value;
        return this.part(value);
    }
    object(value) {
        const result = this.json(value);
        return isJsonObject(result) ? result : {};
    }
    part(value) {
        if (typeof value === "string")
            return this.text(value);
        if (typeof value === "number")
            return this.plain.has(String(value)) || this.words.has(String(value)) ? MASK : value;
        if (Array.isArray(value))
            return value.map((entry) => this.part(entry));
        if (!isJsonObject(value))
            return value;
        return Object.fromEntries(Object.entries(value).map(([name, entry]) => [this.text(name), this.part(entry)]));
    }
}
function longLines(text) {
    const lines = text.split(/\r?\n/);
    if (lines.length < 2)
        return [];
    return lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith("-----"));
}
function forms(text) {
    const percent = encodeURIComponent(Buffer.from(text).toString());
    const strict = percent.replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
    const lower = (encoded) => encoded.replaceAll(/%../g, (part) => part.toLowerCase());
    const form = new URLSearchParams({ "": text }).toString().slice(1);
    const markup = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return [
        text,
        percent,
        strict,
        form,
        lower(percent),
        lower(strict),
        lower(form),
        JSON.stringify(text).slice(1, -1),
        markup,
        markup.replaceAll('"', "&quot;"),
    ];
}
function base64Forms(text) {
    const found = [];
    for (const before of [0, 1, 2]) {
        const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
        const undecidedEnd = bytes.length % 3 === 0 ? 0 : 1;
        const first = before === 0 ? 0 : before + 1;
        for (const alphabet of ["base64", "base64url"]) {
            const all = bytes.toString(alphabet).replace(/=+$/, "");
            const decided = all.slice(first, all.length - undecidedEnd);
            if (decided.length >= SHORTEST_BASE64)
                found.push(decided);
        }
    }
    return found;
}
function withoutRun(text, part) {
    let result = "";
    let rest = 0;
    for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, rest)) {
        let start = at;
        let end = at + part.length;
        while (start > rest && isBase64(text, start - 1))
            start -= 1;
        while (end < text.length && isBase64(text, end))
            end += 1;
        result += text.slice(rest, start) + MASK;
        rest = end;
    }
    return result + text.slice(rest);
}
function isBase64(text, at) {
    return /[A-Za-z0-9+/_=-]/.test(text.charAt(at));
}
function withoutWord(text, word) {
    const escaped = word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw `\$&`);
    return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "gu"), () => MASK);
}
//# sourceMappingURL=redact.js.map