/** `mizzen draw`: pictures of the nets of a specification. */
import path from "node:path";
import { drawNet } from "../../yawl/draw/draw.ts";
import { didYouMean } from "../../yawl/files/dialect/near.ts";
import { readJson as readJsonText } from "../../yawl/model/json-text.ts";
import type { Net, Specification } from "../../yawl/model/specification.ts";
import {
  FINE,
  FOUND_ERRORS,
  readArguments,
  readFileOf,
  theOperand,
  WrongUsage,
  wrongText,
  type Command,
} from "../command.ts";
import { readStandings } from "../standing.ts";
import { openSpecification } from "../source.ts";
import type { Terminal } from "../terminal.ts";

const HELP = `usage: mizzen draw [--net ID] [--out FOLDER|-] [--anew] [--case FILE] SPECIFICATION

Draws every net in YAWL's notation as an SVG file of its own: as its author drew it, if the file says so,
else laid out from left to right. Prints the names of the files.

  --net ID      only this net
  --out FOLDER  where the files go (default: the folder that you are in); "-" prints the only net's SVG
  --anew        lays the nets out from left to right, even if the file has a layout
  --case FILE   JSON with the "marking" and "busy" tasks of a case, as GET /cases/{id} and
                "mizzen run --json" answer it: its tokens and busy tasks are drawn in

Exit code: 0 when it is drawn, 1 when the specification cannot be read, 2 when it was called wrongly.
`;

export const draw: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      net: { type: "string" },
      out: { type: "string" },
      anew: { type: "boolean" },
      case: { type: "string" },
    });
    const file = theOperand(positionals, "a specification");
    const specification = await openSpecification(terminal, file);
    if (!specification) return FOUND_ERRORS;
    const standings =
      values.case === undefined
        ? undefined
        : readStandings(await readJson(terminal, values.case), specification);
    if (standings === undefined && values.case !== undefined) {
      throw new WrongUsage(`${values.case} has no "marking" of this specification's nets`);
    }
    const found = netsToDraw(specification, values.net);
    const nets = values.anew ? found.map(withoutLayout) : found;
    const folder = values.out ?? ".";
    if (folder === "-") {
      const [net, ...others] = nets;
      if (!net || others.length > 0) {
        throw new WrongUsage(`there are ${nets.length} nets; say by --net which: ${namesOf(nets)}`);
      }
      terminal.out(await drawNet(specification, net, standings?.get(net.id)));
      return FINE;
    }
    const names = fileNames(specification, nets);
    for (const net of nets) {
      const name = path.join(folder, names.get(net) ?? "net.svg");
      await terminal.write(name, await drawNet(specification, net, standings?.get(net.id)));
      terminal.out(`${name}\n`);
    }
    return FINE;
  },
};

function netsToDraw({ decompositions }: Specification, wanted: string | undefined): readonly Net[] {
  const all = decompositions.filter((each): each is Net => each.kind === "net");
  if (wanted === undefined) return all;
  const net = all.find(({ id }) => id === wanted);
  if (!net)
    throw new WrongUsage(
      `there is no net "${wanted}"; there are ${namesOf(all)}.${didYouMean(
        wanted,
        all.map(({ id }) => id),
      )}`,
    );
  return [net];
}

function withoutLayout(net: Net): Net {
  const { layout: _, ...rest } = net;
  return rest;
}

function namesOf(nets: readonly Net[]): string {
  return nets.map(({ id }) => id).join(", ");
}

/** A file for each net, named after specification and net; the root net's after the specification alone. */
function fileNames({ id, rootNet }: Specification, nets: readonly Net[]): ReadonlyMap<Net, string> {
  const safe = (text: string): string => text.replace(/[^\p{L}\p{N}_.-]+/gu, "_").replace(/^\.+/, "_");
  const names = new Map<Net, string>();
  const taken = new Set<string>();
  for (const net of nets) {
    const stem = net.id === rootNet ? safe(id) : `${safe(id)}.${safe(net.id)}`;
    let name = `${stem}.svg`;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${stem}-${number}.svg`;
    taken.add(name.toLowerCase());
    names.set(net, name);
  }
  return names;
}

async function readJson(terminal: Terminal, file: string): Promise<unknown> {
  const read = readJsonText(await readFileOf(terminal, file), { numbers: "as text" });
  if (!read.ok) throw wrongText(file, [read.problem]);
  return read.value;
}
