import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { SecretBox } from "../../keys/secret-box.ts";
import { readKeys } from "../../keys/secret-keys.ts";

const newKey = (): string => randomBytes(32).toString("base64");
const boxOf = (text: string): SecretBox => new SecretBox(readKeys(text, "the test"));
const LABEL = { name: "api-key", version: 3 };

describe("A box for secrets", () => {
  const key = newKey();
  const box = boxOf(`a:${key}`);

  it("gives every text back as it was, for the same name and version", () => {
    const text = fc.string({ unit: "binary", maxLength: 300 });
    fc.assert(
      fc.property(text, fc.string(), fc.nat(), (value, name, version) => {
        const label = { name, version };
        assert.deepEqual(box.open(box.seal(value, label), label), { ok: true, value });
      }),
    );
  });

  it("encrypts the same value differently each time, and shows nothing of it", () => {
    const seals = Array.from({ length: 50 }, () => box.seal("a secret of some length", LABEL).sealed);
    assert.equal(new Set(seals).size, 50);
    const nonces = new Set(seals.map((sealed) => sealed.split(":")[2]));
    assert.equal(nonces.size, 50);
    const bytes = Buffer.concat(seals.map((sealed) => Buffer.from(sealed.split(":")[3] ?? "", "base64")));
    assert.ok(!bytes.includes("secret"));
  });

  for (const [what, label] of [
    ["another name", { name: "other", version: 3 }],
    ["another version", { name: "api-key", version: 2 }],
    ["a name and version that read alike together", { name: "api-key,3", version: 3 }],
  ] as const) {
    it(`does not open a value that was put under ${what}`, () => {
      const opened = box.open(box.seal("value", LABEL), label);
      assert.deepEqual([opened.ok, !opened.ok && opened.reason], [false, "damaged"]);
    });
  }

  it("does not open a value of which any character was changed", () => {
    // 8 bytes and the tag fill their base64 to the last bit
    const { keyId, sealed } = box.seal("eight ch", LABEL);
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === "A" ? "Q" : "A";
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      const opened = box.open({ keyId, sealed: changed }, LABEL);
      assert.equal(opened.ok, false, `character ${at}`);
      assert.ok(!opened.message.includes("eight"));
    }
  });

  for (const sealed of ["", ":", "1", "1::", "1:::", "2:a:b:c", "nonsense", "1:x:AAAA:"]) {
    it(`calls ${JSON.stringify(sealed)} damaged or of an unknown key`, () => {
      assert.equal(box.open({ keyId: "a", sealed }, LABEL).ok, false);
    });
  }

  it("does not open a value that was cut short, also by its whole tag", () => {
    const { keyId, sealed } = box.seal("", LABEL);
    const [format, fingerprint, nonce, content = ""] = sealed.split(":");
    for (const bytes of [0, 4, 8, 12, 15]) {
      const cut = Buffer.from(content, "base64").subarray(0, bytes).toString("base64");
      const opened = box.open({ keyId, sealed: [format, fingerprint, nonce, cut].join(":") }, LABEL);
      assert.equal(opened.ok, false, `${bytes} bytes`);
    }
  });

  it("says which key is missing", () => {
    const opened = boxOf(`b:${newKey()}`).open(box.seal("value", LABEL), LABEL);
    assert.deepEqual(opened, {
      ok: false,
      reason: "unknown-key",
      message: 'The secret "api-key" was encrypted with the key "a", which is not among the keys here.',
    });
  });

  it("says when a key is only called the same", () => {
    const opened = boxOf(`a:${newKey()}`).open(box.seal("value", LABEL), LABEL);
    assert.deepEqual([opened.ok, !opened.ok && opened.reason], [false, "unknown-key"]);
    assert.match(opened.ok ? "" : opened.message, /another key than the one that is called "a" here/);
  });

  it("decrypts with older keys and encrypts with the first", () => {
    const old = box.seal("value", LABEL);
    const both = boxOf(`b:${newKey()},a:${key}`);
    assert.deepEqual(both.open(old, LABEL), { ok: true, value: "value" });
    assert.equal(both.isCurrent(old), false);
    const renewed = both.seal("value", LABEL);
    assert.deepEqual(
      [renewed.keyId, both.isCurrent(renewed), box.open(renewed, LABEL).ok],
      ["b", true, false],
    );
  });

  it("knows a key again under another name", () => {
    const renamed = boxOf(`new-name:${key}`);
    assert.deepEqual(renamed.open(box.seal("value", LABEL), LABEL), { ok: true, value: "value" });
  });
});
