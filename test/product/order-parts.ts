/** Two parts of the order fulfilment that go on side by side: the freight in transit, and its payment. */
import assert from "node:assert/strict";
import type { JsonObject } from "../../yawl/model/json.ts";
import { COMPANY, filled, inside, paymentOrder, trackpoint } from "./order-answers.ts";
import type { OrderCase } from "./order-people.ts";

/** The freight passes two track points, its customer asks for it, and it arrives. */
export async function inTransit(order: OrderCase): Promise<void> {
  await order.does("Issue Trackpoint Notice", trackpoint("Fremantle depot", "10:00:00", "10:30:00"));
  await order.does(
    "Initiate Shipment Status Inquiry",
    filled("ShipmentStatusInquiry", { Inquiry: "Where is it?" }),
  );
  await order.does("Issue Trackpoint Notice", (input) => {
    const [first] = inside(input, "TrackpointNotices", "TrackpointNotice") as readonly JsonObject[];
    assert.equal(first?.["Trackpoint"], "Fremantle depot", "earlier notices are shown");
    return trackpoint("Hobart terminal", "16:45:00Z", "17:00:00+10:00")(input);
  });
  // Everyone reports on one of the notices: the task has an instance for each of them.
  for (const [place, report] of [
    ["Hobart terminal", "All there"],
    ["Fremantle depot", ""],
  ] as const) {
    await order.does("Log Trackpoint Order Entry", (input) => {
      assert.equal(inside(input, "TrackpointNotice", "Trackpoint"), place);
      return { ...input, Report: report };
    });
  }
  await order.does(
    "Create Acceptance Certificate",
    filled("AcceptanceCertificate", { DeliveryNotes: "Two coils are wet" }),
  );
}

/** The payment order is corrected once; too little is paid, then too much. */
export async function paidAfterAdjustments(order: OrderCase): Promise<void> {
  await order.does("Produce Freight Invoice", filled("FreightInvoice"));
  await order.does("Process Freight Payment");
  await order.does("Issue Shipment Invoice", (input) => {
    assert.deepEqual(inside(input, "ShipmentInvoice", "Company"), COMPANY);
    return filled("ShipmentInvoice")(input);
  });
  await order.does("Issue Shipment Payment Order", paymentOrder);
  await order.does("Approve Shipment Payment Order", { ShipmentPaymentOrderApproval: { Approved: false } });
  await order.does("Update Shipment Payment Order", filled("ShipmentPaymentOrder", { ShipmentCost: 975 }));
  await order.does("Approve Shipment Payment Order", { ShipmentPaymentOrderApproval: { Approved: true } });
  await order.does("Process Shipment Payment", { ShipmentPayment: { Balance: -25.5 } });
  await order.does("Issue Debit Adjustment", (input) => {
    assert.deepEqual(input["DebitAdjustment"], { StillDue: 25.5 });
    return filled("DebitAdjustment")(input);
  });
  await order.does("Process Shipment Payment", { ShipmentPayment: { Balance: 4.5 } });
  await order.does("Issue Credit Adjustment", (input) => {
    assert.equal(inside(input, "CreditAdjustment", "Reimbursement"), 4.5);
    return filled("CreditAdjustment")(input);
  });
}
