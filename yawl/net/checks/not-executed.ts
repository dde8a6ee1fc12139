/**
 * What a specification asks for and the engine does not do yet: cases run as if it were not there, so whoever uploads is
 * told. Each finding has a code of its own (`docs/yawl-files.md`), and goes when the feature is executed.
 */
import type { Net, Specification, Task, WorkDecomposition } from "../../model/specification.ts";
import { called, listed, type Findings } from "./findings.ts";

/** Reports each feature that is kept but not executed, with a code of its own, at the task or decomposition that asks for it. */
export function checkNotExecuted(specification: Specification, findings: Findings): void {
  for (const decomposition of specification.decompositions) {
    if (decomposition.kind === "work") checkWork(decomposition, findings);
    else for (const task of decomposition.tasks) checkTask(decomposition, task, findings);
  }
}

function checkTask(net: Net, task: Task, findings: Findings): void {
  const path = [net.id, task.id];
  const warn = (code: string, message: string): void => findings.warn(path, task.place, message, code);
  if (task.enablementMappings?.length) {
    const names = listed(task.enablementMappings.map(({ mapsTo }) => `"${mapsTo}"`));
    warn(
      "enablement-not-executed",
      `The task ${called(task)} fills ${names} when it is enabled, which is not executed yet.`,
    );
  }
  const queries = task.completedMappings.filter(({ query }) => query.language === "xquery");
  if (task.decomposition === undefined && queries.length > 0) {
    const names = listed(queries.map(({ mapsTo }) => `"${mapsTo}"`));
    warn(
      "routing-query-not-executed",
      `The task ${called(task)} only routes: what it would set ${names} to by XQuery is not executed.`,
    );
  }
  if (task.resourcing?.secondary) {
    findings.note(
      path,
      task.place,
      `The secondary resources of the task ${called(task)} are kept; nobody and nothing is reserved by them.`,
      "secondary-not-executed",
    );
  }
}

function checkWork(work: WorkDecomposition, findings: Findings): void {
  if (work.interaction !== "automated" || work.call) return;
  findings.warn(
    [work.id],
    work.place,
    `No connector does the work of "${work.id}": ${reason(work)} Its work items come to the administrator.`,
    "work-without-connector",
  );
}

function reason({ codelet, service }: WorkDecomposition): string {
  if (codelet !== undefined) return `the codelet "${codelet}" is not in the bridge.`;
  if (service !== undefined) return `the service "${service}" is not in the bridge.`;
  return "it is automated, and names neither a codelet nor a service.";
}
