/**
 * The hand-written twin: the invoice process of `examples/invoice.yaml` as somebody who knows Temporal well would write it
 * for exactly this process. Commands are updates with a validator; each is answered when the view shows its effect, by one
 * local activity in the same workflow task, which finds the people of a new item and writes the view. It has no
 * interpreter, no specification and no expressions: the order of the steps is in its code, its state is one object.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineUpdate,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import type { showTwin } from "./twin-activities.ts";

const activities = proxyLocalActivities<{ showTwin: typeof showTwin }>({
  startToCloseTimeout: "10 seconds",
  retry: { initialInterval: "100 milliseconds", maximumInterval: "10 seconds" },
});

export interface Invoice {
  invoice_number: string;
  supplier: string;
  amount: number;
  account?: string;
  remarks?: string;
  approved?: boolean;
  paid_on?: string;
}

export interface TwinItem {
  id: string;
  task: "process_invoice" | "approve_invoice" | "pay_invoice";
  name: string;
  role: "clerk" | "approver";
  status: "unoffered" | "offered" | "allocated" | "started" | "completed";
  offeredTo: readonly string[];
  allocatedTo?: string;
  data: Partial<Invoice>;
  output?: Partial<Invoice>;
  enabledAt: number;
  allocatedAt?: number;
  startedAt?: number;
  endedAt?: number;
}

export interface TwinCommand {
  item: string;
  by: string;
  type: "claim" | "start" | "complete";
  data?: Partial<Invoice>;
}

export interface TwinChange {
  caseId: string;
  revision: number;
  state: "running" | "completed";
  data: Invoice;
  items: TwinItem[];
  events: { number: number; type: string; at: number; item: string; by?: string }[];
}

const commandUpdate = defineUpdate<{ revision: number }, [TwinCommand]>("command");

const FROM = { claim: "offered", start: "allocated", complete: "started" } as const;

export async function twinInvoice(caseId: string, invoice: Invoice): Promise<Invoice> {
  let revision = 0;
  let eventNumber = 0;
  let count = 0;
  let current = open("process_invoice");
  let isDone = false;

  function open(task: TwinItem["task"]): TwinItem {
    count += 1;
    const verb = { process_invoice: "Process", approve_invoice: "Approve", pay_invoice: "Pay" }[task];
    return {
      id: `${caseId}.${count}`,
      task,
      name: `${verb} Invoice #${invoice.invoice_number}`,
      role: task === "approve_invoice" ? "approver" : "clerk",
      status: "unoffered",
      offeredTo: [],
      data: { ...invoice },
      enabledAt: Date.now(),
    };
  }

  async function show(
    items: TwinItem[],
    events: { type: string; item: string; by?: string }[],
  ): Promise<void> {
    revision += 1;
    const fresh = items.find(({ status }) => status === "unoffered");
    const { people } = await activities.showTwin({
      caseId,
      revision,
      state: isDone ? "completed" : "running",
      data: invoice,
      items,
      events: events.map((event) => ({ ...event, number: (eventNumber += 1), at: Date.now() })),
    });
    if (fresh && fresh === current) {
      current.offeredTo = people;
      current.status = people.length > 0 ? "offered" : "unoffered";
    }
    setCurrentDetails(`${current.task}: ${current.status}`);
  }

  function refuse(type: string, message: string): never {
    throw ApplicationFailure.nonRetryable(message, type);
  }

  setHandler(
    commandUpdate,
    async ({ type, by, data }) => {
      const ended = current;
      switch (type) {
        case "claim":
          current.status = "allocated";
          current.allocatedTo = by;
          current.allocatedAt = Date.now();
          await show([current], [{ type: "item-claimed", item: current.id, by }]);
          break;
        case "start":
          current.status = "started";
          current.startedAt = Date.now();
          await show([current], [{ type: "item-started", item: current.id, by }]);
          break;
        case "complete": {
          ended.status = "completed";
          ended.endedAt = Date.now();
          ended.output = data ?? {};
          Object.assign(invoice, data);
          const next = nextTask(ended.task, invoice);
          if (next) current = open(next);
          else isDone = true;
          await show(next ? [ended, current] : [ended], [
            { type: "item-completed", item: ended.id, by },
            ...(next
              ? [{ type: "item-created", item: current.id }]
              : [{ type: "case-completed", item: ended.id }]),
          ]);
        }
      }
      return { revision };
    },
    {
      validator: ({ item, by, type, data }) => {
        if (isDone || item !== current.id) refuse("not-found", "no such item");
        if (current.status !== FROM[type as keyof typeof FROM])
          refuse("wrong-state", `the item is ${current.status}`);
        if (type === "claim" && !current.offeredTo.includes(by)) refuse("not-eligible", "not offered");
        if (type !== "claim" && current.allocatedTo !== by) refuse("not-eligible", "not yours");
        if (type === "complete" && !isComplete(current.task, data)) refuse("invalid-data", "incomplete");
      },
    },
  );
  await show([current], [{ type: "case-started", item: current.id }]);
  await condition(() => isDone || workflowInfo().continueAsNewSuggested);
  await condition(allHandlersFinished);
  return invoice;
}

function nextTask(task: TwinItem["task"], invoice: Invoice): TwinItem["task"] | undefined {
  switch (task) {
    case "process_invoice":
      return "approve_invoice";
    case "approve_invoice":
      return invoice.approved ? "pay_invoice" : "process_invoice";
    case "pay_invoice":
      return undefined;
  }
}

function isComplete(task: TwinItem["task"], data: Partial<Invoice> | undefined): boolean {
  switch (task) {
    case "process_invoice":
      return typeof data?.account === "string" && typeof data.remarks === "string";
    case "approve_invoice":
      return typeof data?.approved === "boolean" && typeof data.remarks === "string";
    case "pay_invoice":
      return typeof data?.paid_on === "string";
  }
}
