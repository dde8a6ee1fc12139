/** Starts a case, and answers when the view shows it. */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { caseExists, findCase } from "../../store/cases.ts";
import { forgetRequest, rememberAnswer, rememberRequest } from "../../store/idempotency.ts";
import { findSummary } from "../../store/specifications.ts";
import type { CaseView } from "../../store/views.ts";
import { CASE_WORKFLOW } from "../../workflows/messages.ts";
import type { CaseArguments, CaseSettings } from "../../workflows/messages.ts";
import { caseOptions } from "../../workflows/start.ts";
import { checkLaunch } from "../../yawl/case/launch.ts";
import type { CompiledSpecification } from "../../yawl/net/compiled.ts";
import { canonical } from "../../yawl/model/json.ts";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Catalogue } from "../catalogue.ts";
import type { Doubts } from "../doubts.ts";
import { faultProblem, Problem, unavailable } from "../http/problem.ts";
import type { Caller } from "../security/caller.ts";
import { faultOf, isGone, isUnknownSearchAttribute } from "../temporal-errors.ts";
import type { TemporalGateway } from "../temporal.ts";
import { newCaseId } from "./ids.ts";
import { startedCase } from "./represent.ts";
import type { StartedCase } from "./represent.ts";

export interface StartRequest {
  readonly specificationId: string;
  readonly version?: string | undefined;
  readonly data?: JsonObject | undefined;
  readonly caseId?: string | undefined;
}

interface Dependencies {
  readonly temporal: TemporalGateway;
  readonly catalogue: Catalogue;
  /** gets cases of which it is not known whether they were started */
  readonly doubts: Doubts;
  readonly deadlineMillis: number;
  /** what cases begin with */
  readonly settings: CaseSettings;
}

/** Answers what `POST /cases` shows of the new case. */
export type StartCase = (
  request: StartRequest,
  caller: Caller,
  idempotencyKey: string | undefined,
) => Promise<StartedCase>;

/** What is started: everything was checked. */
interface Start {
  readonly caseId: string;
  readonly compiled: CompiledSpecification;
  readonly data: JsonObject;
  /** fingerprint of a request with an idempotency key */
  readonly request: string | undefined;
}

