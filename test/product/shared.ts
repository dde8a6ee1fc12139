/** One Mizzen for all product tests: a start takes longer than most of them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ADMINISTRATOR, Product } from "./product.ts";
import { Session } from "./http.ts";

let starting: Promise<Product> | undefined;
let dataFolder: string | undefined;

export async function sharedProduct(): Promise<Product> {
  starting ??= (async () => {
    dataFolder = await mkdtemp(path.join(tmpdir(), "mizzen-product-"));
    return await Product.start(dataFolder);
  })();
  return await starting;
}

/** After a product that was stopped or killed was started again by a test. */
export function replaceProduct(product: Product): void {
  starting = Promise.resolve(product);
}

export async function administrator(product: Product): Promise<Session> {
  return await Session.login(product.url, ADMINISTRATOR.username, ADMINISTRATOR.password);
}

/** Logs in one of the examples' people. */
export async function person(product: Product, id: string): Promise<Session> {
  return await Session.login(product.url, id, "mizzen-demo");
}

export const INVOICE = { invoice_number: "12345", supplier: "Sails & Ropes Ltd", amount: 1290.5 };

/** Starts an invoice case; its first item is `<id>.1`. */
export async function startInvoice(session: Session): Promise<string> {
  const { body } = await session.post("/cases", { specificationId: "invoice", data: INVOICE });
  return String(body.id);
}

after(async function () {
  this.timeout(60_000);
  const product = await starting?.catch(() => undefined);
  await product?.stop();
  if (dataFolder) await rm(dataFolder, { recursive: true, force: true });
});
