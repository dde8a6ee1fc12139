/** What a subcommand is, and how its arguments are read. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { didYouMean } from "../yawl/files/dialect/near.ts";
import type { FaultDetail } from "../yawl/model/fault.ts";
import type { Terminal } from "./terminal.ts";

/** Exit codes: fine; something is wrong with what was looked at; the command was called wrongly. */
export const FINE = 0;
export const FOUND_ERRORS = 1;
export const WRONG_USAGE = 2;
export type ExitCode = typeof FINE | typeof FOUND_ERRORS | typeof WRONG_USAGE;

export interface Command {
  /** text of `--help` */
  readonly help: string;
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** The command was called wrongly; the message says how. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}

/** By its name: a command that is loaded later may have this class from another instance of the module. */
export function isWrongUsage(error: unknown): error is WrongUsage {
  return error instanceof Error && error.name === "WrongUsage";
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options and operands of a command. @throws WrongUsage */
export function readArguments<const T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
      throw new WrongUsage(explained(error.message, args, Object.keys(options)));
    }
    throw error;
  }
}

/** Node's sentence about an option, with the one that was meant. */
function explained(message: string, args: readonly string[], known: readonly string[]): string {
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return (message.split(". ")[0] ?? message).replace(/\.$/, "");
  const name = unknown.replace(/^-+/, "");
  // with one dash each letter is an option of its own: the whole word was meant
  const typed = args.find((arg) => /^-[^-]/.test(arg) && arg.includes(name))?.slice(1) ?? name;
  const hint = didYouMean(typed.split("=")[0] ?? typed, known).replace('"', '"--');
  if (hint !== "") return `Unknown option '${unknown}'.${hint}`;
  const others = known.map((each) => `--${each}`).join(", ");
  return `Unknown option '${unknown}'; there ${known.length === 0 ? "are none" : `are ${others}`}`;
}

/** What is wrong with what was typed or read from a file, each on a line. */
export function wrongText(what: string, details: readonly FaultDetail[]): WrongUsage {
  const lines = details.map(({ line, column, message }) =>
    line === undefined ? message : `line ${line}, column ${column}: ${message}`,
  );
  return new WrongUsage(`${what} is not JSON that can be taken: ${lines.join("\n  ").replace(/\.$/, "")}`);
}

/** The one operand of a command. @throws WrongUsage */
export function theOperand(operands: readonly string[], what: string): string {
  const [only, ...others] = operands;
  if (only === undefined) throw new WrongUsage(`${what} is missing`);
  if (others.length > 0) throw new WrongUsage(`there is more than ${what}: ${others.join(", ")}`);
  return only;
}

/** A file's text. @throws WrongUsage when it cannot be read */
export async function readFileOf(terminal: Terminal, name: string): Promise<string> {
  try {
    return await terminal.read(name);
  } catch (error) {
    throw new WrongUsage(`${name} cannot be read: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES") return "permission denied";
  return error.message;
}
