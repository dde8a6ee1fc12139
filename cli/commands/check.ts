/** `mizzen check`: everything that is wrong with specifications, as an upload would say it. */
import { controlFlow } from "../../yawl/net/soundness/control-flow.ts";
import { soundness, type Soundness } from "../../yawl/net/soundness/soundness.ts";
import type { Net, Specification } from "../../yawl/model/specification.ts";
import { FINE, FOUND_ERRORS, readArguments, WrongUsage, type Command } from "../command.ts";
import { compileHere } from "../compile.ts";
import { errorsOf, linesOf, nameOf, openSource, type Finding, type Source } from "../source.ts";

const HELP = `usage: mizzen check [--strict] [--json] FILE...

Reads and checks specifications (.yawl, .yaml, .json), as an upload does. Every finding stands on a line
of its own: file:line:column: error|warning|note: sentence (element). Then comes a line for each file, which
says whether its nets are sound: whether every case can end, with nothing left behind.

  --strict   warnings are errors
  --json     prints a JSON list, one entry for each file

Exit code: 0 without errors, 1 with errors, 2 when it was called wrongly.
`;

/** What is said of one file; the entries of `--json`. */
export interface Report {
  readonly file: string;
  readonly id?: string;
  readonly version?: string;
  readonly findings: readonly Finding[];
  /** whether each net is sound; only when there are no errors */
  readonly nets?: readonly { readonly id: string; readonly tasks: number; readonly verdict: string }[];
}

export const check: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      strict: { type: "boolean" },
      json: { type: "boolean" },
    });
    if (positionals.length === 0) throw new WrongUsage("a file is missing");
    const reports: Report[] = [];
    for (const file of positionals) reports.push(await reportOn(await openSource(terminal, file)));
    if (values.json) terminal.out(`${JSON.stringify(reports, undefined, 2)}\n`);
    else {
      for (const report of reports) {
        terminal.out(linesOf(report.file, report.findings));
        terminal.out(`${nameOf(report.file)}: ${summaryOf(report)}\n`);
      }
    }
    const bad: readonly Finding["severity"][] = values.strict ? ["error", "warning"] : ["error"];
    const isBad = reports.some(({ findings }) => findings.some(({ severity }) => bad.includes(severity)));
    return isBad ? FOUND_ERRORS : FINE;
  },
};

async function reportOn({ file, specification, findings }: Source): Promise<Report> {
  if (!specification) return { file, findings };
  const { id, version } = specification;
  const compilation = await compileHere(specification);
  const found = compilation.ok
    ? compilation.value.checks.map((detail): Finding => ({ severity: "warning", ...detail }))
    : errorsOf(compilation.fault);
  const report: Report = { file, id, version, findings: inOrder([...findings, ...found]) };
  return compilation.ok ? { ...report, nets: netsOf(specification) } : report;
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const place = ({ line = 0, column = 0 }: Finding): number => line * 10_000 + Math.min(column, 9_999);
  return findings.toSorted((one, other) => place(one) - place(other));
}

function netsOf({ decompositions }: Specification): NonNullable<Report["nets"]> {
  const nets = decompositions.filter((each): each is Net => each.kind === "net");
  return nets.map((net) => ({
    id: net.id,
    tasks: net.tasks.length,
    verdict: verdictOf(soundness(controlFlow(net))),
  }));
}

function verdictOf(found: Soundness): string {
  return found.verdict === "unsound" ? found.problem : found.verdict;
}

function summaryOf({ id, version, findings, nets }: Report): string {
  const count = (wanted: Finding["severity"]): string =>
    counted(findings.filter(({ severity }) => severity === wanted).length, wanted);
  const counts = `${count("error")}, ${count("warning")}`;
  if (!nets) return counts;
  const tasks = nets.reduce((sum, net) => sum + net.tasks, 0);
  const size = `${counted(nets.length, "net")}, ${counted(tasks, "task")}`;
  return `${id} ${version}: ${size}; ${counts}; ${soundnessOf(nets)}`;
}

/** One word when all nets are sound; otherwise those that are not. */
function soundnessOf(nets: NonNullable<Report["nets"]>): string {
  const others = nets.filter(({ verdict }) => verdict !== "sound");
  if (others.length === 0) return "sound";
  return others.map(({ id, verdict }) => `${id}: ${verdict}`).join(", ");
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count === 0 ? "no" : count} ${what}s`;
}
