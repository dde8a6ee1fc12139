import { fault, ok } from "../../model/fault.js";
import { MOST_DETAILS, readDocument } from "./document.js";
import { keysAt } from "./schema.js";
import { specificationShape } from "./shape.js";
import { ExpressionParser } from "./syntax.js";
import { translate } from "./translate.js";
const MAX_LENGTH = 2_000_000;
export function readDialect(text, { checksExpressions = true } = {}) {
    if (text.length > MAX_LENGTH) {
        return fault("too-large", `The file has more than ${MAX_LENGTH} characters.`);
    }
    const read = readDocument(text, specificationShape, keysAt);
    if (!read.ok)
        return invalid(read.details);
    const { content, places } = read;
    const { specification, problems, schema } = translate(content, (path) => places.of(path), checksExpressions ? new ExpressionParser() : undefined);
    const errors = [...inFile(schema.errors, places), ...problems];
    if (errors.length > 0)
        return invalid(errors.slice(0, MOST_DETAILS));
    return ok({ specification, warnings: inFile(schema.warnings, places) });
}
function inFile(details, places) {
    const key = places.of(["schema"]);
    const first = places.textLine(["schema"]);
    return details.map(({ line, column, ...detail }) => ({
        element: "schema",
        ...detail,
        ...(first === undefined || line === undefined ? key : { line: first + line - 1, column: column ?? 1 }),
    }));
}
function invalid(details) {
    const [first] = details;
    const where = first?.line === undefined ? "" : ` (line ${first.line})`;
    return fault("invalid-specification", `The file is no specification: ${first?.message ?? "it is empty"}${where}`, details);
}
//# sourceMappingURL=read.js.map