import assert from "node:assert/strict";
import { readDialect } from "../../yawl/files/dialect/read.ts";
import { withoutPlaces } from "./round-trip.ts";
import { NO_BOUND, type Net, type Task, type WorkDecomposition } from "../../yawl/model/specification.ts";

const FILE = `
mizzen: 1
id: forms
version: "1"
expressions: jsonata
rootNet: { id: Main, name: The whole, root: data, log: { start: begun } }
types: { Score: { type: integer, minimum: 0 } }
input: { who: string, plain: "string?" }
data:
  due: { xsd: date, initialXml: 2030-01-31 }
  score: { type: Score, default: 1 }
  people: array
  results: array
start: { id: begin, name: Begin, next: human }
end: { id: finish }
conditions: { ready: { name: Ready, documentation: All is there, next: call } }
tasks:
  human:
    name: "For {who}"
    documentation: Somebody looks.
    offer:
      roles: [clerk]
      participantsFrom: [people]
      where: capability("Law", years >= 5) | role(boss)
      filters: [Present, { name: CapabilityFilter, with: { Capability: Law } }]
      separateFrom: [call, pause]
      limit: 5
      retainFamiliar: many
      familiar: many
    allocate: { strategy: shortest-queue }
    start: system
    privileges: { suspend: all, reallocate: nobody, pile: { roles: [boss] }, skip: { except: { roles: [trainee] } } }
    secondary: { roles: [helper], resources: [van] }
    form: { url: /forms/1, title: Look, order: [score], fields: { score: { widget: slider } } }
    timer: { after: PT2H, from: started, workdays: true }
    input: [who, { twice: score * 2, same: { variable: score } }]
    output: [score]
    next:
      - { to: ready, when: { xpath: $score > 1 }, order: 2, documentation: if good }
      - { to: many, otherwise: true }
    split: or
    cancels: [ready, many -> finish]
  call:
    call: { connector: http, version: 1 }
    with: { url: "https://a.b/{who}", auth: { type: bearer, token: { secret: key } } }
    input: [who]
    send: { id: who }
    receive: { found: body.name }
    set: { who: found }
    retry: { attempts: 3, initial: PT1S, coefficient: 1.5, maximum: PT9S, deadline: PT1H }
    timeout: PT5S
    next: finish
  many:
    work: shared
    instances:
      { each: people, as: person, index: number, min: 2, max: $count(people), threshold: 3, atOnce: 20, tolerate: 2.5%, creation: dynamic, collect: grade, join: $sum(results), into: results }
    next: finish
  pause: { timer: { variable: due }, join: and, next: finish }
work:
  shared: { root: data, automated: true, codelet: Grader, input: { person: any, number: integer }, output: { grade: Score, note: "string?" } }
layout: { elements: { human: [1, 2, 30, 40] }, flows: { "human -> ready": [[5, 6]] } }
`;

