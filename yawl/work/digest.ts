/** A short fingerprint of data, to tell a repeated submission from a different one. Not for security. */
import { canonical, type JsonObject } from "../model/json.ts";

/** FNV-1a over the canonical text, twice with different starts: 16 hexadecimal digits. */
export function digestOf(data: JsonObject): string {
  const text = canonical(data);
  let a = 0x811c9dc5;
  let b = 0x050c5d1f;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x0100019d);
  }
  return hex(a) + hex(b);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
