import { checkReferences } from "../../model/check.js";
import { checkDecompositions } from "./decompositions.js";
import { Findings } from "./findings.js";
import { checkFlows } from "./flows.js";
import { checkReach } from "./reach.js";
import { checkSoundness, SOUNDNESS_BUDGET } from "./soundness-warning.js";
import { checkTasks } from "./tasks.js";
export function checkSpecification(specification, budget = SOUNDNESS_BUDGET) {
    const findings = new Findings();
    findings.errors.push(...checkReferences(specification));
    const nets = specification.decompositions.filter((decomposition) => decomposition.kind === "net");
    if (specification.rootNet === "") {
        findings.error([], undefined, "The specification does not say which net is its root net.");
    }
    for (const net of nets) {
        checkFlows(net, findings);
        checkTasks(net, findings);
    }
    const dead = new Map();
    for (const net of nets)
        dead.set(net, checkReach(net, findings));
    checkDecompositions(specification, findings);
    if (findings.errors.length === 0) {
        let left = budget;
        for (const net of nets)
            left -= checkSoundness(net, dead.get(net) ?? new Set(), left, findings);
    }
    return { errors: findings.errors, warnings: findings.warnings };
}
//# sourceMappingURL=check.js.map