/** A case that reviews applications, for tests of instances in blocks. */
import type { CaseEvent } from "../../../yawl/case/events.ts";
import { STRING, type DataType } from "../../../yawl/model/datatype.ts";
import type { Instances } from "../../../yawl/model/specification.ts";
import { link } from "../../../yawl/net/linked.ts";
import { CaseWithBlocks, type Given } from "../../../yawl/run/blocks.ts";
import type { Actor, ItemCommand } from "../../../yawl/work/command.ts";
import { MANAGER, net, specification, variable, work } from "../walk.ts";

const LIST: DataType = { kind: "json", schema: { type: "array", items: { type: "string" } } };

const REVIEW: Instances = {
  minimum: 0,
  maximum: 10_000,
  threshold: 7,
  creation: "static",
  input: { query: variable("list"), parameter: "entry" },
  index: "number",
  output: { query: variable("answer"), variable: "answers" },
};

/** A case that reviews so many applications, and then goes on. */
export class Reviews extends CaseWithBlocks {
  /** all that happened, in the case and in its blocks */
  readonly events: readonly CaseEvent[];

  constructor(count: number, instances: Partial<Instances> = {}, inside = 3) {
    const one = work(
      "one",
      [
        { name: "entry", type: STRING },
        { name: "number", type: { kind: "json", schema: { type: "integer" } } },
      ],
      [{ name: "answer", type: STRING }],
    );
    const root = net(
      { start: ["m"], tasks: { m: { to: ["next"] }, next: { to: ["o"] } } },
      {
        inputs: [{ name: "list", type: LIST }],
        locals: [{ name: "answers", type: LIST }],
        tasks: {
          m: { decomposition: "one", instances: { ...REVIEW, ...instances } },
          next: { decomposition: "work" },
        },
      },
    );
    const list = Array.from({ length: count }, (_, index) => `a${index + 1}`);
    const events: CaseEvent[] = [];
    super({
      linked: link(specification([root], [one])),
      id: "case",
      data: { list },
      inside,
      onStep: (_, step) => events.push(...step.events),
    });
    this.events = events;
  }

  /** Where the item of an instance is. */
  find(instance: number): { readonly execution: string; readonly item: string } {
    for (const [execution, state] of this.states) {
      for (const item of Object.values(state.items)) {
        if (item.task === "m" && item.instance === instance) return { execution, item: item.id };
      }
    }
    throw new Error(`no open item of instance ${instance}`);
  }

  command(instance: number, command: ItemCommand, by: Actor = MANAGER): Given {
    const { execution, item } = this.find(instance);
    return this.give(execution, { item, by, command });
  }

  complete(instance: number): Given {
    this.command(instance, { type: "allocate", to: MANAGER.participant });
    this.command(instance, { type: "start" });
    return this.command(instance, { type: "complete", data: { answer: `done ${instance}` } });
  }

  /** Instances with open items, and the other open tasks. */
  get open(): readonly (number | string)[] {
    return [...this.states.values()].flatMap(({ items }) =>
      Object.values(items).map(({ instance, task }) => (task === "m" ? (instance ?? 0) : task)),
    );
  }
}
