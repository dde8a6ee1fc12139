import assert from "node:assert/strict";
import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import type { Arbitrary } from "fast-check";
import { showChange } from "../store/show.ts";
import { addDeliveries } from "../../store/deliveries.ts";
import { Absences, Capabilities, Groups, Positions, Roles, Rules, Webhooks } from "../../store/models.ts";
import { changingOrganisation } from "../../store/organisation-changes.ts";
import { saveSpecification } from "../../store/specifications.ts";
import { saveRules } from "../../store/rules.ts";
import type { Access } from "../../store/views.ts";
import { withDatabase } from "../store/database.ts";
import { firstChange, sampleCase, sampleItem, sampleSpecification } from "../store/samples.ts";
import { fakeTemporal } from "./fake-temporal.ts";
import { perhapsWrong, valueFor } from "./schema-values.ts";
import type { Schema } from "./schema-values.ts";
import { addPerson, startApi } from "./server.ts";
import type { Reply, TestApi } from "./server.ts";

const RUNS = 15;
const KNOWN = [
  "Invoices",
  "1.0",
  "case-1",
  "case-1.1",
  "case-1.2",
  "case-1.3",
  "case-1.4",
  "admin",
  "worker",
  "clerk",
  "running",
  "mizzen.example",
  "https://mizzen.example/hook",
  "a value of some length",
];
/** What a path's parameter names, by what the path begins with. */
const NAMED: readonly (readonly [path: string, names: readonly string[]])[] = [
  ["/api/v1/cases/", ["case-1"]],
  ["/api/v1/work-items/", ["case-1.1", "case-1.2", "case-1.3", "case-1.4"]],
  ["/api/v1/specifications/", ["Invoices"]],
  ["/api/v1/participants/", ["admin", "worker", "guest"]],
  ["/api/v1/webhooks/", ["hook-1", "hook-1-7"]],
  ["/api/v1/absences/", ["absence-1"]],
  ["/problems/", ["wrong-state"]],
];
const PEOPLE = [
  ["admin", ["admin"]],
  ["worker", ["participant"]],
] as const satisfies readonly (readonly [string, readonly Access[]])[];

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

