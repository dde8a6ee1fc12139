/** The OpenAPI 3.1 document, made from the declared routes and the schemas that check their requests. */
import { z } from "zod";
import type { Allowed, Route } from "./route.ts";
import { PROBLEMS } from "./problem.ts";

type Schema = Readonly<Record<string, unknown>>;

export function openApi(routes: readonly Route[], version: string): Schema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: "3.1.0",
    info: {
      title: "Mizzen",
      version,
      description: "A YAWL workflow engine on Temporal. Errors are problem documents (RFC 9457).",
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: { Problem: PROBLEM },
      responses: {
        Problem: {
          description: "A problem document",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
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

function operation(route: Route): Schema {
  const body = requestBody(route);
  return {
    summary: route.summary,
    description: accessSentence(route.access),
    tags: [route.tag],
    operationId: operationId(route),
    security: route.access === "open" ? [] : [{ token: [] }],
    parameters: [...parametersOf(route, "path"), ...parametersOf(route, "query")],
    ...(body ? { requestBody: body } : {}),
    responses: { ...answersOf(route), default: { $ref: "#/components/responses/Problem" } },
  };
}

function accessSentence(access: Allowed): string {
  if (access === "open") return "Needs no token.";
  return `For ${[...new Set(["admin", ...access])].join(", ")}.`;
}

function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "" && word !== "api" && word !== "v1");
  return [method, ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
}

function parametersOf(route: Route, place: "path" | "query"): readonly Schema[] {
  const schema = place === "path" ? route.schemas.parameters : route.schemas.query;
  if (!schema) return [];
  const { properties = {} } = jsonSchema(schema, "input") as {
    properties?: Readonly<Record<string, Schema>>;
  };
  const { required = [] } = jsonSchema(schema, "input") as { required?: readonly string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

function requestBody(route: Route): Schema | undefined {
  if (route.takes.kind === "none") return undefined;
  if (route.takes.kind === "text") {
    return {
      required: true,
      content: Object.fromEntries(route.takes.accepted.map((type) => [type, { schema: { type: "string" } }])),
    };
  }
  const { body } = route.schemas;
  if (!body) return undefined;
  return {
    required: !body.safeParse(undefined).success,
    content: { "application/json": { schema: jsonSchema(body, "input") } },
  };
}

function answersOf(route: Route): Schema {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, answer]) => {
      if (answer === "") return [status, { description: "Done, nothing to show" }];
      if (typeof answer === "string")
        return [status, { description: "As text", content: { [answer]: { schema: { type: "string" } } } }];
      return [
        status,
        { description: "Done", content: { "application/json": { schema: jsonSchema(answer, "output") } } },
      ];
    }),
  );
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
