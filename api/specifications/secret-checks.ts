/** What an upload is told about the secrets that its connectors name. Warnings only: secrets may be set or bound later. */
import { SECRET_REFERENCE } from "../../activities/connectors/contract.ts";
import { bindingsOf } from "../../store/secrets.ts";
import type { SecretBinding } from "../../store/views.ts";
import type { FaultDetail } from "../../yawl/model/fault.ts";
import type { Json } from "../../yawl/model/json.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";

/** A secret that the work of a specification names. */
export interface SecretUse {
  /** id of the decomposition */
  readonly element: string;
  readonly name: string;
}

/** The secrets that a specification's calls name, each once for an element. */
export function secretsUsed({ work }: Pick<CompiledSpecification, "work">): readonly SecretUse[] {
  return Object.values(work).flatMap(({ id: element, call }) =>
    [...new Set(call ? namesIn(call.configuration) : [])].map((name) => ({ element, name })),
  );
}

/**
 * Secrets that are not there, that other specifications are meant for, and that nothing keeps from going anywhere.
 * @param id of the specification
 */
export async function checkSecrets(id: string, uses: readonly SecretUse[]): Promise<readonly FaultDetail[]> {
  if (uses.length === 0) return [];
  const known = await bindingsOf([...new Set(uses.map(({ name }) => name))]);
  return uses.flatMap(({ element, name }): readonly FaultDetail[] => {
    const message = warning(id, name, known.get(name));
    return message === undefined ? [] : [{ element, message, severity: "warning", code: "secret" }];
  });
}

function warning(
  specification: string,
  name: string,
  binding: SecretBinding | undefined,
): string | undefined {
  if (!binding)
    return `There is no secret "${name}" yet: calls that need it fail until an administrator sets it.`;
  if (binding.specifications && !binding.specifications.includes(specification))
    return `The secret "${name}" is not for this specification: calls that need it fail until an administrator allows it.`;
  if (!binding.hosts && !binding.specifications)
    return `The secret "${name}" is bound to no host and no specification: any designer can send it anywhere. An administrator should bind it (\`PUT /secrets/${name}\` with \`hosts\`).`;
  return undefined;
}

/** Names of the secrets that a configuration refers to, however deep. */
function namesIn(value: Json): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const reference = SECRET_REFERENCE.safeParse(value);
  if (reference.success) return [reference.data.secret];
  return Object.values(value).flatMap(namesIn);
}
