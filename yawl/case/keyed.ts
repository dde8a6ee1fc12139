/** Commands whose senders gave them keys: what is remembered of one, so that whoever repeats it is recognized. */
import type { CommandMessage } from "../work/command.ts";
import { digestOf } from "../work/digest.ts";
import type { KeyedCommand } from "./state.ts";

/** What is remembered of a command when it is done; none for one without a key. */
export function keyedOf(message: CommandMessage): KeyedCommand | undefined {
  const { key, by, command } = message;
  if (key === undefined) return undefined;
  const digest = digestOf({ item: "item" in message ? message.item : null, command: { ...command } });
  return { key, by: by.participant, digest };
}

/** Whether two commands have the same key of the same person, whatever they ask. */
export function hasKeyOf(one: KeyedCommand, other: KeyedCommand): boolean {
  return one.key === other.key && one.by === other.by;
}