describe("the contract", () => {
  withDatabase();
  let api: TestApi;
  let document: Document;
  const tokens = new Map<string, string>();
  let revision = 0;
  before(async () => {
    api = await startApi({
      temporal: fakeTemporal().gateway,
      loginLimits: { perUser: 1e6, perAddress: 1e6 },
    });
    document = (await api.send("GET", "/api/v1/openapi.json")).body as unknown as Document;
    await saveSpecification(sampleSpecification());
    await renew();
  });
  after(async () => api?.close());

  /** The people, and work for them: what a request before may have changed or removed. */
  async function renew(): Promise<void> {
    for (const [id, access] of PEOPLE) {
      await addPerson(id, access);
      tokens.set(id, await api.login(id));
    }
  }
  /** Everything that people may be said to have, and an absence. */
  async function renewOrganisation(): Promise<void> {
    await changingOrganisation(async () => {
      const known = KNOWN.map((id) => ({
        replaceOne: { filter: { _id: id }, replacement: { name: id }, upsert: true },
      }));
      for (const kind of [Roles, Positions, Groups, Capabilities]) await kind.bulkWrite(known);
      const absence = { participant: "worker", from: 1_000, until: 2_000, phase: "ended" } as const;
      await Absences.replaceOne({ _id: "absence-1" }, absence, { upsert: true });
    });
  }
  async function renewHooks(): Promise<void> {
    await Webhooks.replaceOne(
      { _id: "hook-1" },
      {
        url: "https://mizzen.example/",
        events: [],
        active: true,
        createdAt: 1_000,
        createdBy: "admin",
        version: 1,
        keyId: "test",
        sealed: "",
      },
      { upsert: true },
    );
    await Rules.deleteMany({});
    const rules = { id: "Invoices", version: "1.0", rules: { trees: [] }, revision: 1 };
    await saveRules({ ...rules, updatedBy: "admin", updatedAt: 1_000 });
    await addDeliveries([{ webhook: "hook-1", sequence: 7, type: "offered", body: {} }]);
  }
  async function renewWork(): Promise<void> {
    revision += 100;
    const owned = { allocatedTo: "worker", offeredTo: [], revision };
    const items = [
      sampleItem({ offeredTo: ["worker"], revision }),
      sampleItem({ ...owned, id: "case-1.2", status: "started" }),
      sampleItem({ ...owned, id: "case-1.3", status: "allocated" }),
      sampleItem({ id: "case-1.4", status: "unoffered", offeredTo: [], revision }),
    ];
    await showChange(
      firstChange({
        revision,
        case: sampleCase(),
        items,
      }),
    );
  }
  const resolve = (reference: string): Schema =>
    document.components.schemas[reference.replace("#/components/schemas/", "")] ?? assert.fail(reference);

  function requestsOf(path: string, { parameters, requestBody }: Operation): Arbitrary<Sent> {
    const named = NAMED.find(([start]) => path.startsWith(start))?.[1] ?? KNOWN;
    const values = Object.fromEntries(
      parameters.map(({ name, in: place, schema }) => {
        const value = perhapsWrong(valueFor(schema, resolve, place === "path" ? named : KNOWN)).map((one) =>
          typeof one === "string" ? one : (JSON.stringify(one) ?? ""),
        );
        return [`${place} ${name}`, place === "path" ? value : fc.option(value, { nil: undefined, freq: 1 })];
      }),
    );
    const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
    const body = content
      ? fc.option(perhapsWrong(valueFor(content.schema, resolve, KNOWN)), { nil: undefined })
      : fc.constant(undefined);
    return fc.record({ values: fc.record(values), body }).map(({ values: chosen, body: sent }) => {
      const query = new URLSearchParams();
      let filled = path;
      const headers: Record<string, string> = {};
      for (const [key, value] of Object.entries<string | undefined>(chosen)) {
        const [place, name = ""] = key.split(" ");
        if (value === undefined) continue;
        if (place === "path") filled = filled.replace(`{${name}}`, inPath(value));
        else if (place === "query") query.set(name, value);
        else headers[name] = value.replaceAll(/[^\x20-\x7e]/g, "");
      }
      const text = query.toString();
      const isText = type !== undefined && type !== "application/json";
      return {
        path: text === "" ? filled : `${filled}?${text}`,
        headers: sent !== undefined && type !== undefined ? { ...headers, "content-type": type } : headers,
        ...(sent === undefined
          ? {}
          : { body: isText && typeof sent !== "string" ? JSON.stringify(sent) : sent }),
      };
    });
  }

  /** What of an answer is not as the document says. */
  function deviation(operation: Operation, { status, headers, text, body }: Reply): string | undefined {
    const declared = operation.responses[status];
    if (!declared) return `status ${status} is not declared`;
    const type = headers.get("content-type")?.split(";")[0];
    if (!declared.content) return text === "" ? undefined : "there is a body, and none is declared";
    const content = type === undefined ? undefined : declared.content[type];
    if (!content) return `the content type ${type} is not declared`;
    if (!type?.endsWith("json")) return undefined;
    const schema = { ...content.schema, components: document.components };
    const { valid, errors } = new Validator(schema, "2020-12", false).validate(body);
    return valid
      ? undefined
      : errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`).join("; ");
  }

  it("says what every operation answers, to whatever an administrator or a participant sends", async function () {
    this.timeout(300_000);
    const statuses = new Map<number, number>();
    const wrong: string[] = [];
    const succeeded = new Set<string>();
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        for (const [id] of PEOPLE) {
          await Promise.all([renewOrganisation(), renewHooks(), renewWork()]);
          for (const sent of fc.sample(requestsOf(path, operation), { numRuns: RUNS, seed: 4711 })) {
            const options = { ...sent, token: tokens.get(id) ?? "" };
            if (path.includes("/work-items/{id}/")) await renewWork();
            const reply = await api.send(method.toUpperCase(), sent.path, options);
            statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
            if (reply.status < 300) succeeded.add(operation.operationId);
            const found = deviation(operation, reply);
            if (found !== undefined)
              wrong.push(
                `${method} ${sent.path} ${JSON.stringify(sent.body)} by ${id}: ${found}: ${reply.text.slice(0, 300)}`,
              );
            if (reply.status === 401 && !path.endsWith("/login")) await renew();
          }
        }
      }
    }
    const all = [...statuses.values()].reduce((sum, some) => sum + some, 0);
    assert.equal(wrong.length, 0, `${wrong.length} of ${all} answers:\n${wrong.slice(0, 20).join("\n")}`);
    // Commands of calls, what needs a privilege, and what takes files and rules that hold aside, the answers that matter were among them.
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const never = operations.filter(({ operationId }) => !succeeded.has(operationId));
    assert.ok(never.length <= 27, never.map(({ operationId }) => operationId).join(", "));
    for (const status of [200, 201, 204, 400, 403, 404, 409, 422])
      assert.ok(statuses.has(status), `no ${status} was seen`);
    assert.ok(![...statuses.keys()].some((status) => status >= 500), JSON.stringify([...statuses]));
  });

  it("has only references that lead somewhere, and no status but those that are listed", () => {
    const text = JSON.stringify(document);
    for (const [, reference = ""] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
      assert.match(reference, /^#\/components\/schemas\//);
      resolve(reference);
    }
    assert.doesNotMatch(text, /"\$defs"|"default":\{"\$ref/);
    const start = document.paths["/api/v1/cases"]?.["post"];
    assert.deepEqual(
      start?.parameters.map(({ name, in: place }) => [place, name]),
      [["header", "Idempotency-Key"]],
    );
  });
});

/** As a URL's path may be: what would lead elsewhere in it is encoded. */
function inPath(value: string): string {
  const encoded = encodeURIComponent(value.replaceAll(/\p{Surrogate}/gu, "\ufffd"));
  return encoded === "" || /^\.+$/.test(encoded) ? "x" : encoded;
}
