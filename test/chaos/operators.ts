/**
 * What an operator does to a case with Temporal's own command line, without the product: REST has to show what is true within 10 s,
 * though nobody touches the case.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { TOOLS_FOLDER } from "../../dev/servers/found.ts";
import { findTemporal } from "../../dev/servers/temporal.ts";
import { STUBBORN, type Client } from "./client.ts";
import { finishCases, type Staff } from "./finish.ts";
import { itemsIn, itemWish, shownItem, type ShownItem } from "./people.ts";
import type { Random } from "./random.ts";
import type { Violation } from "./report.ts";
import type { Servers } from "./servers.ts";
import { compare, SETTLE_MILLIS, type Site } from "./verify.ts";
import { newCase, PEOPLE } from "./work.ts";

const CLI_MILLIS = 30_000;
const BACK_MILLIS = 60_000;
const FINISH_MILLIS = 60_000;
const OPEN: ReadonlySet<string> = new Set(["unoffered", "offered", "allocated", "started", "suspended"]);

interface Scene extends Site {
  readonly servers: Servers;
  readonly staff: Staff;
  readonly random: Random;
  /** the Temporal CLI */
  readonly program: string;
}

interface Trial {
  readonly name: string;
  /** what its person does with the first item before the operator comes */
  readonly before: readonly ("claim" | "start" | "complete")[];
  readonly act: (scene: Scene, caseId: string) => Promise<void>;
  /** how the first item stands afterwards; none: the case has ended, and says why */
  readonly after: { readonly first: string } | { readonly reason: RegExp };
}

const TRIALS: readonly Trial[] = [
  {
    name: "reset to before its item was completed, without its updates",
    before: ["claim", "start", "complete"],
    act: (scene, caseId) => reset(scene, caseId, "complete", ["--reapply-exclude", "Update"]),
    after: { first: "started" },
  },
  {
    name: "reset to before its item was claimed, without its updates",
    before: ["claim", "start"],
    act: (scene, caseId) => reset(scene, caseId, "claim", ["--reapply-exclude", "Update"]),
    after: { first: "offered" },
  },
  {
    name: "reset to before its item was claimed, updates done again",
    before: ["claim", "start"],
    act: (scene, caseId) => reset(scene, caseId, "claim", []),
    after: { first: "started" },
  },
  {
    name: "terminated",
    before: ["claim"],
    act: (scene, caseId) => temporal(scene, "terminate", caseId, ["--reason", "an operator's trial"]),
    after: { reason: /terminated/i },
  },
  {
    name: "terminated while worker and API are away",
    before: ["claim", "start"],
    async act(scene, caseId) {
      await scene.servers.kill("api");
      await scene.servers.kill("worker");
      await temporal(scene, "terminate", caseId, ["--reason", "an operator's trial"]);
      await sleep(300);
      await scene.servers.untilBack(BACK_MILLIS);
    },
    after: { reason: /terminated/i },
  },
  {
    name: "deleted",
    before: ["claim"],
    act: (scene, caseId) => temporal(scene, "delete", caseId, []),
    after: { reason: /deleted|terminated|temporal/i },
  },
];

/** @returns what REST does not show as it should */
export async function tryOperators(
  site: Site,
  servers: Servers,
  staff: Staff,
  random: Random,
  say: (line: string) => void,
): Promise<readonly Violation[]> {
  const program = await findTemporal(TOOLS_FOLDER, () => undefined);
  const scene: Scene = { ...site, servers, staff, random, program };
  const found: Violation[] = [];
  for (const trial of TRIALS) {
    const { caseId, wrong } = await attempt(scene, trial).catch((error: unknown) => ({
      caseId: "no case",
      wrong: [error instanceof Error ? error.message : String(error)],
    }));
    say(`a case that was ${trial.name}: ${wrong.length === 0 ? "holds" : "does not hold"}`);
    for (const what of wrong) found.push({ kind: "operator", caseId, what: `${trial.name}: ${what}` });
  }
  return found;
}

async function attempt(
  scene: Scene,
  { before, act, after }: Trial,
): Promise<{ caseId: string; wrong: readonly string[] }> {
  const { staff, random } = scene;
  // the first kind of case: its first item is for clerks
  const { answer } = await staff.manager.give(newCase(0, random), random, STUBBORN);
  const caseId = String(answer.body["id"]);
  const person = staff.people.get(PEOPLE[0]?.id ?? "");
  if (!person) throw new Error("nobody is there");
  const item = await first(person, caseId);
  for (const command of before) {
    const { entry } = await person.give(itemWish(item, command, random, true), random, STUBBORN);
    if (entry.outcome !== "acknowledged") throw new Error(`${command} of ${item.id} is ${entry.outcome}`);
  }
  await act(scene, caseId);
  const deadline = Date.now() + SETTLE_MILLIS;
  for (;;) {
    const wrong =
      "first" in after
        ? await standsAs(person, staff.manager, item.id, after.first)
        : await hasEnded(person, staff.manager, item, after.reason);
    if (wrong.length === 0 || Date.now() > deadline) {
      return { caseId, wrong: [...wrong, ...("first" in after ? await goesOn(scene, caseId) : [])] };
    }
    await sleep(300);
  }
}

