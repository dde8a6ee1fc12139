import assert from "node:assert/strict";
import fc from "fast-check";
import { Redactor } from "../../activities/connectors/redact.ts";

function redacted(secret: string, text: string): string {
  const redactor = new Redactor();
  redactor.conceal(secret);
  return redactor.text(text);
}

/** Secrets as they are in practice: not so short or so plain that other text holds them by chance. */
const SECRET = fc
  .string({ minLength: 8, maxLength: 40, unit: "grapheme" })
  .filter((text) => text.trim().length >= 8);

describe("The redaction of secrets", () => {
  it("finds a secret as it is, percent-encoded, as form, in JSON and in markup", () => {
    const secret = 'p&ss "wörd"/<1>';
    for (const text of [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(secret).toLowerCase(),
      new URLSearchParams({ a: secret }).toString(),
      JSON.stringify({ a: secret }),
      "p&amp;ss &quot;wörd&quot;/&lt;1&gt;",
    ]) {
      const result = redacted(secret, `before ${text} after`);
      assert.match(result, /\*\*\*/, text);
      assert.match(result, /^before .* after$/);
      assert.doesNotMatch(result, /ss.*w.*rd/i);
    }
  });

  it("finds a secret in Base64, whatever stands before and after it", () => {
    fc.assert(
      fc.property(
        SECRET,
        fc.string({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        (secret, before, after) => {
          for (const alphabet of ["base64", "base64url"] as const) {
            const text = Buffer.from(`${before}${secret}${after}`).toString(alphabet);
            assert.equal(redacted(secret, `Basic ${text}.`), "Basic ***.");
          }
        },
      ),
    );
  });

  it("leaves no secret in any JSON, and everything else as it was", () => {
    fc.assert(
      fc.property(SECRET, fc.string({ maxLength: 5 }), (secret, around) => {
        const redactor = new Redactor();
        redactor.conceal(secret);
        const value = { [`${around}${secret}`]: [{ deep: `x${secret}${around}` }], other: 7, none: null };
        const text = JSON.stringify(redactor.json(value));
        assert.ok(!text.includes(JSON.stringify(secret).slice(1, -1)));
      }),
    );
    const redactor = new Redactor();
    redactor.conceal("t0ken-value");
    const value = { a: [1, true, null, "text"], b: { "c/d": "e" } };
    assert.deepEqual(redactor.json(value), value);
  });

  it("finds a secret that came back as a number", () => {
    const redactor = new Redactor();
    redactor.conceal("123456");
    assert.deepEqual(redactor.json({ pin: 123456, other: 1234567 }), { pin: "***", other: 1234567 });
  });

  it("takes a very short secret out only where it stands alone", () => {
    assert.equal(redacted("a1", "a1 is not a11, but (a1)"), "*** is not a11, but (***)");
  });

  it("takes a word that other words hold out only where it stands alone", () => {
    assert.equal(redacted("admin", "admin of the administration"), "*** of the administration");
    assert.equal(redacted("s3cret", "as3creta"), "a***a");
  });

  it("shows of a long sentence the beginning and the end, cut after the secrets are out of it", () => {
    const redactor = new Redactor();
    redactor.conceal("t0ken-value-of-some-length");
    for (let before = 400; before < 480; before += 7) {
      const shown = redactor.sentence(`${"x".repeat(before)}t0ken-value-of-some-length${"y".repeat(400)}.`);
      assert.ok(shown.length < 650 && shown.endsWith("y."));
      assert.doesNotMatch(shown, /t0ken|length/);
    }
  });

  it("finds the lines of a key", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----\n";
    assert.equal(redacted(key, "in line MIGHAgEAMBMGByqGSM49 of it"), "in line *** of it");
    assert.equal(redacted("t0ken-value\n", "Bearer t0ken-value"), "Bearer ***");
  });

  it("is quick for large answers", () => {
    const redactor = new Redactor();
    for (const index of [1, 2, 3, 4, 5]) redactor.conceal(`s3cret-number-${index}`);
    const began = performance.now();
    redactor.json({ body: "QUJD".repeat(500_000), text: "secret ".repeat(200_000) });
    assert.ok(performance.now() - began < 1_000);
  });

  it("keeps a property named __proto__ a property", () => {
    const redactor = new Redactor();
    redactor.conceal("t0ken-value");
    const value = redactor.json(JSON.parse('{"__proto__":{"a":"t0ken-value"}}'));
    assert.equal(JSON.stringify(value), '{"__proto__":{"a":"***"}}');
  });
});
