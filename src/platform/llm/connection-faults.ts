import type { ProviderFault } from "./port.ts";

const unreachable = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
]);
const unknownName = new Set(["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA"]);
const certificate =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/;

/**
 * What a failed connection means. No sentence may say "timed out": the vendors' SDKs look for these words
 * in an error's text and would replace it by one of their own.
 * @param wasSent whether the whole request had left; then an answer may have been made and billed.
 */
export function connectionFault(error: unknown, host: string, wasSent: boolean): ProviderFault {
  const code = codeOf(error);
  const billed = wasSent ? "unknown" : "no";
  const common = { billed, raw: { connection: code } } as const;
  if (unknownName.has(code)) {
    return {
      ...common,
      code: "unknown_host",
      message: `The name ${host} couldn't be found. Nothing was sent. Check the address and this machine's connection.`,
      kind: "retryable",
    };
  }
  if (unreachable.has(code)) {
    return {
      ...common,
      code: "unreachable",
      message: `Nothing answers at ${host}. Nothing was sent. Check that the server runs and that the port is right.`,
      kind: "retryable",
    };
  }
  if (certificate.test(code)) {
    return {
      ...common,
      code: "bad_certificate",
      message: `The certificate of ${host} isn't one that this machine trusts (${code}). Nothing was sent. Have it renewed, or add its authority to this machine (NODE_EXTRA_CA_CERTS).`,
      kind: "needs_person",
    };
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL")) {
    return {
      ...common,
      code: "not_encrypted",
      message: `${host} doesn't speak https on this port. Nothing was sent. Check the port, or use http:// for a server of your own.`,
      kind: "needs_person",
    };
  }
  if (code.startsWith("HPE_")) {
    return {
      ...common,
      code: "not_an_api",
      message: `What answers at ${host} doesn't speak HTTP. Check the address and the port.`,
      kind: "needs_person",
    };
  }
  return {
    ...common,
    code: "connection_lost",
    message: wasSent
      ? `The connection to ${host} broke before the answer was whole. What had arrived is kept, and the money counts as spent.`
      : `The connection to ${host} broke before anything was sent. This mostly passes by itself.`,
    kind: "retryable",
  };
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "UNKNOWN";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error && error.cause !== undefined ? codeOf(error.cause) : "UNKNOWN";
}
