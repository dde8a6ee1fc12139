/** The cases that are started, who works on them, and what people fill in. */
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { JsonObject } from "../../yawl/model/json.ts";
import type { Client } from "./client.ts";
import type { Wish } from "./ledger.ts";
import type { Random } from "./random.ts";

const SPECIFICATIONS = new URL("specifications/", import.meta.url);

export const PASSWORD = "people-of-chaos";
export const MANAGER = "mia@chaos.test";

export const PEOPLE: readonly { readonly id: string; readonly roles: readonly string[] }[] = [
  { id: "ann@chaos.test", roles: ["clerk"] },
  { id: "ben@chaos.test", roles: ["clerk"] },
  { id: "cas@chaos.test", roles: ["clerk", "approver"] },
  { id: "dan@chaos.test", roles: ["approver"] },
];

/** People, and the specifications. @param outside address of the system that is called */
export async function prepare(administrator: Client, outside: string): Promise<void> {
  const model = {
    roles: ["clerk", "approver"].map((id) => ({ id, name: id })),
    participants: [
      ...PEOPLE.map(({ id, roles }) => ({ id, name: id, roles, password: PASSWORD })),
      { id: MANAGER, name: MANAGER, password: PASSWORD, access: ["manager", "participant"] },
    ],
  };
  await administrator.insist("PUT", "/organisation", JSON.stringify(model));
  for (const file of await readdir(SPECIFICATIONS)) {
    const text = await readFile(new URL(file, SPECIFICATIONS), "utf8");
    const source = text.replaceAll("OUTSIDE/", `${outside}/`);
    await administrator.insist("POST", "/specifications", source, "application/yaml");
  }
}

const KINDS = ["chaos-errand", "chaos-transport", "chaos-panel", "chaos-voyage"] as const;

/** @param number counts the cases, so that there are as many of each kind */
export function newCase(number: number, random: Random): Extract<Wish, { kind: "start" }> {
  const specification = KINDS[number % KINDS.length] ?? "chaos-errand";
  const reference = randomUUID();
  const data: JsonObject =
    specification === "chaos-errand"
      ? { reference, weight: random.between(1, 100) }
      : specification === "chaos-panel"
        ? { reference, papers: ["first", "second", "third", "fourth", "fifth", "sixth"] }
        : { reference };
  const caseId = `${specification}-${reference.slice(0, 8)}`;
  return {
    kind: "start",
    specification,
    reference,
    data,
    // half of the clients choose the id themselves
    ...(random.chance(0.5) ? { caseId } : {}),
  };
}

/**
 * What completion of a task takes.
 * @param isLast the shortest way to the end
 */
export function outputOf(task: string, random: Random, isLast: boolean): JsonObject {
  const text = `${task} ${randomUUID()}`;
  switch (task) {
    case "register":
      return { found: text };
    case "look_left":
      return { left: text };
    case "look_right":
      return { right: text };
    case "decide":
      return { verdict: !isLast && random.chance(0.3) ? "again" : text };
    case "order":
      return { goods: text };
    case "unload":
      return { state: text };
    case "review":
      return { mark: text };
    case "agree":
    case "object":
      return { words: text };
    case "load":
      return { cargo: text };
    case "recall":
    case "first_watch":
      return { log: text };
    default:
      return {};
  }
}
