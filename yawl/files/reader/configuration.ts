/** The configuration of a configurable task (since 2.0). It is kept, not applied. */
import type { ConfiguredPort, TaskConfiguration } from "../../model/kept.ts";
import { isText } from "./extension.ts";
import type { Part } from "./part.ts";

/** The configuration of a task: which flows its ports are open for. */
export function readConfiguration(part: Part): TaskConfiguration {
  const join = part.one("join");
  const split = part.one("split");
  const remove = part.one("rem");
  const instances = part.one("nofi");
  return {
    ...(join && { join: readPorts(join, "flowSource") }),
    ...(split && { split: readPorts(split, "flowDestination") }),
    ...(remove && { remove: valueOf(remove) }),
    ...(instances && {
      instances: {
        minIncrease: instances.requiredText("minIncrease"),
        maxDecrease: instances.requiredText("maxDecrease"),
        thresIncrease: instances.requiredText("thresIncrease"),
        // the schemas 2.0 and 2.1 spell it so
        creationMode: instances.requiredText("creationMode").replace(/^restict$/, "restrict"),
      },
    }),
  };
}

function readPorts(part: Part, flow: string): NonNullable<TaskConfiguration["join"]> {
  const ports = part.all("port").map((port): ConfiguredPort => ({
    ...valueOf(port),
    flows: port.all(flow).map((each) => each.requiredAttribute("id")),
  }));
  return { ...valueOf(part), ports };
}

function valueOf(part: Part): { value?: string } {
  const value = part.attribute("value")?.trim() ?? part.extra("value", isText);
  return value ? { value } : {};
}
