import { fault } from "../model/fault.js";
import { readDialect } from "./dialect/read.js";
import { readYawl } from "./reader/yawl.js";
export function readSpecification(text, contentType) {
    const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
    if (/[/+]xml$/.test(type))
        return readYawl(text);
    if (/[/+-](yaml|json)$/.test(type))
        return readDialect(text);
    return fault("invalid-specification", `A specification is XML, YAML or JSON, not ${type}.`);
}
//# sourceMappingURL=read.js.map