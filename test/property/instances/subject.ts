/** The specifications that random sequences run: a task `m` of many instances, one that sets a variable, one that removes `m`. */
import { STRING, type DataType } from "../../../yawl/model/datatype.ts";
import type { Decomposition, Instances, Net } from "../../../yawl/model/specification.ts";
import type { ConnectorCatalogue } from "../../../yawl/net/compile-call.ts";
import { link, type LinkedSpecification } from "../../../yawl/net/linked.ts";
import { net, specification, variable, work } from "../../case/walk.ts";
import type { Rules } from "./rules.ts";

/** Who performs an instance: somebody, a connector, a net with an item, or a net with several instances itself. */
export type Kind = "human" | "call" | "composite" | "nested";

export interface Setup extends Omit<Rules, "inner"> {
  readonly kind: Kind;
  /** first value of the variable that may be the threshold */
  readonly limit: number;
  readonly inside?: number;
  readonly perBlock?: number;
}

/** Instances of the task inside each instance, and how many of them have to be completed. */
export const INNER = { count: 3, threshold: 2 };

const ANY: DataType = { kind: "json", schema: {} };
const INTEGER: DataType = { kind: "simple", base: "integer", xsd: "int" };
const OUTPUT = [{ name: "answer", type: STRING }];
const INPUT = [
  { name: "entry", type: STRING },
  { name: "number", type: INTEGER },
];
const HELPER: ConnectorCatalogue = () => ({ version: 1, answers: ["answer"] });

/** Linked specifications by what makes them different: linking takes longer than a sequence. */
const linked = new Map<string, LinkedSpecification>();

const CALLING: Decomposition = {
  kind: "work",
  id: "calling",
  root: "calling",
  inputs: INPUT,
  outputs: OUTPUT,
  interaction: "automated",
  call: { connector: "helper", configuration: {} },
};

function innerNets(): readonly Net[] {
  const shape = { start: ["w"], tasks: { w: { to: ["o"], decomposition: "part" } } };
  const instances: Instances = {
    minimum: INNER.count,
    maximum: INNER.count,
    threshold: INNER.threshold,
    creation: "static",
    output: { query: variable("answer"), variable: "answer" },
  };
  return [
    net(
      { id: "composite", ...shape },
      {
        inputs: INPUT,
        outputs: OUTPUT,
        tasks: { w: { completedMappings: [{ query: variable("answer"), mapsTo: "answer" }] } },
      },
    ),
    net(
      { id: "nested", ...shape },
      { inputs: INPUT, outputs: [{ name: "answer", type: ANY }], tasks: { w: { instances } } },
    ),
  ];
}

/** The same specification for the same setup. */
export function linkedFor({
  kind,
  maximum,
  threshold,
  isDynamic,
  atOnce,
  tolerate,
}: Setup): LinkedSpecification {
  const instances: Instances = {
    minimum: 0,
    maximum,
    threshold: threshold === "limit" ? variable("limit") : threshold,
    creation: isDynamic ? "dynamic" : "static",
    input: { query: variable("list"), parameter: "entry" },
    index: "number",
    output: { query: variable("answer"), variable: "answers" },
    ...(atOnce === undefined ? {} : { atOnce }),
    ...(tolerate === undefined ? {} : { tolerate }),
  };
  const key = JSON.stringify([kind, instances]);
  const known = linked.get(key);
  if (known) return known;
  const decomposition = { human: "writing", call: "calling", composite: "composite", nested: "nested" }[kind];
  const root = net(
    {
      start: ["fork"],
      conditions: { again: ["tune"] },
      tasks: {
        fork: { to: ["m", "again", "stop"] },
        m: { to: ["next"] },
        next: { to: ["o"] },
        tune: { to: ["again"] },
        stop: { to: ["stopped"], cancels: ["m"] },
        stopped: { to: ["o"] },
      },
    },
    {
      inputs: [
        { name: "list", type: ANY },
        { name: "limit", type: INTEGER },
      ],
      locals: [{ name: "answers", type: ANY }],
      tasks: {
        m: { decomposition, instances },
        next: { decomposition: "work" },
        stop: { decomposition: "work" },
        stopped: { decomposition: "work" },
        tune: {
          decomposition: "tuning",
          completedMappings: [{ query: variable("limit"), mapsTo: "limit" }],
        },
      },
    },
  );
  const others = [
    work("writing", INPUT, OUTPUT),
    work("part", [], OUTPUT),
    work("tuning", [], [{ name: "limit", type: INTEGER }]),
    CALLING,
  ];
  const made = link(specification([root, ...innerNets()], others, {}, HELPER));
  linked.set(key, made);
  return made;
}
