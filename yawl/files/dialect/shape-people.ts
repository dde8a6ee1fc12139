/** The shape of what a task of the dialect says of people: to whom it is offered, who allocates and starts it, who may what. */
import { z } from "zod";
import { ALLOCATORS } from "../../model/people-rules.ts";
import { elementId, key, variableName } from "./shape-data.ts";
import { strategyOf } from "./strategies.ts";

const names = z.array(z.string().min(1));

const set = {
  roles: key(names, "Everyone who has one of these roles"),
  participants: key(names, "These people, by id"),
};

const selector = z.union([
  z.string().min(1),
  z.strictObject({
    name: z.string().min(1).describe("Registered name"),
    with: key(z.record(z.string(), z.string()), "Its parameters"),
  }),
]);

const initiator = z.enum(["system", "user"]);

/** Shape of to whom work is offered. */
export const people = z.strictObject({
  by: key(initiator, "Who offers: the system (default), or an administrator by hand"),
  ...set,
  rolesFrom: key(z.array(variableName), "Variables of the net that name roles"),
  participantsFrom: key(z.array(variableName), "Variables of the net that name people"),
  where: key(
    z.string().min(1).max(2000),
    'Only to those for whom this is true: capability("Contract Law", years >= 5) & !group("Trainees")',
  ),
  filters: key(z.array(selector), "Filters that narrow the set, by registered name"),
  constraints: key(
    z.array(selector),
    "Constraints that look at who did earlier work of the case, by registered name",
  ),
  familiar: key(elementId, "To who performed this task of the case, in place of roles and participants"),
  retainFamiliar: key(
    elementId,
    "To who performed this task of the case, if they are among those to whom it would be offered; else to all of those",
  ),
  limit: key(z.int().min(0).max(999_999_999), "Not to those who have so many open work items already"),
  separateFrom: key(
    z.union([elementId, z.array(elementId).min(1)]),
    "Not to who performed this task of the case, or one of these (separation of duties); and the other way round",
  ),
});

/** Shape of who chooses the one who does the work. */
export const allocation = z.union([
  initiator,
  z.strictObject({
    by: key(initiator, "Who chooses among those it is offered to; the system when there is a strategy"),
    strategy: key(
      z.union([z.enum(ALLOCATORS.map(strategyOf)), z.string().min(1)]),
      "How the system chooses: shortest-queue, round-robin-by-time ..., or an allocator by its registered name",
    ),
    with: key(z.record(z.string(), z.string()), "Parameters of the strategy"),
  }),
]);

/** Shape of who starts the work. */
export const starter = initiator;

/** Words of the dialect for what an owner may do with an item (docs/dialect.md). */
export const PRIVILEGES = ["suspend", "reallocate", "deallocate", "delegate", "skip", "pile"] as const;

const grant = z.union([
  z.enum(["all", "nobody"]),
  z.strictObject(set),
  z.strictObject({ except: z.strictObject(set).describe("Everybody but these") }),
]);

/** Shape of what owners may do. */
export const privileges = z.union([
  z.array(z.enum(PRIVILEGES)).describe("What every owner may do"),
  z.record(
    z
      .string()
      .regex(/^(suspend|reallocate|deallocate|delegate|skip|pile|can[A-Z][A-Za-z]*)$/, "no such privilege"),
    grant,
  ),
]);

/** Shape of what is needed besides. */
export const secondary = z.strictObject({
  ...set,
  resources: key(names, "Things that are needed, by id"),
  categories: key(
    z.array(
      z.strictObject({
        name: z.string().describe("Category of things"),
        subcategory: key(z.string(), "Category inside it"),
      }),
    ),
    "Things that are needed, by category",
  ),
});

/** To whom work is offered, as a file writes it. */
export type DialectPeople = z.infer<typeof people>;
/** Who has a privilege, as a file writes it. */
export type DialectGrant = z.infer<typeof grant>;
/** A filter or constraint by its registered name, as a file writes it. */
export type DialectSelector = z.infer<typeof selector>;
