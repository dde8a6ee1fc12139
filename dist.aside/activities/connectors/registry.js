var __rewriteRelativeImportExtension = (this && this.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { didYouMean } from "../../yawl/files/dialect/near.js";
import { callbackConnector } from "./callback.js";
import { httpConnector } from "./http/connector.js";
import { HttpClient } from "./http/client.js";
import { mailConnector } from "./mail/connector.js";
import { Targets } from "./network/targets.js";
import { Transport } from "./network/transport.js";
import { publishEventConnector } from "./publish-event.js";
import { scriptConnector } from "./script.js";
import { startCaseConnector } from "./start-case.js";
function builtIn(transport, targets) {
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
    byName = new Map();
    transport;
    constructor(connectors, transport) {
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
    find(name, version) {
        const versions = this.byName.get(name) ?? [];
        return version === undefined ? versions[0] : versions.find((each) => each.version === version);
    }
    unknown(name, version) {
        const versions = this.byName.get(name);
        if (versions) {
            const known = versions.map((each) => each.version).join(", ");
            return `The connector "${name}" has no version ${String(version)}; it has: ${known}.`;
        }
        const names = [...this.byName.keys()].toSorted();
        return `There is no connector "${name}".${didYouMean(name, names) || ` There are: ${names.join(", ")}.`}`;
    }
    describe() {
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
    close() {
        return this.transport.close();
    }
}
function schemaOf(schema, io) {
    return z.toJSONSchema(schema, { io, unrepresentable: "any" });
}
export async function loadRegistry(extra, options = {}) {
    const transport = new Transport(options.resolve);
    const connectors = [...builtIn(transport, new Targets(options.limits))];
    const sources = new Map(connectors.map((each) => [idOf(each), "Mizzen itself"]));
    const mistakes = [];
    for (const source of extra) {
        for (const found of await load(source, mistakes)) {
            const other = sources.get(idOf(found));
            if (other !== undefined) {
                mistakes.push(`"${source}": ${other} has a connector "${found.name}" of version ${found.version} already`);
            }
            else {
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
export function connectorSources(variable) {
    return (variable ?? "")
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "");
}
function idOf({ name, version }) {
    return `${name}@${version}`;
}
async function load(source, mistakes) {
    const isFile = !source.startsWith("file:") && /^[./\\]|^[A-Za-z]:[/\\]|\.[cm]?[jt]s$/.test(source);
    let exported;
    try {
        const module = await import(__rewriteRelativeImportExtension(isFile ? pathToFileURL(path.resolve(source)).href : source));
        exported = module.default;
    }
    catch (error) {
        const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
        mistakes.push(`"${source}" cannot be loaded: ${reason}`);
        return [];
    }
    if (exported === undefined) {
        mistakes.push(`"${source}" has no default export; it has to be a connector or an array of connectors`);
        return [];
    }
    const all = Array.isArray(exported) ? exported : [exported];
    return all.filter((each, index) => {
        const problems = problemsOf(each);
        const which = Array.isArray(exported) ? `"${source}", connector ${index + 1}` : `"${source}"`;
        mistakes.push(...problems.map((problem) => `${which}: ${problem}`));
        return problems.length === 0;
    });
}
function problemsOf(value) {
    if (typeof value !== "object" || value === null)
        return ["is no connector but a " + typeof value];
    const found = value;
    const problems = [];
    if (typeof found.name !== "string" || !/^[a-z][a-z0-9-]{0,49}$/.test(found.name))
        problems.push('"name" must be lower case letters, digits and dashes');
    if (typeof found.version !== "number" || !Number.isInteger(found.version) || found.version < 1)
        problems.push('"version" must be a whole number from 1');
    for (const key of ["title", "description"])
        if (typeof found[key] !== "string" || found[key] === "")
            problems.push(`"${key}" must be a text`);
    for (const key of ["configuration", "input", "output"])
        if (!isSchema(found[key]))
            problems.push(`"${key}" must be a schema of zod 4`);
    for (const key of ["check", "variables"])
        if (found[key] !== undefined && typeof found[key] !== "function")
            problems.push(`"${key}" must be a function`);
    if (typeof found.execute !== "function")
        problems.push('"execute" must be a function');
    return problems;
}
function isSchema(value) {
    if (typeof value !== "object" || value === null || !("_zod" in value))
        return false;
    return typeof value.safeParse === "function";
}
//# sourceMappingURL=registry.js.map