/** A sequence of tasks that map one small variable in and out, in a net that holds a large one, too. */
import { compile } from "../../yawl/net/compile.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { STRING, type DataType } from "../../yawl/model/datatype.ts";
import type { Json } from "../../yawl/model/json.ts";
import type { Decomposition, Expression, Task } from "../../yawl/model/specification.ts";

export const ANY: DataType = { kind: "json", schema: {} };

/** An order with lines of some 60 characters each. */
export function largeOrder(bytes: number): Json {
  const lines = Array.from({ length: Math.max(1, Math.floor(bytes / 60)) }, (_, index) => ({
    article: `article number ${index}`,
    quantity: index % 7,
    price: index % 50,
  }));
  return { lines };
}

export interface Mapped {
  /** the task's input from the net's variables `text` and `large` */
  readonly starting: Expression;
  /** type of the input and output; the output goes back to the variable `to` as it is */
  readonly type: DataType;
  readonly to: "text" | "large";
  readonly completed: Expression;
}

export function withLarge(length: number, large: Json, mapped: Mapped): CompiledSpecification {
  const parameter = { name: mapped.to, type: mapped.type };
  const ids = Array.from({ length }, (_, index) => `t${index + 1}`);
  const tasks = ids.map((id, index): Task => ({
    id,
    join: "xor",
    split: "and",
    flows: [{ to: ids[index + 1] ?? "o" }],
    removes: [],
    decomposition: `Do-${id}`,
    startingMappings: [{ query: mapped.starting, mapsTo: mapped.to }],
    completedMappings: [{ query: mapped.completed, mapsTo: mapped.to }],
  }));
  const work = ids.map((id): Decomposition => ({
    kind: "work",
    id: `Do-${id}`,
    root: "data",
    inputs: [parameter],
    outputs: [parameter],
    interaction: "manual",
  }));
  const compiled = compile({
    id: "with-large",
    version: "1",
    title: "With large data",
    format: "mizzen",
    metadata: {},
    types: {},
    rootNet: "Net",
    decompositions: [
      {
        kind: "net",
        id: "Net",
        root: "Net",
        inputs: [],
        outputs: [],
        locals: [
          { name: "text", type: STRING, initial: "hello" },
          { name: "large", type: ANY, initial: large },
        ],
        inputCondition: { id: "i", flows: [{ to: "t1" }] },
        outputCondition: { id: "o", flows: [] },
        conditions: [],
        tasks,
      },
      ...work,
    ],
  });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return compiled.value.compiled;
}
