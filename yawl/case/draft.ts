/**
 * A state that is being changed by a step. What a step touches is copied once, at its first change, and then changed in
 * place; everything else is shared with the state before. So a step costs what it changes, however many events say it.
 *
 * Nobody who holds an earlier state sees a change. Inside a step: net instances, their markings and tasks, and the records
 * of nets and items may change under whoever holds them; data, work items and task runs are replaced, never changed.
 */
import { revised } from "../model/revised.ts";
import type { EndedItem } from "../work/ended.ts";
import type { WorkItem } from "../work/item.ts";
import type { Block } from "./instances/block.ts";
import type { Pending } from "./pending.ts";
import { netInstance, type CaseState, type NetInstance, type TaskRun } from "./state.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** One for each step; `freeze` gives what it has come to. */
export class Draft {
  #state: CaseState;
  /** copies that this draft made: nobody else holds them */
  #own = new Set<object>();

  constructor(state: CaseState) {
    this.#state = state;
  }

  get state(): CaseState {
    return this.#state;
  }

  /** The state as it is now stays as it is: the next change of anything copies it first. */
  freeze(): CaseState {
    this.#own = new Set();
    return this.#state;
  }

  /** The case itself, to be changed. */
  whole(): Writable<CaseState> {
    const state = this.#mine(this.#state);
    this.#state = state;
    return state;
  }

  /** The record of net instances, to be changed. */
  nets(): Record<string, NetInstance> {
    const state = this.whole();
    const nets = this.#myRecord(state.nets);
    state.nets = nets;
    return nets;
  }

  /** The record of work items, to be changed. */
  items(): Record<string, WorkItem> {
    const state = this.whole();
    const items = this.#myRecord(state.items);
    state.items = items;
    return items;
  }

  /** The record of what is outstanding, to be changed. */
  pending(): Record<string, Pending> {
    const state = this.whole();
    const pending = this.#myRecord(state.pending);
    state.pending = pending;
    return pending;
  }

  /** The record of blocks, to be changed; there are some from then on. */
  blocks(): Record<string, Block> {
    const state = this.whole();
    const blocks = this.#myRecord(state.blocks ?? {});
    state.blocks = blocks;
    return blocks;
  }

  /** The items that ended of late, to be changed. */
  ended(): EndedItem[] {
    const state = this.whole();
    if (this.#own.has(state.ended)) return state.ended as EndedItem[];
    const ended = state.ended.slice();
    this.#own.add(ended);
    state.ended = ended;
    return ended;
  }

  /** A net instance, to be changed. */
  net(key: string): Writable<NetInstance> {
    const known = netInstance(this.#state, key);
    if (this.#own.has(known)) return known;
    const net = this.#mine(known);
    this.nets()[key] = net;
    return net;
  }

  /** The tokens of a net instance, to be changed. */
  marking(key: string): Record<string, number> {
    const net = this.net(key);
    const marking = this.#myRecord(net.marking);
    net.marking = marking;
    return marking;
  }

  /** What the tasks of a net instance do, to be changed. */
  tasks(key: string): Record<string, TaskRun> {
    const net = this.net(key);
    const tasks = this.#myRecord(net.tasks);
    net.tasks = tasks;
    return tasks;
  }

  #mine<T extends object>(object: T): Writable<T> {
    if (this.#own.has(object)) return object;
    const copy: Writable<T> = revised(object, NO_CHANGES);
    this.#own.add(copy);
    return copy;
  }

  #myRecord<T>(record: Readonly<Record<string, T>>): Record<string, T> {
    if (this.#own.has(record)) return record;
    const copy = copyOf(record);
    this.#own.add(copy);
    return copy;
  }
}

const NO_CHANGES = {};

/** Records with more entries than this are copied into a hash table. */
const MANY = 64;

/**
 * A record may have thousands of entries, and each step copies it once. An object without a prototype is a hash table from
 * its first entry; an object literal becomes one only on the way, which takes several times as long.
 */
function copyOf<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  let copy: Record<string, T> = {};
  let count = 0;
  // plain objects inherit nothing that can be listed
  // oxlint-disable-next-line guard-for-in
  for (const key in record) {
    const entry = record[key];
    if (entry === undefined) continue;
    count += 1;
    if (count === MANY) copy = Object.assign(Object.create(null), copy) as Record<string, T>;
    copy[key] = entry;
  }
  return count < MANY ? copy : (Object.setPrototypeOf(copy, Object.prototype) as Record<string, T>);
}
