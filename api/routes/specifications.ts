/** Specifications: upload, read, remove. */
import { z } from "zod";
import {
  findSource,
  findSummary,
  listSpecifications,
  removeSpecification,
  versionsOf,
} from "../../store/specifications.ts";
import type { SpecificationSummary } from "../../store/documents.ts";
import { findOwnership } from "../../store/specification-owners.ts";
import { newestFirst } from "../../store/versions.ts";
import { ANY_ID, iso, listOf, PAGE, TIME } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { callerOf, route, UPLOAD } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { changeOwnership, checkMayChange, designerFrom } from "../specifications/ownership.ts";
import { uploadSpecification } from "../specifications/upload.ts";
import type { Deployment } from "../specifications/deployment.ts";
import { DESIGNERS, SPECIFICATION_READERS } from "./access.ts";

const TAG = "specifications";
const PATH = "/api/v1/specifications";
const ACCEPTED: readonly [string, ...string[]] = [
  "application/xml",
  "text/xml",
  "application/yaml",
  "text/yaml",
  "application/x-yaml",
  "application/json",
];

const ONE = z.object({ id: ANY_ID });
const VERSION = z.strictObject({
  version: ANY_ID.optional().meta({ description: "the newest when left out" }),
});
const FINDING = z.object({
  severity: z.enum(["warning", "note"]).optional(),
  code: z.string().optional().meta({ description: "kind of finding; see docs/yawl-files.md" }),
  element: z.string().optional().meta({ description: "net, task, flow or the like, as a path" }),
  line: z.number().optional(),
  column: z.number().optional(),
  message: z.string(),
});
const UPLOADED = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  checks: z.array(FINDING).meta({ description: "what looks wrong, or is not executed" }),
});
/** `true` or `false` as a query says it. */
const FLAG = z.enum(["true", "false"]).optional();
const OWNERSHIP = z.object({
  owner: z.string().optional().meta({ description: "who uploaded the first version; absent: nobody" }),
  designers: z.array(z.string()).meta({ description: "who else may upload and remove versions" }),
});
const SPECIFICATION = UPLOADED.extend({
  documentation: z.string().optional(),
  format: z.string(),
  digest: z.string(),
  contentType: z.string(),
  uploadedBy: z.string(),
  uploadedAt: TIME,
  ...OWNERSHIP.partial().shape,
  versions: z.array(z.string()).meta({ description: "all versions, newest first" }),
});

export function specificationRoutes(deployment: Deployment): readonly Route[] {
  return [
    route({
      method: "post",
      path: PATH,
      access: DESIGNERS,
      tag: TAG,
      summary: "Upload a .yawl file, or a specification in the YAML or JSON dialect",
      query: z.strictObject({
        strict: FLAG.meta({ description: "true: warnings are errors" }),
        dryRun: FLAG.meta({ description: "true: checks only, nothing is stored" }),
      }),
      body: UPLOAD,
      accepts: ACCEPTED,
      answers: { 201: UPLOADED, 200: UPLOADED },
      problems: ["invalid-specification", "invalid-data", "conflict", "malformed-json"],
      async handler(request) {
        const { isNew, answer } = await uploadSpecification(
          request.body,
          designerFrom(callerOf(request)),
          deployment,
          { strict: request.query.strict === "true", dryRun: request.query.dryRun === "true" },
        );
        const location = `${PATH}/${encodeURIComponent(answer.id)}?version=${encodeURIComponent(answer.version)}`;
        return { status: isNew ? 201 : 200, body: answer, headers: { Location: location } };
      },
    }),
    route({
      method: "get",
      path: PATH,
      access: SPECIFICATION_READERS,
      tag: TAG,
      summary: "Specifications by id, each in its newest version",
      query: z.strictObject(PAGE),
      answers: { 200: listOf(SPECIFICATION) },
      async handler({ query }) {
        const page = await listSpecifications(query);
        return {
          status: 200,
          body: { ...page, items: page.items.map((entry) => represent(entry, entry.versions)) },
        };
      },
    }),
    route({
      method: "get",
      path: `${PATH}/{id}`,
      access: SPECIFICATION_READERS,
      tag: TAG,
      summary: "A specification",
      parameters: ONE,
      query: VERSION,
      answers: { 200: SPECIFICATION },
      async handler({ parameters: { id }, query: { version } }) {
        const [summary, versions, ownership] = await Promise.all([
          findSummary(id, version),
          versionsOf(id),
          findOwnership(id),
        ]);
        if (!summary) throw notFound(id, version);
        return { status: 200, body: { ...represent(summary, newestFirst(versions)), ...ownership } };
      },
    }),
    route({
      method: "get",
      path: `${PATH}/{id}/source`,
      access: SPECIFICATION_READERS,
      tag: TAG,
      summary: "The file as it was uploaded",
      parameters: ONE,
      query: VERSION,
      answers: { 200: ACCEPTED },
      async handler({ parameters: { id }, query: { version } }) {
        const found = await findSource(id, version);
        if (!found) throw notFound(id, version);
        return {
          status: 200,
          text: { contentType: `${found.contentType}; charset=utf-8`, content: found.source },
        };
      },
    }),
    route({
      method: "put",
      path: `${PATH}/{id}/owner`,
      access: DESIGNERS,
      tag: TAG,
      summary: "Give a specification to somebody else, or share it with designers; for its owner",
      parameters: ONE,
      body: z.strictObject({ owner: ANY_ID.optional(), designers: z.array(ANY_ID).max(1_000).optional() }),
      answers: { 200: OWNERSHIP },
      async handler({ parameters: { id }, body, caller }) {
        const designer = designerFrom(callerOf({ caller }));
        return { status: 200, body: await changeOwnership(id, body, designer) };
      },
    }),
    route({
      method: "delete",
      path: `${PATH}/{id}`,
      access: DESIGNERS,
      tag: TAG,
      summary: "Remove a version, or all of them when none is named; refused while cases of it run",
      parameters: ONE,
      query: z.strictObject({
        version: ANY_ID.optional().meta({ description: "all versions when left out" }),
      }),
      answers: { 204: "" },
      problems: ["in-use"],
      async handler({ parameters: { id }, query: { version }, caller }) {
        await checkMayChange(id, designerFrom(callerOf({ caller })), deployment.sharing);
        const outcome = await removeSpecification(id, version);
        if (outcome === "not-found") throw notFound(id, version);
        if (outcome === "in-use") throw new Problem("in-use", "Cases of this specification still run.");
        return { status: 204 };
      },
    }),
  ];
}

function notFound(id: string, version: string | undefined): Problem {
  return new Problem(
    "not-found",
    `There is no specification "${id}"${version === undefined ? "" : ` in version ${version}`}.`,
  );
}

function represent(summary: SpecificationSummary, versions: readonly string[]): Record<string, unknown> {
  const { id, version, title, documentation, format, digest, contentType, checks, uploadedBy, uploadedAt } =
    summary;
  return {
    id,
    version,
    title,
    ...(documentation === undefined ? {} : { documentation }),
    format,
    digest,
    contentType,
    checks,
    uploadedBy,
    uploadedAt: iso(uploadedAt),
    versions,
  };
}
