/** The connector `http`: requests to REST and other HTTP interfaces. */
import { defineConnector, type Connector } from "../contract.ts";
import { checkJson } from "../template.ts";
import { checkUrlTemplate } from "../url-template.ts";
import type { HttpClient } from "./client.ts";
import { HTTP_CONFIGURATION, HTTP_INPUT, HTTP_OUTPUT, type HttpConfiguration } from "./configuration.ts";
import { isHostOpen, setHeader, variablesIn } from "./request.ts";

const PARTS: ReadonlySet<string> = new Set(["body", "query", "headers"]);

/** What the schema of a call over HTTP cannot say. */
export function checkHttp(configuration: HttpConfiguration): readonly string[] {
  const { method, body, auth, tls, headers, query } = configuration;
  const problems = [
    ...checkUrlTemplate(configuration.url),
    ...[query, headers, body ?? null].flatMap((template) => checkJson(template)),
  ];
  if (body !== undefined && (method === "GET" || method === "HEAD"))
    problems.push(`A ${method} request has no body.`);
  if ((tls.certificate === undefined) !== (tls.key === undefined))
    problems.push("`tls.certificate` and `tls.key` belong together.");
  if (isHostOpen(configuration))
    problems.push(
      "The host of the URL comes from the data, so that secrets would go wherever it says: write scheme, host and port out, and a slash after them.",
    );
  const names = [
    ...Object.keys(headers),
    ...(auth?.type === "apiKey" && auth.in === "header" ? [auth.name] : []),
  ];
  for (const name of names) {
    try {
      setHeader(new Map(), name, "");
    } catch (error) {
      if (error instanceof Error) problems.push(error.message);
    }
  }
  return problems;
}

/** Template variables; `body` may stand in the template of the body. */
export function httpVariables(configuration: HttpConfiguration): readonly string[] {
  return variablesIn(configuration).filter((name) => !PARTS.has(name) || name === "body");
}

export function httpConnector(client: HttpClient): Connector {
  return defineConnector({
    name: "http",
    version: 1,
    title: "HTTP",
    description: "Calls a REST or other HTTP interface and answers its status, headers and body.",
    configuration: HTTP_CONFIGURATION,
    input: HTTP_INPUT,
    output: HTTP_OUTPUT,
    check: checkHttp,
    variables: httpVariables,
    execute: (configuration, input, context) => client.call(configuration, input, context),
  });
}
