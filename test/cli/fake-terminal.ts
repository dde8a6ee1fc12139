/** A terminal in memory: what is printed, files by name, and lines that a person types. */
import type { ExitCode } from "../../cli/command.ts";
import { mizzen } from "../../cli/mizzen.ts";
import { ProcessTerminal, type Terminal } from "../../cli/terminal.ts";

export class FakeTerminal implements Terminal {
  output = "";
  errors = "";
  readonly files: Map<string, string>;
  readonly #typed: string[];

  constructor(files: Readonly<Record<string, string>>, typed: readonly string[]) {
    this.files = new Map(Object.entries(files));
    this.#typed = [...typed];
  }

  out(text: string): void {
    this.output += text;
  }

  err(text: string): void {
    this.errors += text;
  }

  /** Files that are not in memory come from the disk. */
  async read(name: string): Promise<string> {
    return this.files.get(name) ?? (await new ProcessTerminal().read(name));
  }

  async write(name: string, text: string): Promise<void> {
    this.files.set(name, text);
  }

  async ask(question: string): Promise<string | undefined> {
    this.output += question;
    const line = this.#typed.shift();
    this.output += line === undefined ? "" : `${line}\n`;
    return line;
  }
}

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Runs a command in this process. */
export async function ran(
  args: readonly string[],
  {
    files = {},
    typed = [],
  }: { readonly files?: Readonly<Record<string, string>>; readonly typed?: readonly string[] } = {},
): Promise<Ran> {
  const terminal = new FakeTerminal(files, typed);
  const code = await mizzen(args, terminal);
  return { code, out: terminal.output, err: terminal.errors, files: terminal.files };
}
