import assert from "node:assert/strict";
import { Remembered } from "../../yawl/model/remembered.ts";

describe("What is remembered", () => {
  const makingIn = (memory: Remembered<string | undefined>) => {
    const made: string[] = [];
    const get = (key: string): string | undefined =>
      memory.get(key, () => {
        made.push(key);
        return key === "nothing" ? undefined : key;
      });
    return { made, get };
  };

  it("is made once, also when nothing comes of it", () => {
    const { made, get } = makingIn(new Remembered(2));
    assert.deepEqual([get("a"), get("a"), get("nothing"), get("nothing")], ["a", "a", undefined, undefined]);
    assert.deepEqual(made, ["a", "nothing"]);
  });

  it("goes in the order in which it was made when there is more", () => {
    const { made, get } = makingIn(new Remembered(2));
    for (const key of ["a", "b", "a", "c", "b", "c", "a"]) get(key);
    assert.deepEqual(made, ["a", "b", "c", "a"]);
  });

  it("goes by its weight where it is weighed, and is not kept when it weighs more than all may", () => {
    const { made, get } = makingIn(new Remembered(5, (key) => key.length));
    for (const key of ["aa", "bb", "c", "aa", "ddd", "c", "bb", "much too heavy", "bb", "much too heavy"])
      get(key);
    assert.deepEqual(made, ["aa", "bb", "c", "ddd", "bb", "much too heavy", "much too heavy"]);
  });

  it("is not what could not be made", () => {
    const memory = new Remembered<string>(2);
    const failing = (): never => {
      throw new Error("not now");
    };
    assert.throws(() => memory.get("a", failing), /not now/);
    assert.equal(
      memory.get("a", () => "made"),
      "made",
    );
  });
});
