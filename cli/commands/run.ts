/** `mizzen run`: a case in this process, without servers and without waiting. */
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { link, type LinkedSpecification } from "../../yawl/net/linked.ts";
import { readData } from "../../yawl/files/dialect/document.ts";
import { isJsonObject, type JsonObject } from "../../yawl/model/json.ts";
import {
  FINE,
  FOUND_ERRORS,
  readArguments,
  readFileOf,
  theOperand,
  WrongUsage,
  wrongText,
  type Command,
  type ExitCode,
} from "../command.ts";
import { compileHere } from "../compile.ts";
import { readAnswers, type Answers } from "../run/answers.ts";
import { Conversation } from "../run/converse.ts";
import { explain, follow } from "../run/follow.ts";
import { Form } from "../run/form.ts";
import { LocalCase } from "../run/local-case.ts";
import { briefly, line, Narrator } from "../run/narrate.ts";
import { describeOutcome, outcomeAsJson } from "../run/outcome.ts";
import { errorsOf, linesOf, openSpecification } from "../source.ts";
import type { Terminal } from "../terminal.ts";

const HELP = `usage: mizzen run [--data JSON|@FILE] [--answers FILE] [--seed N] [--trace] [--json] SPECIFICATION

Runs a case in this process: no servers, no waiting. You are everybody: every work item comes to you.
Prints what happens line by line, and in the end how the case stands.

  --data JSON     what the case starts with, as JSON or YAML; @FILE reads it from a file; without it (and
                  without --answers) you are asked
  --answers FILE  answers the work items from a YAML or JSON file instead of asking you:
                    a list, given in this order:  - { task: approve, data: { approved: true } }
                                                  - { task: pay, instance: 2, after: P3D, skip: true }
                    (also failure: SENTENCE of a connector, add: INPUT of another instance)
                    or by task, given whenever it comes (a list: one after another):
                                                  approve: [{ approved: false }, { approved: true }]
  --seed N        of the random choices between tasks (default: 1)
  --trace         prints tokens and every step of each work item, too
  --json          prints how the case stands as one JSON object, and nothing else

Exit code: 0 when the case completed, 1 when it did not, 2 when it was called wrongly.
`;

interface Wishes {
  readonly answers: Answers | undefined;
  readonly seed: number;
  readonly isTrace: boolean;
  readonly isJson: boolean;
}

export const run: Command = {
  help: HELP,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      data: { type: "string" },
      answers: { type: "string" },
      seed: { type: "string" },
      trace: { type: "boolean" },
      json: { type: "boolean" },
    });
    const file = theOperand(positionals, "a specification");
    const compiled = await compiledFrom(terminal, file);
    if (!compiled) return FOUND_ERRORS;
    const answers =
      values.answers === undefined ? undefined : await answersFrom(terminal, values.answers, compiled);
    if (values.json && !answers) throw new WrongUsage("--json needs --answers");
    const wishes: Wishes = {
      answers,
      seed: seedOf(values.seed),
      isTrace: values.trace ?? false,
      isJson: values.json ?? false,
    };
    const linked = link(compiled);
    const data =
      values.data === undefined && !answers
        ? await askForData(terminal, linked)
        : await dataFrom(terminal, values.data ?? "{}");
    return data ? await runCase(terminal, linked, data, wishes) : FOUND_ERRORS;
  },
};

async function compiledFrom(terminal: Terminal, file: string): Promise<CompiledSpecification | undefined> {
  const specification = await openSpecification(terminal, file);
  if (!specification) return undefined;
  const compilation = await compileHere(specification);
  if (compilation.ok) return compilation.value.compiled;
  terminal.err(linesOf(file, errorsOf(compilation.fault)));
  return undefined;
}

async function answersFrom(
  terminal: Terminal,
  file: string,
  { nets }: CompiledSpecification,
): Promise<Answers> {
  const answers = readAnswers(await readFileOf(terminal, file));
  if (!answers.ok) throw new WrongUsage(explain(file, answers.fault).join("\n").replace(/\.$/, ""));
  const tasks = Object.values(nets).flatMap((net) => Object.values(net.tasks));
  const isKnown = (name: string): boolean =>
    tasks.some((task) => task.id === name || task.name === name || task.label !== undefined);
  const unknown = answers.value.tasks.find((name) => !isKnown(name));
  if (unknown !== undefined) throw new WrongUsage(`${file} answers "${unknown}", which is no task`);
  return answers.value;
}

function seedOf(text: string | undefined): number {
  const seed = Number(text ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new WrongUsage("--seed must be a whole number");
  return seed;
}

async function dataFrom(terminal: Terminal, text: string): Promise<JsonObject> {
  const isFile = text.startsWith("@");
  const read = readData(isFile ? await readFileOf(terminal, text.slice(1)) : text);
  if (!read.ok) throw wrongText(isFile ? text.slice(1) : "--data", read.details);
  if (!isJsonObject(read.content)) throw new WrongUsage("--data must be an object");
  return read.content;
}

/** Nothing when the person gives up. */
async function askForData(terminal: Terminal, linked: LinkedSpecification): Promise<JsonObject | undefined> {
  const root = linked.specification.nets[linked.specification.rootNet];
  const inputs = root?.variables.filter(({ input }) => input) ?? [];
  if (inputs.length === 0) return {};
  terminal.out(`${linked.specification.title} ${linked.specification.version} starts with\n`);
  const { data, interruption } = await new Form(terminal, linked.types).fill(inputs, {});
  return interruption ? undefined : data;
}

async function runCase(
  terminal: Terminal,
  linked: LinkedSpecification,
  data: JsonObject,
  { answers, seed, isTrace, isJson }: Wishes,
): Promise<ExitCode> {
  const narrator = new Narrator(linked, isTrace);
  const { id, version } = linked.specification;
  if (!isJson) terminal.out(line("started", `${id} ${version}  ${briefly(data)}`.trimEnd()));
  const started = LocalCase.start(linked, {
    data,
    seed,
    now: Date.now(),
    listener: (event) => {
      const told = isJson ? undefined : narrator.tell(event);
      if (told !== undefined) terminal.out(told);
    },
  });
  if (!started.ok) {
    terminal.err(`${explain("The case cannot be started", started.fault).join("\n")}\n`);
    return FOUND_ERRORS;
  }
  const local = started.value;
  let problems: readonly string[] = [];
  if (answers) problems = follow(local, answers);
  else await new Conversation(local, terminal).run();
  const left = answers?.left() ?? [];
  if (isJson) terminal.out(`${JSON.stringify(outcomeAsJson(local, left, problems), undefined, 2)}\n`);
  else {
    terminal.out(`\n${describeOutcome(local, left)}`);
    for (const problem of problems) terminal.err(`${problem}\n`);
  }
  return local.state.status === "completed" ? FINE : FOUND_ERRORS;
}
