import assert from "node:assert/strict";
import { writeYawl } from "../../yawl/files/writer/write.ts";
import { NO_BOUND, type Net, type WorkDecomposition } from "../../yawl/model/specification.ts";
import { assertSameAfterwards } from "./round-trip.ts";
import { assertValid, hasSchema } from "./schema-validity.ts";
import { messages, read, readWithWarnings } from "./specification-file.ts";
import { WHOLE_FILE } from "./whole-file.ts";

describe("A file with everything that schema 4.0 allows", () => {
  const { specification, warnings } = readWithWarnings(WHOLE_FILE);
  const [main, work] = specification.decompositions as readonly [Net, WorkDecomposition];
  const log = { start: "began ${item:id}", completion: "ended" };

  it("is valid itself, so that the other tests mean something", async function () {
    if (!hasSchema()) this.skip();
    await assertValid(new Map([["whole", WHOLE_FILE]]));
  });

  it("is read as a whole", () => {
    assert.equal(specification.unread, undefined);
    assert.deepEqual(messages(warnings), [
      "The parameter is not cut through: it is handled like the others.",
      "The configuration of the task is not applied: its ports are all active.",
      "The external data gateway of the net is not called.",
      "Enablement parameters are not filled when the task is enabled.",
      "Nets of other files are not imported.",
    ]);
  });

  it("has metadata with their structure", () => {
    assert.deepEqual(specification.metadata, {
      title: "Whole title",
      creators: ["Ann", "Bob"],
      subjects: ["this", "that"],
      description: "A description",
      contributors: ["Cid"],
      coverage: "4.0",
      validFrom: "2026-01-01",
      validUntil: "2027-01-01",
      created: "2025-12-31",
      status: "draft",
      persistent: true,
      identifier: "UID_1",
    });
    assert.deepEqual(
      [specification.version, specification.title, specification.documentation, specification.importedNets],
      ["0.7", "The whole", "Everything that there is.", ["http://nets/other"]],
    );
  });

  it("has parameters and variables with values, attributes and log predicates", () => {
    assert.deepEqual(main.inputs[0], {
      name: "amount",
      type: { kind: "simple", base: "double", xsd: "double" },
      initialXml: "1.5",
      documentation: "about amount",
      attributes: { readOnly: "true", label: "Amount & more" },
      logPredicate: log,
    });
    const [result] = main.outputs;
    assert.deepEqual(
      [result?.initialXml, result?.mandatory, result?.cutThrough, result?.logPredicate],
      ["true", true, true, log],
    );
    assert.deepEqual(
      main.locals.map(({ name, type, declared, initialXml }) => [name, type.kind, declared, initialXml]),
      [
        ["orders", "named", undefined, "<line>a &amp; b</line>"],
        ["note", "simple", { element: "note" }, undefined],
        ["free", "any", undefined, undefined],
        ["paper", "named", undefined, undefined],
        ["clock", "named", undefined, undefined],
      ],
    );
  });

  it("has documentation everywhere", () => {
    const [first] = main.tasks;
    assert.deepEqual(
      [
        main,
        main.inputCondition,
        main.inputCondition.flows[0],
        first,
        main.conditions[0],
        main.outputCondition,
        work,
      ].map((part) => part?.documentation),
      [
        "about the net",
        "about the start",
        "about the first flow",
        "about first",
        "about maybe",
        "about the stop",
        "about the work",
      ],
    );
    assert.equal(work.serviceCall?.documentation, "about the service");
  });

  it("has tasks with their configuration, timers, forms and resources", () => {
    const [first, many, last] = main.tasks;
    const configuration = {
      join: { ports: [{ value: "hidden", flows: ["start", "maybe"] }] },
      split: { ports: [{ value: "activated", flows: ["many"] }] },
      remove: { value: "blocked" },
      instances: { minIncrease: "1", maxDecrease: "2", thresIncrease: "3", creationMode: "restrict" },
    };
    assert.deepEqual([first?.configuration, first?.defaultConfiguration], [configuration, configuration]);
    assert.deepEqual(
      [first?.timer, many?.timer, last?.timer],
      [
        { trigger: "OnExecuting", duration: "P1DT2H", workdays: true },
        { variable: "clock" },
        { trigger: "OnEnabled", expiry: "1767225600000" },
      ],
    );
    assert.equal(first?.customForm, "http://forms/first.jsp");
    assert.equal(first?.enablementMappings?.[0]?.mapsTo, "early");
    assert.equal(many?.instances?.maximum, NO_BOUND);
    assert.deepEqual(first?.resourcing?.secondary, {
      participants: ["PA-2"],
      roles: ["RO-3"],
      nonHumanResources: ["NH-1"],
      nonHumanCategories: [{ name: "NC-1", subcategory: "truck" }, { name: "NC-2" }],
    });
  });

  it("has work with its service, codelet, enablement parameters and attributes", () => {
    const { service, serviceCall, codelet, interaction, attributes, enablementParameters, logPredicate } =
      work;
    assert.deepEqual(
      [service, serviceCall?.wsdlLocation, serviceCall?.operationName, codelet, interaction, attributes],
      [
        "http://service/ib",
        "http://service/x.wsdl",
        "quote",
        "ExampleCodelet",
        "automated",
        { skipOutputValidation: "true" },
      ],
    );
    assert.deepEqual(
      [enablementParameters?.[0]?.name, logPredicate, main.dataGateway],
      ["early", log, "Gateway"],
    );
  });

  it("has the layout, whatever its editor's numbers look like, and its text", () => {
    assert.deepEqual(main.layout, {
      elements: {
        start: { x: 10.5, y: 1020, width: 32, height: 32 },
        first: { x: 100.5, y: 20, width: 32, height: 32 },
      },
      flows: { "start -> first": [{ x: 3.5, y: 4 }] },
    });
    assert.match(
      specification.layoutXml ?? "",
      /^<layout xmlns="[^"]+"><locale[^]*<notes>n<\/notes>[^]*<\/layout>$/,
    );
  });

  it("is the same when it is written and read again, loses nothing, and is valid", async function () {
    const { text, lost } = writeYawl(specification);
    assert.deepEqual(lost, []);
    assertSameAfterwards(specification);
    if (hasSchema()) await assertValid(new Map([["whole", text]]));
  });

  it("keeps a layout that Mizzen makes where nothing was drawn before", () => {
    const { layoutXml, ...rest } = specification;
    assert.ok(layoutXml);
    assertSameAfterwards(rest);
    assert.equal(read(writeYawl(rest).text).layoutXml, undefined);
  });
});
