import { findSecret } from "../store/secrets.js";
import { ConnectorError } from "./connectors/contract.js";
const REMEMBER_MILLIS = 3_000;
const REMEMBER_MOST = 1_000;
export function secretReader(box, rememberMillis = REMEMBER_MILLIS) {
    const known = new Map();
    return async (name) => {
        const now = performance.now();
        const remembered = known.get(name);
        if (remembered && remembered.until > now)
            return await remembered.value;
        if (known.size >= REMEMBER_MOST)
            known.clear();
        const value = read(box, name);
        const entry = { until: now + rememberMillis, value };
        known.set(name, entry);
        const forget = () => {
            if (known.get(name) === entry)
                known.delete(name);
        };
        value.then(() => setTimeout(forget, rememberMillis).unref(), forget);
        return await value;
    };
}
async function read(box, name) {
    const stored = await findSecret(name);
    if (!stored)
        throw unusable("secret-missing", `There is no secret "${name}".`);
    const opened = box.open(stored, stored);
    if (!opened.ok)
        throw unusable("secret-unreadable", opened.message);
    return opened.value;
}
function unusable(type, message) {
    return new ConnectorError(type, message, { retryable: false });
}
//# sourceMappingURL=secrets.js.map