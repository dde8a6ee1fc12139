/** The parts of a dialect task that say who does it and how often. */
import { NO_BOUND, type Expression, type Instances, type Resourcing } from "../../spec/specification.ts";
import type { DialectTask } from "./shape.ts";

/** Privileges as the dialect names them, and as YAWL does. */
const PRIVILEGES = {
  suspend: ["canSuspend"],
  reallocate: ["canReallocateStateless", "canReallocateStateful"],
  deallocate: ["canDeallocate"],
  delegate: ["canDelegate"],
  skip: ["canSkip"],
  pile: ["canPile"],
} as const;

/** `offer` names people; without it, or with `administrator`, somebody has to offer the item by hand. */
export function translateResourcing(task: DialectTask): Resourcing {
  const { offer } = task;
  const privileges =
    task.privileges &&
    Object.fromEntries(
      task.privileges.flatMap((name) => PRIVILEGES[name].map((privilege) => [privilege, "all" as const])),
    );
  const offered: Resourcing["offer"] =
    offer === undefined || offer === "administrator"
      ? { initiator: "user" }
      : {
          initiator: "system",
          to: {
            participants: offer.participants ?? [],
            roles: offer.roles ?? [],
            variables: [
              ...(offer.participantsFrom ?? []).map((name) => ({
                name,
                refersTo: "participant" as const,
              })),
              ...(offer.rolesFrom ?? []).map((name) => ({ name, refersTo: "role" as const })),
            ],
          },
        };
  return {
    offer: offered,
    allocate: { initiator: "user" },
    start: { initiator: "user" },
    ...(privileges ? { privileges } : {}),
  };
}

export function translateInstances(source: NonNullable<DialectTask["instances"]>): Instances {
  const { each, as, count, index, min, max, threshold, creation, collect, into } = source;
  return {
    minimum: boundOf(min) ?? 1,
    maximum: boundOf(max) ?? NO_BOUND,
    threshold: boundOf(threshold) ?? NO_BOUND,
    creation: creation ?? "static",
    ...(each === undefined ? {} : { input: { query: xpath(each), parameter: as ?? "item" } }),
    ...(count === undefined
      ? {}
      : { count: typeof count === "number" ? xpath(String(count)) : xpath(count) }),
    ...(index === undefined ? {} : { index }),
    ...(into === undefined ? {} : { output: { query: xpath(collect ?? "."), variable: into } }),
  };
}

function boundOf(value: number | string | undefined): number | Expression | undefined {
  return typeof value === "string" ? xpath(value) : value;
}

function xpath(text: string): Expression {
  return { language: "xpath", text };
}