/** Waits until the first item of a new case is offered. */
async function first(person: Client, caseId: string): Promise<ShownItem> {
  const deadline = Date.now() + SETTLE_MILLIS;
  for (;;) {
    const { body } = await person.get(`/work-items/${caseId}.1`);
    const item = shownItem(body);
    if (item?.state === "offered") return item;
    if (Date.now() > deadline) throw new Error(`the first item of ${caseId} is not offered`);
    await sleep(100);
  }
}

/** The first item as it should be, in the right list of the inbox, and nothing of what came after it. */
async function standsAs(
  person: Client,
  manager: Client,
  item: string,
  state: string,
): Promise<readonly string[]> {
  const caseId = item.replace(/\.\d+$/, "");
  const [shown, inbox, all] = await Promise.all([
    person.get(`/work-items/${item}`),
    person.get("/work-items/inbox"),
    manager.get(`/work-items?caseId=${encodeURIComponent(caseId)}&limit=200`),
  ]);
  const others = itemsIn(all.body["items"]).filter(({ id }) => id !== item);
  return [
    ...(shown.body["state"] === state
      ? []
      : [`${item} is shown as ${String(shown.body["state"])}, and is ${state}`]),
    ...(itemsIn(inbox.body[state]).some(({ id }) => id === item)
      ? []
      : [`${item} is not among the ${state} of the inbox`]),
    ...others.map(({ id, state: stands }) => `${id} is shown as ${stands}, and the case does not have it`),
  ];
}

/** The case has ended and says why; nobody finds its items among what is to be done. */
async function hasEnded(
  person: Client,
  manager: Client,
  { id, caseId }: ShownItem,
  reason: RegExp,
): Promise<readonly string[]> {
  const [shown, inbox, all] = await Promise.all([
    manager.get(`/cases/${encodeURIComponent(caseId)}`),
    person.get("/work-items/inbox"),
    manager.get(`/work-items?caseId=${encodeURIComponent(caseId)}&limit=200`),
  ]);
  const { state, reason: said, fault } = shown.body;
  const told = `${JSON.stringify(said ?? "")} ${JSON.stringify(fault ?? "")}`;
  const lists = ["offered", "allocated", "started", "suspended"].flatMap((list) => itemsIn(inbox.body[list]));
  const open = itemsIn(all.body["items"]).filter((item) => OPEN.has(item.state));
  return [
    ...(state === "failed" || state === "cancelled" ? [] : [`the case is shown as ${String(state)}`]),
    ...(reason.test(told) ? [] : [`the case does not say that it was ended in Temporal: ${told}`]),
    ...(lists.some((item) => item.id === id) ? [`${id} is still in the inbox`] : []),
    ...open.map((item) => `${item.id} is shown as ${item.state}`),
  ];
}

/** What is shown is what is true, and the case can be worked to its end. */
async function goesOn(
  { truths, histories, staff, random }: Scene,
  caseId: string,
): Promise<readonly string[]> {
  const before = await compare(caseId, truths, histories);
  const stuck = await finishCases([caseId], staff, random, FINISH_MILLIS);
  const after = await compare(caseId, truths, histories);
  return [...before.differing, ...stuck.map(({ what }) => what), ...after.differing];
}

/** @param command the first of this kind is no more */
async function reset(
  scene: Scene,
  caseId: string,
  command: string,
  options: readonly string[],
): Promise<void> {
  const { taken, events } = await scene.histories.read(caseId);
  const update = taken.find(({ message }) => message.command.type === command);
  const task = events.findLast(
    ({ eventId, workflowTaskCompletedEventAttributes: completed }) =>
      completed && Number(eventId) < (update?.event ?? 0),
  );
  const event = String(task?.eventId);
  await temporal(scene, "reset", caseId, [
    "--event-id",
    event,
    "--reason",
    "an operator's trial",
    ...options,
  ]);
}

async function temporal(
  { program, servers }: Scene,
  command: string,
  caseId: string,
  options: readonly string[],
): Promise<void> {
  const address = ["--address", servers.product.temporal];
  const args = ["workflow", command, "--workflow-id", caseId, ...address, ...options];
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], timeout: CLI_MILLIS });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  // a deletion asks whether it is meant
  child.stdin.on("error", () => undefined);
  child.stdin.end("y\n");
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`temporal workflow ${command} failed: ${output}`);
}
