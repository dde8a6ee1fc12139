/**
 * Checks of what tasks say of people: that filters, constraints and allocators are known, that the tasks that they name are
 * there and can have been done, that privileges are some. Whether roles, participants and what else belongs to the
 * organisation are there is not looked at: they may come later.
 *
 * What the dialect says wrongly is an error; in `.yawl` files it is a warning, since the reference engine loads them. Where a
 * name is unknown, nobody is found, and the work waits for an administrator.
 */
import { didYouMean } from "../../model/near.ts";
import { SEPARATION, TASK_PRIVILEGES, type PeopleRules, type RulePart } from "../../model/people-rules.ts";
import type { Net, Place, Resourcing, Selector, Specification, Task } from "../../model/specification.ts";
import {
  isDoneByPeople,
  NamedTasks,
  separatedTask,
  type Decompositions,
  type NamedTask,
} from "../named-tasks.ts";
import { called, listed, type Findings } from "./findings.ts";
import { Occurrences } from "./occurrences.ts";

/** Reports what tasks say of people and cannot mean. */
export function checkPeople(
  specification: Specification,
  rules: PeopleRules | undefined,
  findings: Findings,
): void {
  const check = new PeopleCheck(specification, rules, findings);
  for (const net of specification.decompositions) {
    if (net.kind !== "net") continue;
    for (const task of net.tasks) if (task.resourcing) check.task(net, task, task.resourcing);
  }
}

class PeopleCheck {
  readonly #rules: PeopleRules | undefined;
  readonly #findings: Findings;
  readonly #isDialect: boolean;
  readonly #decompositions: Decompositions;
  readonly #named: NamedTasks;
  readonly #occurrences: Occurrences;

  constructor(specification: Specification, rules: PeopleRules | undefined, findings: Findings) {
    this.#rules = rules;
    this.#findings = findings;
    this.#isDialect = specification.format === "mizzen";
    this.#decompositions = new Map(specification.decompositions.map((each) => [each.id, each]));
    this.#named = new NamedTasks(specification);
    this.#occurrences = new Occurrences(specification);
  }

  task(net: Net, task: Task, resourcing: Resourcing): void {
    const { offer, allocate, privileges } = resourcing;
    const { filters = [], constraints = [], familiarTask, place = task.place } = offer.to ?? {};
    const at = { net, task };
    this.#withoutWork(at, resourcing);
    for (const each of filters) this.#rule(at, "filter", each);
    for (const each of constraints) this.#rule(at, "constraint", each);
    if (allocate.allocator) this.#rule(at, "allocator", allocate.allocator);
    if (familiarTask !== undefined) this.#familiar(at, familiarTask, place);
    for (const name of Object.keys(privileges ?? {})) this.#privilege(at, name);
  }

  /** Only people can be kept apart, or chosen. */
  #withoutWork({ net, task }: NamedTask, { offer }: Resourcing): void {
    const { filters = [], constraints = [], familiarTask, place = task.place } = offer.to ?? {};
    if (isDoneByPeople(task, this.#decompositions)) return;
    const said = [
      ...filters.map(({ name }) => `the filter "${name}"`),
      ...constraints.map(({ name }) => `the constraint "${name}"`),
      ...(familiarTask === undefined ? [] : ["a familiar task"]),
    ];
    if (said.length === 0) return;
    this.#findings.warn(
      [net.id, task.id],
      place,
      `The task ${called(task)} has ${listed(said)}, which is without effect: no person does it.`,
      "people-without-work",
    );
  }

  #rule(at: NamedTask, part: RulePart, selector: Selector): void {
    const { name, parameters, place = at.task.place } = selector;
    for (const { message } of this.#rules?.problemsOf(part, selector) ?? []) {
      this.#tell(at, place, `The ${part} of the task ${called(at.task)}: ${message}`, `${part}-unknown`);
    }
    for (const variable of this.#rules?.variablesOf(part, selector, "certain") ?? [])
      this.#variable(at, variable, place, `${part} "${name}"`);
    const isSeparation = part === "constraint" && name === SEPARATION;
    const separated = isSeparation ? separatedTask(parameters) : undefined;
    if (separated !== undefined) this.#separation(at, separated, place);
    if (isSeparation) return;
    for (const id of this.#rules?.tasksOf(part, selector) ?? [])
      this.#find(at, id, place, `The ${part} "${name}" asks`);
  }

  #variable(at: NamedTask, name: string, place: Place | undefined, rule: string): void {
    const { inputs, outputs, locals } = at.net;
    const names = [...inputs, ...outputs, ...locals].map((variable) => variable.name);
    if (names.includes(name)) return;
    this.#tell(
      at,
      place,
      `The task ${called(at.task)}: its ${rule} asks for the variable "$${name}", which its net has not.${didYouMean(name, names)}`,
      "variable-unknown",
    );
  }

  #separation(at: NamedTask, other: string, place: Place | undefined): void {
    const { net, task } = at;
    const [found] = this.#find(at, other, place, "It is kept from those");
    if (found?.task !== task || this.#occurrences.isRepeated(net, task)) return;
    this.#findings.warn(
      [net.id, task.id],
      place,
      `The task ${called(task)} is separated from itself, which is without effect: it has one instance and is done once in a case.`,
      "separation-without-effect",
    );
  }

  #familiar(at: NamedTask, familiar: string, place: Place | undefined): void {
    const [found] = this.#find(at, familiar, place, "It goes to those");
    if (!found || this.#occurrences.mayPrecede(found, at)) return;
    const which = found.task === at.task ? "itself" : called(found.task);
    this.#findings.warn(
      [at.net.id, at.task.id],
      place,
      `The task ${called(at.task)} goes to who performed ${which}, which cannot have been done before it: nobody gets it, and an administrator has to offer it.`,
      "familiar-too-late",
    );
  }

  /** The tasks that an id means; it is told when there are none, when several nets have one, and when no person does it. */
  #find(at: NamedTask, id: string, place: Place | undefined, use: string): readonly NamedTask[] {
    const found = this.#named.find(id, at.net);
    const whose = `${use} who performed "${id}"`;
    const about = `The task ${called(at.task)}: ${whose[0]?.toLowerCase() ?? ""}${whose.slice(1)}`;
    const [first, second] = found;
    if (!first) {
      const near = didYouMean(id, this.#named.ids);
      this.#tell(at, place, `${about}, and the specification has no such task.${near}`, "task-unknown");
    } else if (!found.some(({ task }) => isDoneByPeople(task, this.#decompositions))) {
      this.#findings.warn(
        [at.net.id, at.task.id],
        place,
        `${about}, and no person ever does: it is not people's work.`,
        "performed-by-nobody",
      );
    } else if (second) {
      const nets = listed(found.map(({ net }) => `"${net.id}"`));
      this.#findings.warn(
        [at.net.id, at.task.id],
        place,
        `${about}, and the nets ${nets} have a task of this id.`,
        "task-ambiguous",
      );
    }
    return found;
  }

  #privilege({ net, task }: NamedTask, name: string): void {
    if (TASK_PRIVILEGES.some((each) => each === name)) return;
    this.#findings.warn(
      [net.id, task.id],
      task.place,
      `The task ${called(task)} grants "${name}", which is no privilege.${didYouMean(name, TASK_PRIVILEGES)}`,
      "privilege-unknown",
    );
  }

  #tell({ net, task }: NamedTask, place: Place | undefined, message: string, code: string): void {
    if (this.#isDialect) this.#findings.error([net.id, task.id], place, message, code);
    else this.#findings.warn([net.id, task.id], place, message, code);
  }
}
