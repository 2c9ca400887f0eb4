import { expect, test } from "vitest";
import { connectionFault } from "./connection-faults.ts";

const failed = (code: string) => Object.assign(new Error("secret detail"), { code });

test.each<[string, string, string]>([
  ["ENOTFOUND", "unknown_host", "retryable"],
  ["EAI_AGAIN", "unknown_host", "retryable"],
  ["ECONNREFUSED", "unreachable", "retryable"],
  ["EHOSTUNREACH", "unreachable", "retryable"],
  ["CERT_HAS_EXPIRED", "bad_certificate", "needs_person"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "bad_certificate", "needs_person"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "bad_certificate", "needs_person"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "bad_certificate", "needs_person"],
  ["EPROTO", "not_encrypted", "needs_person"],
  ["HPE_INVALID_CONSTANT", "not_an_api", "needs_person"],
  ["ETIMEDOUT", "connection_lost", "retryable"],
  ["ECONNRESET", "connection_lost", "retryable"],
  ["EPIPE", "connection_lost", "retryable"],
])("%s is %s", (code, expected, kind) => {
  for (const error of [failed(code), new Error("outer", { cause: failed(code) })]) {
    const fault = connectionFault(error, "models.example", false);
    expect(fault).toMatchObject({ code: expected, kind, billed: "no" });
    expect(fault.message).toContain("models.example");
    expect(fault.message).not.toContain("secret detail");
    // The SDKs would take such an error for a time limit of their own and drop it.
    expect(fault.message).not.toMatch(/timed? ?out/i);
  }
});

test("after the request had left, the money counts as spent", () => {
  expect(connectionFault(failed("ECONNRESET"), "h", true)).toMatchObject({ billed: "unknown" });
  expect(connectionFault("no error at all", "h", true)).toMatchObject({ code: "connection_lost" });
});
