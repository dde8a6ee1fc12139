/** What the Temporal Web UI shows of a case: where its tokens are, what is open, what failed. Markdown. */
import { failedTasks, whereabouts } from "../case/inspect.ts";
import type { Block } from "../case/instances/block.ts";
import { isUnbounded } from "../case/instances/bounds.ts";
import { multiRunOf, tallyOf, type Tally } from "../case/instances/review.ts";
import type { CaseState } from "../case/state.ts";
import { instantText } from "../time/instant.ts";
import { timersOf } from "./timers.ts";

/** More lines than this are counted, not shown: the details travel with each look at the workflow. */
const SHOWN = 20;

/**
 * Where a case stands, in Markdown: state, tokens, open items and failures, 20 lines of each at most.
 * @param link gives the page of another execution
 */
export function describeCase(state: CaseState, link: (execution: string) => string): string {
  const { marking } = whereabouts(state);
  const failures = failedTasks(state);
  const items = Object.values(state.items);
  const tokens = Object.entries(marking).flatMap(([net, conditions]) =>
    Object.entries(conditions).map(([condition, count]) => ({ net, condition, count })),
  );
  return [
    `**${state.status}**`,
    ...placeOf(state, link),
    ...section("Instances", instancesOf(state), ({ net, task, tally, threshold, blocks }) => {
      const { completed, open, waiting, cancelled, failed } = tally;
      const goal = isUnbounded(threshold) ? "" : ` of ${threshold}`;
      const counts = `${completed}${goal} completed, ${open} open, ${waiting} waiting, ${failed} failed, ${cancelled} cancelled`;
      return `${code(task)} in ${code(net)}: ${counts}${blocksOf(blocks, link)}`;
    }),
    ...section(
      "Failed tasks",
      failures,
      ({ net, task, message }) => `${code(task)} in ${code(net)}: ${plain(message)}`,
    ),
    ...section(
      "Failed work",
      items.filter(({ failure }) => failure),
      ({ id, name, failure }) => {
        const tries = failure?.attempts === undefined ? "" : ` after ${failure.attempts} attempts`;
        return `${code(id)} ${plain(name)}: ${plain(failure?.type ?? "")}${tries}: ${plain(failure?.message ?? "")}`;
      },
    ),
    ...section("Open work items", items, (item) => {
      const who =
        item.allocatedTo ?? [...(item.offeredToRoles ?? []), ...item.offeredTo].slice(0, 3).join(", ");
      return `${code(item.id)} ${plain(item.name)}: ${item.status}${who ? ` (${plain(who)})` : ""}`;
    }),
    ...section(
      "Timers",
      timersOf(state).filter(({ due }) => due !== undefined),
      ({ net, task, item, state: how, due = 0 }) => {
        const when = how === "paused" ? "stands" : `due at ${instantText(due)}`;
        return `${code(task)} in ${code(net)}${item === undefined ? "" : ` (${code(item)})`}: ${when}`;
      },
    ),
    ...section(
      "Tokens",
      tokens,
      ({ net, condition, count }) => `${code(net)}: ${code(condition)} × ${count}`,
    ),
  ].join("\n");
}

/** What a block is a part of. */
function placeOf({ block }: CaseState, link: (execution: string) => string): readonly string[] {
  if (!block) return [];
  return ["", `Instances of ${code(block.task)} for ${linked(block.parent, link)}`];
}

interface Instances {
  readonly net: string;
  readonly task: string;
  readonly tally: Tally;
  readonly threshold: number;
  readonly blocks: readonly Block[];
}

/** Tasks that have several instances under way. */
function instancesOf(state: CaseState): readonly Instances[] {
  const found: Instances[] = [];
  for (const { key: net, tasks } of Object.values(state.nets)) {
    for (const task of Object.keys(tasks)) {
      const run = multiRunOf(state, net, task);
      if (!run) continue;
      const { threshold } = run.multi;
      const blocks = Object.values(state.blocks ?? {}).filter(
        (each) => each.net === net && each.task === task,
      );
      found.push({ net, task, tally: tallyOf(state, net, task, run), threshold, blocks });
    }
  }
  return found;
}

function blocksOf(blocks: readonly Block[], link: (execution: string) => string): string {
  if (blocks.length === 0) return "";
  const more = blocks.length > SHOWN ? ` and ${blocks.length - SHOWN} more` : "";
  const shown = blocks.slice(0, SHOWN).map(({ id }) => linked(id, link));
  return `, in ${shown.join(", ")}${more}`;
}

function linked(execution: string, link: (execution: string) => string): string {
  return `[${plain(execution)}](${link(execution)})`;
}

function section<T>(title: string, all: readonly T[], line: (entry: T) => string): readonly string[] {
  if (all.length === 0) return [];
  const more = all.length > SHOWN ? [`- and ${all.length - SHOWN} more`] : [];
  return ["", `### ${title}`, ...all.slice(0, SHOWN).map((entry) => `- ${line(entry)}`), ...more];
}

/** Text of users without the characters that Markdown or HTML would take for markup. */
function plain(text: string): string {
  return text.replace(/[<>&*`[\]\\|\r\n]/g, " ");
}

/** Ids may have characters that mean something in Markdown. */
function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, " ")}\``;
}
