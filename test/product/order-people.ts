/** The company that fulfils orders: the people of the backup that comes with `orderfulfillment.yawl`, and what each of them does. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { JsonObject } from "../../yawl/model/json.ts";
import { readOrganisationBackup } from "../../yawl/files/organisation/read.ts";
import { Session } from "./http.ts";
import type { Product } from "./product.ts";

/** Where the files lie when the published specifications are there; they are no part of the project. */
const SHARED = new URL("../../../shared/yawl/", import.meta.url);
export const ORDER_FILE = new URL("specs/orderfulfillment.yawl", SHARED);
const BACKUP_FILE = new URL("organisation/orderfulfillment.ybkp", SHARED);

/** Approves orders as the one whom a variable names, and does what is offered to nobody. */
export const PURCHASER = "p01";
const PASSWORD = "mizzen-demo";

export class Company {
  readonly admin: Session;
  readonly #product: Product;
  readonly #people = new Map<string, Session>();

  private constructor(product: Product, admin: Session) {
    this.#product = product;
    this.admin = admin;
  }

  /** Makes the organisation of the backup beside whoever is there already, and uploads the file. */
  static async found(product: Product, admin: Session): Promise<Company> {
    const read = readOrganisationBackup(await readFile(BACKUP_FILE, "utf8"));
    assert.ok(read.ok, read.ok ? "" : read.fault.message);
    const { organisation } = read.value;
    const send = async (method: string, path: string, body: object): Promise<void> => {
      const answer = await admin.request(method, path, JSON.stringify(body), {
        "content-type": "application/json",
      });
      assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    };
    const kinds = ["roles", "positions", "groups", "capabilities"] as const;
    // first all of them, then how they belong together
    for (const kind of kinds)
      for (const { id, name } of organisation[kind]) await send("POST", `/${kind}`, { id, name });
    for (const kind of kinds)
      for (const { id, ...rest } of organisation[kind]) await send("PUT", `/${kind}/${id}`, rest);
    for (const {
      isAdministrator: _isAdministrator,
      managesCases: _managesCases,
      ...who
    } of organisation.participants)
      await send("POST", "/participants", { ...who, password: PASSWORD });
    const text = await readFile(ORDER_FILE, "utf8");
    const type = { "content-type": "application/xml" };
    const { status, body } = await admin.request("POST", "/specifications", text, type);
    assert.equal(status, 201, JSON.stringify(body.errors ?? body));
    return new Company(product, admin);
  }

  async order(): Promise<OrderCase> {
    const { status, body } = await this.admin.post("/cases", { specificationId: "orderfulfillment" });
    assert.equal(status, 201, JSON.stringify(body));
    return new OrderCase(this, String(body.id));
  }

  async session(id: string): Promise<Session> {
    const known = this.#people.get(id) ?? (await Session.login(this.#product.url, id, PASSWORD));
    this.#people.set(id, known);
    return known;
  }
}

/** What a person reads and has to fill in. */
interface Form {
  readonly id: string;
  readonly data: JsonObject;
  readonly schema: { readonly required?: readonly string[] };
}

interface ListedItem {
  readonly id: string;
  readonly caseId: string;
  readonly name: string;
  readonly state: string;
  readonly offeredTo: readonly string[];
  readonly allocatedTo?: string;
}

/** One order on its way. */
export class OrderCase {
  readonly id: string;
  readonly #company: Company;

  constructor(company: Company, id: string) {
    this.#company = company;
    this.id = id;
  }

  /** Names of the tasks that people can work on now, in alphabetical order. */
  async open(): Promise<readonly string[]> {
    return (await this.#items()).map(({ name }) => name).toSorted();
  }

  async state(): Promise<string> {
    return String((await this.#company.admin.get(`/cases/${this.id}`)).body.state);
  }

  /** Data of the root net: what the case has so far, or its result. */
  async data(): Promise<JsonObject> {
    return (await this.#company.admin.get(`/cases/${this.id}`)).body.data as JsonObject;
  }

  /** Opens the one open item of a task; whoever has it, or has it offered, does; the administrator gives it to somebody when it is offered to nobody. */
  async take(task: string): Promise<{ readonly form: Form; readonly by: Session }> {
    const item = (await this.#items()).find(({ name }) => name === task);
    if (!item) return assert.fail(`"${task}" is not open; open are ${(await this.open()).join(", ")}`);
    const who = item.allocatedTo ?? item.offeredTo[0] ?? PURCHASER;
    const by = await this.#company.session(who);
    const path = `/work-items/${item.id}`;
    if (item.state === "unoffered") {
      const given = await this.#company.admin.post(`${path}/allocate`, { to: who });
      assert.equal(given.status, 200, JSON.stringify(given.body));
    } else if (item.state === "offered") {
      const claimed = await by.post(`${path}/claim`);
      assert.equal(claimed.status, 200, JSON.stringify(claimed.body));
    }
    if (item.state !== "started") {
      const started = await by.post(`${path}/start`);
      assert.equal(started.status, 200, JSON.stringify(started.body));
      // also an item that stood for several instances: it is the first of them now
      assert.equal(started.body.state, "started");
    }
    return { form: (await by.get(`/work-items/${item.id}`)).body as Form, by };
  }

  /** Somebody does a task: opens its form and answers it. */
  async does(task: string, answer: JsonObject | ((input: JsonObject) => JsonObject) = {}): Promise<void> {
    const { form, by } = await this.take(task);
    const data = typeof answer === "function" ? answer(form.data) : answer;
    assert.deepEqual(Object.keys(data).toSorted(), (form.schema.required ?? []).toSorted(), task);
    const { status, body } = await by.post(`/work-items/${form.id}/complete`, { data });
    assert.equal(status, 200, `${task}: ${JSON.stringify(body.errors ?? body)}`);
  }

  async #items(): Promise<readonly ListedItem[]> {
    const { body } = await this.#company.admin.get(`/work-items?caseId=${this.id}&limit=100`);
    return body.items.filter(({ state }: { state: string }) =>
      ["unoffered", "offered", "allocated", "started"].includes(state),
    );
  }
}
