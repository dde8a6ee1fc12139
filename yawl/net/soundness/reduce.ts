/**
 * What keeps the state space of a net small without changing its soundness verdict (`soundness.ts`).
 *
 * The classical reduction rules of Petri nets (Murata 1989) merge places and transitions. In a net with cancellation and
 * OR-joins most of them are wrong: the merged place may be emptied when only one of the two was, and an OR-join looks at
 * where tokens are. So the net stays as it is, and what is reduced is the *order* of steps (partial-order reduction;
 * Godefroid 1996, Valmari 1990): if some step neither disturbs another nor is disturbed by one, it is taken first and the
 * other orders are not looked at. Counterexamples are then runs of the net itself.
 *
 * **Ends at once.** The end of a busy task is merged with its start if it empties nothing, does not end the net, and each
 * output is emptied by exactly the tasks that cancel the busy task. Any step that could come in between leads to the same
 * marking before the end and after it: what would have cancelled the task empties its outputs.
 *
 * **Goes first.** The start of a task is taken before all other steps if nobody else takes from its inputs and each input
 * is emptied by exactly the tasks that cancel the busy task. Then no step disables it but one that wipes its tokens either
 * way. That holds for OR-joins, too: one that is enabled stays so, since another token would have made it wait; and a
 * token that moves on early cannot make another OR-join wait, since that one had already reckoned with it.
 *
 * **Not for ever.** Steps that go first could go in circles and put off the rest. So in each loop of such tasks one does
 * not go first (static proviso; Kurshan, Levin, Minea, Peled, Yenigün 1998): tokens that go round pass it.
 */
import type { CompiledTask } from "../compiled.ts";
import type { LinkedNet } from "../linked.ts";

/** How a task may be treated in the reduced order of states (see above). */
export interface Precedence {
  readonly endsAtOnce: boolean;
  readonly goesFirst: boolean;
}

/** By task: whether it may end at once, and whether its steps may go before those of others. */
export function precedences(net: LinkedNet): ReadonlyMap<string, Precedence> {
  const conditionEmptiedBy = new Map<string, Set<string>>();
  const taskCancelledBy = new Map<string, Set<string>>();
  for (const { task } of net.tasks.values()) {
    for (const id of task.cancels?.conditions ?? []) note(conditionEmptiedBy, id, task.id);
    for (const id of task.cancels?.tasks ?? []) note(taskCancelledBy, id, task.id);
  }
  const sameDanger = (task: CompiledTask, condition: string): boolean =>
    sameSet(taskCancelledBy.get(task.id), conditionEmptiedBy.get(condition));

  const first = new Set<string>();
  const atOnce = new Set<string>();
  for (const { task, contested } of net.tasks.values()) {
    const ends =
      task.cancels === undefined &&
      task.flows.every(({ to }) => to !== net.net.output && sameDanger(task, to));
    if (ends) atOnce.add(task.id);
    if (!contested && task.from.every((condition) => sameDanger(task, condition))) first.add(task.id);
  }
  for (const id of loopBreakers(net, first)) first.delete(id);
  const found = new Map<string, Precedence>();
  for (const id of net.tasks.keys()) found.set(id, { endsAtOnce: atOnce.has(id), goesFirst: first.has(id) });
  return found;
}

/** Tasks of which every loop of tasks in `among` has at least one: those that a depth-first walk meets again. */
function loopBreakers(net: LinkedNet, among: ReadonlySet<string>): ReadonlySet<string> {
  const next = (id: string): readonly string[] => {
    const after: string[] = [];
    for (const { to } of net.tasks.get(id)?.task.flows ?? []) {
      for (const consumer of net.consumers.get(to) ?? []) if (among.has(consumer.id)) after.push(consumer.id);
    }
    return after;
  };
  const breakers = new Set<string>();
  const seen = new Set<string>();
  const open = new Set<string>();
  for (const root of among) {
    if (seen.has(root)) continue;
    const stack = [{ id: root, next: next(root), at: 0 }];
    seen.add(root);
    open.add(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const id = top.next[top.at++];
      if (id === undefined) {
        open.delete(top.id);
        stack.pop();
      } else if (open.has(id)) breakers.add(id);
      else if (!seen.has(id)) {
        seen.add(id);
        open.add(id);
        stack.push({ id, next: next(id), at: 0 });
      }
    }
  }
  return breakers;
}

function note(index: Map<string, Set<string>>, key: string, value: string): void {
  const known = index.get(key);
  if (known) known.add(value);
  else index.set(key, new Set([value]));
}

function sameSet(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  for (const entry of a ?? []) if (!b?.has(entry)) return false;
  return true;
}
