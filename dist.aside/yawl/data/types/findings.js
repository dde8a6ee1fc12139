export const MAX_FINDINGS = 50;
export const MAX_DEPTH = 400;
export const MAX_SCHEMA_DEPTH = 64;
export class Findings {
    details = [];
    tooLarge = false;
    add(pointer, message) {
        if (this.details.length < MAX_FINDINGS)
            this.details.push({ pointer, message });
    }
    tooDeep(pointer, limit = MAX_DEPTH) {
        this.tooLarge = true;
        const short = pointer.length > 200 ? pointer.slice(0, pointer.lastIndexOf("/", 200)) : pointer;
        this.add(short, `nests deeper than ${limit} levels`);
    }
    get full() {
        return this.details.length >= MAX_FINDINGS;
    }
}
//# sourceMappingURL=findings.js.map