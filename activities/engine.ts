/** What the engine does for connectors: starts cases and publishes events. */
import { WorkflowExecutionAlreadyStartedError, type Client } from "@temporalio/client";
import { findCompiled, findSummary } from "../store/specifications.ts";
import { CASE_WORKFLOW, type CaseSettings } from "../workflows/messages.ts";
import { caseOptions } from "../workflows/start.ts";
import { checkLaunch } from "../yawl/case/launch.ts";
import { ConnectorError, type EngineServices } from "./connectors/contract.ts";

/**
 * @param publish keeps an event; the same id again changes nothing
 * @param settings what cases begin with
 */
export function engineServices(
  client: Client,
  publish: EngineServices["publish"],
  settings: CaseSettings = {},
): EngineServices {
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
        await client.workflow.start(
          CASE_WORKFLOW,
          caseOptions({ caseId, data: checked.value, startedBy, ...settings }, compiled),
        );
      } catch (error) {
        // an attempt before this one started it, or somebody else did: the id says that it is the case that was meant
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
      return { caseId, version: compiled.version };
    },
  };
}
