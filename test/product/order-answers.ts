/** What people answer while an order is fulfilled: the forms of `orderfulfillment.yawl`, filled in as a company would. */
import type { Json, JsonObject } from "../../yawl/model/json.ts";
import { PURCHASER } from "./order-people.ts";

export const COMPANY: JsonObject = {
  Name: "Sails & Ropes Ltd",
  Address: "12 Harbour Road <Dock 4>",
  City: "Fremantle",
  State: "WA",
  PostCode: "06160",
  Phone: "+61 8 9335 0000",
  Fax: "",
  BusinessNumber: "51 824 753 556",
};

const BANK: JsonObject = {
  Beneficiary: { ...COMPANY, Name: "Överland Freight “Fast” GmbH" },
  Bank: "Bank of the West",
  BankCode: "006-001",
  AccountName: "Overland Freight",
  AccountNumber: "000123456",
};

export function line(LineNumber: number, UnitCode: string, UnitQuantity: number): JsonObject {
  return {
    LineNumber,
    UnitCode,
    UnitDescription: `${UnitCode}, 20 m coil`,
    UnitQuantity,
    Action: "Added",
  };
}

export function inside(data: JsonObject, ...path: readonly (string | number)[]): Json {
  let value: Json = data;
  for (const step of path) value = (value as Record<string | number, Json>)[step] ?? null;
  return value;
}

interface Wishes {
  readonly number: string;
  readonly lines: readonly JsonObject[];
  readonly invoice?: boolean;
  readonly prepaid?: boolean;
}

/** The purchase order, made out of what the form shows. */
export function purchaseOrder({ number, lines, invoice = false, prepaid = false }: Wishes) {
  return (input: JsonObject): JsonObject => ({
    PO_Manager: PURCHASER,
    POrder: {
      ...(input["POrder"] as JsonObject),
      Company: COMPANY,
      Order: {
        ...(inside(input, "POrder", "Order") as JsonObject),
        OrderNumber: number,
        Currency: "USD",
        OrderTerms: "30 days",
        OrderLines: { Line: lines },
      },
      FreightCost: "1250.50",
      DeliveryLocation: "Pier 7, Hobart",
      InvoiceRequired: invoice,
      PrePaid: prepaid,
    },
  });
}

export const approve = (POApproval: boolean): JsonObject => ({ POApproval });

export const carrierTimeout = (input: JsonObject): JsonObject => ({
  POrder: input["POrder"] ?? null,
  c: Number(input["a"]) * Number(input["b"]),
});

export const routeGuide = (input: JsonObject): JsonObject => ({
  ...input,
  Trackpoints: { Trackpoint: ["Fremantle depot", "Adelaide hub", "Hobart terminal"] },
});

export function packages(...volumes: readonly number[]) {
  return (input: JsonObject): JsonObject => ({
    OrderNumber: input["OrderNumber"] ?? "",
    Packages: {
      Package: volumes.map((Volume, index) => ({ PackageID: `PK-${index + 1}`, Volume })),
    },
  });
}

/** Fills some fields of the one document that a form shows, and sends it back. */
export function filled(document: string, fields: JsonObject = {}) {
  return (input: JsonObject): JsonObject => ({
    [document]: { ...(input[document] as JsonObject), ...fields },
  });
}

export const quote = filled("TransportationQuote", { ShipmentNumber: "SH-77", ShipmentCost: 980.25 });
export const pickup = filled("PickupInstructions", {
  PickupDate: "2026-12-01",
  PickupInstructions: "Ring at the gate",
  PickupSpot: "Gate B",
});
export const delivery = filled("DeliveryInstructions", {
  DeliveryDate: "2026-12-04",
  DeliveryInstructions: "No forklift on site",
});
export const notice = filled("ShipmentNotice", {
  StartLoad: "08:30:00",
  EndLoad: "09:45:00",
  ClaimsDeadline: "P10D",
  DriverNumber: "D-14",
  DriverName: "Noor",
});
export const paymentOrder = filled("ShipmentPaymentOrder", {
  ShipmentPaymentOrderNumber: "SPO-1",
  Beneficiary: BANK,
});

export function trackpoint(place: string, arrival: string, departure: string) {
  return (input: JsonObject): JsonObject => ({
    TrackpointNotices: input["TrackpointNotices"] ?? null,
    TrackpointNotice: {
      ...(input["TrackpointNotice"] as JsonObject),
      Trackpoint: place,
      ArrivalTime: arrival,
      DepartureTime: departure,
      Notes: "dry",
    },
  });
}
