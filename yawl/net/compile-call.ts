/** Connector calls at upload: defaults are spelt out, durations become milliseconds, answers get their names. */
import type { FaultDetail } from "../model/fault.ts";
import type { Variable, WorkDecomposition } from "../model/specification.ts";
import { timingOf } from "../time/retry.ts";
import type { CompiledCall } from "./compiled.ts";

/** What the compiler has to know of a connector. */
export interface ConnectorSignature {
  readonly version: number;
  /** properties of its answers */
  readonly answers: readonly string[];
}

/** Connectors by name and version, the newest when no version is asked for; `undefined`: there is none. */
export type ConnectorCatalogue = (name: string, version?: number) => ConnectorSignature | undefined;

/**
 * The call of an automated decomposition. One that declares no output parameters has everything that the connector answers.
 * @param catalogue without one, the connector is taken to be there and to answer what is declared
 */
export function compileCall(
  work: WorkDecomposition,
  catalogue: ConnectorCatalogue | undefined,
  errors: FaultDetail[],
): { readonly call: CompiledCall; readonly outputs?: readonly Variable[] } | undefined {
  const { call } = work;
  if (!call) return undefined;
  const complain = (message: string): void => void errors.push({ element: work.id, ...work.place, message });
  const signature = catalogue?.(call.connector, call.version);
  if (catalogue && !signature) {
    const which = call.version === undefined ? "" : ` in version ${call.version}`;
    complain(`There is no connector "${call.connector}"${which}.`);
  }
  const { timing, problems } = timingOf(call);
  for (const problem of problems) complain(problem);
  const answers = signature?.answers ?? work.outputs.map(({ name }) => name);
  return {
    call: {
      connector: call.connector,
      version: call.version ?? signature?.version ?? 1,
      configuration: call.configuration,
      ...(call.input ? { input: call.input } : {}),
      ...(call.output ? { output: call.output } : {}),
      answers,
      ...timing,
    },
    ...(work.outputs.length > 0 ? {} : { outputs: answers.map(anything) }),
  };
}

function anything(name: string): Variable {
  return { name, type: { kind: "json", schema: {} } };
}
