/**
 * Checks of tasks with several instances, as far as numbers, names and types say something before a case runs. What can never
 * work is an error; what works and is odd is a warning, and so is whatever the reference engine loads.
 */
import { isListType } from "../../data/expressions/json-language.ts";
import { checkValue } from "../../data/types/validate.ts";
import { resolveType } from "../../data/types/shape.ts";
import type { DataType, TypeLibrary } from "../../model/datatype.ts";
import { didYouMean } from "../../model/near.ts";
import {
  NO_BOUND,
  type Decomposition,
  type Expression,
  type Instances,
  type Net,
  type Specification,
  type Task,
} from "../../model/specification.ts";
import { called, type Findings } from "./findings.ts";

/** Errors and warnings about the instances of all tasks. */
export function checkInstances(specification: Specification, findings: Findings): void {
  const { decompositions, types, format } = specification;
  const byId = new Map(decompositions.map((each) => [each.id, each]));
  for (const net of decompositions) {
    if (net.kind !== "net") continue;
    for (const task of net.tasks) {
      if (!task.instances) continue;
      const isDialect = format === "mizzen";
      const work = byId.get(task.decomposition ?? "");
      new InstancesCheck(net, task, task.instances, { work, types, isDialect }, findings).run();
    }
  }
}

interface Around {
  /** what each instance does */
  readonly work: Decomposition | undefined;
  readonly types: TypeLibrary;
  /** it was written for Mizzen: what means nothing there is a mistake */
  readonly isDialect: boolean;
}

/** The bounds of one task, as far as they are known. */
interface Known {
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly threshold: number | undefined;
  readonly count: number | undefined;
  readonly atOnce: number | undefined;
}

class InstancesCheck {
  readonly #net: Net;
  readonly #task: Task;
  readonly #instances: Instances;
  readonly #around: Around;
  readonly #findings: Findings;

  constructor(net: Net, task: Task, instances: Instances, around: Around, findings: Findings) {
    this.#net = net;
    this.#task = task;
    this.#instances = instances;
    this.#around = around;
    this.#findings = findings;
  }

