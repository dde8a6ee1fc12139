/** Allocators that look at how quick people were at the task so far, and at what they cost. */
import { historyOf, type History, type Loads, type Needs } from "../loads.ts";
import type { AllocatorKind } from "../kinds.ts";
import type { Costs, Person } from "../organisation.ts";
import { least } from "./least.ts";

const HOUR = 3_600_000;

interface Measure {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly needs?: Needs;
  /** `undefined`: not known */
  readonly of: (history: History, costs: Costs | undefined) => number | undefined;
  readonly say: (value: number) => string;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function amount(value: number): string {
  return value.toFixed(2);
}

/** From the offer to the completion; parts that never happened to them take no time. */
function whole(history: History): number | undefined {
  const { meanToAllocate = 0, meanToStart = 0, meanToComplete } = history;
  return meanToComplete === undefined ? undefined : meanToAllocate + meanToStart + meanToComplete;
}

function perHour(time: number | undefined, costs: Costs | undefined): number | undefined {
  return time === undefined || costs?.perHour === undefined ? undefined : (costs.perHour * time) / HOUR;
}

/** Rate: what an hour costs and what an item costs, as the reference adds up the cost drivers of a resource. */
function rate(costs: Costs | undefined): number | undefined {
  if (costs?.perHour === undefined && costs?.perItem === undefined) return undefined;
  return (costs.perHour ?? 0) + (costs.perItem ?? 0);
}

/** What it costs when they complete an item. */
function completing(history: History, costs: Costs | undefined): number | undefined {
  const work = perHour(history.meanToComplete, costs);
  return work === undefined ? undefined : work + (costs?.perItem ?? 0);
}

const FAST: readonly Measure[] = [
  {
    name: "FastestResource",
    aliases: ["fastest-resource", "fastest"],
    description: "Who took the least time on average from the offer to the completion",
    of: whole,
    say: seconds,
  },
  {
    name: "FastestToAllocate",
    aliases: ["fastest-to-allocate"],
    description: "Who took the least time on average from the offer to the allocation",
    of: (history) => history.meanToAllocate,
    say: seconds,
  },
  {
    name: "FastestToStart",
    aliases: ["fastest-to-start"],
    description: "Who took the least time on average from the allocation to the start",
    of: (history) => history.meanToStart,
    say: seconds,
  },
  {
    name: "FastestToComplete",
    aliases: ["fastest-to-complete"],
    description: "Who took the least time on average from the start to the completion",
    of: (history) => history.meanToComplete,
    say: seconds,
  },
];

const CHEAP: readonly Measure[] = [
  {
    name: "CheapestResource",
    aliases: ["cheapest-resource", "cheapest"],
    description: "Whose rate is least: cost per hour and per item",
    needs: [],
    of: (_history, costs) => rate(costs),
    say: amount,
  },
  {
    name: "DearestResource",
    aliases: ["dearest-resource", "dearest"],
    description: "Whose rate is highest: cost per hour and per item",
    needs: [],
    of: (_history, costs) => {
      const found = rate(costs);
      return found === undefined ? undefined : 0 - found;
    },
    say: (value) => amount(0 - value),
  },
  {
    name: "CheapestToAllocate",
    aliases: ["cheapest-to-allocate"],
    description: "Whose time from the offer to the allocation costs least on average",
    of: (history, costs) => perHour(history.meanToAllocate, costs),
    say: amount,
  },
  {
    name: "CheapestStarter",
    aliases: ["cheapest-starter", "CheapestToStart", "cheapest-to-start"],
    description: "Whose time from the allocation to the start costs least on average",
    of: (history, costs) => perHour(history.meanToStart, costs),
    say: amount,
  },
  {
    name: "CheapestCompleter",
    aliases: ["cheapest-completer", "CheapestToComplete", "cheapest-to-complete"],
    description:
      "Whose work from the start to the completion costs least on average, with what an item costs",
    of: completing,
    say: amount,
  },
];

function allocator({ name, aliases, description, needs = ["history"], of, say }: Measure): AllocatorKind {
  const rankOf = (loads: Loads) => {
    return ({ id, costs }: Person): readonly number[] | undefined => {
      const value = of(historyOf(loads, id), costs);
      return value === undefined ? undefined : [value];
    };
  };
  return {
    part: "allocator",
    name,
    aliases,
    description,
    parameters: [],
    needs: () => needs,
    choose: (people, _parameters, { loads }, chance) =>
      least(people, { rank: rankOf(loads), say: ([value = 0]) => say(value) }, chance),
  };
}

/** Allocators by time and by cost. Of whom nothing is known is chosen only if nothing is known of anybody, by chance. */
export const BY_SPEED_AND_COST: readonly AllocatorKind[] = [...FAST, ...CHEAP].map(allocator);
