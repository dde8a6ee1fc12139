/** Arbitrary specifications of what the dialect can say, well-formed and senseless. */
import fc from "fast-check";
import type { DataType } from "../../yawl/model/datatype.ts";
import { ALLOCATORS } from "../../yawl/model/people-rules.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import {
  NO_BOUND,
  type ConnectorCall,
  type Expression,
  type Flow,
  type Instances,
  type Mapping,
  type Net,
  type Resourcing,
  type Specification,
  type Task,
  type TimerDefinition,
  type Variable,
  type WorkDecomposition,
} from "../../yawl/model/specification.ts";

/** Optional parts: absent keys, not keys with `undefined`. */
const options = { noNullPrototype: true } as const;

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("a: b", "- x", "two\nlines\n", " led", "#", "{$a}", "1.0", "true"),
);
const some = text.filter((value) => value !== "" && value !== "__proto__");
const names = ["a", "b", "c_1", "größe", "x.y"] as const;
const name = fc.constantFrom(...names);
const texts = fc.dictionary(fc.constantFrom("k", "l m", "n"), text, options);

const expression: fc.Arbitrary<Expression> = fc.record(
  { language: fc.constantFrom("xpath", "xquery", "jsonata", "variable"), text: some },
  options,
);

/** JSON without the key that JavaScript keeps for itself. */
const json = fc
  .jsonValue({ maxDepth: 2 })
  .filter((value) => !JSON.stringify(value).includes("__proto__"))
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject[string]);

const schema: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constantFrom<JsonObject>(
    {},
    { type: "string" },
    { type: "string", format: "date" },
    { type: "object", required: ["a"] },
  ),
  fc.constantFrom<JsonObject>(
    { default: 1 },
    { required: ["documentation"] },
    { xsd: 1 },
    { type: ["string", "null"] },
  ),
  fc.constantFrom<JsonObject>(
    { enum: ["a", 1, null] },
    { type: "array", items: { type: "number" } },
    { title: "a: b" },
  ),
);

const type: fc.Arbitrary<DataType> = fc.oneof(
  schema.map((each) => ({ kind: "json" as const, schema: each })),
  fc.constantFrom<DataType>(
    { kind: "simple", base: "string", xsd: "string" },
    { kind: "simple", base: "integer", xsd: "long" },
    { kind: "any" },
    { kind: "named", name: "Order" },
    { kind: "named", name: "Own" },
  ),
);

const log = fc.record({ start: text, completion: text }, { requiredKeys: [], ...options });

/** Types that admit any JSON value, so that initial values fit. */
const anyType: DataType = { kind: "json", schema: {} };

const variable = (of: string): fc.Arbitrary<Variable> =>
  fc.oneof(
    fc.record(
      {
        name: fc.constant(of),
        type,
        mandatory: fc.constant(true),
        documentation: text,
        attributes: texts,
        initialXml: text,
        defaultXml: text,
        cutThrough: fc.constant(true as const),
        logPredicate: log,
        declared: fc.record({ type: text, element: text }, { requiredKeys: [], ...options }),
      },
      { requiredKeys: ["name", "type"], ...options },
    ),
    fc.record(
      { name: fc.constant(of), type: fc.constant(anyType), initial: json, mandatory: fc.constant(true) },
      { requiredKeys: ["name", "type"], ...options },
    ),
  );

const variables = fc
  .subarray([...names])
  .chain((chosen) => fc.tuple(...chosen.map((each) => variable(each))));

const mappings = (targets: readonly string[]): fc.Arbitrary<readonly Mapping[]> =>
  targets.length === 0
    ? fc.constant([])
    : fc.array(
        fc.oneof(
          fc.record({ query: expression, mapsTo: fc.constantFrom(...targets) }, options),
          fc
            .constantFrom(...targets)
            .map((each): Mapping => ({ query: { language: "variable", text: each }, mapsTo: each })),
        ),
        { maxLength: 4 },
      );

