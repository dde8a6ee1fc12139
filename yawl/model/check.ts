/**
 * Checks that need nothing but the model: that ids are unique, and that whatever is referred to is there. Every reader of
 * specifications ends with them, so that a dangling reference is reported when a specification is uploaded, not when a case
 * gets there.
 */
import type { FaultDetail } from "./fault.ts";
import type {
  Decomposition,
  Net,
  Place,
  Specification,
  Task,
  Variable,
  WorkDecomposition,
} from "./specification.ts";

/**
 * Every id that occurs twice and every reference to something that is not there, with its element and place.
 *
 * Ids are unique where they are looked up: decompositions in the specification; tasks and conditions, and variables, in
 * their net. An output parameter may have the name of an input parameter or local variable: it then is the same variable.
 * (YAWL_Schema4.0.xsd, keys of `decomposition`.) Empty ids are left to the reader, which has reported that they are missing.
 */
export function checkReferences(specification: Specification): FaultDetail[] {
  const details: FaultDetail[] = [];
  const { decompositions, rootNet } = specification;
  const byId = new Map<string, Decomposition>();
  for (const decomposition of decompositions) {
    const element = decomposition.id;
    if (decomposition.id === UNUSABLE) details.push(at(element, decomposition, unusable(element)));
    else if (byId.has(decomposition.id)) {
      details.push(
        at(element, decomposition, `There is more than one decomposition ${name(decomposition.id)}.`),
      );
    } else if (decomposition.id !== "") byId.set(decomposition.id, decomposition);
    checkVariables(decomposition, element, details);
  }
  if (rootNet !== "" && byId.get(rootNet)?.kind !== "net") {
    details.push({
      element: "specification",
      message: `The root net ${name(rootNet)} does not exist.`,
    });
  }
  const nets = decompositions.filter((decomposition) => decomposition.kind === "net");
  for (const net of nets) details.push(...new NetCheck(net, byId).run());
  return details;
}

/** Ids and names become keys of plain records, of which JavaScript keeps this one for itself. */
const UNUSABLE = "__proto__";

function unusable(id: string): string {
  return `${name(id)} cannot be used as a name.`;
}

/** Checks one net. */
class NetCheck {
  private readonly net: Net;
  private readonly decompositions: ReadonlyMap<string, Decomposition>;
  private readonly variables: ReadonlySet<string>;
  private readonly targets = new Map<string, ReadonlySet<string>>();
  private readonly details: FaultDetail[] = [];

  constructor(net: Net, decompositions: ReadonlyMap<string, Decomposition>) {
    this.net = net;
    this.decompositions = decompositions;
    this.variables = new Set([...net.inputs, ...net.outputs, ...net.locals].map((variable) => variable.name));
  }

  run(): readonly FaultDetail[] {
    const { inputCondition, outputCondition, conditions, tasks } = this.net;
    const all = [inputCondition, ...conditions, ...tasks, outputCondition];
    for (const element of all) {
      if (element.id === UNUSABLE) this.tell(element.id, element, unusable(element.id));
      else if (this.targets.has(element.id)) {
        this.tell(element.id, element, `The net has more than one element ${name(element.id)}.`);
      } else if (element.id !== "") this.targets.set(element.id, new Set(element.flows.map(({ to }) => to)));
    }
    for (const element of all) {
      for (const flow of element.flows) {
        if (this.isThere(flow.to)) continue;
        this.tell(
          `${element.id}/${flow.to}`,
          flow,
          `A flow leads to ${name(flow.to)}, which the net does not have.`,
        );
      }
    }
    for (const task of tasks) this.checkTask(task);
    return this.details;
  }

  private checkTask(task: Task): void {
    for (const removal of task.removes) {
      // a flow that is not there is only a warning (`net/checks/tasks.ts`): the reference engine loads such files
      if (removal.kind === "element" && !this.isThere(removal.id)) {
        this.tell(task.id, task, `The task cancels ${name(removal.id)}, which the net does not have.`);
      }
    }
    for (const variable of task.resourcing?.offer.to?.variables ?? []) {
      this.checkVariable(task, variable.name, "The task goes to whom the variable");
    }
    if (task.timer?.variable !== undefined)
      this.checkVariable(task, task.timer.variable, "The timer uses the variable");
    for (const { mapsTo } of task.completedMappings) this.checkVariable(task, mapsTo, "A mapping goes to");
    if (task.instances?.output)
      this.checkVariable(task, task.instances.output.variable, "The instances' output goes to");
    this.checkWork(task);
  }

  /** What the task decomposes to, and that it has the parameters which the task fills. */
  private checkWork(task: Task): void {
    if (!task.decomposition) return;
    const decomposition = this.decompositions.get(task.decomposition);
    if (!decomposition) {
      this.tell(task.id, task, `The task decomposes to ${name(task.decomposition)}, which does not exist.`);
      return;
    }
    const inputs = new Set(decomposition.inputs.map((input) => input.name));
    // The parameter that takes an instance's share need not be declared: old specifications split data nobody looks at.
    for (const { mapsTo } of task.startingMappings) {
      if (mapsTo === "" || inputs.has(mapsTo)) continue;
      const missing = `${name(mapsTo)}, which is no input parameter of ${name(decomposition.id)}`;
      this.tell(task.id, task, `A mapping goes to ${missing}.`);
    }
  }

  private checkVariable(task: Task, variable: string, use: string): void {
    if (variable === "" || this.variables.has(variable)) return;
    this.tell(task.id, task, `${use} ${name(variable)}, which the net does not have.`);
  }

  private isThere(id: string): boolean {
    return id === "" || this.targets.has(id);
  }

  private tell(element: string, where: { readonly place?: Place }, message: string): void {
    this.details.push(at(`${this.net.id}/${element}`, where, message));
  }
}

function checkVariables(
  decomposition: Net | WorkDecomposition,
  element: string,
  details: FaultDetail[],
): void {
  const locals = decomposition.kind === "net" ? decomposition.locals : [];
  checkNames([...decomposition.inputs, ...locals], "variable");
  checkNames(decomposition.outputs, "output parameter");

  function checkNames(variables: readonly Variable[], kind: string): void {
    const names = new Set<string>();
    for (const variable of variables) {
      if (variable.name === UNUSABLE) details.push(at(element, decomposition, unusable(UNUSABLE)));
      else if (names.has(variable.name)) {
        details.push(at(element, decomposition, `There is more than one ${kind} ${name(variable.name)}.`));
      } else if (variable.name !== "") names.add(variable.name);
    }
  }
}

function at(element: string, { place }: { readonly place?: Place }, message: string): FaultDetail {
  return { element, ...place, message };
}

/** An id in quotes, cut when it is long. */
function name(id: string): string {
  return `"${id.length > 80 ? `${id.slice(0, 77)}...` : id}"`;
}
