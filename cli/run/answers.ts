/**
 * Answers to the work items of a case, from a file: a list of them in the order in which they are given, or for each task
 * what is answered whenever it comes.
 */
import { readData } from "../../yawl/files/dialect/document.ts";
import { fault, ok, type FaultDetail, type Result } from "../../yawl/model/fault.ts";
import { isJsonObject, type Json, type JsonObject } from "../../yawl/model/json.ts";
import type { WorkItem } from "../../yawl/work/item.ts";
import { durationMillis } from "../../yawl/time/duration.ts";

export interface Answer {
  /** id of the task, or its name */
  readonly task: string;
  readonly data: JsonObject;
  /** the item is skipped instead of completed */
  readonly skip?: true;
  /** instead of ending the item, an instance with this input is added beside it */
  readonly add?: JsonObject;
  /** the connector of an automated item fails for good, with this message */
  readonly failure?: string;
  /** number of the instance of a multiple-instance task */
  readonly instance?: number;
  /** milliseconds that pass before */
  readonly after?: number;
}

/** Gives one answer after another, and knows which were not asked for. */
export interface Answers {
  /** names of all tasks that are answered */
  readonly tasks: readonly string[];
  /** The next answer, with the item that it is for; nothing when there is none. */
  next(items: readonly WorkItem[]): { readonly item: WorkItem; readonly answer: Answer } | undefined;
  /** Answers that were never given, in words. */
  left(): readonly string[];
}

/** Fault: `invalid-data` with a pointer for each mistake. */
export function readAnswers(text: string): Result<Answers> {
  const read = readData(text);
  if (!read.ok) return fault("invalid-data", "The answers are not YAML that can be taken.", read.details);
  const { content } = read;
  const problems: FaultDetail[] = [];
  const answers = Array.isArray(content)
    ? new AnswersInOrder(content.flatMap((entry: Json, index) => entryOf(entry, `/${index}`, problems)))
    : isJsonObject(content)
      ? new AnswersByTask(byTask(content, problems))
      : undefined;
  if (!answers)
    return fault("invalid-data", "The answers are a list, or an object with a field for each task.");
  if (problems.length > 0) return fault("invalid-data", "The answers are not what they should be.", problems);
  return ok(answers);
}

const FIELDS: readonly string[] = ["task", "data", "skip", "add", "failure", "instance", "after"];

function entryOf(entry: Json, pointer: string, problems: FaultDetail[]): readonly Answer[] {
  const wrong = (field: string, message: string): readonly Answer[] => {
    problems.push({ pointer: `${pointer}${field}`, message });
    return [];
  };
  if (!isJsonObject(entry)) return wrong("", "must be an object with `task` and `data`");
  const { task, data = {}, skip, add, failure, instance, after } = entry;
  const unknown = Object.keys(entry).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return wrong(`/${unknown}`, `is not known; there are ${FIELDS.join(", ")}`);
  if (typeof task !== "string") return wrong("/task", "must be the id or name of a task");
  if (!isJsonObject(data)) return wrong("/data", "must be an object: the outputs of the task");
  if (skip !== undefined && typeof skip !== "boolean") return wrong("/skip", "must be true or false");
  if (add !== undefined && !isJsonObject(add)) {
    return wrong("/add", "must be an object: the input of another instance");
  }
  if (failure !== undefined && typeof failure !== "string") return wrong("/failure", "must be a sentence");
  if (instance !== undefined && typeof instance !== "number") return wrong("/instance", "must be a number");
  const pause = typeof after === "string" ? durationMillis(after) : undefined;
  if (after !== undefined && pause === undefined) {
    return wrong("/after", 'must be a duration, e.g. "PT2H" or "P3D"');
  }
  return [
    {
      task,
      data,
      ...(skip === true && { skip }),
      ...(add !== undefined && { add }),
      ...(failure !== undefined && { failure }),
      ...(instance !== undefined && { instance }),
      ...(pause !== undefined && { after: pause }),
    },
  ];
}

interface TaskAnswers {
  readonly data: readonly JsonObject[];
  /** one answer for all times; otherwise each is given once */
  readonly isForAll: boolean;
}

function byTask(content: JsonObject, problems: FaultDetail[]): ReadonlyMap<string, TaskAnswers> {
  const answers = new Map<string, TaskAnswers>();
  for (const [task, value] of Object.entries(content)) {
    const list: readonly Json[] = Array.isArray(value) ? value : [value ?? {}];
    const data = list.filter((each) => isJsonObject(each));
    answers.set(task, { data, isForAll: !Array.isArray(value) });
    if (data.length < list.length) {
      problems.push({
        pointer: `/${task}`,
        message: "must be an object, the outputs of the task, or a list of them",
      });
    }
  }
  return answers;
}

function isFor(task: string, item: WorkItem): boolean {
  return item.task === task || item.name === task;
}

/** Each answer has its turn; when the item is not there, nothing more is answered. */
class AnswersInOrder implements Answers {
  readonly #waiting: Answer[];
  readonly tasks: readonly string[];

  constructor(answers: readonly Answer[]) {
    this.#waiting = [...answers];
    this.tasks = answers.map(({ task }) => task);
  }

  next(items: readonly WorkItem[]): ReturnType<Answers["next"]> {
    const [answer] = this.#waiting;
    if (!answer) return undefined;
    const { task, instance } = answer;
    const item = items.find(
      (each) => isFor(task, each) && (instance === undefined || each.instance === instance),
    );
    if (!item) return undefined;
    this.#waiting.shift();
    return { item, answer };
  }

  left(): readonly string[] {
    return this.#waiting.map(({ task, instance }) =>
      instance === undefined ? task : `${task} #${instance}`,
    );
  }
}

/** The oldest item whose task has an answer comes first. */
class AnswersByTask implements Answers {
  readonly #answers: ReadonlyMap<string, TaskAnswers>;
  readonly #given = new Map<string, number>();

  constructor(answers: ReadonlyMap<string, TaskAnswers>) {
    this.#answers = answers;
  }

  get tasks(): readonly string[] {
    return [...this.#answers.keys()];
  }

  next(items: readonly WorkItem[]): ReturnType<Answers["next"]> {
    for (const item of items) {
      for (const [task, { data, isForAll }] of this.#answers) {
        if (!isFor(task, item)) continue;
        const given = this.#given.get(task) ?? 0;
        const answer = isForAll ? data[0] : data[given];
        if (!answer) continue;
        this.#given.set(task, given + 1);
        return { item, answer: { task, data: answer } };
      }
    }
    return undefined;
  }

  left(): readonly string[] {
    return [...this.#answers].flatMap(([task, { data, isForAll }]) => {
      const given = this.#given.get(task) ?? 0;
      if (isForAll) return given === 0 ? [task] : [];
      return data.slice(given).map(() => task);
    });
  }
}
