/** What a command sees of the world: what it prints, reads and asks. Tests have one of their own. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";

export interface Terminal {
  /** results */
  out(text: string): void;
  /** errors and warnings */
  err(text: string): void;
  /** @param name path of a file, or `-` for the standard input */
  read(name: string): Promise<string>;
  /** Makes the file and the folders above it. */
  write(name: string, text: string): Promise<void>;
  /** The next line that a person types; nothing at the end of the input. */
  ask(question: string): Promise<string | undefined>;
}

export class ProcessTerminal implements Terminal {
  #lines: Interface | undefined;
  #answers: AsyncIterator<string> | undefined;

  out(text: string): void {
    process.stdout.write(text);
  }

  err(text: string): void {
    process.stderr.write(text);
  }

  async read(name: string): Promise<string> {
    if (name !== "-") return await readFile(name, "utf8");
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.resolve(name)), { recursive: true });
    await writeFile(name, text);
  }

  async ask(question: string): Promise<string | undefined> {
    // lines that come in one go are kept for the questions to come: hence the iterator
    this.#lines ??= createInterface({ input: process.stdin, output: process.stdout });
    this.#answers ??= this.#lines[Symbol.asyncIterator]();
    this.#lines.setPrompt(question);
    this.#lines.prompt();
    const { value, done } = await this.#answers.next();
    return done ? undefined : value;
  }

  close(): void {
    this.#lines?.close();
  }
}
