/** Views of cases and work items for tests of the store and the API. */
import { participantWith } from "../../store/participants.ts";
import type {
  CaseView,
  ItemView,
  ParticipantView,
  SpecificationView,
  ViewChange,
} from "../../store/views.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";

export type PersonView = Extract<ItemView, { kind: "person" }>;
type CallView = Extract<ItemView, { kind: "call" }>;

/** An item that a connector performs, and that is started. */
export function sampleCall(changes: Partial<CallView> & Pick<CallView, "call">): CallView {
  const { offeredAt: _, ...item } = sampleItem({ status: "started", offeredTo: [] });
  return { ...item, ...changes, kind: "call" } as CallView;
}

export function sampleItem(changes: Partial<PersonView> = {}): PersonView {
  return {
    kind: "person",
    id: "case-1.1",
    caseId: "case-1",
    specificationId: "Invoices",
    specificationVersion: "1.0",
    decomposition: "ProcessInvoice",
    revision: 1,
    net: "Invoices",
    netId: "Invoices",
    task: "Process",
    name: "Process Invoice #12345",
    status: "offered",
    offeredTo: ["alice@acme.com", "bob@acme.com"],
    data: { invoice: "12345" },
    dataVersion: 0,
    enabledAt: 1_000,
    offeredAt: 1_000,
    ...changes,
  };
}

export function sampleCase(
  changes: Partial<Omit<CaseView, "id" | "revision">> = {},
): Omit<CaseView, "id" | "revision"> {
  return {
    specificationId: "Invoices",
    specificationVersion: "1.0",
    title: "Invoices",
    state: "running",
    data: { invoice: "12345" },
    marking: { Invoices: { start: 1 } },
    busy: {},
    startedBy: "admin",
    startedAt: 1_000,
    ...changes,
  };
}

/** The first change of a case with one offered item. */
export function firstChange(changes: Partial<ViewChange> = {}): ViewChange {
  return {
    caseId: "case-1",
    revision: 1,
    case: sampleCase(),
    items: [sampleItem()],
    events: [{ caseId: "case-1", number: 1, type: "case-started", at: 1_000, by: "admin" }],
    ...changes,
  };
}

export function sampleParticipant(id: string, changes: Partial<ParticipantView> = {}): ParticipantView {
  return participantWith({ id, ...changes });
}

/** A net with one task, `Process`, whose work takes a text `decision`. */
export function sampleCompiled(changes: Partial<CompiledSpecification> = {}): CompiledSpecification {
  const text = { kind: "simple", base: "string", xsd: "string" } as const;
  return {
    format: 1,
    id: "Invoices",
    version: "1.0",
    title: "Invoices",
    rootNet: "Invoices",
    types: {},
    nets: {
      Invoices: {
        id: "Invoices",
        root: "Invoices",
        input: "start",
        output: "end",
        conditions: { start: {}, end: {} },
        tasks: {
          Process: {
            id: "Process",
            name: "Process Invoice",
            join: "xor",
            split: "and",
            from: ["start"],
            flows: [{ to: "end" }],
            decomposition: "ProcessInvoice",
            starting: [],
            completed: [],
          },
        },
        variables: [{ name: "invoice", type: text, input: true }],
      },
    },
    work: {
      ProcessInvoice: {
        id: "ProcessInvoice",
        root: "ProcessInvoice",
        inputs: [],
        outputs: [{ name: "decision", type: text, mandatory: true }],
        interaction: "manual",
      },
    },
    ...changes,
  };
}

export function sampleSpecification(changes: Partial<SpecificationView> = {}): SpecificationView {
  const { id = "Invoices", version = "1.0" } = changes;
  return {
    id,
    version,
    title: "Invoices",
    format: "mizzen",
    digest: `digest of ${id} ${version}`,
    source: "id: Invoices",
    contentType: "application/yaml",
    compiled: sampleCompiled({ id, version }),
    checks: [],
    uploadedBy: "admin",
    uploadedAt: 1_000,
    ...changes,
  };
}
