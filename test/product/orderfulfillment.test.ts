import assert from "node:assert/strict";
import { access } from "node:fs/promises";
import type { JsonObject } from "../../yawl/model/json.ts";
import {
  approve,
  carrierTimeout,
  COMPANY,
  delivery,
  filled,
  inside,
  line,
  notice,
  packages,
  pickup,
  purchaseOrder,
  quote,
  routeGuide,
  trackpoint,
} from "./order-answers.ts";
import { inTransit, paidAfterAdjustments } from "./order-parts.ts";
import { Company, ORDER_FILE, type OrderCase } from "./order-people.ts";
import { administrator, sharedProduct } from "./shared.ts";

describe("The order fulfilment process that YAWL is known for, through HTTP", function () {
  this.timeout(400_000);
  let company: Company;

  before(async function () {
    try {
      await access(ORDER_FILE);
    } catch {
      console.log("    skipped: there is no orderfulfillment.yawl beside the project");
      return this.skip();
    }
    const product = await sharedProduct();
    company = await Company.found(product, await administrator(product));
  });

  /** Orders, and has the order approved and confirmed. */
  async function ordered(wishes: Parameters<typeof purchaseOrder>[0]): Promise<OrderCase> {
    const order = await company.order();
    await order.does("Create Purchase Order", purchaseOrder(wishes));
    await order.does("Approve Purchase Order", approve(true));
    await order.does("Confirm Puchase Order");
    return order;
  }

  /** Finds a carrier for so many packages. */
  async function quoted(order: OrderCase, volumes: readonly number[]): Promise<void> {
    await order.does("Calculate Carrier Timeout", carrierTimeout);
    await order.does("Prepare Route Guide", routeGuide);
    await order.does("Estimate Trailer Usage", packages(...volumes));
    await order.does("Prepare Transportation Quote", quote);
  }

  it("less than a truckload: the order is changed, the shipment moved, paid after adjustments, and a claim refused", async () => {
    const order = await company.order();
    assert.deepEqual(await order.open(), ["Create Purchase Order"]);
    await order.does(
      "Create Purchase Order",
      purchaseOrder({ number: "PO-1", lines: [line(1, "ROPE", 3)], invoice: true }),
    );
    await order.does("Approve Purchase Order", approve(true));
    assert.deepEqual(await order.open(), ["Confirm Puchase Order", "Modify Purchase Order", "Order Timeout"]);
    await order.does("Modify Purchase Order", (input) => {
      assert.equal(inside(input, "POrder", "Order", "RevisionNumber"), 1, "the file counts the revision up");
      assert.deepEqual(inside(input, "POrder", "Company"), COMPANY);
      const changed = structuredClone(input) as { POrder: { Order: { OrderLines: { Line: JsonObject[] } } } };
      changed.POrder.Order.OrderLines.Line.push(line(2, "SAIL", 2));
      return changed;
    });
    await order.does("Approve Purchase Order", approve(true));
    await order.does("Confirm Puchase Order");

    const confirmed = await order.data();
    assert.equal(inside(confirmed, "POApproval"), true);
    assert.equal(
      inside(confirmed, "POrder", "FreightCost"),
      "1250.50",
      "the digits that were typed are kept",
    );
    assert.deepEqual(inside(confirmed, "POrder", "Order", "OrderLines", "Line"), [
      line(1, "ROPE", 3),
      line(2, "SAIL", 2),
    ]);

    await order.does("Calculate Carrier Timeout", carrierTimeout);
    assert.deepEqual(await order.open(), [
      "Carrier Timeout",
      "Estimate Trailer Usage",
      "Prepare Route Guide",
    ]);
    await order.does("Estimate Trailer Usage", packages(50, 100, 200));
    await order.does("Prepare Route Guide", routeGuide);
    assert.deepEqual(await order.open(), ["Carrier Timeout", "Prepare Transportation Quote"]);
    await order.does("Prepare Transportation Quote", (input) => {
      assert.deepEqual(input["TransportationQuote"], {
        OrderNumber: "PO-1",
        NumberOfPackages: 3,
        TotalVolume: 350,
        ShipmentNumber: "",
        ShipmentCost: "1250.50",
      });
      return quote(input);
    });

    assert.deepEqual(await order.open(), ["Arrange Delivery Appointment", "Arrange Pickup Appointment"]);
    await order.does("Arrange Pickup Appointment", pickup);
    await order.does("Arrange Delivery Appointment", delivery);
    await order.does(
      "Create Bill of Lading",
      filled("BillOfLading", { AuthorizationCode: "AU-9", ConsigneeNumber: 42 }),
    );
    assert.deepEqual(await order.open(), [
      "Modify Delivery Appointment",
      "Modify Pickup Appointment",
      "Produce Shipment Notice",
    ]);
    await order.does("Modify Pickup Appointment", filled("PickupInstructions", { PickupDate: "2026-12-02" }));
    await order.does("Modify Delivery Appointment", delivery);
    await order.does("Produce Shipment Notice", notice);

    const shipped = await order.data();
    assert.equal(inside(shipped, "ShipmentNotice", "PickupInstructions", "PickupDate"), "2026-12-02");
    assert.equal(
      inside(shipped, "ShipmentNotice", "DeliveryInstructions", "DeliveryLocation"),
      "Pier 7, Hobart",
    );
    assert.equal(inside(shipped, "TransportationQuote", "ShipmentCost"), 980.25);

    await inTransit(order);
    await paidAfterAdjustments(order);
    await order.does(
      "Lodge Loss or Damage Claim Report",
      filled("LossOrDamageClaim", { ReasonForClaim: "Two coils are wet" }),
    );
    await order.does("Authorize Loss or Damage Claim", (input) => {
      assert.equal(
        inside(input, "LossOrDamageClaimApproval", "LossOrDamageClaim", "ReasonForClaim"),
        "Two coils are wet",
      );
      return filled("LossOrDamageClaimApproval", { Approved: false })(input);
    });
    await order.does("Loss Or Damage Management", { LossOrDamageNotice: "Settled by phone" });
    assert.equal(await order.state(), "completed");
    const result = await order.data();
    assert.equal(inside(result, "AcceptanceCertificate", "DeliveryNotes"), "Two coils are wet");
    assert.deepEqual(await order.open(), []);
  });

  it("a full truckload that was paid before: appointments at both ends, and the goods come back", async () => {
    const order = await ordered({ number: "PO-2", lines: [line(1, "ANCHOR", 60)], prepaid: true });
    await quoted(
      order,
      Array.from({ length: 60 }, () => 200),
    );
    assert.deepEqual(await order.open(), [
      "Arrange Delivery Appointment",
      "Arrange Pickup Appointment",
      "Create Shipment Information Document",
    ]);
    await order.does("Arrange Pickup Appointment", (input) => {
      assert.equal(input["NumberOfPackages"], 60);
      return pickup(input);
    });
    assert.deepEqual(await order.open(), [
      "Arrange Delivery Appointment",
      "Create Shipment Information Document",
    ]);
    await order.does("Arrange Delivery Appointment", delivery);
    await order.does(
      "Create Shipment Information Document",
      filled("ShipmentInformationDocument", { AuthorizationCode: "AU-1" }),
    );
    await order.does("Produce Shipment Notice", notice);
    assert.equal(inside(await order.data(), "TransportationQuote", "TotalVolume"), 12_000);

    await order.does("Issue Shipment Invoice", filled("ShipmentInvoice"));
    await order.does(
      "Issue Shipment Remittance Advice",
      filled("ShipmentRemittanceAdvice", { AmountDebited: 980.25 }),
    );
    await order.does("Process Freight Payment");
    await order.does("Issue Trackpoint Notice", trackpoint("Hobart terminal", "16:45:00", "17:00:00"));
    await order.does("Log Trackpoint Order Entry", (input) => ({ ...input, Report: "" }));
    await order.does("Create Acceptance Certificate", filled("AcceptanceCertificate"));
    await order.does("Lodge a request for Return Merchandise", (input) => {
      const lines = inside(input, "ReturnMerchandise", "CheckedOrderLines") as JsonObject;
      assert.deepEqual(lines, { Line: [line(1, "ANCHOR", 60)], Selected: false });
      return filled("ReturnMerchandise", {
        ReasonForReturn: "Too heavy",
        CheckedOrderLines: { ...lines, Selected: true },
      })(input);
    });
    await order.does("Authorize Return Merchandise", filled("ReturnMerchandiseApproval", { Approved: true }));
    assert.equal(await order.state(), "completed");
    assert.equal(inside(await order.data(), "SP_timedout"), false);
  });

  it("a single package: carried with a manifest, and accepted when the time for claims is over", async () => {
    const order = await ordered({ number: "PO-3", lines: [line(1, "FLAG", 1)], prepaid: true });
    await quoted(order, [25]);
    await order.does("Arrange Pickup Appointment", pickup);
    await order.does("Arrange Delivery Appointment", delivery);
    await order.does("Create Carrier Manifest", filled("CarrierManifest"));
    await order.does("Produce Shipment Notice", notice);
    await order.does("Issue Trackpoint Notice", trackpoint("Hobart terminal", "16:45:00", "17:00:00"));
    await order.does("Log Trackpoint Order Entry", (input) => ({ ...input, Report: "" }));
    await order.does(
      "Create Acceptance Certificate",
      filled("AcceptanceCertificate", { AcceptanceDate: "2026-12-05" }),
    );
    await order.does("Issue Shipment Invoice", filled("ShipmentInvoice"));
    await order.does("Issue Shipment Remittance Advice", filled("ShipmentRemittanceAdvice"));
    await order.does("Process Freight Payment");
    assert.deepEqual(await order.open(), [
      "Claims Timeout",
      "Lodge Loss or Damage Claim Report",
      "Lodge a request for Return Merchandise",
    ]);
    await order.does("Claims Timeout");
    assert.equal(await order.state(), "completed");
    assert.equal(inside(await order.data(), "AcceptanceCertificate", "AcceptanceDate"), "2026-12-05");
  });

  it("an order that is refused, or not confirmed in time, ends there", async () => {
    const refused = await company.order();
    await refused.does(
      "Create Purchase Order",
      purchaseOrder({ number: "PO-4", lines: [line(1, "ROPE", 1)] }),
    );
    await refused.does("Approve Purchase Order", approve(false));
    assert.equal(await refused.state(), "completed");
    assert.equal(inside(await refused.data(), "POApproval"), false);

    const late = await company.order();
    await late.does("Create Purchase Order", purchaseOrder({ number: "PO-5", lines: [line(1, "ROPE", 1)] }));
    await late.does("Approve Purchase Order", approve(true));
    await late.does("Order Timeout");
    assert.equal(await late.state(), "completed");
    assert.equal(inside(await late.data(), "PO_timedout"), true);
  });

  it("a carrier that does not answer in time ends it, and what others had begun is withdrawn", async () => {
    const order = await ordered({ number: "PO-6", lines: [line(1, "ROPE", 1)] });
    await order.does("Calculate Carrier Timeout", carrierTimeout);
    const { form, by } = await order.take("Estimate Trailer Usage");
    await order.does("Carrier Timeout");
    assert.equal(await order.state(), "completed");
    assert.equal(inside(await order.data(), "SP_timedout"), true);
    const late = await by.post(`/work-items/${form.id}/complete`, { data: packages(25)(form.data) });
    assert.equal(late.status, 409);
  });

  it("an order that is cancelled on its way leaves every inbox", async () => {
    const order = await ordered({ number: "PO-7", lines: [line(1, "ROPE", 1)] });
    await quoted(order, [25, 25]);
    const cancelled = await company.admin.post(`/cases/${order.id}/cancel`, {
      reason: "The buyer went out of business",
    });
    assert.equal(cancelled.status, 200);
    assert.deepEqual([await order.state(), await order.open()], ["cancelled", []]);
  });

  it("a form that is filled in wrong is answered with every place, and nothing that was typed is lost", async () => {
    const order = await company.order();
    const { form, by } = await order.take("Create Purchase Order");
    const right = purchaseOrder({
      number: "PO-8",
      lines: [line(1, "ROPE", 0), { ...line(2, "SAIL", 1), Action: "Removed" }],
    })(form.data);
    const data = {
      ...right,
      POrder: { ...(right["POrder"] as JsonObject), FreightCost: "much", Discount: 5 },
    };
    assert.equal((await by.post(`/work-items/${form.id}/save`, { data })).status, 200);
    const { status, body } = await by.post(`/work-items/${form.id}/complete`, { data });
    assert.equal(status, 422);
    assert.deepEqual(
      body.errors.map(({ pointer }: { pointer: string }) => pointer),
      [
        "/POrder/Discount",
        "/POrder/Order/OrderLines/Line/0/UnitQuantity",
        "/POrder/Order/OrderLines/Line/1/Action",
        "/POrder/FreightCost",
      ],
    );
    const after = (await by.get(`/work-items/${form.id}`)).body;
    assert.equal(after.state, "started");
    assert.deepEqual(after.draft, data);
  });
});