const people = fc.record(
  { participants: fc.array(some, { maxLength: 2 }), roles: fc.array(some, { maxLength: 2 }) },
  options,
);
const selector = fc.record(
  {
    name: fc.oneof(
      some,
      fc.constantFrom("SeparationOfDuties", "where", "limit-open-items", "retain-familiar"),
    ),
    parameters: fc.oneof(
      texts,
      fc.constantFrom(
        { familiarTask: "t1" },
        { familiarTask: " " },
        { limit: "5" },
        { limit: "05" },
        { task: "t0" },
        { expression: "role(a) & !busy(3)" },
      ),
    ),
  },
  options,
);

const resourcing = (known: readonly string[]): fc.Arbitrary<Resourcing> => {
  const named = (refersTo: "participant" | "role") =>
    fc.subarray([...known]).map((all) => all.map((each) => ({ name: each, refersTo })));
  const set = fc
    .record(
      {
        set: people,
        variables: fc.tuple(named("participant"), named("role")).map((both) => both.flat()),
        filters: fc.array(selector, { minLength: 1, maxLength: 3 }),
        constraints: fc.array(selector, { minLength: 1, maxLength: 4 }),
        familiarTask: fc.constant("t0"),
      },
      { requiredKeys: ["set", "variables"], ...options },
    )
    .map(({ set: both, variables: all, ...rest }) => ({
      ...both,
      ...(all.length > 0 && { variables: all }),
      ...rest,
    }));
  const initiator = fc.constantFrom("system" as const, "user" as const);
  return fc.record(
    {
      offer: fc.record({ initiator, to: set }, { requiredKeys: ["initiator"], ...options }),
      allocate: fc.record(
        {
          initiator,
          allocator: fc.record(
            { name: fc.oneof(some, fc.constantFrom(...ALLOCATORS)), parameters: texts },
            options,
          ),
        },
        { requiredKeys: ["initiator"], ...options },
      ),
      start: fc.record({ initiator }, options),
      privileges: fc.dictionary(
        fc.constantFrom("canSuspend", "canReallocateStateless", "canReallocateStateful", "canPile", "canFly"),
        fc.oneof(
          fc.constant("all" as const),
          people,
          people.map((except) => ({ except })),
        ),
        options,
      ),
      secondary: people,
    },
    { requiredKeys: ["offer", "allocate", "start"], ...options },
  );
};

const duration = fc.constantFrom("PT5M", "P1DT2.5S", "P2W");

const timer = (known: readonly string[]): fc.Arbitrary<TimerDefinition> => {
  const trigger = fc.constantFrom("OnEnabled" as const, "OnExecuting" as const);
  const more = { workdays: fc.boolean(), pauses: fc.constant(true as const) };
  const after = fc.record({ after: duration }, options);
  const reminders = fc.array(fc.oneof(fc.record({ before: duration }, options), after), { minLength: 1 });
  return fc.oneof(
    fc.record(
      { trigger, duration, reminders, ...more },
      { requiredKeys: ["trigger", "duration"], ...options },
    ),
    fc.record(
      { trigger, expiry: fc.constantFrom("2030-01-01", "1893456000000"), reminders, ...more },
      { requiredKeys: ["trigger", "expiry"], ...options },
    ),
    fc.record(
      { trigger, when: expression, reminders, ...more },
      { requiredKeys: ["trigger", "when"], ...options },
    ),
    fc.record(
      { trigger, reminders: fc.array(after, { minLength: 1 }), ...more },
      { requiredKeys: ["trigger", "reminders"], ...options },
    ),
    ...(known.length === 0
      ? []
      : [
          fc.record(
            { variable: fc.constantFrom(...known), trigger, reminders, ...more },
            { requiredKeys: ["variable"], ...options },
          ),
        ]),
  );
};

const bound = fc.oneof(fc.nat(9), expression);

/** An expression, wrong as it is, that looks like a share. */
const share: Expression = { language: "xpath", text: "10%" };