describe("The long forms of the dialect", () => {
  const read = readDialect(FILE);
  if (!read.ok) assert.fail(JSON.stringify(read.fault));
  const { specification } = read.value;
  const root = specification.decompositions.find((each): each is Net => each.kind === "net");
  const task = (id: string): Task => root?.tasks.find((each) => each.id === id) ?? assert.fail(id);
  const work = (id: string): WorkDecomposition =>
    specification.decompositions.find(
      (each): each is WorkDecomposition => each.kind === "work" && each.id === id,
    ) ?? assert.fail(id);
  const jsonata = (text: string) => ({ language: "jsonata", text });

  it("call the root net and its conditions otherwise", () => {
    assert.deepEqual(
      [specification.rootNet, root?.id, root?.name, root?.root],
      ["Main", "Main", "The whole", "data"],
    );
    assert.deepEqual(root?.logPredicate, { start: "begun" });
    assert.deepEqual([root?.inputCondition.id, root?.inputCondition.name], ["begin", "Begin"]);
    assert.equal(root?.outputCondition.id, "finish");
    assert.equal(root?.conditions[0]?.documentation, "All is there");
  });

  it("give variables types of the file and of XML Schema, and values", () => {
    const [due, score] = root?.locals ?? [];
    assert.deepEqual(due, {
      name: "due",
      type: { kind: "simple", base: "date", xsd: "date" },
      initialXml: "2030-01-31",
    });
    assert.deepEqual(score, { name: "score", type: { kind: "named", name: "Score" }, initial: 1 });
    assert.deepEqual(specification.types, {
      Score: { kind: "json", schema: { type: "integer", minimum: 0 } },
    });
    assert.deepEqual(
      root?.inputs.map(({ mandatory }) => mandatory),
      [true, undefined],
    );
  });

  it("say whom work is offered to, who allocates and starts it, and what owners may do", () => {
    assert.deepEqual(withoutPlaces(task("human").resourcing), {
      offer: {
        initiator: "system",
        to: {
          participants: [],
          roles: ["clerk"],
          variables: [{ name: "people", refersTo: "participant" }],
          filters: [
            { name: "where", parameters: { expression: 'capability("Law", years >= 5) | role(boss)' } },
            { name: "Present", parameters: {} },
            { name: "CapabilityFilter", parameters: { Capability: "Law" } },
          ],
          constraints: [
            { name: "SeparationOfDuties", parameters: { familiarTask: "call" } },
            { name: "SeparationOfDuties", parameters: { familiarTask: "pause" } },
            { name: "limit-open-items", parameters: { limit: "5" } },
            { name: "retain-familiar", parameters: { task: "many" } },
          ],
          familiarTask: "many",
        },
      },
      allocate: { initiator: "system", allocator: { name: "ShortestQueue", parameters: {} } },
      start: { initiator: "system" },
      privileges: {
        canSuspend: "all",
        canReallocateStateless: { participants: [], roles: [] },
        canReallocateStateful: { participants: [], roles: [] },
        canPile: { participants: [], roles: ["boss"] },
        canSkip: { except: { participants: [], roles: ["trainee"] } },
      },
      secondary: { participants: [], roles: ["helper"], nonHumanResources: ["van"] },
    });
  });

  it("set timers, forms, titles, flows and cancellation", () => {
    const { timer, customForm, form, label, flows, removes, split } = task("human");
    assert.deepEqual(timer, { trigger: "OnExecuting", duration: "PT2H", workdays: true });
    assert.deepEqual(task("pause").timer, { variable: "due" });
    assert.equal(customForm, "/forms/1");
    assert.deepEqual(form, { title: "Look", order: ["score"], fields: { score: { widget: "slider" } } });
    assert.deepEqual(label, ["For ", jsonata("who")]);
    assert.deepEqual(
      flows.map(({ place: _place, ...flow }) => flow),
      [
        {
          to: "ready",
          predicate: { language: "xpath", text: "$score > 1" },
          order: 2,
          documentation: "if good",
        },
        { to: "many", isDefault: true },
      ],
    );
    assert.equal(split, "or");
    assert.deepEqual(removes, [
      { kind: "element", id: "ready" },
      { kind: "flow", from: "many", to: "finish" },
    ]);
  });

  it("mix names and expressions in what goes in", () => {
    assert.deepEqual(task("human").startingMappings, [
      { query: { language: "variable", text: "who" }, mapsTo: "who" },
      { query: jsonata("score * 2"), mapsTo: "twice" },
      { query: { language: "variable", text: "score" }, mapsTo: "same" },
    ]);
    assert.deepEqual(
      work("Main.human").inputs.map(({ name }) => name),
      ["who", "twice", "same"],
    );
  });

  it("have a connector do the work", () => {
    const { interaction, call, outputs } = work("Main.call");
    assert.equal(interaction, "automated");
    assert.deepEqual(outputs, []);
    assert.deepEqual(call, {
      connector: "http",
      version: 1,
      configuration: { url: "https://a.b/{who}", auth: { type: "bearer", token: { secret: "key" } } },
      input: [{ query: jsonata("who"), mapsTo: "id" }],
      output: [{ query: jsonata("body.name"), mapsTo: "found" }],
      retry: {
        attempts: 3,
        initialInterval: "PT1S",
        coefficient: 1.5,
        maximumInterval: "PT9S",
        deadline: "PT1H",
      },
      timeout: "PT5S",
    });
    assert.equal(task("call").resourcing, undefined);
  });

  it("bound, split and join instances of shared work", () => {
    assert.equal(task("many").decomposition, "shared");
    const { place, ...instances } = task("many").instances ?? {};
    assert.deepEqual(place, { line: 55, column: 5 });
    assert.deepEqual(instances, {
      minimum: 2,
      maximum: jsonata("$count(people)"),
      threshold: 3,
      creation: "dynamic",
      atOnce: 20,
      tolerate: { percent: 2.5 },
      input: { query: jsonata("people"), parameter: "person" },
      index: "number",
      output: { query: jsonata("grade"), joiner: jsonata("$sum(results)"), variable: "results" },
    });
    const { root: element, codelet, interaction, outputs } = work("shared");
    assert.deepEqual([element, codelet, interaction], ["data", "Grader", "automated"]);
    assert.deepEqual(
      outputs.map(({ name, mandatory }) => [name, mandatory]),
      [
        ["grade", true],
        ["note", undefined],
      ],
    );
  });

  it("draw nets", () => {
    assert.deepEqual(root?.layout, {
      elements: { human: { x: 1, y: 2, width: 30, height: 40 } },
      flows: { "human -> ready": [{ x: 5, y: 6 }] },
    });
  });

  it("leave bounds open that nobody gave", () => {
    const short = readDialect(
      'mizzen: 1\nid: x\nversion: "1"\ndata: { grades: array }\nstart: a\ntasks: { a: { offer: administrator, output: { grade: number }, instances: { count: 3, into: grades }, next: end } }\n',
    );
    const net = short.ok
      ? short.value.specification.decompositions.find((each) => each.kind === "net")
      : undefined;
    const { place, ...instances } = (net?.kind === "net" ? net.tasks[0]?.instances : undefined) ?? {};
    assert.equal(place?.line, 6);
    assert.deepEqual(instances, {
      minimum: 0,
      maximum: NO_BOUND,
      threshold: NO_BOUND,
      creation: "static",
      count: { language: "xpath", text: "3" },
      output: { query: { language: "variable", text: "grade" }, variable: "grades" },
    });
  });
});
