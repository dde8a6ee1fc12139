export class Findings {
    errors = [];
    warnings = [];
    error(path, place, message) {
        this.errors.push(finding(path, place, message));
    }
    warn(path, place, message) {
        this.warnings.push(finding(path, place, message));
    }
}
function finding(path, place, message) {
    const element = path.length > 0 ? { element: path.join("/") } : {};
    return { ...element, ...(place ? { line: place.line, column: place.column } : {}), message };
}
export function called({ id, name }) {
    return name === undefined || name === "" || name === id ? `"${id}"` : `"${name}" (${id})`;
}
export function listed(entries, most = 10) {
    const shown = entries.slice(0, most).join(", ");
    return entries.length > most ? `${shown} and ${entries.length - most} more` : shown;
}
//# sourceMappingURL=findings.js.map