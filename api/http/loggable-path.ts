/** A path as it may be read in a log. */

/** What follows the work item in the URL of a callback is as good as a password, however the rest is written. */
const CALLBACK = /^(.*callbacks[/\\]+[^/\\]*)[/\\].*$/is;
const MOST_LAYERS = 8;

/** The path, without what must not be read; in clear where it is percent-encoded in a way that could hide it. */
export function loggablePath(path: string): string {
  let plain = path;
  for (let layer = 1; layer <= MOST_LAYERS; layer += 1) {
    const decoded = plain.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    if (decoded === plain) break;
    plain = decoded;
  }
  const found = CALLBACK.exec(plain);
  if (!found) return path;
  return `${withoutControls(found[1] ?? "")}/…`;
}

/** Percent-encoded again: a line break would begin another line of the log. */
function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f]/g, (character) => encodeURIComponent(character));
}
