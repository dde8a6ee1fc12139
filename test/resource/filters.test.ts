import assert from "node:assert/strict";
import type { CaseFacts } from "../../yawl/work/distribution.ts";
import type { Loads } from "../../yawl/resource/loads.ts";
import { needsOf, weighedFor } from "../../yawl/resource/decide.ts";
import { peopleRules } from "../../yawl/resource/people-rules.ts";
import { decided, demand, NOW, organisation, person } from "./people.ts";

const office = organisation(
  [
    person("ann", {
      roles: ["lawyer"],
      positions: ["head"],
      capabilities: [{ name: "Contract Law", value: 12 }, { name: "R&D" }, { name: "english", value: "C1" }],
    }),
    person("bob", {
      roles: ["Senior lawyer"],
      positions: ["counsel"],
      capabilities: [{ name: "law", value: "7" }, { name: "tax" }],
    }),
    person("cem", {
      roles: ["lawyer"],
      positions: ["Trainee"],
      groups: ["claims"],
      capabilities: [
        { name: "law", value: 2 },
        { name: "english", value: "B2" },
      ],
    }),
    person("dora", { roles: ["clerk"], groups: ["Legal"], capabilities: [{ name: "law" }] }),
  ],
  {
    roles: [
      { id: "lawyer", name: "Lawyer" },
      { id: "senior", name: "Senior lawyer", belongsTo: "Lawyer" },
      { id: "clerk", name: "Clerk" },
    ],
    positions: [
      { id: "head", name: "Head of legal", group: "legal" },
      { id: "counsel", name: "Counsel", reportsTo: "vacant", group: "legal" },
      { id: "vacant", name: "Deputy head", reportsTo: "head" },
      { id: "trainee", name: "Trainee", reportsTo: "counsel" },
    ],
    groups: [
      { id: "legal", name: "Legal" },
      { id: "claims", name: "Claims", belongsTo: "legal" },
    ],
    capabilities: [
      { id: "law", name: "Contract Law" },
      { id: "tax", name: "Tax" },
      { id: "english", name: "English" },
    ],
  },
);
const ALL = ["ann", "bob", "cem", "dora"];

/** Whom a filter keeps, or the fault. */
function kept(
  name: string,
  parameters: Record<string, string>,
  { rules = {}, loads }: { rules?: Partial<CaseFacts>; loads?: Loads } = {},
): readonly string[] | string | undefined {
  const asked = demand({ participants: ALL, filters: [{ name, parameters }] }, { rules });
  const decision = decided(office, asked, loads ? { loads } : {});
  if (decision.kind === "offered") return decision.people;
  return decision.why.fault;
}

const NOBODY = "Nobody is left who could get it.";

describe("YAWL's filters", () => {
  it("CapabilityFilter takes an expression, in which & binds before |", () => {
    assert.deepEqual(kept("CapabilityFilter", { Capability: "Contract Law" }), ALL);
    assert.deepEqual(kept("CapabilityFilter", { Capability: "Contract Law & Tax" }), ["bob"]);
    assert.deepEqual(kept("CapabilityFilter", { Capability: "Tax | English & law" }), ["ann", "bob", "cem"]);
    assert.deepEqual(kept("CapabilityFilter", { Capability: "(Tax | English) & !tax" }), ["ann", "cem"]);
    assert.deepEqual(kept("CapabilityFilter", { Capability: '"R&D"' }), ["ann"]);
  });

  it("OrgFilter looks at position and group; positions are flat, groups have levels and come with positions", () => {
    assert.deepEqual(kept("OrgFilter", { Position: "Head of legal | counsel" }), ["ann", "bob"]);
    assert.deepEqual(kept("OrgFilter", { OrgGroup: "Legal" }), ALL);
    assert.deepEqual(kept("OrgFilter", { OrgGroup: "claims" }), ["cem"]);
    assert.deepEqual(kept("OrgFilter", { Position: "Trainee", OrgGroup: "Legal" }), ["cem"]);
    assert.deepEqual(kept("OrgFilter", { Position: "Trainee", OrgGroup: "" }), ["cem"]);
    assert.match(String(kept("OrgFilter", {})), /needs one of the parameters "Position" and "OrgGroup"/);
  });

  it("apply all, also where several are of one kind", () => {
    const filters = ["law", "tax"].map((Capability) => ({
      name: "CapabilityFilter",
      parameters: { Capability },
    }));
    const decision = decided(office, demand({ participants: ALL, filters }));
    assert.deepEqual(decision.kind === "offered" && decision.people, ["bob"]);
    assert.deepEqual(
      decision.why.steps.map(({ step, rule, kept }) => [step, rule, kept]),
      [
        ["initial", "participant ann, bob, cem, dora", 4],
        ["filter", 'capability("law")', 4],
        ["filter", 'capability("tax")', 1],
        ["absent", "available, not locked and not absent", 1],
      ],
    );
    assert.deepEqual(decision.why.steps[2]?.dropped[0], {
      participant: "ann",
      reason: 'does not fit capability("tax")',
    });
  });

  it("leave nobody by an unknown name, but say that it is unknown", () => {
    assert.equal(
      kept("CapabilityFilter", { Capability: "Contrct Law" }),
      'There is no capability "Contrct Law" in the organisation. Did you mean "Contract Law"?',
    );
    assert.match(String(kept("OrgFilter", { Position: "Hed" })), /There is no position "Hed"/);
    assert.match(String(kept("CapabilitFilter", {})), /There is no filter "CapabilitFilter". Did you mean/);
  });
});

