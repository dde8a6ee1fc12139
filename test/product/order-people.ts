/** The company that fulfils orders: people in the roles that `orderfulfillment.yawl` names, and what each of them does. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Session } from "./http.ts";
import type { Product } from "./product.ts";
import { person } from "./shared.ts";

/** Where the file lies when the published specifications are there; it is no part of the project. */
export const ORDER_FILE = new URL("../../../shared/yawl/specs/orderfulfillment.yawl", import.meta.url);

const [OLIVE, CARL, FAY] = ["olive@orders.com", "carl@orders.com", "fay@orders.com"] as const;
/** She is asked for what is offered to nobody. */
export const PURCHASER = OLIVE;

/** Roles as the file names them: only by the ids of the organisation that it was made for. */
const ROLES: Readonly<Record<string, readonly [name: string, person: string]>> = {
  "RO-4ed64ae5-32ff-49fc-8129-8deffc7e3018": ["Client liaison", OLIVE],
  "RO-5dee0ac5-b65b-42e6-bef3-8e0446f74dca": ["Supply officer", CARL],
  "RO-7ea86545-b166-42f9-9c89-c73fd541f8a2": ["Courier", CARL],
  "RO-1d24fa82-c18c-47aa-a7b4-a6283d5ea889": ["Trailer planner", CARL],
  "RO-29959559-7725-40a0-930e-ee4a56541654": ["Customer", OLIVE],
  "RO-29f4dc0d-ae18-4618-b1d0-fe5b6327db3c": ["Pickup officer", CARL],
  "RO-bf5f4c3d-0db3-42c9-b146-babf3919452b": ["Shipment officer", CARL],
  "RO-e541c7e5-62b5-4017-9d70-0ee7ae86502d": ["Driver", CARL],
  "RO-80e204b8-bb52-46e9-ba01-3567568e1ad6": ["Track keeper", CARL],
  "RO-326e7029-c9b5-4a7e-a6ea-d310bc43ca9d": ["Invoicing", FAY],
  "RO-6a07958f-127f-4543-8abe-dc331aa217e0": ["Accounts payable", FAY],
  "RO-7f46b9a2-d8a2-4339-b32c-e67013c622da": ["Finance manager", FAY],
  "RO-9dcfa67a-e2b0-426c-a42e-801fdca0235a": ["Accountant", FAY],
};

export class Company {
  readonly admin: Session;
  readonly #people: ReadonlyMap<string, Session>;

  private constructor(admin: Session, people: ReadonlyMap<string, Session>) {
    this.admin = admin;
    this.#people = people;
  }

  /** Makes the organisation and uploads the file. */
  static async found(product: Product, admin: Session): Promise<Company> {
    for (const [id, [name]] of Object.entries(ROLES)) await admin.post("/roles", { id, name });
    const people = new Map<string, Session>();
    for (const id of [OLIVE, CARL, FAY]) {
      const roles = Object.keys(ROLES).filter((role) => ROLES[role]?.[1] === id);
      await admin.post("/participants", { id, name: id, password: "mizzen-demo", roles });
      people.set(id, await person(product, id));
    }
    const text = await readFile(ORDER_FILE, "utf8");
    const type = { "content-type": "application/xml" };
    const { status, body } = await admin.request("POST", "/specifications", text, type);
    assert.equal(status, 201, JSON.stringify(body.errors ?? body));
    return new Company(admin, people);
  }

  async order(): Promise<OrderCase> {
    const { status, body } = await this.admin.post("/cases", { specificationId: "orderfulfillment" });
    assert.equal(status, 201, JSON.stringify(body));
    return new OrderCase(this, String(body.id));
  }

  session(id: string): Session {
    return this.#people.get(id) ?? assert.fail(`nobody is called ${id}`);
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

  /** Opens the one open item of a task; the administrator gives it to somebody when it is offered to nobody. */
  async take(task: string): Promise<{ readonly form: Form; readonly by: Session }> {
    const item = (await this.#items()).find(({ name }) => name === task);
    if (!item) return assert.fail(`"${task}" is not open; open are ${(await this.open()).join(", ")}`);
    const who = item.offeredTo[0] ?? PURCHASER;
    const by = this.#company.session(who);
    const path = `/work-items/${item.id}`;
    const given =
      item.state === "unoffered"
        ? await this.#company.admin.post(`${path}/allocate`, { to: who })
        : await by.post(`${path}/claim`);
    assert.equal(given.status, 200, JSON.stringify(given.body));
    const started = await by.post(`${path}/start`);
    assert.equal(started.status, 200, JSON.stringify(started.body));
    // also an item that stood for several instances: it is the first of them now
    assert.equal(started.body.state, "started");
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
