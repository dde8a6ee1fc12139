import loaded from "jsonata";
export const jsonata = loaded;
const EXCHANGE = Symbol.for("mizzen: engine of JSONata's regular expressions");
const exchange = loaded[EXCHANGE] ?? installed();
function installed() {
    let engine;
    const made = (next) => {
        const before = engine;
        engine = next;
        return before;
    };
    Object.defineProperty(loaded, "RegexEngine", {
        get: () => engine ?? RegExp,
        set(_ofTheLibrary) {
        },
    });
    Object.defineProperty(loaded, EXCHANGE, { value: made });
    return made;
}
export function withEngine(other, work) {
    const before = exchange(other);
    try {
        return work();
    }
    finally {
        exchange(before);
    }
}
//# sourceMappingURL=library.js.map