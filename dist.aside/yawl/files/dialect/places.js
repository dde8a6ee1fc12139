import { isMap, isScalar, isSeq, visit, } from "yaml";
export class Places {
    #document;
    #lines;
    #indexes = new Map();
    constructor(document, lines) {
        this.#document = document;
        this.#lines = lines;
    }
    of(path) {
        let node = this.#document.contents;
        let offset = startOf(node) ?? 0;
        for (const part of path) {
            if (isMap(node)) {
                const pair = this.#index(node).get(String(part));
                if (!pair)
                    break;
                offset = startOf(pair.key) ?? offset;
                node = pair.value;
            }
            else if (isSeq(node)) {
                node = node.items[Number(part)];
                offset = startOf(node) ?? offset;
            }
            else
                break;
        }
        return this.#at(offset);
    }
    textLine(path) {
        const node = this.#document.getIn(path, true);
        if (!isScalar(node) || (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED"))
            return undefined;
        const start = startOf(node);
        return start === undefined ? undefined : this.#at(start).line + 1;
    }
    repeatedKeys() {
        const found = [];
        visit(this.#document, {
            Map: (_, map) => {
                const seen = new Set();
                for (const { key } of map.items) {
                    const name = isScalar(key) ? String(key.value) : undefined;
                    if (name === undefined)
                        continue;
                    if (seen.has(name))
                        found.push({ key: name, place: this.#at(startOf(key) ?? 0) });
                    seen.add(name);
                }
                return found.length > 50 ? visit.BREAK : undefined;
            },
        });
        return found;
    }
    #at(offset) {
        const { line, col } = this.#lines.linePos(offset);
        return { line, column: col };
    }
    #index(map) {
        let index = this.#indexes.get(map);
        if (!index) {
            const entries = map.items.flatMap((pair) => isScalar(pair.key) ? [[String(pair.key.value), pair]] : []);
            index = new Map(entries);
            this.#indexes.set(map, index);
        }
        return index;
    }
}
function startOf(node) {
    return node?.range?.[0];
}
//# sourceMappingURL=places.js.map