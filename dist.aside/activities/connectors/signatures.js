import { z } from "zod";
export function signaturesOf(registry) {
    return (name, version) => {
        const connector = registry.find(name, version);
        return connector && { version: connector.version, answers: propertiesOf(connector.output) };
    };
}
function propertiesOf(schema) {
    const { properties } = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" });
    return Object.keys(properties ?? {});
}
//# sourceMappingURL=signatures.js.map