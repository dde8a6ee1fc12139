/** Certificates for servers and clients of a test. */
import { generate } from "selfsigned";

const DAY = 86_400_000;

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of the test's own. */
export function authority(): Promise<Certificate> {
  return issue("Mizzen test authority", {
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
}

/**
 * A certificate for a host or a client.
 *
 * @param by who signs it; absent: itself
 */
export function certificate(
  name: string,
  options: { readonly by?: Certificate; readonly expired?: boolean } = {},
): Promise<Certificate> {
  const isAddress = /^[\d.]+$/.test(name);
  return issue(name, {
    ...(options.by && { ca: options.by }),
    ...(options.expired === true && {
      notBeforeDate: new Date(Date.now() - 10 * DAY),
      notAfterDate: new Date(Date.now() - DAY),
    }),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "subjectAltName", altNames: [isAddress ? { type: 7, ip: name } : { type: 2, value: name }] },
    ],
  });
}

async function issue(name: string, options: Parameters<typeof generate>[1]): Promise<Certificate> {
  const made = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    ...options,
  });
  return { cert: made.cert, key: made.private };
}
