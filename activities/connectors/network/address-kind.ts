/** What kind of address an address is: IPv6 has several ways to lead to an IPv4 address, which is what counts then. */
import ipaddr from "ipaddr.js";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Global unicast (RFC 4291, 2.4): of all the others, those that have a use have one of their own. */
const GLOBAL: readonly [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];
/** The prefix by which a network that has IPv6 alone reaches every IPv4 address (RFC 6052). */
const TRANSLATED: readonly [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("64:ff9b::"), 96];
const COMPATIBLE: readonly [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("::"), 96];

/** The address that a connection goes to: of one that is translated or mapped the IPv4 address. @throws Error when it is none */
export function reached(text: string): Address {
  const address = ipaddr.process(text);
  if (address.kind() === "ipv4") return address;
  const six = ipaddr.IPv6.parse(text);
  return six.match(...TRANSLATED) ? embedded(six, 12) : six;
}

/**
 * `unicast` for public addresses; else the name of the range that it belongs to. Tunnels (6to4, Teredo) are none: they lead
 * behind somebody's router. An interface that names an IPv4 address (ISATAP, RFC 5214) is as public as that.
 */
export function kindOf(address: Address): string {
  if (address instanceof ipaddr.IPv4) return address.range();
  const range = address.range();
  if (range !== "unicast") return range;
  if (address.match(...COMPATIBLE)) return `IPv4 ${embedded(address, 12).toString()}`;
  if (!address.match(...GLOBAL)) return "not assigned";
  const [, , , , flags = 0, mark = 0] = address.parts;
  if (mark !== 0x5efe || (flags & 0xfdff) !== 0) return range;
  const inner = embedded(address, 12).range();
  return inner === "unicast" ? range : `ISATAP, ${inner}`;
}

/** The IPv4 address in four bytes of an IPv6 address. */
function embedded(address: ipaddr.IPv6, from: number): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(from, from + 4));
}
