import { readFile } from "node:fs/promises";
import { z } from "zod";
import { compiledQuery } from "../../yawl/data/expressions/xquery/compile.js";
import { readDocument } from "../../yawl/files/dialect/document.js";
import { duration, retry } from "../../yawl/files/dialect/shape-task.js";
import { retryOf } from "../../yawl/files/dialect/work.js";
import { NO_BRIDGE } from "./bridge.js";
const EXPRESSIONS = z.record(z.string().min(1), z.string().min(1));
const CALL = z.strictObject({
    connector: z.string().min(1),
    version: z.int().min(1).optional(),
    with: z.record(z.string(), z.json()).optional(),
    input: EXPRESSIONS.optional(),
    output: EXPRESSIONS.optional(),
    retry: retry.optional(),
    timeout: duration.optional(),
});
const FILE = z.strictObject({
    codelets: z
        .record(z.string().regex(/^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u, "is no class name"), CALL)
        .optional(),
    services: z.record(z.string().min(1), CALL).optional(),
});
function keysAt(path) {
    if (path.length === 0)
        return Object.keys(FILE.shape);
    return Object.keys(path.at(2) === "retry" ? retry.shape : CALL.shape);
}
export function readBridge(text) {
    const read = readDocument(text, FILE, keysAt);
    if (!read.ok)
        return read;
    const mistakes = checkExpressions(read.content, (path) => read.places.of(path));
    if (mistakes.length > 0)
        return { ok: false, details: mistakes };
    const { codelets = {}, services = {} } = read.content;
    return { ok: true, bridge: { codelets: rulesOf(codelets), services: rulesOf(services) } };
}
function checkExpressions(file, placeOf) {
    const details = [];
    for (const section of ["codelets", "services"]) {
        for (const [name, call] of Object.entries(file[section] ?? {})) {
            for (const direction of ["input", "output"]) {
                for (const [parameter, text] of Object.entries(call[direction] ?? {})) {
                    const path = [section, name, direction, parameter];
                    const query = compiledQuery(text, "xpath");
                    if (!("problem" in query))
                        continue;
                    const message = `${parameter}: the expression ${query.problem}.`;
                    details.push({ element: path.join("/"), ...placeOf(path), message });
                }
            }
        }
    }
    return details;
}
export async function loadBridge(file) {
    if (file === undefined)
        return NO_BRIDGE;
    const text = await readFile(file, "utf8").catch((error) => {
        throw new Error(`MIZZEN_BRIDGE: ${error instanceof Error ? error.message : String(error)}`);
    });
    const read = readBridge(text);
    if (read.ok)
        return read.bridge;
    const lines = read.details.map(({ line, column, message }) => `  ${file}:${line}:${column}: ${message}`);
    throw new Error(`MIZZEN_BRIDGE: the file is not as it should be.\n${lines.join("\n")}`);
}
function rulesOf(calls) {
    return Object.entries(calls).map(([name, call]) => ({ name, call: callOf(call) }));
}
function callOf(source) {
    const { connector, version, input, output, retry, timeout } = source;
    return {
        connector,
        ...(version === undefined ? {} : { version }),
        configuration: source.with ?? {},
        ...(input ? { input: mappingsOf(input) } : {}),
        ...(output ? { output: mappingsOf(output) } : {}),
        ...(retry ? { retry: retryOf(retry) } : {}),
        ...(timeout === undefined ? {} : { timeout }),
    };
}
function mappingsOf(expressions) {
    return Object.entries(expressions).map(([mapsTo, text]) => ({
        query: { language: "xpath", text },
        mapsTo,
    }));
}
//# sourceMappingURL=bridge-file.js.map