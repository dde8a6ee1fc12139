/** The route for outside systems that were asked to call back: whoever has the signed URL completes that one work item. */
import type { RequestHandler } from "express";
import { z } from "zod";
import { callOfSignature } from "../../keys/callback.ts";
import type { Json } from "../../yawl/model/json.ts";
import { ANY_ID } from "../http/fields.ts";
import { Problem } from "../http/problem.ts";
import { route } from "../http/route.ts";
import { COMMAND_PROBLEMS } from "../http/route-problems.ts";
import type { Route } from "../http/route.ts";
import { addressOf, failureLimiter } from "../security/failure-limits.ts";

/**
 * Completes a work item that waits for the callback of this very call with what was sent; `undefined` is an empty body.
 * Resolves when the view shows it; sent again, it is answered as before.
 * @throws Problem `not-found`: there is no such work item; others as for any command, e.g. `wrong-state`
 */
export type CompleteCallback = (itemId: string, call: number, body: Json | undefined) => Promise<void>;

export interface Callbacks {
  /** from `callbackKey` */
  readonly key: Buffer;
  readonly complete: CompleteCallback;
  /** wrong URLs from one address in a minute */
  readonly failuresPerAddress: number;
}

const NOT_FOUND = 404;

export function callbackRoutes({ key, complete, failuresPerAddress }: Callbacks): readonly Route[] {
  return [
    route({
      method: "post",
      path: "/api/v1/callbacks/{itemId}/{signature}",
      access: "open",
      tag: "callbacks",
      summary:
        "Complete the work item that waits for this call; the URL is handed out by the connector that waits",
      parameters: z.object({ itemId: ANY_ID, signature: z.string() }),
      body: z.json().optional(),
      // Before the body is read: strangers cannot make the server read one.
      limits: {
        early: [
          failureLimiter({
            limit: failuresPerAddress,
            keyOf: addressOf,
            failure: NOT_FOUND,
            what: "wrong callbacks",
          }),
          checkSignature(key),
        ],
        late: [],
      },
      answers: { 204: "" },
      problems: [...COMMAND_PROBLEMS, "unavailable"],
      async handler({ parameters: { itemId, signature }, body }) {
        const call = callOfSignature(key, itemId, signature);
        if (call === undefined) throw nothingWaits();
        try {
          await complete(itemId, call, body);
        } catch (error) {
          if (error instanceof Problem && error.type === "not-found") throw nothingWaits();
          throw error;
        }
        return { status: 204 };
      },
    }),
  ];
}

function checkSignature(key: Buffer): RequestHandler {
  return (request, _response, next) => {
    const { itemId, signature } = request.params;
    if (callOfSignature(key, String(itemId), String(signature)) === undefined) throw nothingWaits();
    next();
  };
}

/** The same for a wrong signature and for an item that is not there: nobody learns which items there are. */
function nothingWaits(): Problem {
  return new Problem("not-found", "Nothing waits for this call.");
}
