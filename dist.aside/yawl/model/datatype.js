export const STRING = { kind: "simple", base: "string", xsd: "string" };
export const BOOLEAN = { kind: "simple", base: "boolean", xsd: "boolean" };
//# sourceMappingURL=datatype.js.map