/** The one error handler: whatever was thrown becomes a problem document. */
import { randomUUID } from "node:crypto";
import type { ErrorRequestHandler, Response } from "express";
import { UnauthorizedError } from "express-jwt";
import type { Logger } from "pino";
import { isUnavailable } from "../../store/connect.ts";
import { BadCursor } from "../../store/page.ts";
import { temporalProblem } from "../temporal-errors.ts";
import { Problem, unavailable } from "./problem.ts";
import { subjectOf } from "./subject.ts";

export function sendProblem(response: Response, problem: Problem): void {
  for (const [name, value] of Object.entries(problem.extras.headers ?? {})) response.setHeader(name, value);
  response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

/** Express knows an error handler by its four parameters. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    if (problem.status >= 500) {
      const logged = {
        error,
        requestId: request.id,
        ...subjectOf(request.path),
        errorId: problem.extras.members?.["errorId"],
      };
      if (problem.type === "internal") log.error(logged, "unexpected error");
      else log.warn(logged, "answered 503");
    }
    sendProblem(response, problem);
  };
}

/** What kind of problem an error is. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UnauthorizedError) return authenticationProblem(error);
  if (error instanceof BadCursor) {
    return new Problem("bad-request", "The cursor is not one that this list gave out.", {
      errors: [{ parameter: "cursor", message: "unknown cursor" }],
    });
  }
  if (isUnavailable(error)) {
    return unavailable("The database cannot be reached, or takes no writes. The request may be repeated.", {
      cause: error,
    });
  }
  const fromTemporal = temporalProblem(error);
  if (fromTemporal) return fromTemporal;
  const fromBody = bodyProblem(error);
  if (fromBody) return fromBody;
  return new Problem("internal", "Something went wrong on the server. The error id leads to it in the log.", {
    members: { errorId: randomUUID() },
    cause: error,
  });
}

const TOKEN_SENTENCES: Readonly<Record<string, string>> = {
  credentials_required: "This needs a token: log in and send it as `Authorization: Bearer <token>`.",
  credentials_bad_scheme: "The Authorization header is not of the form `Bearer <token>`.",
  credentials_bad_format: "The Authorization header is not of the form `Bearer <token>`.",
  revoked_token: "The token is no longer valid. Log in again.",
};

function authenticationProblem(error: UnauthorizedError): Problem {
  const expired = error.inner instanceof Error && error.inner.name === "TokenExpiredError";
  const sentence = expired ? "The token has expired. Log in again." : TOKEN_SENTENCES[error.code];
  return notAuthenticated(
    sentence ?? "The token is not valid.",
    error.code === "credentials_required" ? "" : ', error="invalid_token"',
  );
}

/** 401 with the challenge that HTTP asks for. */
export function notAuthenticated(sentence: string, challenge = ""): Problem {
  return new Problem("not-authenticated", sentence, {
    headers: { "WWW-Authenticate": `Bearer realm="mizzen"${challenge}` },
  });
}

/** Errors of the body parser and the router of Express: they carry a status and sometimes a type. */
function bodyProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { type, status, limit } = error as { type?: unknown; status?: unknown; limit?: unknown };
  if (type === "entity.too.large") {
    return new Problem(
      "too-large",
      `The body is larger than the ${String(limit)} bytes that are taken here.`,
    );
  }
  if (type === "encoding.unsupported") {
    return new Problem("unsupported-media-type", "The content encoding is not known.");
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new Problem("bad-request", "The request cannot be read.", { cause: error });
  }
  return undefined;
}
