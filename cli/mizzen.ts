/** Finds the subcommand that the arguments name, and runs it. */
import { FINE, isWrongUsage, WRONG_USAGE, type Command, type ExitCode } from "./command.ts";
import type { Terminal } from "./terminal.ts";
import { didYouMean } from "../yawl/files/dialect/near.ts";

interface Entry {
  readonly name: string;
  /** one line for the list of commands */
  readonly summary: string;
  /** loaded when it is asked for: the libraries behind some take a while */
  readonly load: () => Promise<Command>;
}

const COMMANDS: readonly Entry[] = [
  {
    name: "check",
    summary: "says what is wrong with specifications, and where",
    load: async () => (await import("./commands/check.ts")).check,
  },
  {
    name: "draw",
    summary: "draws the nets of a specification as SVG",
    load: async () => (await import("./commands/draw.ts")).draw,
  },
  {
    name: "run",
    summary: "runs a case here and now, interactively or with given answers",
    load: async () => (await import("./commands/run.ts")).run,
  },
  {
    name: "convert",
    summary: "writes a specification in another format",
    load: async () => (await import("./commands/convert.ts")).convert,
  },
  {
    name: "schema",
    summary: "prints the JSON Schema of specifications in YAML and JSON",
    load: async () => (await import("./commands/schema.ts")).schema,
  },
];

/** @param args arguments after the command's own name */
export async function mizzen(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) {
    terminal.err(overview());
    return WRONG_USAGE;
  }
  if (name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
    terminal.out(overview());
    return FINE;
  }
  const [wanted, others] = name === "help" ? [rest[0], ["--help"]] : [name, rest];
  const entry = COMMANDS.find((each) => each.name === wanted);
  if (!entry) {
    const hint = didYouMean(
      wanted ?? "",
      COMMANDS.map((each) => each.name),
    );
    terminal.err(`mizzen: there is no command "${wanted}".${hint}\n\n${overview()}`);
    return WRONG_USAGE;
  }
  const command = await entry.load();
  if (others.includes("--help") || others.includes("-h")) {
    terminal.out(command.help);
    return FINE;
  }
  try {
    return await command.run(others, terminal);
  } catch (error) {
    if (!isWrongUsage(error)) throw error;
    const end = /[.?!]$/.test(error.message) ? "" : ".";
    terminal.err(`mizzen ${entry.name}: ${error.message}${end}\nSee "mizzen ${entry.name} --help".\n`);
    return WRONG_USAGE;
  }
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const list = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `usage: mizzen COMMAND ...\n\n${list.join("\n")}\n\n"mizzen COMMAND --help" says more. "-" as a file is the standard input.\n`;
}
