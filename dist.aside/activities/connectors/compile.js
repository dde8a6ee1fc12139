import { compile } from "../../yawl/net/compile.js";
import { fault } from "../../yawl/model/fault.js";
import { checkCalls } from "./check.js";
import { signaturesOf } from "./signatures.js";
export function compileFor(specification, connectors) {
    const compilation = compile(specification, signaturesOf(connectors));
    const findings = checkCalls(specification, connectors);
    if (findings.length === 0)
        return compilation;
    const told = new Set(findings.map(({ element }) => element));
    const others = compilation.ok
        ? []
        : (compilation.fault.details ?? []).filter(({ element }) => !told.has(element));
    return fault("invalid-specification", `The specification "${specification.id}" calls what cannot be called: ${findings[0]?.message}`, [...findings, ...others]);
}
//# sourceMappingURL=compile.js.map