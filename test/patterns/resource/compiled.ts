/** The specification of a fixture, compiled as an upload compiles it. */
import assert from "node:assert/strict";
import { readSpecification } from "../../../yawl/files/read.ts";
import { compile } from "../../../yawl/net/compile.ts";
import type { ConnectorCatalogue } from "../../../yawl/net/compile-call.ts";
import type { CompiledSpecification } from "../../../yawl/net/compiled.ts";
import { peopleRules } from "../../../yawl/resource/people-rules.ts";
import type { Fixture } from "./fixture.ts";

const HTTP: ConnectorCatalogue = (name) =>
  name === "http" ? { version: 1, answers: ["status", "headers", "body"] } : undefined;

/** Nothing may be wrong with it, and nothing of it may be kept without being executed. */
export function compileFixture({ file, source }: Pick<Fixture, "file" | "source">): CompiledSpecification {
  const read = readSpecification(source, "application/yaml");
  if (!read.ok) assert.fail(`${file}: ${JSON.stringify(read.fault, undefined, 2)}`);
  const compilation = compile(read.value.specification, HTTP, peopleRules());
  if (!compilation.ok) assert.fail(`${file}: ${JSON.stringify(compilation.fault, undefined, 2)}`);
  const { compiled, checks } = compilation.value;
  assert.deepEqual(
    checks.map(({ message }) => message),
    [],
    `${file}: the static checks find something`,
  );
  return compiled;
}
