/** What a run says in the end. */
import type { Disturbed } from "./disturbances.ts";
import type { Ledger } from "./ledger.ts";
import { PARTS } from "./servers.ts";

export interface Violation {
  /**
   * `lost`: acknowledged, and not in the case's history; `twice`; `invented`: in the history or the view, and nobody asked for
   * it; `view`: the view is not what the case says; `stuck`: a case that cannot be worked to its end; `silent`: no clear answer; `denied`: what was right was refused;
   * `operator`: REST does not show what was done in Temporal
   */
  readonly kind: "lost" | "twice" | "invented" | "view" | "stuck" | "silent" | "denied" | "operator" | "time";
  readonly caseId: string;
  readonly what: string;
}

export interface Outcome {
  readonly seed: string;
  readonly cases: number;
  /** by how they ended */
  readonly ends: Readonly<Record<string, number>>;
  readonly disturbed: readonly Disturbed[];
  readonly ledger: Ledger;
  /** longest time in milliseconds in which nothing was acknowledged while people worked */
  readonly silence: number;
  readonly violations: readonly Violation[];
  /** kept for who looks into a failure */
  readonly dataFolder: string;
  /** seconds */
  readonly took: number;
}

export function report({ seed, cases, ends, disturbed, ledger, silence, violations, took }: Outcome): string {
  const { entries, broken } = ledger;
  const kills = PARTS.map(
    (part) => `${part} ${disturbed.filter(({ kills: killed }) => killed.includes(part)).length}`,
  );
  const freezes = disturbed.flatMap(({ freezes: frozen }) => frozen.map(({ part }) => part));
  const recovered = disturbed.flatMap((each) => each.recovered ?? []);
  const kinds = [...new Set(violations.map(({ kind }) => kind))].map(
    (kind) => `${kind} ${violations.filter((each) => each.kind === kind).length}`,
  );
  const endings = Object.entries(ends).map(([state, count]) => `${state} ${count}`);
  const repeated = entries.filter(({ tries }) => tries > 1);
  const inDoubt = repeated.filter(({ unclear, outcome }) => unclear > 0 && outcome === "acknowledged");
  const rows: readonly (readonly [string, string])[] = [
    ["seed", seed],
    ["cases", `${cases} (${endings.join(", ")})`],
    ["commands acknowledged", String(ledger.count("acknowledged"))],
    ["commands repeated", `${repeated.length}, of which ${inDoubt.length} were acknowledged in the end`],
    ["commands refused", String(ledger.count("refused"))],
    [
      "commands given up",
      `${ledger.count("abandoned")} in doubt, ${ledger.count("unanswered")} never answered`,
    ],
    ["kills", `${kills.join(", ")}; two at once ${disturbed.filter((each) => each.kills.length > 1).length}`],
    ["freezes", `${freezes.length}${freezes.length > 0 ? ` (${freezes.join(", ")})` : ""}`],
    ["longest time to recover", seconds(Math.max(0, ...recovered))],
    ["longest without an answer", seconds(silence)],
    ["answers of 500 and more but 503", String(broken.length)],
    ["took", `${took.toFixed(0)} s`],
    [
      "differences",
      violations.length === 0
        ? "none"
        : `${violations.length} in ${casesOf(violations).size} cases (${kinds.join(", ")})`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

/** By case, with what was lost or done twice before what is only shown wrongly. */
export function describeViolations(violations: readonly Violation[], mostOfACase: number): readonly string[] {
  return [...casesOf(violations)].flatMap(([caseId, all]) => {
    const sorted = all.toSorted((a, b) => Number(a.kind === "view") - Number(b.kind === "view"));
    const more = all.length - mostOfACase;
    return [
      `  ${caseId}`,
      ...sorted.slice(0, mostOfACase).map(({ kind, what }) => `    ${kind}: ${what}`),
      ...(more > 0 ? [`    and ${more} more`] : []),
    ];
  });
}

function casesOf(violations: readonly Violation[]): ReadonlyMap<string, readonly Violation[]> {
  const cases = new Map<string, Violation[]>();
  for (const violation of violations) {
    const known = cases.get(violation.caseId);
    if (known) known.push(violation);
    else cases.set(violation.caseId, [violation]);
  }
  return cases;
}

function seconds(millis: number): string {
  return `${(millis / 1_000).toFixed(1)} s`;
}
