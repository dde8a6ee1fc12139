/**
 * The HTTP server around the application. What Node answers by itself, before there is a request that the application could
 * see, is a problem document, too.
 */
import { createServer, STATUS_CODES } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { RequestHandler } from "express";
import { Problem } from "./problem.ts";

/** A body has to arrive in this time. */
const REQUEST_MILLIS = 120_000;
/**
 * Longer than proxies keep connections that nobody uses (a minute, most of them): the proxy ends them, and sends no request into one
 * that this server is just closing.
 */
const KEEP_ALIVE_MILLIS = 75_000;

/** A server for the application; `requireHostHeader` is the application's business, see `requireHost`. */
export function apiServer(app: RequestListener): Server {
  const server = createServer(
    { requestTimeout: REQUEST_MILLIS, keepAliveTimeout: KEEP_ALIVE_MILLIS, requireHostHeader: false },
    app,
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    answer(socket, problemOf(error.code));
  });
  server.on("checkExpectation", (_request, response) => {
    const problem = new Problem("expectation-failed", "The only expectation that is met is `100-continue`.");
    response.writeHead(problem.status, HEADERS).end(JSON.stringify(problem));
  });
  return server;
}

/** HTTP/1.1 asks for it (RFC 9112, 3.2); Node would answer without a body. */
export const requireHost: RequestHandler = (request, _response, next) => {
  if (request.httpVersion === "1.1" && request.headers.host === undefined)
    throw new Problem("bad-request", "The request has no Host header.");
  next();
};

const HEADERS = { "content-type": "application/problem+json; charset=utf-8", connection: "close" } as const;

/** Codes of Node's HTTP parser and of its timers. */
function problemOf(code: string | undefined): Problem {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new Problem(
        "headers-too-large",
        "The request's headers are larger than the 16 KiB that are taken here.",
      );
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new Problem("too-large", "The extensions of the body's chunks are too large.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new Problem("request-timeout", "The request did not arrive in time.");
    default:
      return new Problem("bad-request", "The request is not HTTP as it can be read here.");
  }
}

/** There is no response object: the answer is written as it goes over the line. */
function answer(socket: Duplex, problem: Problem): void {
  // Somebody who is gone, or who has been answered in part already, cannot be told.
  if (!socket.writable || isAnswered(socket)) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ""}`,
    ...Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

function isAnswered(socket: Duplex): boolean {
  const { _httpMessage: message } = socket as { _httpMessage?: { headersSent?: boolean } };
  return message?.headersSent === true;
}
