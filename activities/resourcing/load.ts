/** The filters, constraints and allocators that a deployment has: Mizzen's own and those that its configuration names. */
import { z } from "zod";
import { kindOfRule, ruleProblems, type OwnRule } from "../../yawl/resource/own.ts";
import { kindsOf, OWN_KINDS, registryOf, type Registry } from "../../yawl/resource/registry.ts";
import { defaultExport } from "../extension.ts";

/** Settings in the environment: the same for the API, which checks uploads by them, and the worker, which decides by them. */
export const RESOURCING_SETTINGS = {
  /** packages or files with filters, constraints and allocators of one's own */
  MIZZEN_RESOURCING: z
    .string()
    .transform((text) => text.split(",").map((entry) => entry.trim()))
    .transform((entries) => entries.filter((entry) => entry !== ""))
    .default([]),
} as const;

/**
 * @param sources npm packages and files whose default export is a rule or an array of rules (`yawl/resource/own.ts`)
 * @throws Error that names everything that is wrong, source by source
 */
export async function loadResourcing(sources: readonly string[]): Promise<Registry> {
  const rules: OwnRule[] = [];
  const origins = new Map<string, string>();
  const mistakes: string[] = [];
  for (const source of sources) {
    const exported = await defaultExport(source, "a rule or an array of rules");
    if ("mistake" in exported) {
      mistakes.push(exported.mistake);
      continue;
    }
    for (const [index, value] of exported.values.entries()) {
      const which = exported.isList ? `"${source}", rule ${index + 1}` : `"${source}"`;
      const problems = ruleProblems(value);
      mistakes.push(...problems.map((problem) => `${which}: ${problem}`));
      if (problems.length > 0) continue;
      const rule = value as OwnRule;
      const key = `${rule.part} ${rule.name}`;
      const other = origins.get(key) ?? (kindsOf(OWN_KINDS, rule.part).find(rule.name) && "Mizzen itself");
      if (other !== undefined) {
        mistakes.push(`${which}: ${other} has a ${rule.part} "${rule.name}" already`);
      } else {
        origins.set(key, `"${source}"`);
        rules.push(rule);
      }
    }
  }
  if (mistakes.length > 0) {
    throw new Error(`Rules of MIZZEN_RESOURCING cannot be used.\n${mistakes.join("\n")}`);
  }
  return registryOf(rules.map(kindOfRule));
}
