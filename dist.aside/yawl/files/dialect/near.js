const MOST_CANDIDATES = 2000;
export function didYouMean(name, candidates) {
    const found = nearest(name, candidates);
    return found === undefined ? "" : ` Did you mean "${found}"?`;
}
function nearest(name, candidates) {
    if (name.length > 100)
        return undefined;
    let best;
    let least = name.length <= 3 ? 2 : Math.min(4, Math.floor(name.length / 3) + 1);
    let looked = 0;
    for (const candidate of candidates) {
        if (++looked > MOST_CANDIDATES)
            break;
        if (Math.abs(candidate.length - name.length) >= least)
            continue;
        const changes = distance(plain(name), plain(candidate));
        if (changes < least) {
            best = candidate;
            least = changes;
        }
    }
    return best;
}
function plain(name) {
    return name.toLowerCase().replaceAll(/[_\s-]/g, "");
}
function distance(one, other) {
    let above = [];
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let i = 1; i <= one.length; i += 1) {
        const next = [i];
        for (let j = 1; j <= other.length; j += 1) {
            const same = one[i - 1] === other[j - 1] ? 0 : 1;
            let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
            if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
                least = Math.min(least, (above[j - 2] ?? 0) + 1);
            }
            next.push(least);
        }
        above = row;
        row = next;
    }
    return row[other.length] ?? 0;
}
//# sourceMappingURL=near.js.map