/** A case that a person runs: shows the open work items, asks which one, and asks for what completing it takes. */
import { stringify } from "yaml";
import { isJsonObject, type Json, type JsonObject } from "../../yawl/model/json.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import type { Terminal } from "../terminal.ts";
import { durationMillis } from "../../yawl/time/duration.ts";
import { explain } from "./follow.ts";
import { Form } from "./form.ts";
import type { LocalCase } from "./local-case.ts";
import { briefly, titleOf } from "./narrate.ts";

const HELP = `  NUMBER          works on that item; Enter takes the first
  :skip NUMBER    skips it
  :add NUMBER     adds an instance beside it
  :wait DURATION  lets time pass, e.g. PT2H or P3D
  :data           shows the data of the case
  :marking        shows where the tokens are
  :retry          tries failed tasks again
  :save FILE      writes the answers so far, for --answers
  :quit           stops here
In an item: :save keeps what was entered, :skip skips it, :fail REASON lets its connector fail,
            :back goes back; :data and :marking as above
`;

export class Conversation {
  readonly #case: LocalCase;
  readonly #terminal: Terminal;
  readonly #form: Form;
  /** what was answered, as an answers file has it */
  readonly #given: JsonObject[] = [];
  #waited = 0;
  #isOver = false;

  constructor(local: LocalCase, terminal: Terminal) {
    this.#case = local;
    this.#terminal = terminal;
    this.#form = new Form(terminal, local.linked.types);
  }

  /** Goes on until the case is over or the person has had enough. */
  async run(): Promise<void> {
    while (!this.#isOver && !this.#case.isOver) {
      const { items } = this.#case;
      this.#terminal.out(this.#list(items));
      const line = await this.#terminal.ask("> ");
      if (line === undefined) return;
      const [word = "", ...rest] = line.trim().split(/\s+/);
      if (word.startsWith(":")) await this.#obey(word, rest.join(" "), items);
      else await this.#workOn(word === "" ? items[0] : items[Number(word) - 1]);
    }
  }

  #list(items: readonly WorkItem[]): string {
    const lines = items.map(
      (item, index) =>
        `  ${index + 1}  ${titleOf(item)}  ${briefly(item.draft ?? item.data)}`.trimEnd() + "\n",
    );
    const failed = this.#case.failures.map(({ task, message }) => `  !  ${task} failed: ${message}\n`);
    const none = items.length === 0 ? "  There is no open work item.\n" : "";
    return `\nWork items (:help for more)\n${lines.join("")}${none}${failed.join("")}`;
  }

  async #obey(word: string, operand: string, items: readonly WorkItem[]): Promise<void> {
    switch (word) {
      case ":quit":
        this.#isOver = true;
        return;
      case ":data":
      case ":marking":
        this.#show(word);
        return;
      case ":skip":
        this.#skip(operand === "" && items.length === 1 ? items[0] : items[Number(operand) - 1]);
        return;
      case ":add":
        await this.#add(items[Number(operand) - 1]);
        return;
      case ":wait":
        this.#wait(operand);
        return;
      case ":retry":
        this.#case.retry();
        return;
      case ":save":
        await this.#saveAnswers(operand);
        return;
      default:
        this.#terminal.out(HELP);
    }
  }

  async #workOn(item: WorkItem | undefined): Promise<void> {
    if (!item) {
      this.#terminal.out("There is no such item.\n");
      return;
    }
    const started = this.#case.start(item);
    if (!started.ok) {
      this.#tell(explain("It cannot be started", started.fault));
      return;
    }
    const open = started.value;
    const call = this.#case.callOf(open);
    const what = call ? `what does ${call.connector} answer?  ${briefly(call.input)}` : briefly(open.data);
    this.#terminal.out(`${titleOf(open)}  ${what}\n`);
    const outputs = this.#case.outputsOf(open);
    // what a connector got is no answer of it
    const entered: Record<string, Json> = { ...(call ? {} : open.data), ...open.draft };
    for (;;) {
      const { data, interruption } = await this.#form.fill(outputs, entered);
      Object.assign(entered, data);
      if (!interruption) {
        const completed = this.#case.complete(open, data);
        if (completed.ok) this.#note(open, { data });
        else this.#tell(explain("It cannot be completed", completed.fault));
        return;
      }
      if (!this.#interrupt(interruption.command, open, { ...open.draft, ...data })) return;
    }
  }

  /** @returns whether the questions go on */
  #interrupt(command: string, item: WorkItem, entered: JsonObject): boolean {
    switch (command.split(/\s+/)[0]) {
      case ":data":
      case ":marking":
        this.#show(command);
        return true;
      case ":fail": {
        const message = command.replace(/^:fail\s*/, "");
        const failed = this.#case.fail(item, message === "" ? "It failed." : message);
        if (failed.ok) this.#note(item, { failure: message === "" ? "It failed." : message });
        else this.#tell(explain("It cannot fail", failed.fault));
        return false;
      }
      case ":save": {
        const saved = this.#case.save(item, entered);
        this.#terminal.out(saved.ok ? "Kept.\n" : `${saved.fault.message}\n`);
        return false;
      }
      case ":skip":
        this.#skip(item);
        return false;
      case ":back":
        return false;
      case ":quit":
        this.#isOver = true;
        return false;
      default:
        this.#terminal.out(HELP);
        return true;
    }
  }

  #show(word: string): void {
    const shown: Json = word.startsWith(":data") ? this.#case.data : { ...this.#case.whereabouts() };
    this.#terminal.out(`${JSON.stringify(shown, undefined, 2)}\n`);
  }

  #skip(item: WorkItem | undefined): void {
    if (!item) {
      this.#terminal.out("There is no such item.\n");
      return;
    }
    const skipped = this.#case.skip(item);
    if (skipped.ok) this.#note(item, { skip: true });
    else this.#tell(explain("It cannot be skipped", skipped.fault));
  }

  async #add(item: WorkItem | undefined): Promise<void> {
    if (!item) {
      this.#terminal.out("There is no such item.\n");
      return;
    }
    const { data, interruption } = await this.#form.fill(this.#case.inputsOf(item), {});
    if (interruption) return;
    const added = this.#case.add(item, data);
    if (added.ok) this.#note(item, { add: data });
    else this.#tell(explain("It gets no other instance", added.fault));
  }

  #wait(duration: string): void {
    const milliseconds = durationMillis(duration);
    if (milliseconds === undefined) {
      this.#terminal.out('A duration is e.g. "PT2H" or "P3D".\n');
      return;
    }
    this.#waited += milliseconds;
    this.#case.skipTime(milliseconds);
  }

  async #saveAnswers(file: string): Promise<void> {
    if (file === "") {
      this.#terminal.out(":save needs the name of a file.\n");
      return;
    }
    await this.#terminal.write(file, stringify(this.#given));
    this.#terminal.out(`${file}\n`);
  }

  /** Remembers an answer, so that the case can be run again by `--answers`. */
  #note({ task, instance }: WorkItem, answer: JsonObject): void {
    const seconds = this.#waited / 1000;
    this.#waited = 0;
    this.#given.push({
      task,
      ...(instance !== undefined && { instance }),
      ...(seconds > 0 && { after: `PT${seconds}S` }),
      ...(isJsonObject(answer["data"]) && Object.keys(answer["data"]).length === 0 ? {} : answer),
    });
  }

  #tell(lines: readonly string[]): void {
    this.#terminal.out(`${lines.join("\n")}\n`);
  }
}