describe("The filter capability", () => {
  it("compares values as numbers where both are numbers, else as texts", () => {
    assert.deepEqual(kept("capability", { name: "law", is: ">= 7" }), ["ann", "bob"]);
    assert.deepEqual(kept("capability", { name: "law", is: "> 7.0" }), ["ann"]);
    assert.deepEqual(kept("capability", { name: "law", is: "7.00" }), ["bob"]);
    assert.deepEqual(kept("capability", { name: "law", is: "!= 7" }), ["ann", "cem"]);
    assert.deepEqual(kept("capability", { name: "English", is: "> B2" }), ["ann"]);
    assert.deepEqual(kept("capability", { name: "english", is: "= B2" }), ["cem"]);
    assert.deepEqual(kept("capability", { name: "english", is: "<= 5" }), NOBODY);
  });

  it("takes any or all of a list", () => {
    assert.deepEqual(kept("capability", { any: "Tax, English" }), ["ann", "bob", "cem"]);
    assert.deepEqual(kept("capability", { all: 'law, "R&D"' }), ["ann"]);
    assert.match(String(kept("capability", {})), /"capability" needs one of/);
  });
});

describe("The filters by what people are", () => {
  it("know roles with those below, positions, groups and people", () => {
    assert.deepEqual(kept("role", { name: "lawyer" }), ["ann", "bob", "cem"]);
    assert.deepEqual(kept("role", { name: "senior | clerk" }), ["bob", "dora"]);
    assert.deepEqual(kept("position", { name: "Trainee" }), ["cem"]);
    assert.deepEqual(kept("group", { name: "Legal & !Claims" }), ["ann", "bob", "dora"]);
    assert.deepEqual(kept("participant", { id: "!ann & !nobody" }), ["bob", "cem", "dora"]);
  });

  it("know who stands how to who did a task", () => {
    const rules = { performed: [{ task: "draft", people: ["cem"] }] };
    const related = (to: string) => kept("relation", { to, task: "draft" }, { rules });
    assert.deepEqual(related("manager of"), ["bob"]);
    assert.deepEqual(related("above"), ["ann", "bob"]);
    assert.deepEqual(related("same group as"), ["cem"]);
    assert.deepEqual(related("same position as"), ["cem"]);
    assert.deepEqual(related("same role as"), ["ann", "bob", "cem"]);
    assert.deepEqual(related("reports to"), NOBODY);
    const byHead = { performed: [{ task: "draft", people: ["ann"] }] };
    assert.deepEqual(kept("relation", { to: "reports to", task: "draft" }, { rules: byHead }), [
      "bob",
      "cem",
    ]);
    // where a position is vacant, the next one above counts
    const byCounsel = { performed: [{ task: "draft", people: ["bob"] }] };
    assert.deepEqual(kept("relation", { to: "manager of", task: "draft" }, { rules: byCounsel }), ["ann"]);
  });
});

describe("The filters by work", () => {
  const loads: Loads = {
    queues: {
      ann: { allocated: 1, started: 1, suspended: 4 },
      bob: { allocated: 3, started: 0, suspended: 0 },
    },
    history: { cem: { completed: 3, allocated: 5 } },
  };

  it("count open items", () => {
    assert.deepEqual(kept("workload", { most: "3" }, { loads }), ["bob", "cem", "dora"]);
    assert.deepEqual(kept("workload", { most: "2", of: "allocated" }, { loads }), ["ann", "cem", "dora"]);
    assert.deepEqual(kept("open", { is: "= 0" }, { loads }), ["cem", "dora"]);
    assert.match(String(kept("open", { is: "= few" }, { loads })), /"few" is no number/);
  });

  it("look at this case and at the task in others", () => {
    const rules = { performed: [{ task: "draft", people: ["bob", "cem"] }] };
    assert.deepEqual(kept("history", { did: "draft" }, { rules }), ["bob", "cem"]);
    assert.deepEqual(kept("history", { didNot: "draft" }, { rules }), ["ann", "dora"]);
    assert.deepEqual(kept("history", { did: "draft", least: "3" }, { rules, loads }), ["cem"]);
    assert.deepEqual(kept("did", { task: "draft" }, { rules }), ["bob", "cem"]);
    assert.deepEqual(kept("availability", {}), ALL);
  });
});

