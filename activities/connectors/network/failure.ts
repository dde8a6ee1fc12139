/** What went wrong on the wire, as a `ConnectorError` with a stable type. */
import { ConnectorError } from "../contract.ts";

const RETRYABLE: Readonly<Record<string, readonly [type: string, sentence: string]>> = {
  ENOTFOUND: ["dns", "its name cannot be resolved"],
  EAI_AGAIN: ["dns", "the name server does not answer"],
  EAI_NODATA: ["dns", "its name has no address"],
  EAI_FAIL: ["dns", "the name server failed"],
  ENODATA: ["dns", "its name has no address"],
  EDNS: ["dns", "its name cannot be resolved"],
  ECONNREFUSED: ["connection-refused", "it refused the connection"],
  ECONNRESET: ["connection-reset", "it closed the connection before the answer was complete"],
  ECONNABORTED: ["connection-reset", "the connection was closed before the answer was complete"],
  EPIPE: ["connection-reset", "it closed the connection while the request was sent"],
  UND_ERR_SOCKET: ["connection-reset", "it closed the connection before the answer was complete"],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["connection-reset", "its answer ended too early"],
  ECONNECTION: ["connection-reset", "it closed the connection"],
  ESOCKET: ["connection-reset", "the connection failed"],
  EHOSTUNREACH: ["unreachable", "it cannot be reached"],
  EHOSTDOWN: ["unreachable", "it is down"],
  ENETUNREACH: ["unreachable", "its network cannot be reached"],
  ENETDOWN: ["unreachable", "the network is down"],
  EADDRNOTAVAIL: ["unreachable", "its address cannot be reached"],
  ETIMEDOUT: ["time-limit", "it did not answer in time"],
  UND_ERR_CONNECT_TIMEOUT: ["time-limit", "the connection was not made in time"],
  UND_ERR_HEADERS_TIMEOUT: ["time-limit", "the answer's headers did not come in time"],
  UND_ERR_BODY_TIMEOUT: ["time-limit", "the answer's body did not come in time"],
};

const FINAL: Readonly<Record<string, readonly [type: string, sentence: string]>> = {
  UND_ERR_HEADERS_OVERFLOW: ["answer-too-large", "its headers are too large"],
  UND_ERR_INVALID_ARG: ["invalid-request", "the request is not valid HTTP"],
  UND_ERR_NOT_SUPPORTED: ["invalid-request", "the request is not supported"],
};

const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;
const TLS = /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$|ETLS$)/;

/**
 * @param target what was talked to, for the sentence: `https://api.acme.com`
 * Anything that it does not know is `connection-failed` and retryable.
 */
export function connectionFailure(thrown: unknown, target: string): ConnectorError {
  if (thrown instanceof ConnectorError) return thrown;
  const code = codeOf(thrown);
  const make = (type: string, sentence: string, retryable: boolean): ConnectorError =>
    new ConnectorError(type, `${target} was called in vain: ${sentence}.`, {
      retryable,
      details: { target, ...(code !== "" && { code }) },
      cause: thrown,
    });
  const proxy = proxyStatus(thrown);
  if (proxy !== undefined) return make("proxy", `the proxy answered ${proxy}`, proxy >= 500);
  const retryable = RETRYABLE[code];
  // The sentence of Node's own resolver and TLS errors holds what an operator looks for.
  if (CERTIFICATE.test(code))
    return make("certificate", `its certificate is not accepted, ${messageOf(thrown)}`, false);
  if (retryable) return make(...retryable, true);
  const final = FINAL[code];
  if (final) return make(final[0], `${final[1]}, ${messageOf(thrown)}`, false);
  if (code === "UND_ERR_PRX_TLS")
    return make("certificate", "the proxy's certificate is not accepted", false);
  if (TLS.test(code)) return make("tls", `no TLS connection could be made, ${messageOf(thrown)}`, false);
  if (code.startsWith("HPE_"))
    return make("protocol", `it does not answer in HTTP, ${messageOf(thrown)}`, false);
  return make("connection-failed", messageOf(thrown), true);
}

/** undici says only in its messages that it was the proxy that refused. */
function proxyStatus(thrown: unknown): number | undefined {
  const message = messageOf(thrown);
  if (message.startsWith("Proxy Authentication Required")) return 407;
  const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** The code of an error, or of the first cause or part of it that has one. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "";
  const { code } = thrown as NodeJS.ErrnoException;
  if (typeof code === "string" && code !== "") return code;
  // Without a code when undici's parser was built without the table of them.
  if (thrown.name === "HTTPParserError") return "HPE_INVALID";
  if (thrown instanceof AggregateError) return codeOf(thrown.errors[0]);
  return codeOf(thrown.cause);
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const [first = ""] = (thrown.message || thrown.name).split("\n");
  // Cut by whoever takes the secrets out of it.
  return first.replace(/\.$/, "");
}
