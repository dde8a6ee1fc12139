/** `mizzen schema`: the JSON Schema of the dialect, for editors. */
import { dialectSchema } from "../../yawl/files/dialect/schema.ts";
import { FINE, readArguments, WrongUsage, type Command } from "../command.ts";

const HELP = `usage: mizzen schema [--out FILE]

Prints the JSON Schema (2020-12) of specifications in YAML and JSON. Editors complete and check by it, e.g.
with this first line in a YAML file:  # yaml-language-server: $schema=./mizzen.schema.json

  --out FILE  writes it there

Exit code: 0, or 2 when it was called wrongly.
`;

export const schema: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, { out: { type: "string" } });
    if (positionals.length > 0) throw new WrongUsage(`"${positionals[0]}" is not needed`);
    const text = `${JSON.stringify(dialectSchema(), undefined, 2)}\n`;
    if (values.out === undefined) terminal.out(text);
    else await terminal.write(values.out, text);
    return FINE;
  },
};
