/**
 * The specification model: what every file format is read to and written from, before compilation.
 *
 * It stays close to YAWL's own schema (https://www.yawlfoundation.org, YAWL_Schema4.0.xsd), so that a file that is read
 * and written again says the same. All of it is plain JSON.
 */
import type { DataType, TypeLibrary } from "./datatype.ts";
import type { Json, JsonObject } from "./json.ts";
import type {
  LogPredicate,
  Metadata,
  SecondaryResources,
  TaskConfiguration,
  TypeReference,
  Unread,
} from "./kept.ts";
import type { Place } from "./place.ts";

export type { Place } from "./place.ts";

/**
 * An expression and its language.
 * - `xquery`: XQuery 3.1 over the XML view of the data (`/Net/Variable/...`), as `.yawl` files have it; its answer is an
 *   element (mappings) or a truth value (predicates);
 * - `xpath`: XPath 3.1 over JSON: every variable is `$name`, objects are maps (`$order?lines?1`); for the dialect;
 * - `jsonata`: JSONata over one JSON object with the variables by name (`order.lines[0]`); for the dialect;
 * - `variable`: the value of one variable or parameter, as it is.
 */
export interface Expression {
  readonly language: "xquery" | "xpath" | "jsonata" | "variable";
  readonly text: string;
}

/** Moves data between a net and a task: the query's answer becomes the value of `mapsTo`. */
export interface Mapping {
  readonly query: Expression;
  readonly mapsTo: string;
}

/** An input or output parameter of a decomposition, or a local variable of a net. */
export interface Variable {
  readonly name: string;
  readonly type: DataType;
  /** lexical form in `.yawl` files (XML content): initial value, or default value of an output parameter */
  readonly initialXml?: string;
  /** default value (XML content) of a parameter that has an initial value as well */
  readonly defaultXml?: string;
  /** JSON form in the dialect */
  readonly initial?: Json;
  readonly mandatory?: boolean;
  readonly documentation?: string;
  /** extended attributes (`readOnly` and the like), kept as read */
  readonly attributes?: Readonly<Record<string, string>>;
  /** YAWL: the parameter's value goes straight through to the net, unchecked; kept as read */
  readonly cutThrough?: true;
  readonly logPredicate?: LogPredicate;
  /** how a `.yawl` file names the type, where the type itself does not say it */
  readonly declared?: TypeReference;
}

/** An arc from a task or condition. Order, predicate and default only mean something after XOR and OR splits. */
export interface Flow {
  readonly to: string;
  readonly predicate?: Expression;
  readonly order?: number;
  readonly isDefault?: true;
  readonly documentation?: string;
  readonly place?: Place;
}

/** A place for tokens between tasks. */
export interface Condition {
  readonly id: string;
  readonly name?: string;
  readonly documentation?: string;
  readonly flows: readonly Flow[];
  readonly place?: Place;
}

/** How a task waits for its incoming flows. */
export type JoinCode = "and" | "xor" | "or";
/** How a task chooses among its outgoing flows. */
export type SplitCode = "and" | "xor" | "or";

/** A part of a cancellation set: a condition or task, or the implicit condition of a flow between two tasks. */
export type Removal =
  | { readonly kind: "element"; readonly id: string }
  | { readonly kind: "flow"; readonly from: string; readonly to: string };

/**
 * Multiple-instance attributes. The bounds are numbers or expressions over the net's data.
 *
 * `.yawl` files: `input.query` gives an element, `input.splitter` sees that element as its document and gives one element
 * an instance. The dialect: `input.query` gives an array, one entry an instance; or `count` says how many there are.
 */
export interface Instances {
  readonly minimum: number | Expression;
  readonly maximum: number | Expression;
  readonly threshold: number | Expression;
  readonly creation: "static" | "dynamic";
  readonly input?: {
    readonly query: Expression;
    readonly splitter?: Expression;
    readonly parameter: string;
  };
  /** how many instances, when their number does not come from `input` */
  readonly count?: Expression;
  /** input parameter that gets the instance's number, from 1 */
  readonly index?: string;
  /** `query` sees an instance's output; `joiner` sees all the results and gives the variable's new value */
  readonly output?: {
    readonly query: Expression;
    readonly joiner?: Expression;
    readonly variable: string;
  };
  /** how many may be open at the same time; all of them by default */
  readonly atOnce?: number | Expression;
  /** how many may fail, a number or a share such as `10%`; the rest goes on. By default a failure waits for an operator */
  readonly tolerate?: number | Expression | { readonly percent: number };
  /** where the file says all this; the task's place where it is not known */
  readonly place?: Place;
}

