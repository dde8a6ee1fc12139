/** A path as it may be read in a log. */
import { withoutSignature } from "../../keys/callback.ts";

/** The path, without what must not be read, and without what would begin another line of the log. */
export function loggablePath(path: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return withoutSignature(path).replaceAll(/[\u0000-\u001f\u007f]/g, (character) =>
    encodeURIComponent(character),
  );
}
