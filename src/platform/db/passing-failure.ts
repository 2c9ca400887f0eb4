import { errorCode } from "#/platform/start-error.ts";

/**
 * SQLSTATEs that say nothing about the statement: connection (08), transaction rolled back (40), out of
 * resources, a full disk among them (53), a server that stops or starts (57P), the system's own fault such as
 * a failing disk (58), and a server that is recovering. PostgreSQL documentation, appendix A.
 */
const passing = /^(08|40|53|58)...$|^57P..$|^25006$/;
const connection = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "ENOENT",
]);

/**
 * Whether a statement failed because the database is away, or takes nothing for the moment (restart, full
 * disk), so that the same statement may succeed later.
 */
export function isPassingFailure(error: unknown): boolean {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    const code = errorCode(inner);
    if (passing.test(code) || connection.has(code)) return true;
    // What `pg` says without a code: the connection broke, or none was free in time.
    if (
      code === "" &&
      /connection terminated|timeout exceeded|not queryable/i.test(inner.message)
    ) {
      return true;
    }
  }
  return false;
}
