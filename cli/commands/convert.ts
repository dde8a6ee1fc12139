/** `mizzen convert`: from one format of specifications to another. */
import { didYouMean } from "../../yawl/files/dialect/near.ts";
import { writeDialect } from "../../yawl/files/dialect/write.ts";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { Specification } from "../../yawl/model/specification.ts";
import { FINE, FOUND_ERRORS, readArguments, theOperand, WrongUsage, type Command } from "../command.ts";
import { linesOf, openSpecification, type Finding } from "../source.ts";

const HELP = `usage: mizzen convert [--to yawl|yaml|json] [--out FILE] SPECIFICATION

Writes a specification in another format: YAWL's own (.yawl, schema 4.0) or Mizzen's dialect as YAML or JSON.
What the other format cannot say is told on the standard error, a line for each.

  --to FORMAT  the format; without it, what the extension of --out says, else yaml for YAWL files and yawl
               for others
  --out FILE   writes it there instead of printing it

Exit code: 0 when it is written, 1 when the specification cannot be read, 2 when it was called wrongly.
`;

const FORMATS = ["yawl", "yaml", "json"] as const;
type Format = (typeof FORMATS)[number];

export const convert: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, { to: { type: "string" }, out: { type: "string" } });
    const file = theOperand(positionals, "a specification");
    const wanted = formatOf(values.to, values.out);
    const specification = await openSpecification(terminal, file);
    if (!specification) return FOUND_ERRORS;
    const { text, lost } = write(
      specification,
      wanted ?? (specification.format === "mizzen" ? "yawl" : "yaml"),
    );
    terminal.err(linesOf(file, lost.map(withoutPlace)));
    if (values.out === undefined) terminal.out(text);
    else await terminal.write(values.out, text);
    return FINE;
  },
};

/** Where something stands in the written text says nothing about the file that was read. */
function withoutPlace({ element, message }: FaultDetail): Finding {
  return { severity: "warning", ...(element !== undefined && { element }), message };
}

function formatOf(to: string | undefined, out: string | undefined): Format | undefined {
  if (to === undefined) return formatOfFile(out);
  const format = FORMATS.find((each) => each === to);
  if (!format)
    throw new WrongUsage(`--to is ${FORMATS.join(", ")}; "${to}" is none of them.${didYouMean(to, FORMATS)}`);
  return format;
}

function formatOfFile(out: string | undefined): Format | undefined {
  if (out === undefined) return undefined;
  if (/\.(yawl|xml)$/i.test(out)) return "yawl";
  if (/\.ya?ml$/i.test(out)) return "yaml";
  return /\.json$/i.test(out) ? "json" : undefined;
}

function write(
  specification: Specification,
  format: Format,
): { readonly text: string; readonly lost: readonly FaultDetail[] } {
  return format === "yawl" ? writeYawl(specification) : writeDialect(specification, format);
}