/** A maximum or threshold that was not given. */
export const NO_BOUND: number = Number.MAX_SAFE_INTEGER;

/** Who sets off a phase of a work item: the engine, or a person. */
export type Initiator = "system" | "user";

/** People by id, and everyone who has one of these roles. */
export interface PeopleSet {
  readonly participants: readonly string[];
  readonly roles: readonly string[];
}

/** Who has a privilege: everybody, some people, or everybody but some people. */
export type Grant = "all" | PeopleSet | { readonly except: PeopleSet };

/** Whom an item goes to: people and roles by id, or a net variable that names them. */
export interface DistributionSet extends PeopleSet {
  /** net variables whose value names participants or roles */
  readonly variables?: readonly { readonly name: string; readonly refersTo: "participant" | "role" }[];
  /** filters and constraints by registered name, with their parameters; all of them apply, several of one name, too */
  readonly filters?: readonly Selector[];
  readonly constraints?: readonly Selector[];
  /** task whose performer gets this one (familiar participant), in place of everybody named so far */
  readonly familiarTask?: string;
  /** of the familiar task, where there is one */
  readonly place?: Place;
}

/** A filter, constraint or allocator by its registered name. */
export interface Selector {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly place?: Place;
}

/** Who does a task: to whom it is offered, who allocates it, who starts it. */
export interface Resourcing {
  readonly offer: { readonly initiator: Initiator; readonly to?: DistributionSet };
  readonly allocate: { readonly initiator: Initiator; readonly allocator?: Selector };
  readonly start: { readonly initiator: Initiator };
  /** privileges of the task by YAWL's names (`canSuspend`): who may suspend, reallocate and so on what is theirs */
  readonly privileges?: Readonly<Record<string, Grant>>;
  readonly secondary?: SecondaryResources;
}

/** A timer, as read. It says in at most one way when it expires; one that only reminds does not expire. */
export interface TimerDefinition {
  readonly trigger?: "OnEnabled" | "OnExecuting";
  readonly duration?: string;
  /** epoch milliseconds or date text */
  readonly expiry?: string;
  /** of the net: a duration, an instant or a `YTimerType` */
  readonly variable?: string;
  /** over the net's data: gives a duration or an instant */
  readonly when?: Expression;
  readonly workdays?: boolean;
  /** it stands while its case or item is suspended */
  readonly pauses?: true;
  readonly reminders?: readonly Reminder[];
}

/** When somebody is reminded: so long before the timer expires, or after it began; ISO 8601 durations. */
export type Reminder = { readonly before: string } | { readonly after: string };

/** How a form for the task's work looks, beyond what the output's types say; kept for whoever draws it. */
export interface FormDefinition {
  readonly title?: string;
  readonly description?: string;
  /** output parameters from top to bottom */
  readonly order?: readonly string[];
  /** JSON Schema annotations (`title`, `widget`, ...) by output parameter */
  readonly fields?: Readonly<Record<string, JsonObject>>;
}

/** A task of a net: where its tokens go, what it does, with which data, who does it. */
export interface Task {
  readonly id: string;
  readonly name?: string;
  readonly documentation?: string;
  /** title of each work item: text with `{expression}` over the net's data; defaults to the name */
  readonly label?: readonly (string | Expression)[];
  readonly join: JoinCode;
  readonly split: SplitCode;
  readonly flows: readonly Flow[];
  readonly removes: readonly Removal[];
  /** id of a net or of a work decomposition; none: the task is routing only */
  readonly decomposition?: string;
  readonly startingMappings: readonly Mapping[];
  readonly completedMappings: readonly Mapping[];
  readonly enablementMappings?: readonly Mapping[];
  readonly instances?: Instances;
  readonly timer?: TimerDefinition;
  readonly resourcing?: Resourcing;
  readonly customForm?: string;
  readonly configuration?: TaskConfiguration;
  readonly defaultConfiguration?: TaskConfiguration;
  readonly form?: FormDefinition;
  readonly place?: Place;
}

