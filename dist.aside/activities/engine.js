import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { findCompiled, findSummary } from "../store/specifications.js";
import { CASE_WORKFLOW } from "../workflows/messages.js";
import { caseOptions } from "../workflows/start.js";
import { checkLaunch } from "../yawl/case/launch.js";
import { ConnectorError } from "./connectors/contract.js";
export function engineServices(client, publish) {
    return {
        publish,
        async startCase({ specificationId, version, caseId, data, startedBy }) {
            const summary = await findSummary(specificationId, version);
            const found = summary && (await findCompiled(summary.id, summary.version));
            if (!found) {
                const which = version === undefined ? "" : ` in version ${version}`;
                throw new ConnectorError("not-found", `There is no specification "${specificationId}"${which}.`, {
                    retryable: false,
                });
            }
            const { compiled } = found;
            const checked = checkLaunch(compiled, data);
            if (!checked.ok) {
                throw new ConnectorError(checked.fault.type, checked.fault.message, {
                    retryable: false,
                    details: { errors: (checked.fault.details ?? []).map((detail) => ({ ...detail })) },
                });
            }
            try {
                await client.workflow.start(CASE_WORKFLOW, caseOptions({ caseId, data: checked.value, startedBy }, compiled));
            }
            catch (error) {
                if (!(error instanceof WorkflowExecutionAlreadyStartedError))
                    throw error;
            }
            return { caseId, version: compiled.version };
        },
    };
}
//# sourceMappingURL=engine.js.map