/** Reads rules in whatever form they come, and checks them against the specification that they are for. */
import { ok, type FaultDetail, type Result } from "../../model/fault.ts";
import { checkRules, type RuleFinding } from "../../rules/check.ts";
import type { RuleSet } from "../../rules/rule-set.ts";
import type { Subject } from "../../rules/seen.ts";
import { idOf } from "../reader/identity.ts";
import { readRuleDocument } from "./dialect-read.ts";
import { refusedRules, type PlaceInFile, type RuleFile } from "./rule-file.ts";
import { readXrs } from "./xrs-read.ts";

/** A worklet that a conclusion names. */
export interface WorkletUse {
  readonly name: string;
  readonly place: PlaceInFile;
}

/** Rules that can be stored, if the worklets that they name are there. */
export interface ReadRules {
  readonly rules: RuleSet;
  readonly warnings: readonly FaultDetail[];
  readonly worklets: readonly WorkletUse[];
}

/** Most worklets that are named at their places. */
const MOST_WORKLETS = 20_000;

/**
 * @param contentType media type of the text: XML is an `.xrs` file, YAML and JSON are the dialect of rules
 * @returns `invalid-specification` with every error at its place, or the faults of the file's syntax
 */
export function readRules(text: string, contentType: string, subject: Subject): Result<ReadRules> {
  const file = /[/+]xml$/.test(contentType) ? readXrs(text) : readRuleDocument(text);
  if (!file.ok) return file;
  const { rules, warnings } = file.value;
  const placeOf: RuleFile["placeOf"] = (place) => file.value.placeOf(place);
  const found = checkRules(withId(rules), subject).map((finding) => detailOf(finding, placeOf));
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return refusedRules(errors, errors.length);
  return ok({ rules, warnings: [...warnings, ...found], worklets: workletsIn(rules, placeOf) });
}

/** The id that a specification of the file's `uri` has. */
function withId(rules: RuleSet): RuleSet {
  const name = rules.for?.name;
  return name === undefined ? rules : { ...rules, for: { ...rules.for, name: idOf(name) } };
}

function detailOf(
  { severity, code, message, ...place }: RuleFinding,
  placeOf: RuleFile["placeOf"],
): FaultDetail {
  return { ...placeOf(place), severity, ...(code !== undefined && { code }), message };
}

function workletsIn({ trees }: RuleSet, placeOf: RuleFile["placeOf"]): readonly WorkletUse[] {
  const found: WorkletUse[] = [];
  for (const [tree, { nodes }] of trees.entries())
    for (const [node, { conclusion }] of nodes.entries())
      for (const [step, content] of conclusion.entries()) {
        if ("target" in content || found.length >= MOST_WORKLETS) continue;
        const place = placeOf({ tree, node, part: "conclusion", step });
        found.push(...content.worklets.map((name) => ({ name, place })));
      }
  return found;
}
