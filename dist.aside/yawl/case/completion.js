import { objectSchema } from "../data/schema/json-schema.js";
import { checkObject } from "../data/types/validate.js";
export function outputsOf(specification, decomposition) {
    return Object.hasOwn(specification.work, decomposition)
        ? (specification.work[decomposition]?.outputs ?? [])
        : [];
}
export function checkCompletion(specification, decomposition, data) {
    return checkOutputs(outputsOf(specification, decomposition), data, specification.types);
}
export function checkOutputs(outputs, data, types) {
    return checkObject(data, outputs, types, { requireAll: true });
}
const schemas = new WeakMap();
export function completionSchema(specification, decomposition) {
    let made = schemas.get(specification);
    if (!made)
        schemas.set(specification, (made = new Map()));
    let schema = made.get(decomposition);
    if (!schema) {
        const outputs = outputsOf(specification, decomposition);
        schema = objectSchema(outputs, specification.types, { required: "all" });
        made.set(decomposition, schema);
    }
    return schema;
}
//# sourceMappingURL=completion.js.map