const instances = (known: readonly string[]): fc.Arbitrary<Instances> =>
  fc.record(
    {
      minimum: bound,
      maximum: fc.oneof(bound, fc.constant(NO_BOUND)),
      threshold: fc.oneof(bound, fc.constant(NO_BOUND)),
      creation: fc.constantFrom("static" as const, "dynamic" as const),
      input: fc.record(
        { query: expression, splitter: expression, parameter: name },
        { requiredKeys: ["query", "parameter"], ...options },
      ),
      count: fc.oneof(expression, fc.constant<Expression>({ language: "xpath", text: "3" })),
      index: name,
      atOnce: bound,
      tolerate: fc.oneof(
        bound,
        fc.nat(100).map((percent) => ({ percent })),
        fc.constantFrom({ percent: 2.5 }, share),
      ),
      ...(known.length > 0 && {
        output: fc.record(
          { query: expression, joiner: expression, variable: fc.constantFrom(...known) },
          { requiredKeys: ["query", "variable"], ...options },
        ),
      }),
    },
    { requiredKeys: ["minimum", "maximum", "threshold", "creation"], ...options },
  );

const call: fc.Arbitrary<ConnectorCall> = fc.record(
  {
    connector: fc.constantFrom("http", "mail"),
    version: fc.nat(3),
    configuration: fc.dictionary(fc.constantFrom("url", "x y"), json, options),
    input: mappings(names),
    output: mappings(names),
    retry: fc.record(
      {
        attempts: fc.integer({ min: 1, max: 9 }),
        initialInterval: duration,
        coefficient: fc.integer({ min: 1, max: 3 }),
        maximumInterval: duration,
        deadline: duration,
      },
      { requiredKeys: [], ...options },
    ),
    timeout: duration,
  },
  { requiredKeys: ["connector", "configuration"], ...options },
);

function flows(targets: readonly string[]): fc.Arbitrary<readonly Flow[]> {
  return fc.array(
    fc.record(
      {
        to: fc.constantFrom(...targets),
        predicate: expression,
        order: fc.integer({ min: -3, max: 3 }),
        isDefault: fc.constant(true),
      },
      { requiredKeys: ["to"], ...options },
    ),
    { maxLength: 3 },
  );
}

interface Around {
  readonly known: readonly string[];
  readonly elements: readonly string[];
  readonly decompositions: ReadonlyMap<string, readonly string[]>;
}

function task(id: string, { known, elements, decompositions }: Around): fc.Arbitrary<Task> {
  return fc.option(fc.constantFrom(...decompositions.keys()), { nil: undefined }).chain((decomposition) =>
    fc.record(
      {
        id: fc.constant(id),
        name: fc.oneof(text, fc.constantFrom("Do {/N/a}", "Do {b} {/c}")),
        documentation: text,
        label: fc.array(fc.oneof(some, expression), { minLength: 1, maxLength: 3 }),
        join: fc.constantFrom("and", "xor", "or"),
        split: fc.constantFrom("and", "xor", "or"),
        flows: flows(elements),
        removes: fc.array(
          fc.oneof(
            fc.constantFrom(...elements).map((each) => ({ kind: "element" as const, id: each })),
            fc.constant({ kind: "flow" as const, from: "t0", to: "t1" }),
          ),
          { maxLength: 2 },
        ),
        ...(decomposition !== undefined && { decomposition: fc.constant(decomposition) }),
        startingMappings: mappings(
          decomposition === undefined ? names : (decompositions.get(decomposition) ?? []),
        ),
        completedMappings: mappings(known),
        enablementMappings: mappings(names),
        ...(decomposition !== undefined && { instances: instances(known) }),
        timer: timer(known),
        resourcing: resourcing(known),
        customForm: fc.constantFrom("https://forms.acme.com/1", "/forms/1"),
        form: fc.record(
          {
            title: text,
            order: fc.array(name),
            fields: fc.dictionary(name, fc.dictionary(some, json, options), options),
          },
          { requiredKeys: ["title"], ...options },
        ),
      },
      {
        requiredKeys: [
          "id",
          "join",
          "split",
          "flows",
          "removes",
          "startingMappings",
          "completedMappings",
          ...(decomposition === undefined ? [] : ["decomposition" as const]),
        ],
        ...options,
      },
    ),
  ) as fc.Arbitrary<Task>;
}

const work = (id: string): fc.Arbitrary<WorkDecomposition> =>
  fc.record(
    {
      kind: fc.constant("work" as const),
      id: fc.constant(id),
      name: text,
      documentation: text,
      root: fc.constantFrom(id, "data", "t0"),
      inputs: variables,
      outputs: variables,
      interaction: fc.constantFrom("manual" as const, "automated" as const),
      codelet: some,
      service: some,
      call,
      attributes: texts,
    },
    { requiredKeys: ["kind", "id", "root", "inputs", "outputs", "interaction"], ...options },
  );

