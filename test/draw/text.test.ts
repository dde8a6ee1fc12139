import assert from "node:assert/strict";
import fc from "fast-check";
import { element, escape } from "../../yawl/draw/markup.ts";
import { shorten, textWidth, wrap } from "../../yawl/draw/text.ts";
import { parseXml } from "../../yawl/files/xml/parse.ts";

const ANY_TEXT = fc.string({ unit: "binary", maxLength: 60 });

describe("text in pictures", () => {
  it("breaks at spaces, after underscores and before capitals", () => {
    assert.deepEqual(wrap("Arrange Delivery Appointment", 130, 12, 4), ["Arrange Delivery", "Appointment"]);
    assert.deepEqual(wrap("process_invoice_again", 80, 12, 4), ["process_", "invoice_", "again"]);
    assert.deepEqual(wrap("ShipmentPaymentOrder", 80, 12, 4), ["Shipment", "Payment", "Order"]);
  });

  it("cuts words that are longer than a line, and ends in an ellipsis when the lines do not suffice", () => {
    const long = wrap("Donaudampfschifffahrtsgesellschaft", 80, 12, 5);
    assert.equal(long.join(""), "Donaudampfschifffahrtsgesellschaft");
    assert.match(wrap("one two three four five six seven", 60, 12, 2).join(" "), /^one two.*…$/);
  });

  it("never passes the width, whatever the text", () => {
    fc.assert(
      fc.property(ANY_TEXT, fc.integer({ min: 30, max: 200 }), (text, width) => {
        const lines = wrap(text, width, 12, 3);
        assert.ok(lines.length <= 3);
        for (const line of lines) assert.ok(textWidth(line, 12) <= width, line);
        assert.ok(textWidth(shorten(text, width, 12), 12) <= width);
      }),
    );
  });

  it("loses nothing but space when there are lines enough", () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        assert.equal(wrap(text, 60, 12, 1_000).join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
      }),
    );
  });

  it("is escaped so that it stays text, even what XML cannot hold", () => {
    fc.assert(
      fc.property(ANY_TEXT, ANY_TEXT, (text, value) => {
        const parsed = parseXml(element("text", { "data-x": value }, escape(text)));
        assert.ok(parsed.ok, parsed.ok ? "" : parsed.fault.message);
        assert.equal(parsed.value.root.children.length, 0);
      }),
    );
    assert.equal(escape(`<b>&"'\u0000\ud800</b>`), "&lt;b&gt;&amp;&quot;&#39;\ufffd\ufffd&lt;/b&gt;");
  });
});