  run(): void {
    const { minimum, maximum, threshold, count, atOnce } = this.#instances;
    const known: Known = {
      minimum: this.#number("a minimum", minimum),
      maximum: this.#number("a maximum", maximum),
      threshold: this.#number("a threshold", threshold),
      count: this.#number("a number", count),
      atOnce: this.#number("a number at once", atOnce),
    };
    this.#range(known);
    this.#threshold(known);
    this.#limits(known);
    this.#tolerance();
    this.#parameters();
    this.#results();
    if (this.#task.decomposition === undefined) {
      this.#warn(
        `The task ${this.#name} has multiple instances but no decomposition: there is nothing for an instance to do.`,
        "instances-without-work",
      );
    }
  }

  get #name(): string {
    return called(this.#task);
  }

  #error(message: string, code?: string): void {
    this.#findings.error([this.#net.id, this.#task.id], this.#place, message, code);
  }

  #warn(message: string, code: string): void {
    this.#findings.warn([this.#net.id, this.#task.id], this.#place, message, code);
  }

  /** An error in a file that was written for Mizzen. */
  #say(message: string, code: string): void {
    if (this.#around.isDialect) this.#error(message, code);
    else this.#warn(message, code);
  }

  get #place() {
    return this.#instances.place ?? this.#task.place;
  }

  /** A bound that is known before a case runs, if it is a number of instances; one that was not given bounds nothing. */
  #number(what: string, bound: number | Expression | undefined): number | undefined {
    if (bound === undefined || bound === NO_BOUND) return undefined;
    const text = typeof bound === "number" ? String(bound) : constantOf(bound);
    if (text === undefined) return undefined;
    const number = text.trim() === "" ? NaN : Number(text);
    if (Number.isInteger(number) && number >= 0) return number;
    const why = number < 0 ? "less than none" : "no whole number";
    const message = `The task ${this.#name} has ${what} of ${text} instances, which is ${why}.`;
    // the reference engine takes another number in silence
    const isLoadable = typeof bound === "object" && !this.#around.isDialect;
    if (isLoadable) this.#warn(message, "instances-number");
    else this.#error(message, "instances-number");
    return undefined;
  }

  #range({ minimum, maximum, count }: Known): void {
    if (maximum !== undefined && maximum < 1) {
      this.#error(`The task ${this.#name} allows at most ${maximum} instances, so it can never start.`);
      return;
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      this.#error(
        `The task ${this.#name} asks for at least ${minimum} instances and allows at most ${maximum}.`,
      );
    }
    if (this.#instances.input) return;
    const made = count ?? (this.#instances.count === undefined ? minimum : undefined);
    if (made === undefined) return;
    if (minimum !== undefined && made < minimum) {
      this.#error(`The task ${this.#name} makes ${made} instances and asks for at least ${minimum}.`);
    }
    if (maximum !== undefined && made > maximum && made !== minimum) {
      this.#error(`The task ${this.#name} makes ${made} instances and allows at most ${maximum}.`);
    }
  }

  #threshold({ threshold, maximum = NO_BOUND, count = NO_BOUND }: Known): void {
    if (threshold === undefined) return;
    if (threshold < 1) {
      this.#error(
        `The task ${this.#name} has a threshold of ${threshold}: no instance would have to be done, so that none had to be begun.`,
      );
    }
    const most = this.#instances.creation === "static" ? Math.min(maximum, count) : maximum;
    if (threshold > most) {
      this.#warn(
        `The threshold of ${this.#name} is ${threshold}, more than its ${most} instances: it waits for all of them.`,
        "threshold-too-high",
      );
    }
  }

  #limits({ atOnce, maximum = NO_BOUND, count = NO_BOUND }: Known): void {
    const { creation } = this.#instances;
    if (atOnce !== undefined && atOnce < 1) {
      this.#error(
        `The task ${this.#name} lets ${atOnce} instances be open at once, so that none ever begins.`,
      );
    }
    const most = creation === "static" ? Math.min(maximum, count) : maximum;
    if (atOnce !== undefined && atOnce > most) {
      this.#warn(
        `The task ${this.#name} lets ${atOnce} instances be open at once, more than its ${most}: it limits nothing.`,
        "at-once-too-high",
      );
    }
  }

  #tolerance(): void {
    const { tolerate } = this.#instances;
    if (tolerate === undefined) return;
    if (typeof tolerate === "object" && "percent" in tolerate) {
      const { percent } = tolerate;
      if (percent < 0 || percent > 100) {
        this.#error(`The task ${this.#name} tolerates that ${percent}% of its instances fail; it has 100%.`);
      }
    } else this.#number("a tolerated number of failures", tolerate);
    const { work } = this.#around;
    if (work?.kind === "work" && work.call) return;
    this.#warn(
      `The task ${this.#name} says how many instances may fail (\`tolerate\`), but only calls of connectors can: it is without effect.`,
      "tolerate-without-call",
    );
  }

  /** Where the parts, the numbers and nothing else go to. */
  #parameters(): void {
    const { input, count, index } = this.#instances;
    const { work, types, isDialect } = this.#around;
    if (input && count) {
      this.#error(
        `The task ${this.#name} has one instance for each of some data (\`each\`) and says how many there are (\`count\`): it can have one of the two.`,
        "each-and-count",
      );
    }
    if (input?.splitter && input.query.language !== "xquery") {
      this.#say(
        `The entries of \`each\` of ${this.#name} are those of a list, which \`split\` does not cut: it takes what XQuery gives apart.`,
        "split-without-effect",
      );
    }
    if (!work || !isDialect) return;
    const names = work.inputs.map(({ name }) => name);
    if (input && !names.includes(input.parameter)) {
      this.#error(
        `The entries of \`each\` go to "${input.parameter}", which is no input of what ${this.#name} does.${didYouMean(input.parameter, names)}`,
        "instances-parameter",
      );
    }
    if (index === undefined) return;
    const parameter = work.inputs.find(({ name }) => name === index);
    if (!parameter) {
      this.#error(
        `The number of an instance goes to "${index}" (\`index\`), which is no input of what ${this.#name} does.${didYouMean(index, names)}`,
        "instances-parameter",
      );
    } else if (input?.parameter === index) {
      this.#error(
        `Both the entries of \`each\` and the number of an instance (\`index\`) of ${this.#name} go to "${index}".`,
        "instances-parameter",
      );
    } else if (checkValue(1, parameter.type, types, "").length > 0) {
      this.#error(
        `The number of an instance of ${this.#name} goes to "${index}" (\`index\`), whose type takes no number.`,
        "instances-parameter",
      );
    }
  }

  /** Without a joiner the results are a list, which the variable has to take. */
  #results(): void {
    const { output } = this.#instances;
    if (!output) return;
    const { query, joiner } = output;
    if (joiner && (query.language === "xquery") !== (joiner.language === "xquery")) {
      this.#say(
        `What the instances of ${this.#name} give is ${nature(query)} (\`collect\`), and ${nature(joiner)} is joined (\`join\`): only XQuery joins what XQuery gives.`,
        "results-language",
      );
    }
    if (joiner || query.language === "xquery") return;
    const { inputs, locals, outputs } = this.#net;
    const target = [...inputs, ...locals, ...outputs].find(({ name }) => name === output.variable);
    if (!target || mayBeList(resolveType(target.type, this.#around.types))) return;
    this.#say(
      `The results of ${this.#name} are a list, which "${output.variable}" (\`into\`) does not take: say by \`join\` what becomes of them.`,
      "results-list",
    );
  }
}

function nature({ language }: Expression): string {
  return language === "xquery" ? "XML" : "a value";
}

/** The text of a bound that is the same in every case: a number, or a text in quotes. */
function constantOf({ language, text }: Expression): string | undefined {
  if (language === "variable") return undefined;
  if (/^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$/.test(text)) return text.trim();
  const [, , quoted] = /^\s*(["'])([^"']*)\1\s*$/.exec(text) ?? [];
  return quoted;
}

/** Whether lists may be values of a type; what its other rules say of one is seen when there is one. */
function mayBeList(type: DataType): boolean {
  if (isListType(type) || type.kind === "any") return true;
  if (type.kind !== "json") return false;
  const { type: kinds } = type.schema;
  if (kinds === undefined) return true;
  return Array.isArray(kinds) ? kinds.includes("array") : kinds === "array";
}
