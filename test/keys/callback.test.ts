import assert from "node:assert/strict";
import fc from "fast-check";
import { callbackKey, callbackSignature, callbackUrl, isCallbackSignature } from "../../keys/callback.ts";

const KEY = callbackKey(Buffer.from("the key that signs tokens in this test"));

describe("A callback's signature", () => {
  it("fits its own work item and no other", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (item, other) => {
        const signature = callbackSignature(KEY, item);
        assert.match(signature, /^[A-Za-z0-9_-]{43}$/);
        assert.equal(isCallbackSignature(KEY, item, signature), true);
        assert.equal(isCallbackSignature(KEY, other, signature), item === other);
        assert.equal(isCallbackSignature(KEY, item, other), false);
      }),
    );
  });

  it("does not fit under another key, and the token key itself signs nothing", () => {
    const signature = callbackSignature(KEY, "case.1");
    for (const key of ["another key that signs tokens elsewhere", "the key that signs tokens in this test"]) {
      assert.equal(isCallbackSignature(Buffer.from(key), "case.1", signature), false);
    }
    assert.deepEqual(callbackKey(Buffer.from("the key that signs tokens in this test")), KEY);
  });

  it("does not fit when a character is missing, more or different", () => {
    const signature = callbackSignature(KEY, "case.1");
    for (const wrong of [
      "",
      signature.slice(1),
      `${signature}A`,
      `é${signature.slice(1)}`,
      ` ${signature.slice(1)}`,
    ]) {
      assert.equal(isCallbackSignature(KEY, "case.1", wrong), false, wrong);
    }
  });

  it("stands at the end of a URL under the public address", () => {
    const signature = callbackSignature(KEY, "order-1.7");
    assert.equal(
      callbackUrl("https://acme.com/mizzen/", KEY, "order-1.7"),
      `https://acme.com/mizzen/api/v1/callbacks/order-1.7/${signature}`,
    );
  });
});
