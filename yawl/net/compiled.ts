/**
 * The compiled specification: what a running case gets. Plain JSON, made once at upload (`compile.ts`), so that a change
 * to a parser never reaches a case that runs. `linked.ts` turns it into the maps that the interpreter walks.
 */
import type { TypeLibrary } from "../model/datatype.ts";
import type { JsonObject } from "../model/json.ts";
import type {
  Expression,
  FormDefinition,
  Instances,
  JoinCode,
  Mapping,
  Resourcing,
  SplitCode,
  TimerDefinition,
  Variable,
} from "../model/specification.ts";

/** An arc of a task to a condition; arcs of XOR and OR splits stand in evaluation order, the default last. */
export interface CompiledFlow {
  readonly to: string;
  readonly predicate?: Expression;
  readonly isDefault?: true;
}

/** A task by the net that it is in. */
export interface TaskRef {
  readonly net: string;
  readonly task: string;
}

/** What finding people for a task looks at beside its own resourcing. */
export interface FindingPeople {
  /** whoever completed this task in the case gets the work (familiar participant) */
  readonly familiar?: TaskRef;
  /** tasks of the same case that nobody may do who does this one; each of them lists this one, too */
  readonly separate?: readonly TaskRef[];
  /** tasks whose performers its filters and constraints ask for */
  readonly performed?: readonly TaskRef[];
  /** variables of the net whose values its filters, constraints and allocator ask for, sorted */
  readonly variables?: readonly string[];
  /** something of it may be chosen at random, or have a tie */
  readonly needsSeed?: true;
  /** its work items may be piled: one person gets those of all cases */
  readonly mayPile?: true;
}

/** A task with the conditions that it takes from and puts into. */
export interface CompiledTask {
  readonly id: string;
  readonly name: string;
  readonly label?: readonly (string | Expression)[];
  readonly join: JoinCode;
  readonly split: SplitCode;
  /** input conditions, in the order of the file */
  readonly from: readonly string[];
  readonly flows: readonly CompiledFlow[];
  /** cancellation set: conditions (implicit ones too) and tasks */
  readonly cancels?: { readonly conditions: readonly string[]; readonly tasks: readonly string[] };
  /** id of a compiled net or of compiled work; none: routing only */
  readonly decomposition?: string;
  readonly starting: readonly Mapping[];
  readonly completed: readonly Mapping[];
  /** completed mappings of Mizzen's own languages see the net's variables, too; absent in what was compiled before they did */
  readonly seesNet?: true;
  readonly instances?: Instances;
  readonly timer?: TimerDefinition;
  readonly resourcing?: Resourcing;
  /** absent where there is nothing to look at, and in what was compiled before there was */
  readonly people?: FindingPeople;
  readonly documentation?: string;
  /** for whoever draws a form; `url`: a custom form that is elsewhere */
  readonly form?: FormDefinition & { readonly url?: string };
}

/** A net whose flows between tasks have their implicit conditions. */
export interface CompiledNet {
  readonly id: string;
  /** root element of the XML view */
  readonly root: string;
  readonly input: string;
  readonly output: string;
  /** every condition, with its name if it has one; implicit ones are called `c{from_to}` */
  readonly conditions: Readonly<Record<string, { readonly name?: string }>>;
  readonly tasks: Readonly<Record<string, CompiledTask>>;
  /** inputs, outputs and locals, each name once; `input` and `output` mark the parameters */
  readonly variables: readonly CompiledVariable[];
}

/** A variable of a net; one that is input and output is there once. */
export interface CompiledVariable extends Variable {
  readonly input?: true;
  readonly output?: true;
}

/** A connector call with everything that was left to defaults; times in milliseconds. */
export interface CompiledCall {
  readonly connector: string;
  readonly version: number;
  readonly configuration: JsonObject;
  /** the connector's input by expressions over the input parameters; absent: the parameters themselves */
  readonly input?: readonly Mapping[];
  /** output parameters by expressions over the answer; absent: the answer's properties of the same name */
  readonly output?: readonly Mapping[];
  /** properties that an answer may have, so that expressions may name them when they are absent */
  readonly answers: readonly string[];
  readonly retry: {
    readonly attempts: number;
    readonly initialInterval: number;
    readonly coefficient: number;
    readonly maximumInterval: number;
    /** from the first attempt's schedule to the last one's end */
    readonly deadline?: number;
  };
  /** of one attempt */
  readonly timeout: number;
}

/** Work with its parameters: what a person or a connector does. */
export interface CompiledWork {
  readonly id: string;
  readonly root: string;
  readonly inputs: readonly Variable[];
  readonly outputs: readonly Variable[];
  readonly interaction: "manual" | "automated";
  readonly codelet?: string;
  readonly service?: string;
  /** the connector that does the work */
  readonly call?: CompiledCall;
}

/** A specification as cases run it: plain JSON, stored and sent as it is. */
export interface CompiledSpecification {
  /** raised when the shape changes; the interpreter keeps reading older ones */
  readonly format: 1;
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly rootNet: string;
  readonly types: TypeLibrary;
  readonly nets: Readonly<Record<string, CompiledNet>>;
  readonly work: Readonly<Record<string, CompiledWork>>;
}
