import assert from "node:assert/strict";
import fc from "fast-check";
import {
  callbackKey,
  callbackSignature,
  callbackUrl,
  callOfSignature,
  withoutSignature,
} from "../../keys/callback.ts";

const KEY = callbackKey(Buffer.from("the key that signs tokens in this test"));

describe("A callback's signature", () => {
  it("fits its own work item and call, and no other", () => {
    const calls = fc.integer({ min: 1, max: 999_999_999 });
    fc.assert(
      fc.property(fc.string(), fc.string(), calls, calls, (item, other, call, another) => {
        const signature = callbackSignature(KEY, item, call);
        assert.match(signature, /^\d+\.[A-Za-z0-9_-]{43}$/);
        assert.equal(callOfSignature(KEY, item, signature), call);
        if (item !== other) assert.equal(callOfSignature(KEY, other, signature), undefined);
        assert.equal(callOfSignature(KEY, item, other), undefined);
        const moved = signature.replace(/^\d+/, String(another));
        assert.equal(callOfSignature(KEY, item, moved), call === another ? call : undefined);
      }),
    );
    const signed = callbackSignature(KEY, "1", 1);
    for (const wrong of [
      signed.slice(2),
      `0${signed}`,
      signed.replace("1.", "01."),
      signed.replace("1.", "1.0."),
    ])
      assert.equal(callOfSignature(KEY, "1", wrong), undefined, wrong);
  });

  it("stays out of a log, however the path is written", () => {
    const signature = callbackSignature(KEY, "order-1.7", 2);
    const path = `/api/v1/callbacks/order-1.7/${signature}`;
    assert.equal(withoutSignature(path), "/api/v1/callbacks/order-1.7/…");
    const encoded = [...signature].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join("");
    for (const written of [
      `${path}/`,
      path.replace("callbacks", "%63allbacks"),
      path.replace("callbacks", "%2563allbacks"),
      path.replace("callbacks", "CALLBACKS;x=1"),
      path.replaceAll("/", "%2F"),
      path.replaceAll("/", "\\"),
      path.replaceAll("/", "//"),
      `/api/v1/callbacks/order-1.7/${encoded}`,
      `/api/v1/%zz/%63allbacks/order-1.7/${encoded}`,
      `/api/v1/callback/${signature}`,
      `/${signature}?x`,
    ]) {
      const shown = withoutSignature(written);
      assert.ok(!decodeURIComponent(shown.replaceAll("%zz", "")).includes(signature.slice(2, 12)), shown);
      assert.match(shown, /…/);
    }
    for (const other of ["/api/v1/cases/a%20b", "/api/v1/callbacks", "/api/v1/callbacks/order-1.7", "/%zz"])
      assert.equal(withoutSignature(other), other);
  });

  it("does not fit under another key, and the token key itself signs nothing", () => {
    const signature = callbackSignature(KEY, "case.1", 1);
    for (const key of ["another key that signs tokens elsewhere", "the key that signs tokens in this test"]) {
      assert.equal(callOfSignature(Buffer.from(key), "case.1", signature), undefined);
    }
    assert.deepEqual(callbackKey(Buffer.from("the key that signs tokens in this test")), KEY);
  });

  it("does not fit when a character is missing, more or different", () => {
    const signature = callbackSignature(KEY, "case.1", 1);
    for (const wrong of [
      "",
      signature.slice(1),
      `${signature}A`,
      `é${signature.slice(1)}`,
      ` ${signature.slice(1)}`,
    ]) {
      assert.equal(callOfSignature(KEY, "case.1", wrong), undefined, wrong);
    }
  });

  it("stands at the end of a URL under the public address", () => {
    const signature = callbackSignature(KEY, "order-1.7", 3);
    assert.equal(
      callbackUrl("https://acme.com/mizzen/", KEY, "order-1.7", 3),
      `https://acme.com/mizzen/api/v1/callbacks/order-1.7/${signature}`,
    );
  });
});
