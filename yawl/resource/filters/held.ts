/** Filters by what people are: their roles, positions and groups, and who they are. */
import { ok, type Result } from "../../model/fault.ts";
import { conditionOf } from "../expressions/logic.ts";
import { holdsNames, missingValue, readNames } from "../expressions/names.ts";
import { quote } from "../expressions/cursor.ts";
import type { HeldKind } from "../indexed.ts";
import type { Condition, FilterKind, Scene } from "../kinds.ts";

/** The condition that somebody holds what a parameter says. */
export function heldCondition(kind: HeldKind, text: string, { organisation }: Scene): Result<Condition> {
  const names = readNames(text);
  return names.ok ? holdsNames(kind, names.value, organisation) : names;
}

function byHeld(kind: HeldKind, description: string): FilterKind {
  return {
    part: "filter",
    name: kind,
    description,
    parameters: [
      {
        name: "name",
        description: `the ${kind}, by id or name; several with &, | and !`,
        type: "names",
        of: kind,
        required: true,
      },
    ],
    positional: ["name"],
    prepare: ({ name = "" }, scene) => heldCondition(kind, name, scene),
  };
}

const PARTICIPANT: FilterKind = {
  part: "filter",
  name: "participant",
  description: "Who is one of these people",
  parameters: [
    {
      name: "id",
      description: "id of the participant; several with | and !",
      type: "names",
      of: "participant",
      required: true,
    },
  ],
  positional: ["id"],
  prepare({ id: text = "" }) {
    const names = readNames(text);
    if (!names.ok) return names;
    // whoever is not there any more is nobody, not a mistake
    return conditionOf(names.value, (name) => {
      const { name: wanted } = name;
      return (
        missingValue(name) ?? ok({ text: `participant(${quote(wanted)})`, test: ({ id }) => id === wanted })
      );
    });
  },
};

/** Filters by role, position and group, and by person. */
export const BY_HELD: readonly FilterKind[] = [
  byHeld("role", "Who has the role, or one below it"),
  byHeld("position", "Who holds the position"),
  byHeld("group", "Who is in the group, or in one below it, also by position"),
  PARTICIPANT,
];