describe("The filter where", () => {
  const kept2 = (expression: string, more = {}) => kept("where", { expression }, more);

  it("puts conditions together", () => {
    const expression =
      'capability("Contract Law") & (years("Contract Law") >= 5 | group(Legal)) & !position(Trainee)';
    assert.deepEqual(kept2(expression), ["ann", "bob", "dora"]);
    assert.deepEqual(kept2("role(clerk, Senior lawyer)"), ["bob", "dora"]);
    assert.deepEqual(kept2("capability(Contract Law, >= 5) | participant(dora)"), ["ann", "bob", "dora"]);
    assert.deepEqual(kept2('capability(all = "law", is = "< 3")'), ["cem"]);
    assert.deepEqual(kept2("available & !(group(Claims) | role(clerk))"), ["ann", "bob"]);
    const rules = { performed: [{ task: "draft", people: ["cem"] }] };
    assert.deepEqual(kept2("relation(manager of, draft) | did(draft)", { rules }), ["bob", "cem"]);
  });

  it("tells whoever is left out which part does not fit", () => {
    const filters = [
      { name: "where", parameters: { expression: "role(lawyer) & (group(Claims) | years(law) > 9)" } },
    ];
    const { why } = decided(office, demand({ participants: ALL, filters }));
    assert.deepEqual(why.steps[1]?.dropped, [
      { participant: "bob", reason: 'does not fit (group("Claims") | capability("law", > 9))' },
      { participant: "dora", reason: 'does not fit role("lawyer")' },
    ]);
  });

  it("asks for the loads of those only who may still get the item", () => {
    const filters = [
      { name: "where", parameters: { expression: "role(clerk) | open <= 2 & years(law) > 5" } },
    ];
    const asked = demand({ participants: ALL, filters });
    assert.deepEqual(needsOf(asked), ["queues"]);
    assert.deepEqual(weighedFor(asked, NOW, office), ["ann", "bob", "dora"]);
    const loads = { queues: { ann: { allocated: 3, started: 0, suspended: 0 } }, history: {} };
    assert.deepEqual(kept2("role(clerk) | open <= 2 & years(law) > 5", { loads }), ["bob", "dora"]);
  });
});

describe("A variable in a rule", () => {
  const rules = (values: CaseFacts["values"]) => ({ rules: values ? { values } : {} });

  it("stands for its value, which is one name whatever is in it", () => {
    const filter = { Capability: "law & $skill" };
    assert.deepEqual(kept("CapabilityFilter", filter, rules({ skill: "R&D" })), ["ann"]);
    assert.deepEqual(kept("CapabilityFilter", filter, rules({ skill: ["R&D", "tax"] })), ["ann", "bob"]);
    assert.deepEqual(
      kept("where", { expression: "role($r) & years(law) >= $n" }, rules({ r: "lawyer", n: 7 })),
      ["ann", "bob"],
    );
    assert.deepEqual(kept("workload", { most: "$n" }, rules({ n: 0 })), ALL);
  });

  it("is found where it is not in quotation marks", () => {
    const expression = 'role($r) & !participant("$not") & years(law) >= $n';
    const rule = peopleRules();
    assert.deepEqual(rule.variablesOf("filter", { name: "where", parameters: { expression } }), ["r", "n"]);
    const limit = { name: "limit-open-items", parameters: { limit: " $größe " } };
    assert.deepEqual(rule.variablesOf("constraint", limit), ["größe"]);
    assert.deepEqual(rule.variablesOf("filter", { name: "no such", parameters: { y: "$z" } }), []);
  });

  it("has its value from the data of the net, where there is one", () => {
    const filters = [{ name: "where", parameters: { expression: "role($r) & years(law) >= $n" } }];
    const facts = { values: { r: "lawyer", n: "8" } };
    const decision = decided(office, demand({ participants: ALL, filters }, { rules: facts }));
    assert.deepEqual(decision.kind === "offered" && decision.people, ["ann"]);
  });

  it("without a value is a fault, not nobody", () => {
    assert.match(String(kept("CapabilityFilter", { Capability: "$skill" })), /"\$skill" has no value/);
    assert.match(String(kept("where", { expression: "years(law) > $n" })), /"\$n" has no value/);
    assert.match(String(kept("workload", { most: "$n" })), /"\$n" has no value/);
  });
});