export function startCase({
  temporal,
  catalogue,
  doubts,
  deadlineMillis,
  settings,
}: Dependencies): StartCase {
  return async (request, caller, idempotencyKey) => {
    const deadline = Date.now() + deadlineMillis;
    const compiled = await specificationOf(request, catalogue);
    const data = checkLaunch(compiled, request.data ?? {});
    if (!data.ok) throw faultProblem(data.fault);
    const caseId = request.caseId ?? newCaseId(compiled.id);
    const start = { caseId, compiled, data: data.value };
    if (idempotencyKey === undefined) {
      if (await caseExists(caseId)) throw exists(caseId);
      return startedCase(await begin({ ...start, request: undefined }, caller, deadline));
    }
    return await beginOnce(start, request, caller, idempotencyKey, deadline);
  };

  /** The first request with a key chooses the case id; the same request again finds or finishes what the first began. */
  async function beginOnce(
    start: Omit<Start, "request">,
    request: StartRequest,
    caller: Caller,
    idempotencyKey: string,
    deadline: number,
  ): Promise<StartedCase> {
    const key = `${caller.id}:${idempotencyKey}`;
    const digest = createHash("sha256")
      .update(canonical(given(request)))
      .digest("hex");
    const kept = await rememberRequest(key, { digest, caseId: start.caseId });
    if (kept.digest !== digest) {
      throw new Problem("idempotency-conflict", "This Idempotency-Key came before with another request.");
    }
    if (kept.answer && (await isInTemporal(kept.caseId, deadline))) return kept.answer as StartedCase;
    try {
      const view = await begin(
        { ...start, caseId: kept.caseId, request: `${key}:${digest}` },
        caller,
        deadline,
      );
      const answer = startedCase(view);
      await rememberAnswer(key, answer);
      return answer;
    } catch (error) {
      if (kept.isNew && error instanceof Problem && error.type === "conflict") await forgetRequest(key);
      throw error;
    }
  }

  async function begin(start: Start, caller: Caller, deadline: number): Promise<CaseView> {
    try {
      await temporal.client.withDeadline(deadline, async () => startWorkflow(start, caller, deadline));
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) {
        doubts.raise(start.caseId);
        throw error;
      }
      if (!(await isOwn(start, deadline))) throw exists(start.caseId);
    }
    return await untilVisible(start.caseId, deadline, async () => refuseIfFailed(start.caseId, deadline));
  }

  async function startWorkflow(
    { caseId, compiled, data, request }: Start,
    caller: Caller,
    deadline: number,
  ): Promise<void> {
    const args: CaseArguments = [{ caseId, data, startedBy: caller.id, ...settings }, compiled];
    for (let pause = 100; ; pause *= 2) {
      try {
        await temporal.client.workflow.start(CASE_WORKFLOW, {
          ...caseOptions(...args),
          ...(request === undefined ? {} : { memo: { [REQUEST_MEMO]: request } }),
        });
        return;
      } catch (error) {
        if (!isUnknownSearchAttribute(error) || Date.now() + pause >= deadline) throw error;
        await sleep(pause);
      }
    }
  }

  /** A case that cannot take its first step fails and is never shown. */
  async function refuseIfFailed(caseId: string, deadline: number): Promise<void> {
    const handle = temporal.client.workflow.getHandle(caseId);
    await temporal.client.withDeadline(deadline, async () => {
      const { status } = await handle.describe();
      if (status.name !== "FAILED") return;
      const fault = faultOf(await handle.result().catch((error: unknown) => error));
      if (fault) throw faultProblem(fault);
    });
  }

  /** An answer of before is only given again for a case that is there. */
  async function isInTemporal(caseId: string, deadline: number): Promise<boolean> {
    try {
      await temporal.client.withDeadline(deadline, async () =>
        temporal.client.workflow.getHandle(caseId).describe(),
      );
      return true;
    } catch (error) {
      if (!isGone(error)) throw error;
      // one that has ended is kept by Temporal for a while only, and by the view for longer
      const view = await findCase(caseId);
      return view !== undefined && view.state !== "running" && view.state !== "suspended";
    }
  }

  /** Whether the case that is there already was started by this very request. */
  async function isOwn({ caseId, request }: Start, deadline: number): Promise<boolean> {
    if (request === undefined) return false;
    const { memo } = await temporal.client.withDeadline(deadline, async () =>
      temporal.client.workflow.getHandle(caseId).describe(),
    );
    return memo?.[REQUEST_MEMO] === request;
  }
}

const REQUEST_MEMO = "request";

async function specificationOf(
  { specificationId, version }: StartRequest,
  catalogue: Catalogue,
): Promise<CompiledSpecification> {
  const summary = await findSummary(specificationId, version);
  const compiled = summary && (await catalogue.find(summary.id, summary.version, summary.digest));
  if (compiled) return compiled;
  const which = version === undefined ? `"${specificationId}"` : `"${specificationId}" in version ${version}`;
  throw new Problem("not-found", `There is no specification ${which}.`);
}

/** The request without what it leaves out. */
function given({ specificationId, version, data, caseId }: StartRequest): JsonObject {
  return {
    specificationId,
    ...(version === undefined ? {} : { version }),
    ...(data === undefined ? {} : { data }),
    ...(caseId === undefined ? {} : { caseId }),
  };
}

function exists(caseId: string): Problem {
  return new Problem("conflict", `There is a case "${caseId}" already.`);
}

const FIRST_PAUSE_MILLIS = 5;
const LONGEST_PAUSE_MILLIS = 60;
const CHECK_MILLIS = 500;

/**
 * The case is durable before the view shows it; the answer waits for the view, so that the next request finds it.
 * @param check is called now and then when it takes long; throws when the case will never be shown
 */
async function untilVisible(caseId: string, deadline: number, check: () => Promise<void>): Promise<CaseView> {
  let nextCheck = Date.now() + CHECK_MILLIS;
  for (let pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
    const view = await findCase(caseId);
    if (view) return view;
    if (Date.now() + pause >= deadline) throw notTakenUp(caseId);
    if (Date.now() >= nextCheck) {
      await check();
      nextCheck = Date.now() + CHECK_MILLIS;
    }
    await sleep(pause);
  }
}

function notTakenUp(caseId: string): Problem {
  const sentence = `The case "${caseId}" was started, but no worker has taken it up yet. It will appear by itself.`;
  return unavailable(sentence, { members: { caseId } });
}
