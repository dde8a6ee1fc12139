/** The OpenAPI 3.1 document, made from the declared routes and the schemas that check their requests. */
import { z } from "zod";
import type { Allowed, Route } from "./route.ts";
import { PROBLEMS } from "./problem.ts";
import type { ProblemType } from "./problem.ts";
import { LONGEST_IDEMPOTENCY_KEY } from "./route.ts";
import { problemsOf } from "./route-problems.ts";

type Schema = Readonly<Record<string, unknown>>;

export function openApi(routes: readonly Route[], version: string): Schema {
  const components = new Components();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route, components);
  return {
    openapi: "3.1.0",
    info: {
      title: "Mizzen",
      version,
      description: "A YAWL workflow engine on Temporal. Errors are problem documents (RFC 9457).",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: { Problem: PROBLEM, ...components.schemas },
    },
  };
}

const PROBLEM: Schema = {
  type: "object",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string", enum: Object.keys(PROBLEMS).map((type) => `/problems/${type}`) },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["message"],
        properties: {
          pointer: { type: "string", description: "JSON pointer into the data that was sent" },
          parameter: { type: "string" },
          element: { type: "string", description: "element of the specification" },
          line: { type: "integer" },
          column: { type: "integer" },
          message: { type: "string" },
          limit: { type: "boolean", description: "the data there passes a limit and was not checked" },
        },
      },
    },
  },
};

/** Schemas that others refer to stand in the document once, where its references look for them. */
class Components {
  readonly schemas: Record<string, Schema> = {};

  /** A schema as it stands in the document: what zod puts into `$defs` becomes a component. */
  schema(type: z.ZodType, io: "input" | "output"): Schema {
    const made = z.toJSONSchema(type, { io, unrepresentable: "any" }) as Schema;
    const { $schema: _dialect, $defs: definitions = {}, ...rest } = made;
    const names = new Map<string, string>();
    for (const [name, definition] of Object.entries(definitions as Record<string, Schema>))
      names.set(`#/$defs/${name}`, this.#nameFor(name, definition));
    for (const [name, definition] of Object.entries(definitions as Record<string, Schema>)) {
      const own = names.get(`#/$defs/${name}`);
      if (own !== undefined) this.schemas[own] = pointed(definition, names) as Schema;
    }
    return pointed(rest, names) as Schema;
  }

  /** Anonymous definitions of different schemas have the same names. */
  #nameFor(name: string, definition: Schema): string {
    const wanted = name.replaceAll(/[^A-Za-z0-9._-]/g, "");
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? wanted : `${wanted}${number}`;
      const known = this.schemas[candidate];
      if (known === undefined || JSON.stringify(known) === JSON.stringify(definition)) return candidate;
    }
  }
}

function pointed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((entry) => pointed(entry, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      const target = name === "$ref" && typeof entry === "string" ? names.get(entry) : undefined;
      return [name, target === undefined ? pointed(entry, names) : `#/components/schemas/${target}`];
    }),
  );
}

function operation(route: Route, components: Components): Schema {
  const body = requestBody(route, components);
  return {
    summary: route.summary,
    description: accessSentence(route.access),
    tags: [route.tag],
    operationId: operationId(route),
    security: route.access === "open" ? [] : [{ token: [] }],
    parameters: [
      ...parametersOf(route, "path", components),
      ...parametersOf(route, "query", components),
      ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: { ...answersOf(route, components), ...problemAnswers(route) },
  };
}

const IDEMPOTENCY_KEY: Schema = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "the same request again with the same key is the same request: it is done once, and answered again",
  schema: { type: "string", minLength: 1, maxLength: LONGEST_IDEMPOTENCY_KEY },
};

function accessSentence(access: Allowed): string {
  if (access === "open") return "Needs no token.";
  return `For ${[...new Set(["admin", ...access])].join(", ")}.`;
}

function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "" && word !== "api" && word !== "v1");
  return [method, ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
}

function parametersOf(route: Route, place: "path" | "query", components: Components): readonly Schema[] {
  const schema = place === "path" ? route.schemas.parameters : route.schemas.query;
  if (!schema) return [];
  const { properties = {}, required = [] } = components.schema(schema, "input") as {
    properties?: Readonly<Record<string, Schema>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

function requestBody(route: Route, components: Components): Schema | undefined {
  if (route.takes.kind === "none") return undefined;
  if (route.takes.kind === "text") {
    return { required: true, content: contentOf(route.takes.accepted) };
  }
  const { body } = route.schemas;
  if (!body) return undefined;
  return {
    required: !body.safeParse(undefined).success,
    content: {
      "application/json": { schema: components.schema(body, "input") },
      ...contentOf(route.takes.orText ?? []),
    },
  };
}

function answersOf(route: Route, components: Components): Schema {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, answer]) => {
      if (answer === "") return [status, { description: "Done, nothing to show" }];
      if (answer instanceof z.ZodType) {
        const schema = components.schema(answer, "output");
        return [status, { description: "Done", content: { "application/json": { schema } } }];
      }
      const types = typeof answer === "string" ? [answer] : answer;
      return [status, { description: "As it is", content: contentOf(types) }];
    }),
  );
}

/** Documents that are handed on as they are: JSON and YAML are values, everything else is text. */
function contentOf(types: readonly string[]): Schema {
  const isValue = (type: string): boolean => /[/+-](json|yaml)$/.test(type);
  return Object.fromEntries(types.map((type) => [type, { schema: isValue(type) ? {} : { type: "string" } }]));
}

/** One answer a status, with the types of problems that it may be. */
function problemAnswers(route: Route): Schema {
  const byStatus = new Map<number, ProblemType[]>();
  for (const type of problemsOf(route)) {
    const { status } = PROBLEMS[type];
    byStatus.set(status, [...(byStatus.get(status) ?? []), type]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, types]) => {
      const named = types.map((type) => `/problems/${type}`);
      const schema = {
        allOf: [{ $ref: "#/components/schemas/Problem" }],
        properties: { type: { enum: named }, status: { const: status } },
      };
      const description = types.map((type) => PROBLEMS[type].title).join("; ");
      return [status, { description, content: { "application/problem+json": { schema } } }];
    }),
  );
}