/** A net: conditions and tasks with the flows between them, and the variables that they share. */
export interface Net {
  readonly kind: "net";
  readonly id: string;
  readonly name?: string;
  readonly documentation?: string;
  readonly logPredicate?: LogPredicate;
  /** name of the root element of the net's XML view: the id; `data` in files of the Beta versions */
  readonly root: string;
  readonly inputs: readonly Variable[];
  readonly outputs: readonly Variable[];
  readonly locals: readonly Variable[];
  readonly inputCondition: Condition;
  readonly outputCondition: Condition;
  readonly conditions: readonly Condition[];
  readonly tasks: readonly Task[];
  /** name of the variable that holds the log's data, attributes and so on; kept as read */
  readonly attributes?: Readonly<Record<string, string>>;
  /** registered name of the gateway that the net's data comes from and goes to; kept as read */
  readonly dataGateway?: string;
  readonly layout?: NetLayout;
  readonly place?: Place;
}

/** Where an element is drawn, in pixels; `x` and `y` are its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a net is drawn: where its author put things. */
export interface NetLayout {
  /** boxes of conditions and tasks by id */
  readonly elements: Readonly<Record<string, Box>>;
  /** bends of flows by `from -> to`, from the first to the last */
  readonly flows?: Readonly<Record<string, readonly { readonly x: number; readonly y: number }[]>>;
}

/** How often and for how long a call is tried; durations are ISO 8601 (`PT2S`). Absent parts have the engine's defaults. */
export interface RetryPolicy {
  /** attempts at most, the first included */
  readonly attempts?: number;
  /** pause before the second attempt */
  readonly initialInterval?: string;
  /** each pause is this many times as long as the one before */
  readonly coefficient?: number;
  readonly maximumInterval?: string;
  /** from the first attempt's schedule to the last one's end */
  readonly deadline?: string;
}

/** How an automated task does its work: it calls a connector (`activities/connectors`). */
export interface ConnectorCall {
  /** registered name */
  readonly connector: string;
  /** major version; the newest registered one when absent */
  readonly version?: number;
  /** what the connector's configuration schema asks for; secrets stand in it as `{ "secret": "name" }` */
  readonly configuration: JsonObject;
  /** the connector's input by expressions over the input parameters; absent: the parameters themselves */
  readonly input?: readonly Mapping[];
  /** output parameters by expressions over the connector's answer; absent: the answer's properties of the same name */
  readonly output?: readonly Mapping[];
  readonly retry?: RetryPolicy;
  /** how long one attempt may take, ISO 8601 */
  readonly timeout?: string;
}

/** A decomposition that somebody or something outside the net performs (YAWL: web service gateway). */
export interface WorkDecomposition {
  readonly kind: "work";
  readonly id: string;
  readonly name?: string;
  readonly documentation?: string;
  readonly logPredicate?: LogPredicate;
  readonly root: string;
  readonly inputs: readonly Variable[];
  readonly outputs: readonly Variable[];
  /** parameters that are filled when the task is enabled (`enablementMappings`); kept as read */
  readonly enablementParameters?: readonly Variable[];
  readonly interaction: "manual" | "automated";
  readonly codelet?: string;
  /** URI of a YAWL service */
  readonly service?: string;
  /** what the service calls */
  readonly serviceCall?: {
    readonly documentation?: string;
    readonly wsdlLocation?: string;
    readonly operationName?: string;
  };
  /** the connector that does an automated task's work */
  readonly call?: ConnectorCall;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly place?: Place;
}

/** What a task can stand for. */
export type Decomposition = Net | WorkDecomposition;

/** A process as a file describes it, before it is compiled. */
export interface Specification {
  /** URL-safe id under which versions of it stand side by side; the `uri` of `.yawl` files */
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly documentation?: string;
  /** YAWL schema version (`Beta 2` ... `4.0`), or `mizzen` for the dialect */
  readonly format: string;
  readonly metadata: Metadata;
  readonly types: TypeLibrary;
  /** the XML Schema text of a `.yawl` file, for writing it back */
  readonly schemaXml?: string;
  readonly rootNet: string;
  readonly decompositions: readonly Decomposition[];
  /** what the reader found in the file and kept without understanding it */
  readonly unread?: readonly Unread[];
  /** ids of nets of other files, kept as read */
  readonly importedNets?: readonly string[];
  /** the `layout` of a `.yawl` file as it was; the nets have what Mizzen understands of it */
  readonly layoutXml?: string;
}
