/**
 * Static checks of a specification, run when it is uploaded.
 *
 * Errors are what no case could run with. Everything else that looks wrong is a warning: the model may be meant that way,
 * and the reference engine runs it. Each finding names its element (`net/task/flow`) and, if known, its place in the file.
 */
import type { FaultDetail } from "../../model/fault.ts";
import { checkReferences } from "../../model/check.ts";
import type { PeopleRules } from "../../model/people-rules.ts";
import type { Net, Specification } from "../../model/specification.ts";
import { checkDecompositions } from "./decompositions.ts";
import { checkExpressions } from "./expressions.ts";
import { Findings } from "./findings.ts";
import { checkInstances } from "./instances.ts";
import { checkNotExecuted } from "./not-executed.ts";
import { checkOutputs } from "./outputs.ts";
import { checkFlows } from "./flows.ts";
import { checkPeople } from "./people.ts";
import { checkReach } from "./reach.ts";
import { checkSoundness, SOUNDNESS_BUDGET } from "./soundness-warning.ts";
import { checkTasks } from "./tasks.ts";
import { checkTimers } from "./timers.ts";

/** What was found in a specification: with an error it cannot run. */
export interface Checks {
  readonly errors: readonly FaultDetail[];
  readonly warnings: readonly FaultDetail[];
}

/** How much is checked, and by what. */
export interface CheckOptions {
  /** states that the soundness checks of all nets together may explore */
  readonly budget?: number;
  /** filters, constraints and allocators that there are; without them any name is taken to be one */
  readonly rules?: PeopleRules | undefined;
}

/**
 * Checks references, flows, splits, multiple instances, reachability, use of decompositions and outputs, what is said of
 * people, and what is not executed; and, when there is no
 * error, the soundness of every net (`soundness/soundness.ts`).
 */
export function checkSpecification(
  specification: Specification,
  { budget = SOUNDNESS_BUDGET, rules }: CheckOptions = {},
): Checks {
  const findings = new Findings();
  findings.errors.push(...checkReferences(specification));
  const nets = specification.decompositions.filter(
    (decomposition): decomposition is Net => decomposition.kind === "net",
  );
  if (specification.rootNet === "") {
    findings.error([], undefined, "The specification does not say which net is its root net.");
  }
  for (const net of nets) {
    checkFlows(net, findings);
    checkTasks(net, findings);
  }
  const dead = new Map<Net, ReadonlySet<string>>();
  for (const net of nets) dead.set(net, checkReach(net, findings));
  checkInstances(specification, findings);
  checkDecompositions(specification, findings);
  checkOutputs(specification, findings);
  checkPeople(specification, rules, findings);
  checkTimers(specification, findings);
  checkNotExecuted(specification, findings);
  checkExpressions(specification, findings);
  if (findings.errors.length === 0) {
    let left = budget;
    for (const net of nets) left -= checkSoundness(net, dead.get(net) ?? new Set(), left, findings);
  }
  return { errors: findings.errors, warnings: findings.warnings };
}
