/** Tasks that other tasks name for their people: whoever did them gets the work, or must not have it. */
import { SEPARATION_TASK } from "../model/people-rules.ts";
import type { Net, Specification, Task } from "../model/specification.ts";

/** A task with its net. */
export interface NamedTask {
  readonly net: Net;
  readonly task: Task;
}

/** Finds tasks by id: in the same net if it has one, else in all nets. */
export class NamedTasks {
  readonly #byId = new Map<string, NamedTask[]>();

  constructor({ decompositions }: Specification) {
    for (const net of decompositions) {
      if (net.kind !== "net") continue;
      for (const task of net.tasks) {
        const known = this.#byId.get(task.id);
        if (known) known.push({ net, task });
        else this.#byId.set(task.id, [{ net, task }]);
      }
    }
  }

  /** Those that an id means in a net, in the order of the file; none if there is no such task. */
  find(id: string, { id: net }: Net): readonly NamedTask[] {
    const all = this.#byId.get(id) ?? [];
    const own = all.filter((each) => each.net.id === net);
    return own.length > 0 ? own : all;
  }

  /** Ids of the tasks of all nets, for whoever looks for what a misspelt one meant. */
  get ids(): Iterable<string> {
    return this.#byId.keys();
  }
}

/** The task that a separation of duties names, in its parameter; a parameter by another name counts if it is the only one. */
export function separatedTask(parameters: Readonly<Record<string, string>>): string | undefined {
  const [first, second] = Object.values(parameters);
  return parameters[SEPARATION_TASK] ?? (second === undefined ? first : undefined);
}

/** Whether people do a task, so that somebody is remembered as its performer. */
export function isDoneByPeople({ decomposition }: Task, decompositions: Decompositions): boolean {
  const work = decomposition === undefined ? undefined : decompositions.get(decomposition);
  // automated work that no connector does comes to people
  return work?.kind === "work" && work.call === undefined;
}

/** Decompositions by id. */
export type Decompositions = ReadonlyMap<string, Specification["decompositions"][number]>;
