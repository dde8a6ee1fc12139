import assert from "node:assert/strict";
import { readSpecification } from "../../yawl/files/read.ts";
import { checkReferences } from "../../yawl/model/check.ts";
import type { Net, Specification, Task } from "../../yawl/model/specification.ts";
import { messages } from "./specification-file.ts";

const TYPE = { kind: "any" } as const;
const query = { language: "xquery", text: "1" } as const;

function taskOf(rest: Partial<Task> = {}): Task {
  return {
    id: "a",
    join: "xor",
    split: "and",
    flows: [{ to: "o" }],
    removes: [],
    startingMappings: [],
    completedMappings: [],
    ...rest,
  };
}

function specificationOf(net: Partial<Net>, rest: Partial<Specification> = {}): Specification {
  const main: Net = {
    kind: "net",
    id: "Main",
    root: "Main",
    inputs: [],
    outputs: [],
    locals: [{ name: "v", type: TYPE }],
    inputCondition: { id: "i", flows: [{ to: "a" }] },
    outputCondition: { id: "o", flows: [] },
    conditions: [],
    tasks: [taskOf()],
    place: { line: 1, column: 1 },
    ...net,
  };
  return {
    id: "s",
    version: "1",
    title: "s",
    format: "mizzen",
    metadata: {},
    types: {},
    rootNet: "Main",
    decompositions: [
      main,
      {
        kind: "work",
        id: "W",
        root: "W",
        inputs: [{ name: "p", type: TYPE }],
        outputs: [],
        interaction: "manual",
      },
    ],
    ...rest,
  };
}

const found = (net: Partial<Net>, rest?: Partial<Specification>): string[] =>
  messages(checkReferences(specificationOf(net, rest)));
const ofTask = (task: Partial<Task>): string[] => found({ tasks: [taskOf(task)] });

describe("References of a specification", () => {
  it("are all there in a good one", () => {
    assert.deepEqual(
      ofTask({
        decomposition: "W",
        removes: [
          { kind: "element", id: "i" },
          { kind: "flow", from: "i", to: "a" },
        ],
        startingMappings: [{ query, mapsTo: "p" }],
        completedMappings: [{ query, mapsTo: "v" }],
        timer: { variable: "v" },
      }),
      [],
    );
  });

  it("name the element and the place", () => {
    const place = { line: 7, column: 3 };
    const details = checkReferences(specificationOf({ tasks: [taskOf({ flows: [{ to: "x", place }] })] }));
    assert.deepEqual(details, [
      {
        element: "Main/a/x",
        ...place,
        message: 'A flow leads to "x", which the net does not have.',
      },
    ]);
  });

  it("are missing for a root net that does not exist or is no net", () => {
    assert.match(found({}, { rootNet: "X" })[0] ?? "", /root net "X" does not exist/);
    assert.match(found({}, { rootNet: "W" })[0] ?? "", /root net "W" does not exist/);
  });

  it("are missing for a decomposition that does not exist", () => {
    assert.deepEqual(ofTask({ decomposition: "X" }), ['The task decomposes to "X", which does not exist.']);
  });

  it("are missing for elements that a task cancels; a flow that is not there is a warning of the net's checks", () => {
    assert.deepEqual(
      ofTask({
        removes: [
          { kind: "element", id: "x" },
          { kind: "flow", from: "a", to: "i" },
        ],
      }),
      ['The task cancels "x", which the net does not have.'],
    );
  });

  it("are missing for variables and parameters that mappings, timers and instances use", () => {
    const missing = ofTask({
      decomposition: "W",
      startingMappings: [{ query, mapsTo: "v" }],
      completedMappings: [{ query, mapsTo: "x" }],
      timer: { variable: "y" },
      instances: {
        minimum: 1,
        maximum: 2,
        threshold: 1,
        creation: "static",
        output: { query, variable: "z" },
      },
    });
    assert.deepEqual(missing, [
      'The timer uses the variable "y", which the net does not have.',
      'A mapping goes to "x", which the net does not have.',
      `The instances' output goes to "z", which the net does not have.`,
      'A mapping goes to "v", which is no input parameter of "W".',
    ]);
  });

  it("are missing for people who are named by a variable", () => {
    const to = {
      participants: [],
      roles: [],
      variables: [{ name: "x", refersTo: "role" as const }],
    };
    const resourcing = {
      offer: { initiator: "system", to },
      allocate: { initiator: "user" },
      start: { initiator: "user" },
    } as const;
    assert.deepEqual(ofTask({ resourcing }), [
      'The task goes to whom the variable "x", which the net does not have.',
    ]);
  });

  it("need ids that occur once: decompositions, elements of a net, variables", () => {
    const variable = { name: "v", type: TYPE };
    const net = specificationOf({}).decompositions[0];
    assert.ok(net);
    assert.deepEqual(found({}, { decompositions: [net, net] }), [
      'There is more than one decomposition "Main".',
    ]);
    assert.deepEqual(found({ conditions: [{ id: "a", flows: [] }] }), [
      'The net has more than one element "a".',
    ]);
    assert.deepEqual(found({ inputs: [variable] }), ['There is more than one variable "v".']);
    assert.deepEqual(found({ outputs: [variable, variable] }), [
      'There is more than one output parameter "v".',
    ]);
  });

  it("allow an output parameter to be an input parameter or local variable", () => {
    assert.deepEqual(found({ outputs: [{ name: "v", type: TYPE }] }), []);
  });

  it("refuses the one name that a record of JavaScript cannot have", () => {
    const text = 'mizzen: 1\nid: x\nversion: "1"\nstart: a\ntasks:\n  a: { next: end }\n';
    const read = readSpecification(text, "application/yaml");
    assert.ok(read.ok);
    const [net] = read.value.specification.decompositions;
    assert.ok(net?.kind === "net" && net.tasks[0]);
    const named = { ...net, tasks: [{ ...net.tasks[0], id: "__proto__" }] };
    const details = checkReferences({ ...read.value.specification, decompositions: [named] });
    assert.ok(details.some(({ message }) => message.includes('"__proto__" cannot be used as a name')));
  });
});
