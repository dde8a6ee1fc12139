/** The connectors that a deployment has, by name and version: those built in and those that its configuration names. */
import type { LookupFunction } from "node:net";
import { z } from "zod";
import { didYouMean } from "../../yawl/files/dialect/near.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import { defaultExport } from "../extension.ts";
import { callbackConnector } from "./callback.ts";
import type { Connector } from "./contract.ts";
import { httpConnector } from "./http/connector.ts";
import { HttpClient } from "./http/client.ts";
import { mailConnector } from "./mail/connector.ts";
import { Targets, type TargetLimits } from "./network/targets.ts";
import { Transport } from "./network/transport.ts";
import { publishEventConnector } from "./publish-event.ts";
import { scriptConnector } from "./script.ts";
import { startCaseConnector } from "./start-case.ts";

export interface RegistryOptions {
  /** limits of calls to one target; see `network/targets.ts` for the defaults */
  readonly limits?: Partial<TargetLimits>;
  /** name resolution; only tests give another than the system's */
  readonly resolve?: LookupFunction;
}

/** What `GET /connectors` says of a connector; the schemas are JSON Schema 2020-12. */
export interface ConnectorDescription {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly configuration: JsonObject;
  readonly input: JsonObject;
  readonly output: JsonObject;
}

/** One line each. */
function builtIn(transport: Transport, targets: Targets): readonly Connector[] {
  const client = new HttpClient(transport, targets);
  return [
    httpConnector(client),
    mailConnector(transport, targets),
    callbackConnector(client),
    scriptConnector,
    publishEventConnector,
    startCaseConnector,
  ];
}

export class Registry {
  private readonly byName = new Map<string, Connector[]>();
  private readonly transport: Transport;

  /** @throws Error when two connectors have the same name and version */
  constructor(connectors: readonly Connector[], transport: Transport) {
    this.transport = transport;
    for (const connector of connectors) {
      const versions = this.byName.get(connector.name) ?? [];
      if (versions.some(({ version }) => version === connector.version)) {
        throw new Error(`There are two connectors "${connector.name}" of version ${connector.version}.`);
      }
      versions.push(connector);
      versions.sort((a, b) => b.version - a.version);
      this.byName.set(connector.name, versions);
    }
  }

  /** @param version absent: the newest */
  find(name: string, version?: number): Connector | undefined {
    const versions = this.byName.get(name) ?? [];
    return version === undefined ? versions[0] : versions.find((each) => each.version === version);
  }

  /** Why `find` found nothing, for whoever wrote the name; with the names that are meant, perhaps. */
  unknown(name: string, version?: number): string {
    const versions = this.byName.get(name);
    if (versions) {
      const known = versions.map((each) => each.version).join(", ");
      return `The connector "${name}" has no version ${String(version)}; it has: ${known}.`;
    }
    const names = [...this.byName.keys()].toSorted();
    return `There is no connector "${name}".${didYouMean(name, names) || ` There are: ${names.join(", ")}.`}`;
  }

  /** All connectors, by name, the newest version of each first. */
  describe(): readonly ConnectorDescription[] {
    return [...this.byName.values()]
      .flat()
      .toSorted((a, b) => a.name.localeCompare(b.name, "en") || b.version - a.version)
      .map(({ name, version, title, description, configuration, input, output }) => ({
        name,
        version,
        title,
        description,
        configuration: schemaOf(configuration, "input"),
        input: schemaOf(input, "input"),
        output: schemaOf(output, "output"),
      }));
  }

  /** Ends the connections that are kept open for later calls. */
  close(): Promise<void> {
    return this.transport.close();
  }
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonObject {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonObject;
}

/**
 * The registry of a process.
 *
 * @param extra npm packages and files (`./connectors/sap.ts`, relative to the working directory) whose default export is a
 * connector or an array of connectors; from the environment variable `MIZZEN_CONNECTORS`
 * @throws Error that names everything that is wrong, source by source
 */
export async function loadRegistry(
  extra: readonly string[],
  options: RegistryOptions = {},
): Promise<Registry> {
  const transport = new Transport(options.resolve);
  const connectors = [...builtIn(transport, new Targets(options.limits))];
  const sources = new Map<string, string>(connectors.map((each) => [idOf(each), "Mizzen itself"]));
  const mistakes: string[] = [];
  for (const source of extra) {
    for (const found of await load(source, mistakes)) {
      const other = sources.get(idOf(found));
      if (other !== undefined) {
        mistakes.push(
          `"${source}": ${other} has a connector "${found.name}" of version ${found.version} already`,
        );
      } else {
        sources.set(idOf(found), `"${source}"`);
        connectors.push(found);
      }
    }
  }
  if (mistakes.length > 0) {
    throw new Error(`Connectors of MIZZEN_CONNECTORS cannot be used.\n${mistakes.join("\n")}`);
  }
  return new Registry(connectors, transport);
}

/** The names in the environment variable `MIZZEN_CONNECTORS`: separated by commas. */
export function connectorSources(variable: string | undefined): readonly string[] {
  return (variable ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function idOf({ name, version }: Connector): string {
  return `${name}@${version}`;
}

async function load(source: string, mistakes: string[]): Promise<readonly Connector[]> {
  const exported = await defaultExport(source, "a connector or an array of connectors");
  if ("mistake" in exported) {
    mistakes.push(exported.mistake);
    return [];
  }
  return exported.values.filter((each, index): each is Connector => {
    const problems = problemsOf(each);
    const which = exported.isList ? `"${source}", connector ${index + 1}` : `"${source}"`;
    mistakes.push(...problems.map((problem) => `${which}: ${problem}`));
    return problems.length === 0;
  });
}

/** What keeps a value from being a connector. Schemas may come from another copy of zod 4. */
function problemsOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return ["is no connector but a " + typeof value];
  const found = value as { readonly [Key in keyof Connector]?: unknown };
  const problems: string[] = [];
  if (typeof found.name !== "string" || !/^[a-z][a-z0-9-]{0,49}$/.test(found.name))
    problems.push('"name" must be lower case letters, digits and dashes');
  if (typeof found.version !== "number" || !Number.isInteger(found.version) || found.version < 1)
    problems.push('"version" must be a whole number from 1');
  for (const key of ["title", "description"] as const)
    if (typeof found[key] !== "string" || found[key] === "") problems.push(`"${key}" must be a text`);
  for (const key of ["configuration", "input", "output"] as const)
    if (!isSchema(found[key])) problems.push(`"${key}" must be a schema of zod 4`);
  for (const key of ["check", "variables"] as const)
    if (found[key] !== undefined && typeof found[key] !== "function")
      problems.push(`"${key}" must be a function`);
  if (typeof found.execute !== "function") problems.push('"execute" must be a function');
  return problems;
}

function isSchema(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("_zod" in value)) return false;
  return typeof (value as { readonly safeParse?: unknown }).safeParse === "function";
}
