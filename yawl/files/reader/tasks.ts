/** Tasks of a net: joins and splits, data, and what they are performed by. */
import type { Task } from "../../model/specification.ts";
import { readConfiguration } from "./configuration.ts";
import { isForm, isLabel, isText } from "./extension.ts";
import { readFlows, readMappings, readRemovals } from "./flows.ts";
import { readInstances } from "./instances.ts";
import type { Part } from "./part.ts";
import { readResourcing } from "./resourcing.ts";
import { readTimer } from "./timers.ts";

const CODES = ["and", "xor", "or"] as const;

/** Reads a task with its flows, mappings, instances, timer and resourcing. */
export function readTask(part: Part): Task {
  const name = part.textOf("name");
  const documentation = part.textOf("documentation");
  const label = part.extra("label", isLabel);
  const form = part.extra("form", isForm);
  const written = part.one("decomposesTo")?.requiredAttribute("id");
  const decomposition = part.extra("decomposition", isText) ?? written;
  const enablementMappings = readMappings(part, "enablementMappings");
  const instances = readInstances(part);
  const timer = part.one("timer");
  const resourcing = part.one("resourcing");
  const customForm = part.textOf("customForm");
  const configuration = part.one("configuration");
  configuration?.warn("The configuration of the task is not applied: its ports are all active.");
  const defaultConfiguration = part.one("defaultConfiguration");
  return {
    id: part.requiredAttribute("id"),
    ...(name !== undefined && { name }),
    ...(documentation !== undefined && { documentation }),
    ...(label && { label }),
    join: codeOf(part, "join"),
    split: codeOf(part, "split"),
    flows: readFlows(part),
    removes: readRemovals(part),
    ...(decomposition !== undefined && { decomposition }),
    startingMappings: readMappings(part, "startingMappings") ?? [],
    completedMappings: readMappings(part, "completedMappings") ?? [],
    ...(enablementMappings && { enablementMappings }),
    ...(instances && { instances }),
    ...(timer && { timer: readTimer(timer) }),
    ...(resourcing && { resourcing: readResourcing(resourcing) }),
    ...(customForm !== undefined && { customForm }),
    ...(form && { form }),
    ...(configuration && { configuration: readConfiguration(configuration) }),
    ...(defaultConfiguration && { defaultConfiguration: readConfiguration(defaultConfiguration) }),
    place: part.place,
  };
}

function codeOf(task: Part, element: "join" | "split"): "and" | "xor" | "or" {
  const part = task.required(element);
  return part?.oneOf(part.attribute("code"), CODES, "and") ?? "and";
}
