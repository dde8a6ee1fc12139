const MOST = 1000;
const MAX_KEPT = 8_000_000;
export class Findings {
    errors = [];
    warnings = [];
    unread = [];
    keptLength = 0;
    isFull = false;
    errorCount = 0;
    error(detail) {
        this.errorCount += 1;
        if (this.errors.length < MOST)
            this.errors.push(detail);
    }
    warn(detail) {
        if (this.warnings.length < MOST)
            this.warnings.push(detail);
        else if (this.warnings.length === MOST)
            this.warnings.push({ message: `There are more than ${MOST} warnings.` });
    }
    leaveUnread(make) {
        if (this.unread.length === MOST || this.keptLength > MAX_KEPT) {
            if (!this.isFull)
                this.warn({ message: "The file has more that is not understood; it is not kept." });
            this.isFull = true;
            return;
        }
        const unread = make();
        const { path, line, column, xml } = unread;
        this.unread.push(unread);
        this.keptLength += xml.length;
        this.warn({ element: path, line, column, message: "This is not understood; it is kept as it is." });
    }
}
export function quoted(value) {
    return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`;
}
//# sourceMappingURL=findings.js.map