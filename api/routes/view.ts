/** The view of cases, for those who run Mizzen: making it again from what Temporal has. */
import { z } from "zod";
import { isBlock } from "../../store/blocks.ts";
import type { Doubts } from "../doubts.ts";
import { noSuchCase } from "../cases/judge.ts";
import { ANY_ID } from "../http/fields.ts";
import { route } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { ADMINISTRATORS } from "./access.ts";

const RESULTS = ["same", "mended", "unreadable"] as const;

export function viewRoutes(doubts: Doubts, deadlineMillis: number): readonly Route[] {
  return [
    route({
      method: "post",
      path: "/api/v1/cases/{id}/resync",
      access: ADMINISTRATORS,
      tag: "cases",
      summary:
        "Make what lists show of a case, with its blocks of instances, again from the histories in Temporal",
      parameters: z.object({ id: ANY_ID }),
      answers: {
        200: z.object({
          id: z.string(),
          result: z.enum(RESULTS).meta({
            description:
              "`same`: it showed what is true; `mended`: it does now; `unreadable`: the history cannot be replayed, and it stays as it is",
          }),
        }),
      },
      async handler(request) {
        const { id } = request.parameters;
        if (await isBlock(id)) throw noSuchCase(id);
        const deadline = Date.now() + deadlineMillis;
        const summary = await doubts.resync(id, "an administrator asked for it", deadline);
        if (summary.absent > 0) throw noSuchCase(id);
        const result = RESULTS.findLast((name) => summary[name] > 0) ?? "same";
        return { status: 200, body: { id, result } };
      },
    }),
  ];
}
