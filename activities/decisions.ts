/** Decides who gets work items, with what the organisation and the people's loads are now. */
import { readLoads } from "../store/loads.ts";
import { organisationNow } from "../store/organisation-snapshot.ts";
import { pilerOf } from "../store/piles.ts";
import { resourcing } from "./resourcing/in-use.ts";
import { decide, needsOf, weighedFor } from "../yawl/resource/decide.ts";
import type { Loads, Needs } from "../yawl/resource/loads.ts";
import { tallyOf, type Tally } from "../yawl/resource/tally.ts";
import type { ItemView } from "../yawl/view/views.ts";
import type { Decision } from "../yawl/work/decision.ts";
import type { CaseFacts, Demand } from "../yawl/work/distribution.ts";

const NO_LOADS: Loads = { queues: {}, history: {} };

/**
 * Decides one demand after the other; each decision counts for the next. The same demand has the same decision where nothing of it
 * depends on loads or chance: a task may have a thousand instances.
 * @param unwritten items as they are about to be written
 */
export function decisions(unwritten: readonly ItemView[]): (demand: Demand) => Promise<Decision> {
  const decided = new Map<string, Decision>();
  const loads = new Map<string, { readonly of: CaseFacts; readonly tally: Tally }>();
  let organisation: ReturnType<typeof organisationNow> | undefined;
  const at = Date.now();
  const registry = resourcing();

  return async (demand) => {
    const { rules } = demand;
    if (!rules) throw new Error("a demand without rules is not decided");
    const needs = needsOf(demand, registry);
    const isSame = needs.length === 0 && rules.seed === undefined;
    const text = isSame ? JSON.stringify(demand) : "";
    const known = decided.get(text);
    if (isSame && known) return known;
    const people = await (organisation ??= organisationNow());
    const [piled, read] = await Promise.all([
      rules.mayPile ? pilerOf(rules) : undefined,
      needs.length === 0 ? NO_LOADS : loadsFor(weighedFor(demand, at, people, registry), needs, rules),
    ]);
    const decision = decide({
      demand,
      at,
      organisation: people,
      loads: read,
      registry,
      ...(piled === undefined ? {} : { piled }),
    });
    if (isSame) decided.set(text, decision);
    for (const { of, tally } of loads.values()) tally.count(decision, at, !isSameWork(of, rules));
    return decision;
  };

  /** Read once for the same work and people. */
  async function loadsFor(people: readonly string[], needs: Needs, of: CaseFacts): Promise<Loads> {
    const key = JSON.stringify([of.specification, of.net, of.task, needs, people]);
    const known = loads.get(key);
    if (known) return known.tally.loads;
    const tally = tallyOf(await readLoads(people, needs, of, unwritten));
    loads.set(key, { of, tally });
    return tally.loads;
  }
}

function isSameWork(one: CaseFacts, other: CaseFacts): boolean {
  return one.specification === other.specification && one.net === other.net && one.task === other.task;
}
