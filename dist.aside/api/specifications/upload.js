import { createHash } from "node:crypto";
import { compileFor } from "../../activities/connectors/compile.js";
import { saveSpecification } from "../../store/specifications.js";
import { readSpecification } from "../../yawl/files/read.js";
import { faultProblem, Problem } from "../http/problem.js";
import { applyBridge, checkUnbridged } from "./bridge.js";
export async function uploadSpecification({ text, contentType }, caller, deployment) {
    const read = readSpecification(text, contentType);
    if (!read.ok)
        throw faultProblem(read.fault);
    const specification = applyBridge(read.value.specification, deployment.bridge);
    const compilation = compileFor(specification, deployment.connectors);
    if (!compilation.ok)
        throw faultProblem(compilation.fault);
    const { id, version, title, documentation, format } = specification;
    const checks = [...read.value.warnings, ...checkUnbridged(specification), ...compilation.value.checks];
    const outcome = await saveSpecification({
        id,
        version,
        title,
        ...(documentation === undefined ? {} : { documentation }),
        format,
        digest: createHash("sha256").update(text).digest("hex"),
        source: text,
        contentType,
        compiled: compilation.value.compiled,
        checks,
        uploadedBy: caller.id,
        uploadedAt: Date.now(),
    });
    if (outcome === "conflict") {
        throw new Problem("conflict", `"${id}" is there in version ${version} with other content. A version is never changed: upload it under a new one.`);
    }
    return { isNew: outcome === "saved", answer: { id, version, title, checks } };
}
//# sourceMappingURL=upload.js.map