const CONDITIONS = ["begin", "half way", "end"] as const;

function net(
  id: string,
  decompositions: ReadonlyMap<string, readonly string[]>,
  own: readonly [readonly Variable[], readonly Variable[]],
): fc.Arbitrary<Net> {
  const [inputs, locals] = own;
  const byName = new Map([...inputs, ...locals].map((each) => [each.name, each]));
  const known = [...byName.keys()];
  const elements = ["t0", "t1", ...CONDITIONS];
  const around: Around = { known, elements, decompositions };
  return fc.record(
    {
      kind: fc.constant("net" as const),
      id: fc.constant(id),
      name: text,
      documentation: text,
      root: fc.constantFrom(id, "data"),
      inputs: fc.constant(inputs),
      locals: fc.constant(locals),
      outputs: fc.oneof(
        fc.subarray(known).map((all) => all.flatMap((each) => byName.get(each) ?? [])),
        known.length === 0
          ? variables
          : fc.subarray(known).chain((all) => fc.tuple(...all.map((each) => variable(each)))),
      ),
      inputCondition: flows(elements).map((all) => ({ id: "begin", flows: all })),
      outputCondition: fc.record(
        { id: fc.constant("end"), name: text, flows: fc.constant([]) },
        { requiredKeys: ["id", "flows"], ...options },
      ),
      conditions: flows(elements).map((all) => [{ id: "half way", name: "x", flows: all }]),
      tasks: fc.tuple(task("t0", around), task("t1", around)),
      attributes: texts,
      layout: fc.constant({
        elements: { t0: { x: 1, y: 2.5, width: 30, height: 40 } },
        flows: { "t0 -> t1": [{ x: 1, y: 2 }] },
      }),
    },
    {
      requiredKeys: [
        "kind",
        "id",
        "root",
        "inputs",
        "locals",
        "outputs",
        "inputCondition",
        "outputCondition",
        "conditions",
        "tasks",
      ],
      ...options,
    },
  );
}

const SCHEMA =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n  <xs:complexType name="Order"><xs:sequence/></xs:complexType>\n</xs:schema>';

const split = fc
  .tuple(fc.subarray([...names]), fc.subarray([...names]))
  .chain(([one, other]) =>
    fc.tuple(
      fc.tuple(...one.map((each) => variable(each))),
      fc.tuple(...other.filter((each) => !one.includes(each)).map((each) => variable(each))),
    ),
  );

const metadata = fc.record(
  {
    title: text,
    creators: fc.array(fc.oneof(text, fc.constant({ name: "A", contacts: [{ email: "a@b.c" }] })), {
      maxLength: 2,
    }),
    created: text,
    persistent: fc.boolean(),
    uri: text,
  },
  { requiredKeys: [], ...options },
);

export const specification: fc.Arbitrary<Specification> = fc
  .tuple(work("Main.t0"), work("shared"), split, split)
  .chain(([inside, shared, ofMain, ofSub]) => {
    const parameters = (all: readonly Variable[]) => all.map((each) => each.name);
    const decompositions = new Map([
      [inside.id, parameters(inside.inputs)],
      [shared.id, parameters(shared.inputs)],
      ["Sub", parameters(ofSub[0])],
    ]);
    return fc
      .record(
        {
          id: fc.constantFrom("Main", "other"),
          version: fc.constantFrom("1.0", "0.12", "3"),
          title: some,
          documentation: text,
          metadata,
          nets: fc.tuple(net("Main", decompositions, ofMain), net("Sub", decompositions, ofSub)),
        },
        { requiredKeys: ["id", "version", "title", "metadata", "nets"], ...options },
      )
      .map(({ nets, ...rest }) => ({
        ...rest,
        format: "mizzen",
        types: {
          Order: { kind: "complex", content: { kind: "sequence", particles: [], min: 1, max: 1 } },
          Own: { kind: "json", schema: { type: "object" } },
        } as const,
        schemaXml: SCHEMA,
        rootNet: "Main",
        decompositions: [...nets, inside, shared],
      }));
  });
