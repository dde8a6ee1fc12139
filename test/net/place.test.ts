/** The keys of net instances, and what somebody inside an instance may do. */
import assert from "node:assert/strict";
import { placeOf } from "../../yawl/net/place.ts";
import type { CompiledSpecification, CompiledTask } from "../../yawl/net/compiled.ts";
import { privilegesOf } from "../../yawl/work/privileges.ts";
import { sampleCompiled } from "../store/samples.ts";

const DYNAMIC: NonNullable<CompiledTask["instances"]> = {
  minimum: 1,
  maximum: 9,
  threshold: 9,
  creation: "dynamic",
};

/** `Main` has the composite tasks `pack` and `pack.2`, each of a net with a composite task `box`. */
function nested(): CompiledSpecification {
  const compiled = sampleCompiled();
  const one = compiled.nets["Invoices"] ?? assert.fail("the sample has a net");
  const sample = one.tasks["Process"] ?? assert.fail("the sample has a task");
  const task = (id: string, decomposition: string, changes: Partial<CompiledTask> = {}): CompiledTask => ({
    ...sample,
    id,
    decomposition,
    ...changes,
  });
  return {
    ...compiled,
    rootNet: "Main",
    nets: {
      Main: {
        ...one,
        id: "Main",
        tasks: { pack: task("pack", "Packing", { instances: DYNAMIC }), "pack.2": task("pack.2", "Other") },
      },
      Packing: { ...one, id: "Packing", tasks: { box: task("box", "Boxing") } },
      Other: { ...one, id: "Other", tasks: {} },
      Boxing: { ...one, id: "Boxing", tasks: { fold: task("fold", "Folding") } },
    },
  };
}

describe("the key of a net instance", () => {
  const around = (key: string): readonly [string, readonly string[]] => {
    const place = placeOf(nested(), key);
    return [place.net, place.around.map(({ id }) => id)];
  };

  it("names the net and the tasks on the way to it, with or without the numbers of instances", () => {
    assert.deepEqual(around("Main"), ["Main", []]);
    assert.deepEqual(around("Main/pack.7"), ["Packing", ["pack"]]);
    assert.deepEqual(around("Main/pack.7/box"), ["Boxing", ["pack", "box"]]);
    assert.deepEqual(around("Main/pack.2"), ["Other", ["pack.2"]], "a task may be called like that");
  });

  it("gives whoever has work inside an instance the right to add one, where the task around it is dynamic", () => {
    const compiled = nested();
    const fold = compiled.nets["Boxing"]?.tasks["fold"];
    const inside = (key: string): boolean =>
      privilegesOf(fold, placeOf(compiled, key).around).has("hasDynamicInstances");
    assert.equal(inside("Main/pack.7/box"), true);
    assert.equal(inside("Main/pack.2"), false);
  });
});
