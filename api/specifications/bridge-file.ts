/** Reads the file of the bridge, which `MIZZEN_BRIDGE` names. `docs/operating.md` explains it. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { languageOf } from "../../yawl/data/expressions/languages.ts";
import { readDocument } from "../../yawl/files/dialect/document.ts";
import type { Path } from "../../yawl/files/dialect/places.ts";
import { duration, retry } from "../../yawl/files/dialect/shape-task.ts";
import { retryOf } from "../../yawl/files/dialect/work.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { ConnectorCall, Mapping, Place } from "../../yawl/model/specification.ts";
import { NO_BRIDGE } from "./bridge.ts";
import type { Bridge } from "./bridge.ts";

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
    .record(
      z.string().regex(/^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u, "is no class name"),
      CALL,
    )
    .optional(),
  services: z.record(z.string().min(1), CALL).optional(),
});

/** What may stand where, for those who misspelt it. */
function keysAt(path: Path): readonly string[] {
  if (path.length === 0) return Object.keys(FILE.shape);
  return Object.keys(path.at(2) === "retry" ? retry.shape : CALL.shape);
}

/** The bridge, or everything that is wrong with its file. */
export function readBridge(
  text: string,
):
  | { readonly ok: true; readonly bridge: Bridge }
  | { readonly ok: false; readonly details: readonly FaultDetail[] } {
  const read = readDocument(text, FILE, keysAt);
  if (!read.ok) return read;
  const mistakes = checkExpressions(read.content, (path) => read.places.of(path));
  if (mistakes.length > 0) return { ok: false, details: mistakes };
  const { codelets = {}, services = {} } = read.content;
  return { ok: true, bridge: { codelets: rulesOf(codelets), services: rulesOf(services) } };
}

/** Every expression that cannot be read, at its place. */
function checkExpressions(
  file: z.output<typeof FILE>,
  placeOf: (path: Path) => Place,
): readonly FaultDetail[] {
  const details: FaultDetail[] = [];
  for (const section of ["codelets", "services"] as const) {
    for (const [name, call] of Object.entries(file[section] ?? {})) {
      for (const direction of ["input", "output"] as const) {
        for (const [parameter, text] of Object.entries(call[direction] ?? {})) {
          const path = [section, name, direction, parameter];
          const problem = languageOf({ language: "xpath" }).problem(text, { variables: undefined });
          if (!problem) continue;
          const message = `${parameter}: the expression ${problem.message}.`;
          details.push({ element: path.join("/"), ...placeOf(path), message });
        }
      }
    }
  }
  return details;
}

/** @throws Error that names the file and each line of it that is wrong */
export async function loadBridge(file: string | undefined): Promise<Bridge> {
  if (file === undefined) return NO_BRIDGE;
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new Error(`MIZZEN_BRIDGE: ${error instanceof Error ? error.message : String(error)}`);
  });
  const read = readBridge(text);
  if (read.ok) return read.bridge;
  const lines = read.details.map(({ line, column, message }) => `  ${file}:${line}:${column}: ${message}`);
  throw new Error(`MIZZEN_BRIDGE: the file is not as it should be.\n${lines.join("\n")}`);
}

function rulesOf(calls: Readonly<Record<string, z.output<typeof CALL>>>): Bridge["codelets"] {
  return Object.entries(calls).map(([name, call]) => ({ name, call: callOf(call) }));
}

function callOf(source: z.output<typeof CALL>): ConnectorCall {
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

function mappingsOf(expressions: Readonly<Record<string, string>>): readonly Mapping[] {
  return Object.entries(expressions).map(([mapsTo, text]) => ({
    query: { language: "xpath", text },
    mapsTo,
  }));
}
